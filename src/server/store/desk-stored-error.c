/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-stored-error.h"

#include "core/desk-error.h"
#include "core/desk-json.h"

static void
append_fields (GString *json, const GPtrArray *fields)
{
  desk_json_append_name (json, "fields");
  g_string_append_c (json, '[');
  for (guint i = 0; i < fields->len; i++)
    {
      const DeskFieldError *field = fields->pdata[i];

      g_string_append (json, i > 0 ? ",[" : "[");
      desk_json_append_string (json, field->field);
      g_string_append_c (json, ',');
      desk_json_append_string (json, field->detail);
      g_string_append_c (json, ']');
    }
  g_string_append_c (json, ']');
}

static void
read_fields (JsonArray *fields, GError **error)
{
  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      JsonArray *field = json_array_get_array_element (fields, i);

      desk_error_add_field (error, json_array_get_string_element (field, 0), "%s",
                            json_array_get_string_element (field, 1));
    }
}

/**
 * desk_stored_error_dup_json:
 * @error: an error
 *
 * Returns: (transfer full): what desk_stored_error_read() makes the same error of
 */
char *
desk_stored_error_dup_json (const GError *error)
{
  const GPtrArray *fields = desk_error_get_fields (error);
  GString *json = g_string_new ("{");

  desk_json_append_name (json, "message");
  desk_json_append_string (json, error->message);
  if (fields != NULL)
    append_fields (json, fields);
  if (desk_error_get_extra_name (error) != NULL)
    {
      desk_json_append_name (json, "name");
      desk_json_append_string (json, desk_error_get_extra_name (error));
      desk_json_append_name (json, "extra");
      desk_json_append_string (json, desk_error_get_extra_json (error));
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/**
 * desk_stored_error_read:
 * @code: a #DeskErrorCode
 * @json: what desk_stored_error_dup_json() gave
 *
 * Returns: (transfer full): the error
 */
GError *
desk_stored_error_read (int code, const char *json)
{
  g_autoptr (JsonObject) object = desk_json_parse_object (json, -1, NULL);
  GError *error =
      g_error_new_literal (DESK_ERROR, code,
                           object != NULL ? json_object_get_string_member_with_default (object, "message", "") : "");

  if (object != NULL && json_object_has_member (object, "fields"))
    read_fields (json_object_get_array_member (object, "fields"), &error);
  if (object != NULL && json_object_has_member (object, "extra"))
    desk_error_set_extra_json (error, json_object_get_string_member (object, "name"),
                               g_strdup (json_object_get_string_member (object, "extra")));
  return error;
}
