/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-router.h"

#include <string.h>

#include "core/desk-error.h"

/* A route with the names of its variable segments. */
typedef struct
{
  const DeskRoute *route;
  GPtrArray *names; /* owned, ended by NULL */
} Entry;

/* A place in the tree: what may follow, and what is done here. */
typedef struct _Node Node;
struct _Node
{
  GHashTable *words;  /* owned; segment to Node */
  Node *variable;     /* owned; where any other segment leads, or NULL */
  GPtrArray *entries; /* owned, of Entry, one a method */
};

struct _DeskRouter
{
  Node *root;
};

static const char *const methods[] = { "GET", "POST", "PATCH", "PUT", "DELETE" };

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_ptr_array_unref (entry->names);
  g_free (entry);
}

static void
free_node (gpointer data)
{
  Node *node = data;

  if (node == NULL)
    return;
  g_hash_table_unref (node->words);
  free_node (node->variable);
  g_ptr_array_unref (node->entries);
  g_free (node);
}

static Node *
new_node (void)
{
  Node *node = g_new0 (Node, 1);

  node->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_node);
  node->entries = g_ptr_array_new_with_free_func (free_entry);
  return node;
}

/* Goes one segment further, making the way as needed. A {name} is added to @names. */
static Node *
extend (Node *node, const char *segment, GPtrArray *names)
{
  gsize length = strlen (segment);
  Node *next;

  if (segment[0] == '{' && length > 2 && segment[length - 1] == '}')
    {
      g_ptr_array_add (names, g_strndup (segment + 1, length - 2));
      if (node->variable == NULL)
        node->variable = new_node ();
      return node->variable;
    }
  next = g_hash_table_lookup (node->words, segment);
  if (next == NULL)
    {
      next = new_node ();
      g_hash_table_insert (node->words, g_strdup (segment), next);
    }
  return next;
}

static const Entry *
find_entry (Node *node, const char *method)
{
  for (guint i = 0; i < node->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (node->entries, i);

      if (g_str_equal (entry->route->method, method))
        return entry;
    }
  return NULL;
}

static gboolean
check_row (const DeskRoute *route, GError **error)
{
  const char *trouble = NULL;
  gboolean is_method = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    is_method = is_method || g_str_equal (methods[i], route->method);
  if (!is_method)
    trouble = "has no method that is known";
  else if (route->path == NULL || route->path[0] != '/')
    trouble = "has no path";
  else if (route->permission <= DESK_PERMISSION_NONE || route->permission >= DESK_N_PERMISSIONS)
    trouble = "has no permission";
  else if (route->function == NULL)
    trouble = "has no function";
  if (trouble != NULL)
    g_set_error (error, DESK_ERROR, DESK_ERROR_INTERNAL, "The route %s %s %s", route->method, route->path, trouble);
  return trouble == NULL;
}

static char *
dup_allowed (Node *node)
{
  GString *allow = g_string_new (NULL);

  for (guint i = 0; i < node->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (node->entries, i);

      g_string_append (allow, i > 0 ? ", " : "");
      g_string_append (allow, entry->route->method);
    }
  return g_string_free (allow, FALSE);
}

/* The node that a path leads to, with what stood at its variable segments; NULL for none. */
static Node *
walk (Node *node, const char *path, GPtrArray *values)
{
  const char *p = path;

  while (node != NULL && *p == '/')
    {
      const char *end = strchr (p + 1, '/');
      gsize length = end != NULL ? (gsize) (end - p - 1) : strlen (p + 1);
      g_autofree char *segment = g_uri_unescape_segment (p + 1, p + 1 + length, "/");
      Node *next = segment != NULL ? g_hash_table_lookup (node->words, segment) : NULL;

      if (next == NULL && segment != NULL && segment[0] != '\0' && g_utf8_validate (segment, -1, NULL))
        {
          next = node->variable;
          g_ptr_array_add (values, g_steal_pointer (&segment));
        }
      node = next;
      p += 1 + length;
    }
  return *p == '\0' ? node : NULL;
}

void
desk_route_match_clear (DeskRouteMatch *self)
{
  g_clear_pointer (&self->path_values, g_strfreev);
  g_clear_pointer (&self->allow, g_free);
}

/**
 * desk_router_new:
 *
 * Returns: (transfer full): a router that knows no path yet
 */
DeskRouter *
desk_router_new (void)
{
  DeskRouter *self = g_new0 (DeskRouter, 1);

  self->root = new_node ();
  return self;
}

void
desk_router_free (DeskRouter *self)
{
  free_node (self->root);
  g_free (self);
}

/**
 * desk_router_add:
 * @self: a router
 * @table: (transfer none): rows, ended by one without a method; outlives the router
 * @error: %DESK_ERROR_INTERNAL when a row has no permission or no function, or stands there twice
 *
 * Returns: whether all rows were taken
 */
gboolean
desk_router_add (DeskRouter *self, const DeskRoute *table, GError **error)
{
  for (const DeskRoute *route = table; route->method != NULL; route++)
    {
      g_auto (GStrv) segments = NULL;
      Node *node = self->root;
      Entry *entry;

      if (!check_row (route, error))
        return FALSE;
      entry = g_new0 (Entry, 1);
      entry->route = route;
      entry->names = g_ptr_array_new_with_free_func (g_free);
      segments = g_strsplit (route->path + 1, "/", -1);
      for (guint i = 0; segments[i] != NULL; i++)
        node = extend (node, segments[i], entry->names);
      g_ptr_array_add (entry->names, NULL);
      if (find_entry (node, route->method) != NULL)
        {
          g_set_error (error, DESK_ERROR, DESK_ERROR_INTERNAL, "The route %s %s stands there twice", route->method,
                       route->path);
          free_entry (entry);
          return FALSE;
        }
      g_ptr_array_add (node->entries, entry);
    }
  return TRUE;
}

/**
 * desk_router_find:
 * @self: a router
 * @method: of the request
 * @path: of the request, still percent-encoded
 * @match: (out caller-allocates): where it leads
 */
void
desk_router_find (DeskRouter *self, const char *method, const char *path, DeskRouteMatch *match)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  Node *node = walk (self->root, path, values);
  const Entry *entry;

  *match = (DeskRouteMatch){ 0 };
  if (node == NULL || node->entries->len == 0)
    return;
  entry = find_entry (node, method);
  if (entry == NULL)
    {
      match->allow = dup_allowed (node);
      return;
    }
  g_ptr_array_add (values, NULL);
  match->route = entry->route;
  match->path_names = (const char *const *) entry->names->pdata;
  match->path_values = (char **) g_ptr_array_free (g_steal_pointer (&values), FALSE);
}
