/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-command-arguments.h"

#include <glib/gi18n-lib.h>

#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-phone.h"

static JsonNode *
make_money (GVariant *value)
{
  JsonObject *money = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  const char *currency;
  gint64 amount;

  g_variant_get (value, "(x&s)", &amount, &currency);
  json_object_set_int_member (money, "amount", amount);
  json_object_set_string_member (money, "currency", currency);
  json_node_take_object (node, money);
  return node;
}

static JsonNode *
make_list (GVariant *value)
{
  JsonArray *list = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  g_autofree const char **words = g_variant_get_strv (value, NULL);

  for (guint i = 0; words[i] != NULL; i++)
    json_array_add_string_element (list, words[i]);
  json_node_take_array (node, list);
  return node;
}

static JsonNode *
make_text (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  /* Nobody means an empty text: a field that was left empty or is emptied says nothing. */
  if (*stripped == '\0')
    return json_node_new (JSON_NODE_NULL);
  return json_node_init_string (json_node_alloc (), stripped);
}

static JsonNode *
make_node (const DeskField *field, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return make_text (g_variant_get_string (value, NULL));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return json_node_init_boolean (json_node_alloc (), g_variant_get_boolean (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return json_node_init_int (json_node_alloc (), g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32) && field->type == DESK_FIELD_ENUM)
    return json_node_init_string (json_node_alloc (), desk_enum_to_wire (field->of, g_variant_get_int32 (value)));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("(xs)")))
    return make_money (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    return make_list (value);
  return json_node_new (JSON_NODE_NULL);
}

/* A misspelt number is found while the customer is still on the phone. */
static void
check_contact (const DeskField *field, JsonNode *node, DeskPreset *preset, GError **error)
{
  g_autofree char *normal = NULL;

  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return;
  if (g_str_equal (field->name, "mobile"))
    {
      const char *code = preset != NULL ? desk_preset_get_country_calling_code (preset) : NULL;

      normal = desk_phone_normalize (json_node_get_string (node), code);
      if (normal == NULL)
        desk_error_add_field (error, field->name, "%s", _ ("A phone number was expected, such as +91 98765 43210"));
    }
  else if (g_str_equal (field->name, "email"))
    {
      normal = desk_email_normalize (json_node_get_string (node));
      if (normal == NULL)
        desk_error_add_field (error, field->name, "%s", _ ("An e-mail address was expected, such as name@example.com"));
    }
}

static void
read_argument (const DeskCommandInfo *info,
               JsonObject *object,
               const char *name,
               GVariant *argument,
               DeskPreset *preset,
               GError **error)
{
  const DeskField *field = desk_command_find_field (info, name);
  g_autoptr (JsonNode) node = NULL;
  DeskValue value = { 0 };

  if (field == NULL)
    {
      desk_error_add_field (error, name, "%s", _ ("There is no such field"));
      return;
    }
  node = make_node (field, argument);
  /* What is made has no need to be told what it has not; what is changed has. */
  if (JSON_NODE_HOLDS_NULL (node) && !desk_command_is_update (info))
    return;
  if (!desk_value_read_json (field, name, node, &value, error))
    return;
  desk_value_clear (field, &value);
  check_contact (field, node, preset, error);
  json_object_set_member (object, name, g_steal_pointer (&node));
}

static gboolean
is_bad_already (GError *error, const char *name)
{
  const GPtrArray *fields = desk_error_get_fields (error);

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    if (g_str_equal (((DeskFieldError *) fields->pdata[i])->field, name))
      return TRUE;
  return FALSE;
}

static void
check_required (const DeskField *field, JsonObject *object, gboolean is_update, GError **error)
{
  JsonNode *node = json_object_get_member (object, field->name);

  if (!(field->flags & DESK_FIELD_REQUIRED) || is_bad_already (*error, field->name))
    return;
  if (node == NULL ? !is_update : JSON_NODE_HOLDS_NULL (node))
    desk_error_add_field (error, field->name, "%s", _ ("This has to be given"));
}

/**
 * desk_command_read_arguments:
 * @info: a command
 * @arguments: (nullable): a{sv}, see desk-command.h
 * @preset: (nullable): the desk's words and rules
 * @error: %DESK_ERROR_INVALID with every field that is unknown, wrong or missing
 *
 * Returns: (transfer full): what is sent
 */
JsonObject *
desk_command_read_arguments (const DeskCommandInfo *info, GVariant *arguments, DeskPreset *preset, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GError) local_error = NULL;
  gboolean is_update = desk_command_is_update (info);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_return_val_if_fail (arguments == NULL || g_variant_is_of_type (arguments, G_VARIANT_TYPE_VARDICT), NULL);

  if (arguments != NULL)
    {
      g_variant_iter_init (&iter, arguments);
      while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
        read_argument (info, object, name, value, preset, &local_error);
    }
  for (const DeskField *field = info->fields; field->name != NULL; field++)
    check_required (field, object, is_update, &local_error);
  for (guint i = 0; info->of != NULL && i < info->of->n_fields; i++)
    if (info->of->fields[i].flags & info->allowed)
      check_required (&info->of->fields[i], object, is_update, &local_error);
  if (local_error == NULL)
    return g_steal_pointer (&object);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
