/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-document.h"

#include "core/desk-error.h"

/* A list that people write; a longer one is a mistake. */
#define MOST_ELEMENTS 10000

static gboolean
holds (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static void
fail (const char *path, const char *name, const char *expected, GError **error)
{
  g_autofree char *field = desk_document_join (path, name);

  desk_error_add_field (error, field, "%s", expected);
}

/**
 * desk_document_join:
 * @path: where an object stands, "" for the document itself
 * @name: one of its members
 *
 * Returns: (transfer full): the member's whole name
 */
char *
desk_document_join (const char *path, const char *name)
{
  return *path != '\0' ? g_strconcat (path, ".", name, NULL) : g_strdup (name);
}

/**
 * desk_document_read_object:
 * @object: where to look
 * @path: where @object stands
 * @name: the member
 * @error: when it is there and something else
 *
 * Returns: (nullable) (transfer none): the object, or %NULL where there is none
 */
JsonObject *
desk_document_read_object (JsonObject *object, const char *path, const char *name, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  fail (path, name, "an object was expected", error);
  return NULL;
}

/**
 * desk_document_read_list:
 * @object: where to look
 * @path: where @object stands
 * @name: the member
 * @error: when it is there and something else
 *
 * Returns: (nullable) (transfer none): the list, or %NULL where there is none
 */
JsonArray *
desk_document_read_list (JsonObject *object, const char *path, const char *name, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) <= MOST_ELEMENTS)
    return json_node_get_array (node);
  fail (path, name, "a list was expected", error);
  return NULL;
}

/**
 * desk_document_read_element:
 * @list: a list of objects
 * @index: which one
 * @path: where @list stands
 * @element_path: (out) (transfer full): where the element stands
 * @error: when it is something else
 *
 * Returns: (nullable) (transfer none): the object
 */
JsonObject *
desk_document_read_element (JsonArray *list, guint index, const char *path, char **element_path, GError **error)
{
  JsonNode *node = json_array_get_element (list, index);

  *element_path = g_strdup_printf ("%s[%u]", path, index);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  desk_error_add_field (error, *element_path, "an object was expected");
  return NULL;
}

/**
 * desk_document_read_text:
 * @object: where to look
 * @path: where @object stands
 * @name: the member
 * @error: when it is missing, empty or something else
 *
 * Returns: (nullable): the text
 */
const char *
desk_document_read_text (JsonObject *object, const char *path, const char *name, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (holds (node, G_TYPE_STRING) && *json_node_get_string (node) != '\0')
    return json_node_get_string (node);
  fail (path, name, "a text was expected", error);
  return NULL;
}

/**
 * desk_document_read_text_or_none:
 * @object: where to look
 * @path: where @object stands
 * @name: the member
 * @error: when it is there, and empty or something else
 *
 * Returns: (nullable): the text, or %NULL where there is none
 */
const char *
desk_document_read_text_or_none (JsonObject *object, const char *path, const char *name, GError **error)
{
  return json_object_has_member (object, name) ? desk_document_read_text (object, path, name, error) : NULL;
}

/**
 * desk_document_read_number:
 * @object: where to look
 * @path: where @object stands
 * @name: the member
 * @least: the smallest that is right
 * @most: the largest
 * @otherwise: what it is where it is not given; below @least when it has to be given
 * @error: when it is missing, out of range or something else
 *
 * Returns: the number, @otherwise when it is wrong
 */
gint64
desk_document_read_number (JsonObject *object,
                           const char *path,
                           const char *name,
                           gint64 least,
                           gint64 most,
                           gint64 otherwise,
                           GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  g_autofree char *expected = NULL;

  if (node == NULL && otherwise >= least)
    return otherwise;
  if (holds (node, G_TYPE_INT64) && json_node_get_int (node) >= least && json_node_get_int (node) <= most)
    return json_node_get_int (node);
  expected =
      g_strdup_printf ("a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " was expected", least, most);
  fail (path, name, expected, error);
  return otherwise;
}

/**
 * desk_document_read_enum:
 * @object: where to look
 * @path: where @object stands
 * @name: the member
 * @info: whose word it is
 * @error: when it is missing or none of the words
 *
 * Returns: the value, 0 when it is wrong
 */
int
desk_document_read_enum (JsonObject *object, const char *path, const char *name, const DeskEnum *info, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  int value = holds (node, G_TYPE_STRING) ? desk_enum_from_wire (info, json_node_get_string (node)) : 0;
  g_autofree char *choices = NULL;
  g_autofree char *expected = NULL;

  if (value != 0)
    return value;
  choices = desk_enum_dup_choices (info);
  expected = g_strdup_printf ("%s was expected", choices);
  fail (path, name, expected, error);
  return 0;
}

/**
 * desk_document_read_texts:
 * @object: where to look
 * @path: where @object stands
 * @name: the member
 * @error: when it is there, and something else than a list of texts
 *
 * Returns: (nullable) (transfer full): the texts, or %NULL where there are none
 */
char **
desk_document_read_texts (JsonObject *object, const char *path, const char *name, GError **error)
{
  JsonArray *list = desk_document_read_list (object, path, name, error);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);

      if (!holds (element, G_TYPE_STRING) || *json_node_get_string (element) == '\0')
        {
          g_autofree char *whole = g_strdup_printf ("%s[%u]", name, i);

          fail (path, whole, "a text was expected", error);
          return NULL;
        }
      g_strv_builder_add (texts, json_node_get_string (element));
    }
  return list != NULL ? g_strv_builder_end (texts) : NULL;
}
