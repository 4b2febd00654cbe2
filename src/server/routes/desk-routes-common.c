/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/routes/desk-routes-common.h"

#include "core/entities/desk-kinds.h"
#include "server/desk/desk-converse.h"
#include "server/desk/desk-references.h"
#include "server/desk/desk-version.h"
#include "server/routes/desk-routes-input.h"

static const char *const *
get_values (gpointer data, const char *name)
{
  return desk_call_get_query_values (data, name);
}

static DeskEntity *
find_thread (DeskCall *call, const DeskKind *thread_kind, GError **error)
{
  return desk_transaction_get (desk_call_get_transaction (call), thread_kind, desk_call_get_path (call, "id"), error);
}

gboolean
desk_routes_append_list (DeskCall *call,
                         const DeskKind *kind,
                         const char *sort,
                         const char *only,
                         const char *only_value,
                         GString *json,
                         GError **error)
{
  DeskListAsk ask = { .kind = kind,
                      .viewer = desk_call_get_viewer (call),
                      .get_values = get_values,
                      .data = call,
                      .only = only,
                      .only_value = only_value,
                      .sort = sort };

  return desk_look_list (desk_call_get_transaction (call), &ask, json, error);
}

/**
 * desk_routes_answer_list:
 * @call: a call
 * @kind: what is listed
 * @sort: how, where the caller does not say
 * @only: (nullable): a column that has to have the value @only_value
 * @only_value: (nullable): see @only
 * @error: every parameter that is not right
 *
 * Returns: whether it is answered
 */
gboolean
desk_routes_answer_list (DeskCall *call,
                         const DeskKind *kind,
                         const char *sort,
                         const char *only,
                         const char *only_value,
                         GError **error)
{
  GString *json = g_string_sized_new (32 * 1024);

  if (desk_routes_append_list (call, kind, sort, only, only_value, json, error))
    {
      desk_call_answer_json (call, json);
      return TRUE;
    }
  g_string_free (json, TRUE);
  return FALSE;
}

gboolean
desk_routes_answer_one (DeskCall *call, const DeskKind *kind, GError **error)
{
  const char *const *include = desk_call_get_query_values (call, "include");
  g_autoptr (DeskEntity) entity = find_thread (call, kind, error);
  GString *json;

  if (entity == NULL)
    return FALSE;
  if (include[0] == NULL)
    return desk_routes_answer (call, entity);
  json = g_string_new (NULL);
  if (desk_look_include (desk_call_get_transaction (call), entity, include, json, error))
    {
      desk_call_answer_json (call, json);
      return TRUE;
    }
  g_string_free (json, TRUE);
  return FALSE;
}

gboolean
desk_routes_answer (DeskCall *call, DeskEntity *entity)
{
  if (entity == NULL)
    return FALSE;
  desk_call_answer_entity (call, entity);
  return TRUE;
}

gboolean
desk_routes_begin_edit (DeskCall *call,
                        const DeskKind *kind,
                        DeskEntity **before,
                        DeskEntity **after,
                        GError **field_error,
                        GError **error)
{
  *before = desk_version_lock (desk_call_get_transaction (call), kind, desk_call_get_path (call, "id"),
                               desk_call_get_if_match (call), error);
  if (*before == NULL)
    return FALSE;
  *after = desk_entity_copy (*before);
  desk_entity_read_input (*after, desk_call_get_body (call), DESK_FIELD_UPDATE, field_error);
  return TRUE;
}

gboolean
desk_routes_list_messages (DeskCall *call, const DeskKind *thread_kind, GError **error)
{
  g_autoptr (DeskEntity) thread = find_thread (call, thread_kind, error);

  return thread != NULL
         && desk_routes_answer_list (call, &desk_message_kind, "created_at", "thread_id", desk_entity_get_id (thread),
                                     error);
}

gboolean
desk_routes_send_message (DeskCall *call, const DeskKind *thread_kind, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (DeskEntity) message = desk_entity_new (&desk_message_kind);
  g_autoptr (GError) field_error = NULL;
  gint64 base_seq = desk_input_take_integer (input, "base_seq", DESK_CONVERSE_NO_BASE, &field_error);
  gboolean force = desk_input_take_flag (input, "force", &field_error);
  g_autoptr (GString) told = g_string_new (NULL);

  desk_entity_read_input (message, input, DESK_FIELD_CREATE, &field_error);
  desk_references_check_id (message, &field_error);
  if (desk_input_failed (&field_error, error)
      || !desk_converse_write_telling (desk_call_get_transaction (call), thread_kind, desk_call_get_path (call, "id"),
                                       message, base_seq, force, told, error))
    return FALSE;
  desk_call_answer_created (call, message);
  if (told->len > 0)
    desk_call_answer_beside (call, "mentions", told->str);
  return TRUE;
}

gboolean
desk_routes_read_messages (DeskCall *call, const DeskKind *thread_kind, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *up_to = desk_input_take_text (input, "up_to", 36, &field_error);
  gint64 n = 0;

  desk_input_check_empty (input, &field_error);
  return !desk_input_failed (&field_error, error)
         && desk_converse_mark_read (desk_call_get_transaction (call), thread_kind, desk_call_get_path (call, "id"),
                                     up_to, &n, error);
}

gboolean
desk_routes_list_history (DeskCall *call, const DeskKind *kind, GError **error)
{
  g_autoptr (DeskEntity) entity = find_thread (call, kind, error);

  return entity != NULL
         && desk_routes_answer_list (call, &desk_history_kind, "at", "entity_id", desk_entity_get_id (entity), error);
}
