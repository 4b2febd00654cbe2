/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-ask.h"

#include "core/desk-json.h"
#include "server/desk/desk-look.h"

/* What a caller asks for: "status=new&status=assigned&sort=-priority". */
typedef struct
{
  const DeskKind *kind;
  DeskViewer *viewer;
  GHashTable *given; /* name to GPtrArray */
  JsonObject *answer;
} Ask;

static const char *const *
get_values (gpointer data, const char *name)
{
  static const char *const none[] = { NULL };
  GPtrArray *values = g_hash_table_lookup (((Ask *) data)->given, name);

  return values != NULL ? (const char *const *) values->pdata : none;
}

static GHashTable *
read_query (const char *query)
{
  GHashTable *given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_auto (GStrv) pairs = g_strsplit (query, "&", -1);

  for (guint i = 0; pairs[i] != NULL && *pairs[i] != '\0'; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);
      GPtrArray *values = g_hash_table_lookup (given, pair[0]);

      if (values == NULL)
        {
          values = g_ptr_array_new_with_free_func (g_free);
          g_hash_table_insert (given, g_strdup (pair[0]), values);
        }
      else
        g_ptr_array_set_size (values, values->len - 1);
      g_ptr_array_add (values, g_strdup (pair[1]));
      g_ptr_array_add (values, NULL);
    }
  return given;
}

static gboolean
read_list (DeskTransaction *transaction, gpointer data, GError **error)
{
  Ask *ask = data;
  DeskListAsk list = {
    .kind = ask->kind, .viewer = ask->viewer, .get_values = get_values, .data = ask, .sort = "-created_at"
  };
  g_autoptr (GString) json = g_string_new (NULL);

  if (!desk_look_list (transaction, &list, json, error))
    return FALSE;
  ask->answer = desk_json_parse_object (json->str, -1, error);
  return ask->answer != NULL;
}

static gboolean
find (DeskTransaction *transaction, gpointer data, GError **error)
{
  Ask *ask = data;
  DeskFindAsk asked = { .viewer = ask->viewer, .get_values = get_values, .data = ask };
  g_autoptr (GString) json = g_string_new (NULL);

  if (!desk_look_find (transaction, &asked, json, error))
    return FALSE;
  ask->answer = desk_json_parse_object (json->str, -1, error);
  return ask->answer != NULL;
}

JsonObject *
engine_ask_list (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *query, GError **error)
{
  g_autoptr (GHashTable) given = read_query (query);
  Ask ask = { .kind = kind, .viewer = viewer, .given = given };

  return engine_run (desk, viewer, DESK_DB_READ, read_list, &ask, error) ? ask.answer : NULL;
}

JsonObject *
engine_ask_search (EngineDesk *desk, DeskViewer *viewer, const char *query, GError **error)
{
  g_autoptr (GHashTable) given = read_query (query);
  Ask ask = { .viewer = viewer, .given = given };

  return engine_run (desk, viewer, DESK_DB_READ, find, &ask, error) ? ask.answer : NULL;
}

static void
add_ids (JsonArray *rows, const char *member, GString *ids)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (member != NULL)
        row = json_object_get_object_member (row, member);
      g_string_append_printf (ids, "%s ", json_object_get_string_member (row, "id"));
    }
}

static char *
dup_cursor (JsonObject *page)
{
  return json_object_get_null_member (page, "next_cursor")
             ? NULL
             : g_strdup (json_object_get_string_member (page, "next_cursor"));
}

static char *
dup_page_query (const char *query, const char *cursor)
{
  return cursor != NULL ? g_strdup_printf ("%s&cursor=%s", query, cursor) : g_strdup (query);
}

char *
engine_dup_listed (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *query)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autofree char *cursor = NULL;

  do
    {
      g_autofree char *page_query = dup_page_query (query, cursor);
      g_autoptr (JsonObject) page = engine_ask_list (desk, viewer, kind, page_query, NULL);

      add_ids (json_object_get_array_member (page, "data"), NULL, ids);
      g_free (cursor);
      cursor = dup_cursor (page);
    }
  while (cursor != NULL);
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

char *
engine_dup_found (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *query)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autofree char *of_kind = g_strdup_printf ("kind=%s&%s", kind->name, query);
  g_autofree char *cursor = NULL;

  do
    {
      g_autofree char *page_query = dup_page_query (of_kind, cursor);
      g_autoptr (JsonObject) answer = engine_ask_search (desk, viewer, page_query, NULL);
      JsonObject *page = json_array_get_object_element (json_object_get_array_member (answer, "groups"), 0);

      add_ids (json_object_get_array_member (page, "data"), "entity", ids);
      g_free (cursor);
      cursor = dup_cursor (page);
    }
  while (cursor != NULL);
  return g_string_free (g_steal_pointer (&ids), FALSE);
}
