/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-entity-json.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-time.h"

static void
append_tags (char **tags, GString *json)
{
  g_string_append_c (json, '[');
  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      desk_json_append_string (json, tags[i]);
    }
  g_string_append_c (json, ']');
}

static void
append_items (GPtrArray *items, GString *json)
{
  g_string_append_c (json, '[');
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      desk_entity_append_json (items->pdata[i], json, DESK_AUDIENCE_STAFF);
    }
  g_string_append_c (json, ']');
}

static gboolean
read_text (const DeskField *field, const char *name, JsonNode *node, DeskValue *value, GError **error)
{
  const char *text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
  gint64 max = desk_field_get_max (field);

  if (text == NULL)
    {
      desk_error_add_field (error, name, "a text was expected");
      return FALSE;
    }
  if (strlen (text) > (gsize) max)
    {
      desk_error_add_field (error, name, "at most %" G_GINT64_FORMAT " bytes were expected, not %" G_GSIZE_FORMAT, max,
                            strlen (text));
      return FALSE;
    }
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < 0x20 && !(field->type == DESK_FIELD_TEXT && (*p == '\n' || *p == '\t' || *p == '\r')))
      {
        desk_error_add_field (error, name, "text without control characters was expected");
        return FALSE;
      }
  value->text = g_strdup (text);
  value->is_set = TRUE;
  return TRUE;
}

static gboolean
read_integer (const DeskField *field, const char *name, JsonNode *node, DeskValue *value, GError **error)
{
  gint64 max = desk_field_get_max (field);

  if (json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0 || json_node_get_int (node) > max)
    {
      desk_error_add_field (error, name, "a whole number from 0 to %" G_GINT64_FORMAT " was expected", max);
      return FALSE;
    }
  value->number = json_node_get_int (node);
  value->is_set = TRUE;
  return TRUE;
}

static gboolean
read_time (const char *name, JsonNode *node, DeskValue *value, GError **error)
{
  if (json_node_get_value_type (node) != G_TYPE_STRING || !desk_time_read (json_node_get_string (node), &value->number))
    {
      desk_error_add_field (error, name, "a time such as 2026-01-03T09:15:00Z was expected");
      return FALSE;
    }
  value->is_set = TRUE;
  return TRUE;
}

static gboolean
read_enum (const DeskField *field, const char *name, JsonNode *node, DeskValue *value, GError **error)
{
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    value->number = desk_enum_from_wire (field->of, json_node_get_string (node));
  if (value->number == 0)
    {
      g_autofree char *choices = desk_enum_dup_choices (field->of);

      desk_error_add_field (error, name, "%s was expected", choices);
      return FALSE;
    }
  value->is_set = TRUE;
  return TRUE;
}

static gboolean
is_currency (const char *text)
{
  return text != NULL && strlen (text) == 3 && g_ascii_isupper (text[0]) && g_ascii_isupper (text[1])
         && g_ascii_isupper (text[2]);
}

static gboolean
read_money (const DeskField *field, const char *name, JsonNode *node, DeskValue *value, GError **error)
{
  JsonObject *money = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *amount = money != NULL ? json_object_get_member (money, "amount") : NULL;
  JsonNode *currency = money != NULL ? json_object_get_member (money, "currency") : NULL;
  gint64 max = desk_field_get_max (field);

  if (money == NULL || json_object_get_size (money) != 2 || amount == NULL || currency == NULL
      || json_node_get_value_type (amount) != G_TYPE_INT64 || json_node_get_int (amount) < 0
      || json_node_get_int (amount) > max || json_node_get_value_type (currency) != G_TYPE_STRING
      || !is_currency (json_node_get_string (currency)))
    {
      desk_error_add_field (error, name,
                            "an amount in minor units and a currency were expected, such as {\"amount\": 350000, "
                            "\"currency\": \"INR\"}");
      return FALSE;
    }
  value->number = json_node_get_int (amount);
  value->currency = g_intern_string (json_node_get_string (currency));
  value->is_set = TRUE;
  return TRUE;
}

static JsonArray *
get_list (const DeskField *field, const char *name, JsonNode *node, GError **error)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gint64 max = desk_field_get_max (field);

  if (list == NULL)
    desk_error_add_field (error, name, "a list was expected");
  else if (json_array_get_length (list) > max)
    {
      desk_error_add_field (error, name, "at most %" G_GINT64_FORMAT " entries were expected", max);
      return NULL;
    }
  return list;
}

static gboolean
read_tags (const DeskField *field, const char *name, JsonNode *node, DeskValue *value, GError **error)
{
  JsonArray *list = get_list (field, name, node, error);
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      const char *tag = json_node_get_value_type (element) == G_TYPE_STRING ? json_node_get_string (element) : NULL;

      if (tag == NULL || *tag == '\0' || strlen (tag) > 100)
        {
          desk_error_add_field (error, name, "entry %u: a word of 1 to 100 bytes was expected", i + 1);
          return FALSE;
        }
      g_strv_builder_add (tags, tag);
    }
  value->tags = g_strv_builder_end (tags);
  value->is_set = TRUE;
  return TRUE;
}

static gboolean
read_members (DeskEntity *self, const char *prefix, JsonObject *object, DeskFieldFlags allowed, GError **error);

static gboolean
read_items (const DeskField *field, const char *name, JsonNode *node, DeskValue *value, GError **error)
{
  JsonArray *list = get_list (field, name, node, error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      g_autofree char *prefix = g_strdup_printf ("%s[%u]", name, i);
      DeskEntity *item = desk_entity_new (field->of);

      g_ptr_array_add (items, item);
      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          desk_error_add_field (error, prefix, "an object was expected");
          return FALSE;
        }
      if (!read_members (item, prefix, json_node_get_object (element), DESK_FIELD_EDIT, error))
        return FALSE;
    }
  value->items = g_steal_pointer (&items);
  value->is_set = TRUE;
  return TRUE;
}

static char *
dup_member_name (const char *prefix, const char *name)
{
  return prefix != NULL ? g_strdup_printf ("%s.%s", prefix, name) : g_strdup (name);
}

static gboolean
read_members (DeskEntity *self, const char *prefix, JsonObject *object, DeskFieldFlags allowed, GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (self);
  gboolean right = TRUE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_autofree char *full_name = dup_member_name (prefix, name);
      int field = desk_kind_find_field (kind, name);
      DeskValue value;

      if (field < 0 || !(kind->fields[field].flags & allowed))
        {
          desk_error_add_field (error, full_name,
                                field < 0 ? "there is no such field" : "this field can't be set here");
          right = FALSE;
        }
      else if (desk_value_read_json (&kind->fields[field], full_name, node, &value, error))
        desk_entity_take_value (self, field, &value);
      else
        right = FALSE;
    }
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];
      const DeskValue *value = desk_entity_get_value (self, i);
      g_autofree char *full_name = NULL;

      /* What was given wrong is told above; here only what is missing, or was given empty. */
      if (!(field->flags & DESK_FIELD_REQUIRED)
          || (value->is_set && !(desk_field_is_text (field) && value->text[strspn (value->text, " \t\r\n")] == '\0')))
        continue;
      if (!value->is_set && json_object_has_member (object, field->name)
          && !JSON_NODE_HOLDS_NULL (json_object_get_member (object, field->name)))
        continue;
      full_name = dup_member_name (prefix, field->name);
      desk_error_add_field (error, full_name, "this has to be given");
      right = FALSE;
    }
  return right;
}

/**
 * desk_value_append_json:
 * @field: the field of the value
 * @value: a value
 * @json: where to write it
 */
void
desk_value_append_json (const DeskField *field, const DeskValue *value, GString *json)
{
  if (field->type == DESK_FIELD_TAGS)
    {
      append_tags (value->is_set ? value->tags : NULL, json);
      return;
    }
  if (field->type == DESK_FIELD_ITEMS)
    {
      append_items (value->is_set ? value->items : NULL, json);
      return;
    }
  if (field->type == DESK_FIELD_FLAG)
    {
      g_string_append (json, value->number ? "true" : "false");
      return;
    }
  if (!value->is_set)
    {
      g_string_append (json, "null");
      return;
    }
  switch (field->type)
    {
    case DESK_FIELD_INTEGER:
      desk_json_append_integer (json, value->number);
      break;
    case DESK_FIELD_TIME:
      desk_json_append_time (json, value->number);
      break;
    case DESK_FIELD_ENUM:
      desk_json_append_string (json, desk_enum_to_wire (field->of, value->number));
      break;
    case DESK_FIELD_MONEY:
      g_string_append (json, "{\"amount\":");
      desk_json_append_integer (json, value->number);
      g_string_append (json, ",\"currency\":");
      desk_json_append_string (json, value->currency);
      g_string_append_c (json, '}');
      break;
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ID:
    case DESK_FIELD_FLAG:
    case DESK_FIELD_TAGS:
    case DESK_FIELD_ITEMS:
    default:
      desk_json_append_string (json, value->text);
    }
}

/**
 * desk_field_is_for:
 * @field: a field
 * @audience: who would read it
 *
 * Returns: whether they may
 */
gboolean
desk_field_is_for (const DeskField *field, DeskAudience audience)
{
  return audience == DESK_AUDIENCE_STAFF || !(field->flags & DESK_FIELD_STAFF);
}

/**
 * desk_entity_append_json:
 * @self: an entity
 * @json: where to write it
 * @audience: who will read it
 *
 * Writes the entity as a JSON object with every field that @audience may read.
 */
void
desk_entity_append_json (DeskEntity *self, GString *json, DeskAudience audience)
{
  const DeskKind *kind = desk_entity_get_kind (self);

  g_string_append_c (json, '{');
  for (guint i = 0; i < kind->n_fields; i++)
    {
      if (!desk_field_is_for (&kind->fields[i], audience))
        continue;
      desk_json_append_name (json, kind->fields[i].name);
      desk_value_append_json (&kind->fields[i], desk_entity_get_value (self, i), json);
    }
  g_string_append_c (json, '}');
}

/**
 * desk_entity_dup_fields_json:
 * @self: an entity
 * @fields: which of its fields
 * @n_fields: how many
 *
 * Returns: (transfer full): a JSON object of these fields
 */
char *
desk_entity_dup_fields_json (DeskEntity *self, const guint *fields, guint n_fields)
{
  const DeskKind *kind = desk_entity_get_kind (self);
  GString *json = g_string_new ("{");

  for (guint i = 0; i < n_fields; i++)
    {
      desk_json_append_name (json, kind->fields[fields[i]].name);
      desk_value_append_json (&kind->fields[fields[i]], desk_entity_get_value (self, fields[i]), json);
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/**
 * desk_value_read_json:
 * @field: the field to read
 * @name: what to call it in errors
 * @node: what was given
 * @value: (out): what it holds
 * @error: gets the field added, with what was expected
 *
 * Returns: whether it was right; null makes any field unset
 */
gboolean
desk_value_read_json (const DeskField *field, const char *name, JsonNode *node, DeskValue *value, GError **error)
{
  *value = (DeskValue){ 0 };
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  switch (field->type)
    {
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ID:
      return read_text (field, name, node, value, error);
    case DESK_FIELD_INTEGER:
      return read_integer (field, name, node, value, error);
    case DESK_FIELD_FLAG:
      if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        {
          desk_error_add_field (error, name, "true or false was expected");
          return FALSE;
        }
      value->number = json_node_get_boolean (node);
      value->is_set = TRUE;
      return TRUE;
    case DESK_FIELD_TIME:
      return read_time (name, node, value, error);
    case DESK_FIELD_ENUM:
      return read_enum (field, name, node, value, error);
    case DESK_FIELD_MONEY:
      return read_money (field, name, node, value, error);
    case DESK_FIELD_TAGS:
      return read_tags (field, name, node, value, error);
    case DESK_FIELD_ITEMS:
      return read_items (field, name, node, value, error);
    default:
      g_assert_not_reached ();
    }
}

/**
 * desk_entity_read_input:
 * @self: a new entity, or a copy of the one to change
 * @input: what the caller gave
 * @allowed: %DESK_FIELD_CREATE or %DESK_FIELD_UPDATE
 * @error: names every field that is unknown, may not be set, is wrong or missing
 *
 * Returns: whether all of it was right
 */
gboolean
desk_entity_read_input (DeskEntity *self, JsonObject *input, DeskFieldFlags allowed, GError **error)
{
  g_return_val_if_fail (DESK_IS_ENTITY (self) && input != NULL, FALSE);

  return read_members (self, NULL, input, allowed, error);
}

/**
 * desk_entity_read_json:
 * @self: an entity
 * @object: what the server or the cache says of it
 * @error: names the field that could not be read
 *
 * Sets every field that @object has. Members that this version does not know are passed over, so that an older app
 * works with a newer server; so are enum words it does not know, which become unknown.
 *
 * Returns: whether it could be read
 */
gboolean
desk_entity_read_json (DeskEntity *self, JsonObject *object, GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (self);

  g_return_val_if_fail (object != NULL, FALSE);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];
      JsonNode *node = json_object_get_member (object, field->name);
      g_autoptr (GError) field_error = NULL;
      DeskValue value;

      if (node == NULL)
        continue;
      if (!desk_value_read_json (field, field->name, node, &value, &field_error) && field->type != DESK_FIELD_ENUM)
        {
          g_propagate_error (error, g_steal_pointer (&field_error));
          return FALSE;
        }
      desk_entity_take_value (self, i, &value);
    }
  return TRUE;
}

/**
 * desk_items_parse:
 * @kind: the parts' kind
 * @json: (nullable): a JSON array, as stored
 * @error: when it is not one
 *
 * Returns: (transfer full) (element-type DeskEntity): the parts
 */
GPtrArray *
desk_items_parse (const DeskKind *kind, const char *json, GError **error)
{
  g_autoptr (JsonNode) root = desk_json_parse (json != NULL ? json : "[]", -1, error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *list;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    {
      if (root != NULL)
        g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED, "A JSON list was expected");
      return NULL;
    }
  list = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      DeskEntity *item = desk_entity_new (kind);

      g_ptr_array_add (items, item);
      if (JSON_NODE_HOLDS_OBJECT (element) && !desk_entity_read_json (item, json_node_get_object (element), error))
        return NULL;
    }
  return g_steal_pointer (&items);
}

/**
 * desk_tags_parse:
 * @json: (nullable): a JSON array of strings, as stored
 * @error: when it is not one
 *
 * Returns: (transfer full): the words
 */
char **
desk_tags_parse (const char *json, GError **error)
{
  static const DeskField field = { "tags", DESK_FIELD_TAGS, NULL, 0, DESK_FIELD_PLAIN };
  g_autoptr (JsonNode) root = desk_json_parse (json != NULL ? json : "[]", -1, error);
  DeskValue value = { 0 };

  if (root == NULL || !desk_value_read_json (&field, field.name, root, &value, error))
    return NULL;
  return value.tags;
}
