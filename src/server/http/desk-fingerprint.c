/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-fingerprint.h"

#include <string.h>

#include "core/desk-json.h"

static void append_node (GString *text, JsonNode *node);

static void
append_object (GString *text, JsonObject *object)
{
  g_autoptr (GList) names = g_list_sort (json_object_get_members (object), (GCompareFunc) (void (*) (void)) strcmp);

  g_string_append_c (text, '{');
  for (GList *name = names; name != NULL; name = name->next)
    {
      desk_json_append_string (text, name->data);
      append_node (text, json_object_get_member (object, name->data));
    }
  g_string_append_c (text, '}');
}

static void
append_list (GString *text, JsonArray *list)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < json_array_get_length (list); i++)
    append_node (text, json_array_get_element (list, i));
  g_string_append_c (text, ']');
}

/* As deep as the parser lets a document be. */
static void
append_node (GString *text, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    append_object (text, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    append_list (text, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_NULL (node))
    g_string_append_c (text, 'n');
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    desk_json_append_string (text, json_node_get_string (node));
  else if (json_node_get_value_type (node) == G_TYPE_INT64)
    desk_json_append_integer (text, json_node_get_int (node));
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_string_append_c (text, json_node_get_boolean (node) ? 't' : 'f');
  else
    g_string_append_printf (text, "%.17g", json_node_get_double (node));
  g_string_append_c (text, ',');
}

/**
 * desk_fingerprint:
 * @target: path and query
 * @body: (nullable): the body
 *
 * Tells requests apart that are not the same. The order of members and the spaces between them do not matter, so that
 * a message is the same whether it came by POST or over the live connection.
 *
 * Returns: (transfer full): a hash
 */
char *
desk_fingerprint (const char *target, JsonObject *body)
{
  g_autoptr (GString) text = g_string_new (target);

  g_string_append_c (text, '\n');
  if (body != NULL && json_object_get_size (body) > 0)
    append_object (text, body);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize) text->len);
}
