/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/routes/desk-routes-common.h"

#include "core/entities/desk-kinds.h"
#include "server/desk/desk-attach.h"
#include "server/desk/desk-converse.h"
#include "server/desk/desk-merge.h"
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

static gboolean
answer_row (DeskCall *call, const DeskKind *kind, GError **error)
{
  GString *json = g_string_sized_new (2048);
  gint64 version = 0;

  if (desk_look_one (desk_call_get_transaction (call), kind, desk_call_get_path (call, "id"), json, &version, error))
    {
      desk_call_answer_row (call, json, version);
      return TRUE;
    }
  g_string_free (json, TRUE);
  return FALSE;
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
  g_autoptr (DeskEntity) entity = NULL;
  GString *json;

  if (include[0] == NULL)
    return answer_row (call, kind, error);
  entity = find_thread (call, kind, error);
  if (entity == NULL)
    return FALSE;
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

/* What was said in a ticket that was merged into another one stands there. */
gboolean
desk_routes_list_messages (DeskCall *call, const DeskKind *thread_kind, GError **error)
{
  g_autoptr (DeskEntity) asked = find_thread (call, thread_kind, error);
  g_autoptr (DeskEntity) thread = NULL;

  if (asked != NULL && thread_kind == &desk_ticket_kind)
    thread = desk_merge_follow (desk_call_get_transaction (call), asked, error);
  else
    thread = g_steal_pointer (&asked);
  return thread != NULL
         && desk_routes_answer_list (call, &desk_message_kind, "created_at", "thread_id", desk_entity_get_id (thread),
                                     error);
}

gboolean
desk_routes_send_message (DeskCall *call, const DeskKind *thread_kind, GError **error)
{
  DeskTransaction *transaction = desk_call_get_transaction (call);
  const char *key = desk_call_get_path (call, "id");
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (DeskEntity) message = desk_entity_new (&desk_message_kind);
  g_autoptr (GError) field_error = NULL;
  gint64 base_seq = desk_input_take_integer (input, "base_seq", DESK_CONVERSE_NO_BASE, &field_error);
  gboolean force = desk_input_take_flag (input, "force", &field_error);
  g_autoptr (GPtrArray) files =
      desk_input_take_texts (input, "attachment_ids", DESK_ATTACH_MOST_OF_MESSAGE, &field_error);
  g_autoptr (GString) told = g_string_new (NULL);

  desk_entity_read_input (message, input, DESK_FIELD_CREATE, &field_error);
  desk_references_check_id (message, &field_error);
  if (desk_input_failed (&field_error, error)
      || (files != NULL && !desk_attach_prepare (transaction, thread_kind, key, files, message, error))
      || !desk_converse_write_telling (transaction, thread_kind, key, message, base_seq, force, told, error)
      || (files != NULL && !desk_attach_send (transaction, files, message, error)))
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
