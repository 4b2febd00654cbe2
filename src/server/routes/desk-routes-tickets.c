/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "core/entities/desk-ticket-ask.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-escalate.h"
#include "server/desk/desk-merge.h"
#include "server/desk/desk-remove.h"
#include "server/desk/desk-resolve.h"
#include "server/desk/desk-status.h"
#include "server/desk/desk-ticket-tags.h"
#include "server/desk/desk-tickets.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

#define PARAMETERS DESK_PARAMETERS_LIST " " DESK_PARAMETERS_TICKETS

static const char *
get_id (DeskCall *call)
{
  return desk_call_get_path (call, "id");
}

static gboolean
list_tickets (DeskCall *call, GError **error)
{
  return desk_routes_answer_list (call, &desk_ticket_kind, "-created_at", NULL, NULL, error);
}

static gboolean
add_ticket (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (DeskEntity) ticket = desk_entity_new (&desk_ticket_kind);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *assigned_to = desk_input_take_text (input, "assigned_to", 36, &field_error);

  /* A customer's ticket is their own, without having to say so. */
  if (desk_call_get_viewer (call)->role == DESK_ROLE_CUSTOMER)
    desk_entity_set_string (ticket, DESK_TICKET_CUSTOMER_ID, desk_call_get_viewer (call)->id);
  desk_entity_read_input (ticket, input, DESK_FIELD_CREATE, &field_error);
  desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, assigned_to);
  if (desk_input_failed (&field_error, error) || !desk_tickets_create (desk_call_get_transaction (call), ticket, error))
    return FALSE;
  desk_call_answer_created (call, ticket);
  return TRUE;
}

/* A ticket that was merged into another one leads there. */
static gboolean
view_ticket (DeskCall *call, GError **error)
{
  DeskTransaction *transaction = desk_call_get_transaction (call);
  g_autoptr (DeskEntity) ticket = desk_transaction_get (transaction, &desk_ticket_kind, get_id (call), error);
  g_autoptr (DeskEntity) leads_to = ticket != NULL ? desk_merge_follow (transaction, ticket, error) : NULL;

  if (leads_to == NULL)
    return FALSE;
  if (leads_to == ticket)
    return desk_routes_answer_one (call, &desk_ticket_kind, error);
  desk_call_answer_moved (call, ticket, desk_entity_get_id (leads_to));
  return TRUE;
}

static gboolean
edit_ticket (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) before = NULL;
  g_autoptr (DeskEntity) after = NULL;
  g_autoptr (GError) field_error = NULL;

  if (!desk_routes_begin_edit (call, &desk_ticket_kind, &before, &after, &field_error, error)
      || desk_input_failed (&field_error, error)
      || !desk_status_edit_ticket (desk_call_get_transaction (call), before, after, error))
    return FALSE;
  return desk_routes_answer (call, after);
}

static gboolean
delete_ticket (DeskCall *call, GError **error)
{
  return desk_remove_ticket (desk_call_get_transaction (call), get_id (call), desk_call_get_if_match (call), error);
}

static gboolean
assign_ticket (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *agent_id = desk_input_take_text (input, "agent_id", 36, &field_error);
  g_autoptr (DeskEntity) ticket = NULL;

  desk_input_check_empty (input, &field_error);
  if (desk_input_failed (&field_error, error))
    return FALSE;
  ticket = desk_assign_ticket (desk_call_get_transaction (call), get_id (call), agent_id, error);
  return desk_routes_answer (call, ticket);
}

static gboolean
take_ticket (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) ticket = desk_assign_take (desk_call_get_transaction (call), get_id (call), error);

  return desk_routes_answer (call, ticket);
}

static gboolean
escalate_ticket (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *agent_id = desk_input_take_text (input, "agent_id", 36, &field_error);
  g_autofree char *department_id = desk_input_take_text (input, "department_id", 36, &field_error);
  g_autofree char *reason = desk_input_take_text (input, "reason", 2000, &field_error);
  g_autoptr (DeskEntity) ticket = NULL;

  desk_input_check_empty (input, &field_error);
  if (desk_input_failed (&field_error, error))
    return FALSE;
  ticket =
      desk_escalate_ticket (desk_call_get_transaction (call), get_id (call), agent_id, department_id, reason, error);
  return desk_routes_answer (call, ticket);
}

static gboolean
resolve_ticket (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (DeskEntity) given = desk_entity_new (&desk_ticket_kind);
  g_autoptr (GError) field_error = NULL;
  g_autoptr (DeskEntity) ticket = NULL;

  desk_input_take_field (input, given, DESK_TICKET_RESOLUTION_TYPE, &field_error);
  desk_input_take_field (input, given, DESK_TICKET_RESOLUTION, &field_error);
  desk_input_take_field (input, given, DESK_TICKET_REFUND, &field_error);
  desk_input_check_empty (input, &field_error);
  ticket = desk_resolve_ticket (desk_call_get_transaction (call), get_id (call), given, &field_error);
  return !desk_input_failed (&field_error, error) && desk_routes_answer (call, ticket);
}

static gboolean
close_ticket (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) ticket = desk_status_close_ticket (desk_call_get_transaction (call), get_id (call), error);

  return desk_routes_answer (call, ticket);
}

static gboolean
reopen_ticket (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) ticket = desk_status_reopen_ticket (desk_call_get_transaction (call), get_id (call), error);

  return desk_routes_answer (call, ticket);
}

static gboolean
notify_about_ticket (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) ask = desk_entity_new (&desk_ask_notify_kind);
  g_autoptr (GError) field_error = NULL;
  g_autoptr (DeskEntity) ticket = NULL;
  GString *json;
  guint n = 0;

  desk_entity_read_input (ask, desk_call_get_body (call), DESK_FIELD_CREATE, &field_error);
  if (desk_input_failed (&field_error, error))
    return FALSE;
  ticket = desk_ticket_tell (desk_call_get_transaction (call), get_id (call), ask, &n, error);
  if (ticket == NULL)
    return FALSE;
  json = g_string_new (NULL);
  g_string_append_printf (json, "{\"recipients\":%u}", n);
  desk_call_answer_json (call, json);
  return TRUE;
}

static gboolean
tag_ticket (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) ask = desk_entity_new (&desk_ask_tag_kind);
  g_autoptr (GError) field_error = NULL;
  g_autoptr (DeskEntity) ticket = NULL;

  if (desk_entity_read_input (ask, desk_call_get_body (call), DESK_FIELD_CREATE, &field_error))
    desk_ticket_tags_check (ask, &field_error);
  if (desk_input_failed (&field_error, error))
    return FALSE;
  ticket = desk_ticket_tags_change (desk_call_get_transaction (call), get_id (call), ask, error);
  return desk_routes_answer (call, ticket);
}

static gboolean
list_messages (DeskCall *call, GError **error)
{
  return desk_routes_list_messages (call, &desk_ticket_kind, error);
}

static gboolean
send_message (DeskCall *call, GError **error)
{
  return desk_routes_send_message (call, &desk_ticket_kind, error);
}

static gboolean
read_messages (DeskCall *call, GError **error)
{
  return desk_routes_read_messages (call, &desk_ticket_kind, error);
}

static gboolean
list_history (DeskCall *call, GError **error)
{
  return desk_routes_list_history (call, &desk_ticket_kind, error);
}

static gboolean
look_at_clocks (DeskCall *call, GError **error)
{
  const char *explain = desk_call_get_query (call, "explain");
  gboolean is_asked = g_strcmp0 (explain, "true") == 0;
  GString *json;

  if (explain != NULL && !is_asked && g_strcmp0 (explain, "false") != 0)
    {
      desk_error_add_field (error, "explain", "true or false was expected");
      return FALSE;
    }
  json = g_string_new (NULL);
  if (desk_look_clocks (desk_call_get_transaction (call), get_id (call), is_asked, json, error))
    {
      desk_call_answer_json (call, json);
      return TRUE;
    }
  g_string_free (json, TRUE);
  return FALSE;
}

static gboolean
count_tickets (DeskCall *call, GError **error)
{
  GString *json = g_string_new (NULL);

  if (desk_look_stats (desk_call_get_transaction (call), &desk_ticket_kind, json, error))
    {
      desk_call_answer_json (call, json);
      return TRUE;
    }
  g_string_free (json, TRUE);
  return FALSE;
}

const DeskRoute desk_routes_tickets[] = {
  { "GET", "/support/tickets", DESK_PERMISSION_TICKETS_SEE, DESK_DB_READ, list_tickets, DESK_ROUTE_DEFAULT,
    PARAMETERS },
  { "POST", "/support/tickets", DESK_PERMISSION_TICKETS_CREATE, DESK_DB_WRITE, add_ticket },
  { "GET", "/support/tickets/stats", DESK_PERMISSION_TICKETS_SEE, DESK_DB_READ, count_tickets },
  { "GET", "/support/tickets/{id}", DESK_PERMISSION_TICKETS_SEE, DESK_DB_READ, view_ticket, DESK_ROUTE_BRIEF,
    "include" },
  { "PATCH", "/support/tickets/{id}", DESK_PERMISSION_TICKETS_EDIT, DESK_DB_WRITE, edit_ticket, DESK_ROUTE_IF_MATCH },
  { "DELETE", "/support/tickets/{id}", DESK_PERMISSION_TICKETS_DELETE, DESK_DB_WRITE, delete_ticket,
    DESK_ROUTE_IF_MATCH },
  { "POST", "/support/tickets/{id}/assign", DESK_PERMISSION_TICKETS_ASSIGN, DESK_DB_WRITE, assign_ticket },
  { "POST", "/support/tickets/{id}/take", DESK_PERMISSION_TICKETS_TAKE, DESK_DB_WRITE, take_ticket,
    DESK_ROUTE_NO_BODY },
  { "POST", "/support/tickets/{id}/escalate", DESK_PERMISSION_TICKETS_ESCALATE, DESK_DB_WRITE, escalate_ticket },
  { "POST", "/support/tickets/{id}/resolve", DESK_PERMISSION_TICKETS_RESOLVE, DESK_DB_WRITE, resolve_ticket },
  { "POST", "/support/tickets/{id}/close", DESK_PERMISSION_TICKETS_CLOSE, DESK_DB_WRITE, close_ticket,
    DESK_ROUTE_NO_BODY },
  { "POST", "/support/tickets/{id}/reopen", DESK_PERMISSION_TICKETS_REOPEN, DESK_DB_WRITE, reopen_ticket,
    DESK_ROUTE_NO_BODY },
  { "POST", "/support/tickets/{id}/notify", DESK_PERMISSION_TICKETS_NOTE, DESK_DB_WRITE, notify_about_ticket },
  { "POST", "/support/tickets/{id}/tags", DESK_PERMISSION_TICKETS_STATUS, DESK_DB_WRITE, tag_ticket },
  { "GET", "/support/tickets/{id}/messages", DESK_PERMISSION_TICKETS_SEE, DESK_DB_READ, list_messages,
    DESK_ROUTE_DEFAULT, DESK_PARAMETERS_LIST },
  { "POST", "/support/tickets/{id}/messages", DESK_PERMISSION_TICKETS_REPLY, DESK_DB_WRITE, send_message },
  { "POST", "/support/tickets/{id}/messages/read", DESK_PERMISSION_TICKETS_SEE, DESK_DB_WRITE, read_messages },
  { "GET", "/support/tickets/{id}/history", DESK_PERMISSION_HISTORY_SEE, DESK_DB_READ, list_history, DESK_ROUTE_DEFAULT,
    DESK_PARAMETERS_LIST },
  { "GET", "/support/tickets/{id}/clocks", DESK_PERMISSION_HISTORY_SEE, DESK_DB_READ, look_at_clocks,
    DESK_ROUTE_DEFAULT, "explain" },
  { NULL },
};
