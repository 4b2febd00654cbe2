/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/routes/desk-routes-input.h"

#include <string.h>

#include "core/desk-error.h"

/* Takes a member out. NULL where there is none, or null was given. */
static JsonNode *
take_member (JsonObject *input, const char *name)
{
  JsonNode *node = json_object_dup_member (input, name);

  if (node == NULL)
    return NULL;
  json_object_remove_member (input, name);
  if (JSON_NODE_HOLDS_NULL (node))
    g_clear_pointer (&node, json_node_unref);
  return node;
}

/**
 * desk_input_copy:
 * @call: a call
 *
 * Returns: (transfer full): its body, to take members out of
 */
JsonObject *
desk_input_copy (DeskCall *call)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, desk_call_get_body (call));
  while (json_object_iter_next (&iter, &name, &node))
    json_object_set_member (copy, name, json_node_copy (node));
  return copy;
}

char *
desk_input_take_text (JsonObject *input, const char *name, gsize max, GError **error)
{
  g_autoptr (JsonNode) node = take_member (input, name);

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    desk_error_add_field (error, name, "a text was expected");
  else if (strlen (json_node_get_string (node)) > max)
    desk_error_add_field (error, name, "at most %" G_GSIZE_FORMAT " bytes were expected", max);
  else
    return json_node_dup_string (node);
  return NULL;
}

gboolean
desk_input_take_flag (JsonObject *input, const char *name, GError **error)
{
  g_autoptr (JsonNode) node = take_member (input, name);

  if (node == NULL)
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  desk_error_add_field (error, name, "true or false was expected");
  return FALSE;
}

gint64
desk_input_take_integer (JsonObject *input, const char *name, gint64 otherwise, GError **error)
{
  g_autoptr (JsonNode) node = take_member (input, name);

  if (node == NULL)
    return otherwise;
  if (json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= 0)
    return json_node_get_int (node);
  desk_error_add_field (error, name, "a whole number was expected");
  return otherwise;
}

/**
 * desk_input_take_texts:
 * @input: a body
 * @name: a member
 * @max: most entries
 * @error: the field, when it is no list of texts
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the texts; %NULL where none were given
 */
GPtrArray *
desk_input_take_texts (JsonObject *input, const char *name, guint max, GError **error)
{
  g_autoptr (JsonNode) node = take_member (input, name);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  JsonArray *list;

  if (node == NULL)
    return NULL;
  list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (list == NULL || json_array_get_length (list) > max)
    {
      desk_error_add_field (error, name, "a list of at most %u entries was expected", max);
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        {
          desk_error_add_field (error, name, "entry %u: a text was expected", i + 1);
          return NULL;
        }
      g_ptr_array_add (texts, json_node_dup_string (element));
    }
  return g_steal_pointer (&texts);
}

void
desk_input_take_field (JsonObject *input, DeskEntity *entity, guint field, GError **error)
{
  const DeskField *info = &desk_entity_get_kind (entity)->fields[field];
  g_autoptr (JsonNode) node = json_object_dup_member (input, info->name);
  DeskValue value;

  if (node == NULL)
    return;
  json_object_remove_member (input, info->name);
  if (desk_value_read_json (info, info->name, node, &value, error))
    desk_entity_take_value (entity, field, &value);
}

void
desk_input_check_empty (JsonObject *input, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (input);

  for (GList *l = names; l != NULL; l = l->next)
    desk_error_add_field (error, l->data, "there is no such field");
}

gboolean
desk_input_failed (GError **local_error, GError **error)
{
  if (*local_error == NULL)
    return FALSE;
  g_propagate_error (error, g_steal_pointer (local_error));
  return TRUE;
}
