/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-merge.h"
#include "server/desk/desk-split.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

static gboolean
preview_merge (DeskCall *call, const char *into, gboolean force, GError **error)
{
  GString *json = g_string_new (NULL);

  if (desk_merge_preview (desk_call_get_transaction (call), desk_call_get_path (call, "id"), into, force, json, error))
    {
      desk_call_answer_json (call, json);
      return TRUE;
    }
  g_string_free (json, TRUE);
  return FALSE;
}

static gboolean
merge_ticket (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *into = desk_input_take_text (input, "into", 40, &field_error);
  gboolean is_preview = desk_input_take_flag (input, "preview", &field_error);
  gboolean force = desk_input_take_flag (input, "force", &field_error);
  g_autoptr (DeskEntity) ticket = NULL;

  if (into == NULL && field_error == NULL)
    desk_error_add_field (&field_error, "into", "this has to be given");
  desk_input_check_empty (input, &field_error);
  if (desk_input_failed (&field_error, error))
    return FALSE;
  if (is_preview)
    return preview_merge (call, into, force, error);
  ticket = desk_merge_tickets (desk_call_get_transaction (call), desk_call_get_path (call, "id"), into, force, error);
  return desk_routes_answer (call, ticket);
}

static gboolean
unmerge_ticket (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) ticket =
      desk_merge_undo (desk_call_get_transaction (call), desk_call_get_path (call, "id"), error);

  return desk_routes_answer (call, ticket);
}

static gboolean
split_ticket (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (DeskEntity) ticket = desk_entity_new (&desk_ticket_kind);
  g_autoptr (GError) field_error = NULL;
  g_autoptr (GPtrArray) ids = desk_input_take_texts (input, "message_ids", DESK_SPLIT_MAX_MESSAGES, &field_error);
  const guint fields[] = { DESK_ENTITY_ID, DESK_TICKET_SUBJECT, DESK_TICKET_DESCRIPTION, DESK_TICKET_CATEGORY,
                           DESK_TICKET_PRIORITY };

  if (ids == NULL && field_error == NULL)
    desk_error_add_field (&field_error, "message_ids", "this has to be given");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    desk_input_take_field (input, ticket, fields[i], &field_error);
  if (!desk_entity_is_set (ticket, DESK_TICKET_SUBJECT))
    desk_error_add_field (&field_error, "subject", "this has to be given");
  desk_input_check_empty (input, &field_error);
  if (desk_input_failed (&field_error, error)
      || !desk_split_ticket (desk_call_get_transaction (call), desk_call_get_path (call, "id"), ticket, ids, error))
    return FALSE;
  desk_call_answer_created (call, ticket);
  return TRUE;
}

const DeskRoute desk_routes_merge[] = {
  { "POST", "/support/tickets/{id}/merge", DESK_PERMISSION_TICKETS_STATUS, DESK_DB_WRITE, merge_ticket },
  { "POST", "/support/tickets/{id}/unmerge", DESK_PERMISSION_TICKETS_STATUS, DESK_DB_WRITE, unmerge_ticket,
    DESK_ROUTE_NO_BODY },
  { "POST", "/support/tickets/{id}/split", DESK_PERMISSION_TICKETS_STATUS, DESK_DB_WRITE, split_ticket },
  { NULL },
};
