/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-kinds.h"
#include "server/desk/desk-escalate.h"
#include "server/desk/desk-intake.h"
#include "server/desk/desk-remove.h"
#include "server/desk/desk-status.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

static gboolean
list_queries (DeskCall *call, GError **error)
{
  return desk_routes_answer_list (call, &desk_query_kind, "-created_at", NULL, NULL, error);
}

static gboolean
add_query (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (DeskEntity) query = desk_entity_new (&desk_query_kind);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *order_number = desk_input_take_text (input, "order_number", 40, &field_error);

  desk_entity_read_input (query, input, DESK_FIELD_CREATE, &field_error);
  if (!desk_intake_query (desk_call_get_transaction (call), query, order_number, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  desk_call_answer_created (call, query);
  return TRUE;
}

static gboolean
view_query (DeskCall *call, GError **error)
{
  return desk_routes_answer_one (call, &desk_query_kind, error);
}

static gboolean
edit_query (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) before = NULL;
  g_autoptr (DeskEntity) after = NULL;
  g_autoptr (GError) field_error = NULL;

  if (!desk_routes_begin_edit (call, &desk_query_kind, &before, &after, &field_error, error)
      || desk_input_failed (&field_error, error)
      || !desk_status_edit_query (desk_call_get_transaction (call), before, after, error))
    return FALSE;
  return desk_routes_answer (call, after);
}

static gboolean
delete_query (DeskCall *call, GError **error)
{
  return desk_remove_query (desk_call_get_transaction (call), desk_call_get_path (call, "id"),
                            desk_call_get_if_match (call), error);
}

/* A ticket's customer is required; a query's ticket has the query's. */
static gboolean
read_ticket (DeskCall *call, DeskEntity *ticket, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *assigned_to = desk_input_take_text (input, "assigned_to", 36, &field_error);
  g_autoptr (DeskEntity) query =
      desk_transaction_get (desk_call_get_transaction (call), &desk_query_kind, desk_call_get_path (call, "id"), error);

  if (query == NULL)
    return FALSE;
  desk_entity_set_string (ticket, DESK_TICKET_CUSTOMER_ID, desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID));
  desk_entity_read_input (ticket, input, DESK_FIELD_CREATE, &field_error);
  desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, assigned_to);
  return !desk_input_failed (&field_error, error);
}

static gboolean
escalate_query (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) ticket = desk_entity_new (&desk_ticket_kind);

  if (!read_ticket (call, ticket, error)
      || !desk_escalate_query (desk_call_get_transaction (call), desk_call_get_path (call, "id"), ticket, error))
    return FALSE;
  desk_call_answer_created (call, ticket);
  return TRUE;
}

static gboolean
list_messages (DeskCall *call, GError **error)
{
  return desk_routes_list_messages (call, &desk_query_kind, error);
}

static gboolean
send_message (DeskCall *call, GError **error)
{
  return desk_routes_send_message (call, &desk_query_kind, error);
}

static gboolean
read_messages (DeskCall *call, GError **error)
{
  return desk_routes_read_messages (call, &desk_query_kind, error);
}

static gboolean
list_history (DeskCall *call, GError **error)
{
  return desk_routes_list_history (call, &desk_query_kind, error);
}

static gboolean
count_queries (DeskCall *call, GError **error)
{
  GString *json = g_string_new (NULL);

  if (desk_look_stats (desk_call_get_transaction (call), &desk_query_kind, json, error))
    {
      desk_call_answer_json (call, json);
      return TRUE;
    }
  g_string_free (json, TRUE);
  return FALSE;
}

const DeskRoute desk_routes_queries[] = {
  { "GET", "/support/queries", DESK_PERMISSION_QUERIES_SEE, DESK_DB_READ, list_queries, DESK_ROUTE_DEFAULT,
    DESK_PARAMETERS_LIST " search number customer_id source status priority order_id assigned_to is_escalated "
                         "order_number is_waiting has_unread" },
  { "POST", "/support/queries", DESK_PERMISSION_QUERIES_ADD, DESK_DB_WRITE, add_query },
  { "GET", "/support/queries/stats", DESK_PERMISSION_QUERIES_SEE, DESK_DB_READ, count_queries },
  { "GET", "/support/queries/{id}", DESK_PERMISSION_QUERIES_SEE, DESK_DB_READ, view_query, DESK_ROUTE_BRIEF,
    "include" },
  { "PATCH", "/support/queries/{id}", DESK_PERMISSION_QUERIES_UPDATE, DESK_DB_WRITE, edit_query, DESK_ROUTE_IF_MATCH },
  { "DELETE", "/support/queries/{id}", DESK_PERMISSION_QUERIES_DELETE, DESK_DB_WRITE, delete_query,
    DESK_ROUTE_IF_MATCH },
  { "POST", "/support/queries/{id}/escalate", DESK_PERMISSION_QUERIES_ESCALATE, DESK_DB_WRITE, escalate_query },
  { "GET", "/support/queries/{id}/messages", DESK_PERMISSION_QUERIES_SEE, DESK_DB_READ, list_messages,
    DESK_ROUTE_DEFAULT, DESK_PARAMETERS_LIST },
  { "POST", "/support/queries/{id}/messages", DESK_PERMISSION_QUERIES_REPLY, DESK_DB_WRITE, send_message },
  { "POST", "/support/queries/{id}/messages/read", DESK_PERMISSION_QUERIES_SEE, DESK_DB_WRITE, read_messages },
  { "GET", "/support/queries/{id}/history", DESK_PERMISSION_HISTORY_SEE, DESK_DB_READ, list_history, DESK_ROUTE_DEFAULT,
    DESK_PARAMETERS_LIST },
  { NULL },
};
