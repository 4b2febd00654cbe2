/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-json.h"
#include "core/desk-permissions.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-tables.h"

static void
append_text (GString *json, const char *name, const char *text)
{
  desk_json_append_name (json, name);
  if (text != NULL)
    desk_json_append_string (json, text);
  else
    g_string_append (json, "null");
}

/* {"query_status": [{"value": "open", "label": "Open"}, ...], ...}, with the preset's labels. */
static void
append_enums (GString *json, DeskPreset *preset)
{
  desk_json_append_name (json, "enums");
  g_string_append_c (json, '{');
  for (guint i = 0; desk_enums[i] != NULL; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (desk_enums[i]->name), " ", '_');

      desk_json_append_name (json, name);
      g_string_append_c (json, '[');
      for (guint value = 1; value <= desk_enum_n_values (desk_enums[i]); value++)
        {
          g_string_append (json, value > 1 ? ",{" : "{");
          append_text (json, "value", desk_enum_to_wire (desk_enums[i], value));
          append_text (json, "label", desk_preset_get_label (preset, desk_enums[i], value));
          g_string_append_c (json, '}');
        }
      g_string_append_c (json, ']');
    }
  g_string_append_c (json, '}');
}

static void
append_viewer (GString *json, const DeskViewer *viewer)
{
  gboolean is_first = TRUE;

  append_text (json, "role", desk_enum_to_wire (&desk_role_enum, viewer->role));
  append_text (json, "id", viewer->id);
  desk_json_append_name (json, "permissions");
  g_string_append_c (json, '[');
  for (guint i = DESK_PERMISSION_QUERIES_SEE; i < DESK_N_PERMISSIONS; i++)
    if (desk_role_may (viewer->role, i))
      {
        if (!is_first)
          g_string_append_c (json, ',');
        desk_json_append_string (json, desk_permission_name (i));
        is_first = FALSE;
      }
  g_string_append_c (json, ']');
}

static gboolean
view_meta (DeskCall *call, GError **error)
{
  DeskTransaction *transaction = desk_call_get_transaction (call);
  g_autofree char *epoch = desk_look_dup_epoch (transaction, error);
  GString *json;
  gint64 end = 0;

  if (epoch == NULL || !desk_look_end (transaction, &end, error))
    return FALSE;
  json = g_string_sized_new (8 * 1024);
  g_string_append_c (json, '{');
  append_text (json, "version", DESK_VERSION);
  append_text (json, "epoch", epoch);
  desk_json_append_name (json, "seq");
  desk_json_append_integer (json, end);
  desk_json_append_name (json, "viewer");
  g_string_append_c (json, '{');
  append_viewer (json, desk_call_get_viewer (call));
  g_string_append_c (json, '}');
  append_enums (json, transaction->preset);
  desk_json_append_name (json, "preset");
  g_string_append (json, desk_preset_get_json (transaction->preset));
  g_string_append_c (json, '}');
  desk_call_answer_json (call, json);
  return TRUE;
}

const DeskRoute desk_routes_meta[] = {
  { "GET", "/support/meta", DESK_PERMISSION_SIGNED_IN, DESK_DB_READ, view_meta, DESK_ROUTE_UNAPPROVED },
  { NULL },
};
