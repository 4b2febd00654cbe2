/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-request-query.h"

#include <string.h>

#include "core/desk-error.h"

static gboolean
is_known_parameter (const DeskRoute *route, const char *name)
{
  gsize length = strlen (name);
  const char *p = route->parameters;

  /* What has no name stands everywhere, also behind the end. */
  if (length == 0)
    return FALSE;
  while (p != NULL && (p = strstr (p, name)) != NULL)
    {
      if ((p == route->parameters || p[-1] == ' ') && (p[length] == ' ' || p[length] == '\0'))
        return TRUE;
      p++;
    }
  return FALSE;
}

static char *
decode (const char *text, gsize length)
{
  g_autofree char *spaced = g_strndup (text, length);
  char *decoded;

  g_strdelimit (spaced, "+", ' ');
  decoded = g_uri_unescape_string (spaced, NULL);
  if (decoded != NULL && !g_utf8_validate (decoded, -1, NULL))
    g_clear_pointer (&decoded, g_free);
  return decoded;
}

static void
free_values (gpointer values)
{
  g_ptr_array_unref (values);
}

/* Keeps the list of values ended by NULL all the time. Takes @value. */
static void
add_parameter (DeskCall *call, const char *name, char *value)
{
  GPtrArray *values;

  if (call->query == NULL)
    call->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_values);
  values = g_hash_table_lookup (call->query, name);
  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (values, NULL);
      g_hash_table_insert (call->query, g_strdup (name), values);
    }
  g_ptr_array_insert (values, (int) values->len - 1, value);
}

/**
 * desk_request_add_malformed:
 * @error: what is wrong with the request so far
 * @field: a parameter or header that is wrong
 * @detail: what was expected of it
 */
void
desk_request_add_malformed (GError **error, const char *field, const char *detail)
{
  if (*error == NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED, "The request can't be read");
  desk_error_add_field (error, field, "%s", detail);
}

/**
 * desk_request_read_query:
 * @call: a call
 * @query: (nullable): what stands behind the question mark
 *
 * Keeps the parameters that the route knows; those that it does not, and those that can't be read, become the call's
 * complaint, all of them.
 */
void
desk_request_read_query (DeskCall *call, const char *query)
{
  g_auto (GStrv) pairs = query != NULL ? g_strsplit (query, "&", -1) : NULL;

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');
      const char *value_text = equals != NULL ? equals + 1 : "";
      g_autofree char *name = decode (pairs[i], equals != NULL ? (gsize) (equals - pairs[i]) : strlen (pairs[i]));
      g_autofree char *value = decode (value_text, strlen (value_text));

      if (pairs[i][0] == '\0')
        continue;
      if (name == NULL || value == NULL)
        desk_request_add_malformed (&call->complaint, name != NULL ? name : "query",
                                    "percent-encoded UTF-8 was expected");
      else if (!is_known_parameter (call->route, name))
        desk_request_add_malformed (&call->complaint, name, "this query parameter is not known here");
      else
        add_parameter (call, name, g_steal_pointer (&value));
    }
}
