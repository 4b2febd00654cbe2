/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-command-show.h"

#include "client/desk-command-show-chat.h"
#include "client/desk-command-showing.h"
#include "core/desk-entity-json.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"

typedef void (*ShowFunction) (const DeskShowing *showing);

static void
show_query_create (const DeskShowing *showing)
{
  DeskEntity *query;

  if (desk_showing_is_done (showing, &desk_query_kind))
    return;
  query = desk_showing_read_entity (showing, &desk_query_kind);
  desk_showing_normalize_contact (showing, query, DESK_QUERY_MOBILE, DESK_QUERY_EMAIL);
  if (!desk_entity_is_set (query, DESK_QUERY_SOURCE))
    desk_entity_set_enum (query, DESK_QUERY_SOURCE, DESK_QUERY_SOURCE_PHONE);
  desk_showing_put_query (showing, query);
}

static void
show_query_update (const DeskShowing *showing)
{
  DeskEntity *query = desk_showing_get_target (showing, &desk_query_kind);
  DeskQueryStatus before;
  DeskQueryStatus after;

  if (query == NULL)
    return;
  before = desk_entity_get_enum (query, DESK_QUERY_STATUS);
  desk_entity_read_json (query, showing->body, NULL);
  desk_showing_normalize_contact (showing, query, DESK_QUERY_MOBILE, DESK_QUERY_EMAIL);
  after = desk_entity_get_enum (query, DESK_QUERY_STATUS);
  if (after != before && after == DESK_QUERY_STATUS_RESOLVED)
    desk_entity_set_time (query, DESK_QUERY_RESOLVED_AT, showing->pending->created_at);
  if (after != before && after == DESK_QUERY_STATUS_CLOSED)
    desk_entity_set_time (query, DESK_QUERY_CLOSED_AT, showing->pending->created_at);
  desk_showing_touch (showing, query);
}

static void
show_query_reply (const DeskShowing *showing)
{
  DeskEntity *query = desk_showing_get_target (showing, &desk_query_kind);

  if (desk_showing_is_done (showing, &desk_message_kind))
    return;
  desk_showing_put_message (showing, DESK_SUBJECT_QUERY,
                            query != NULL ? desk_entity_get_enum (query, DESK_QUERY_SOURCE) : 0);
  if (query == NULL)
    return;
  desk_showing_answer_thread (showing, query, DESK_QUERY_WAITING_SINCE, DESK_QUERY_FIRST_RESPONSE_AT,
                              DESK_QUERY_LAST_MESSAGE_AT, DESK_QUERY_MESSAGE_COUNT);
  if (!desk_showing_is_note (showing) && desk_entity_get_enum (query, DESK_QUERY_STATUS) == DESK_QUERY_STATUS_OPEN)
    desk_entity_set_enum (query, DESK_QUERY_STATUS, DESK_QUERY_STATUS_IN_PROGRESS);
}

static void
show_ticket_reply (const DeskShowing *showing)
{
  DeskEntity *ticket = desk_showing_get_target (showing, &desk_ticket_kind);

  if (desk_showing_is_done (showing, &desk_message_kind))
    return;
  desk_showing_put_message (showing, DESK_SUBJECT_TICKET, DESK_QUERY_SOURCE_UNKNOWN);
  if (ticket == NULL)
    return;
  desk_showing_answer_thread (showing, ticket, DESK_TICKET_WAITING_SINCE, DESK_TICKET_FIRST_RESPONSE_AT,
                              DESK_TICKET_LAST_MESSAGE_AT, DESK_TICKET_MESSAGE_COUNT);
}

static void
show_query_escalate (const DeskShowing *showing)
{
  DeskEntity *query = desk_showing_get_target (showing, &desk_query_kind);
  DeskEntity *ticket;

  if (desk_showing_is_done (showing, &desk_ticket_kind))
    return;
  ticket = desk_showing_read_entity (showing, &desk_ticket_kind);
  desk_entity_set_string (ticket, DESK_TICKET_QUERY_ID, showing->pending->target_id);
  desk_entity_set_string (ticket, DESK_TICKET_ESCALATED_BY, showing->show->overlay->me_id);
  if (query != NULL && !desk_entity_is_set (ticket, DESK_TICKET_PRIORITY))
    desk_entity_set_value (ticket, DESK_TICKET_PRIORITY, desk_entity_get_value (query, DESK_QUERY_PRIORITY));
  desk_showing_begin_ticket (showing, ticket);
  if (query != NULL)
    {
      desk_entity_set_value (ticket, DESK_TICKET_CUSTOMER_ID, desk_entity_get_value (query, DESK_QUERY_CUSTOMER_ID));
      desk_entity_set_value (ticket, DESK_TICKET_ORDER_ID, desk_entity_get_value (query, DESK_QUERY_ORDER_ID));
      desk_entity_set_flag (query, DESK_QUERY_IS_ESCALATED, TRUE);
      desk_entity_set_enum (query, DESK_QUERY_STATUS, DESK_QUERY_STATUS_ESCALATED);
      desk_entity_set_string (query, DESK_QUERY_ESCALATED_TICKET_ID, showing->pending->new_id);
      desk_showing_touch (showing, query);
    }
  desk_showing_put_entity (showing, ticket);
}

static void
show_ticket_create (const DeskShowing *showing)
{
  DeskEntity *ticket;

  if (desk_showing_is_done (showing, &desk_ticket_kind))
    return;
  ticket = desk_showing_read_entity (showing, &desk_ticket_kind);
  desk_showing_begin_ticket (showing, ticket);
  desk_showing_put_entity (showing, ticket);
}

static void
show_ticket_update (const DeskShowing *showing)
{
  DeskEntity *ticket = desk_showing_get_target (showing, &desk_ticket_kind);

  if (ticket == NULL)
    return;
  desk_entity_read_json (ticket, showing->body, NULL);
  desk_showing_touch (showing, ticket);
}

static void
assign_ticket (const DeskShowing *showing, DeskEntity *ticket, const char *agent_id)
{
  desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, agent_id);
  if (desk_entity_get_enum (ticket, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_NEW)
    desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_ASSIGNED);
  desk_showing_touch (showing, ticket);
}

/* Whom the desk will choose is for the desk to say. */
static void
show_ticket_assign (const DeskShowing *showing)
{
  DeskEntity *ticket = desk_showing_get_target (showing, &desk_ticket_kind);
  const char *agent_id = desk_showing_get_text (showing->body, "agent_id");

  if (ticket != NULL && agent_id != NULL)
    assign_ticket (showing, ticket, agent_id);
}

static void
show_ticket_take (const DeskShowing *showing)
{
  DeskEntity *ticket = desk_showing_get_target (showing, &desk_ticket_kind);

  if (ticket != NULL)
    assign_ticket (showing, ticket, showing->show->overlay->me_id);
}

static void
show_ticket_escalate (const DeskShowing *showing)
{
  DeskEntity *ticket = desk_showing_get_target (showing, &desk_ticket_kind);
  const char *agent_id = desk_showing_get_text (showing->body, "agent_id");
  const char *department_id = desk_showing_get_text (showing->body, "department_id");

  if (ticket == NULL)
    return;
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_ESCALATED);
  if (agent_id != NULL)
    {
      desk_entity_set_string (ticket, DESK_TICKET_ESCALATED_TO, agent_id);
      desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, agent_id);
    }
  if (department_id != NULL)
    {
      desk_entity_set_string (ticket, DESK_TICKET_DEPARTMENT_ID, department_id);
      desk_entity_unset (ticket, DESK_TICKET_ASSIGNED_TO);
    }
  desk_showing_touch (showing, ticket);
}

static void
show_ticket_resolve (const DeskShowing *showing)
{
  DeskEntity *ticket = desk_showing_get_target (showing, &desk_ticket_kind);

  if (ticket == NULL)
    return;
  desk_entity_read_json (ticket, showing->body, NULL);
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_RESOLVED);
  desk_entity_set_string (ticket, DESK_TICKET_RESOLVED_BY, showing->show->overlay->me_id);
  desk_entity_set_time (ticket, DESK_TICKET_RESOLVED_AT, showing->pending->created_at);
  desk_showing_touch (showing, ticket);
}

static void
show_ticket_close (const DeskShowing *showing)
{
  DeskEntity *ticket = desk_showing_get_target (showing, &desk_ticket_kind);

  if (ticket == NULL)
    return;
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_CLOSED);
  desk_entity_set_time (ticket, DESK_TICKET_CLOSED_AT, showing->pending->created_at);
  desk_showing_touch (showing, ticket);
}

static void
show_ticket_reopen (const DeskShowing *showing)
{
  DeskEntity *ticket = desk_showing_get_target (showing, &desk_ticket_kind);

  if (ticket == NULL)
    return;
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_IN_PROGRESS);
  desk_entity_set_integer (ticket, DESK_TICKET_REOPENED_COUNT,
                           desk_entity_get_integer (ticket, DESK_TICKET_REOPENED_COUNT) + 1);
  desk_showing_touch (showing, ticket);
}

static void
show_customer_update (const DeskShowing *showing)
{
  DeskEntity *customer = desk_showing_get_target (showing, &desk_customer_kind);

  if (customer == NULL)
    return;
  desk_entity_read_json (customer, showing->body, NULL);
  desk_showing_normalize_contact (showing, customer, DESK_CUSTOMER_MOBILE, DESK_CUSTOMER_EMAIL);
  desk_showing_touch (showing, customer);
}

static void
show_availability (const DeskShowing *showing)
{
  DeskEntity *agent = desk_showing_get_target (showing, &desk_agent_kind);

  if (agent != NULL)
    desk_entity_set_enum (agent, DESK_AGENT_AVAILABILITY,
                          desk_showing_get_enum (showing->body, "availability", &desk_availability_enum));
}

static void
show_read (const DeskShowing *showing)
{
  JsonArray *ids = json_object_get_array_member (showing->body, "ids");

  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    {
      DeskEntity *notification =
          desk_showing_get_entity (showing, &desk_notification_kind, json_array_get_string_element (ids, i));

      if (notification != NULL && !desk_entity_is_set (notification, DESK_NOTIFICATION_READ_AT))
        desk_entity_set_time (notification, DESK_NOTIFICATION_READ_AT, showing->pending->created_at);
    }
}

static const ShowFunction functions[DESK_N_COMMANDS] = {
  [DESK_COMMAND_QUERY_CREATE] = show_query_create,        [DESK_COMMAND_QUERY_UPDATE] = show_query_update,
  [DESK_COMMAND_QUERY_REPLY] = show_query_reply,          [DESK_COMMAND_QUERY_ESCALATE] = show_query_escalate,
  [DESK_COMMAND_TICKET_CREATE] = show_ticket_create,      [DESK_COMMAND_TICKET_UPDATE] = show_ticket_update,
  [DESK_COMMAND_TICKET_REPLY] = show_ticket_reply,        [DESK_COMMAND_TICKET_ASSIGN] = show_ticket_assign,
  [DESK_COMMAND_TICKET_TAKE] = show_ticket_take,          [DESK_COMMAND_TICKET_ESCALATE] = show_ticket_escalate,
  [DESK_COMMAND_TICKET_RESOLVE] = show_ticket_resolve,    [DESK_COMMAND_TICKET_CLOSE] = show_ticket_close,
  [DESK_COMMAND_TICKET_REOPEN] = show_ticket_reopen,      [DESK_COMMAND_CUSTOMER_UPDATE] = show_customer_update,
  [DESK_COMMAND_CHAT_REPLY] = desk_show_chat_reply,       [DESK_COMMAND_CHAT_ACCEPT] = desk_show_chat_accept,
  [DESK_COMMAND_CHAT_END] = desk_show_chat_end,           [DESK_COMMAND_CHAT_READ] = desk_show_chat_read,
  [DESK_COMMAND_CHAT_TO_QUERY] = desk_show_chat_to_query, [DESK_COMMAND_CHAT_TO_TICKET] = desk_show_chat_to_ticket,
  [DESK_COMMAND_AVAILABILITY_SET] = show_availability,    [DESK_COMMAND_NOTIFICATIONS_READ] = show_read,
};

/**
 * desk_command_show:
 * @pending: a command
 * @show: the cache as far as it is known
 *
 * Shows the command as done. What it can't find it leaves alone: the server will say what is wrong.
 */
void
desk_command_show (DeskPending *pending, const DeskShow *show)
{
  g_autoptr (JsonObject) body = desk_pending_read (pending->body);
  g_autoptr (JsonObject) found = desk_pending_read (pending->found);
  DeskShowing showing = { .show = show, .pending = pending, .body = body, .found = found };

  g_return_if_fail (pending->kind > DESK_COMMAND_NONE && pending->kind < DESK_N_COMMANDS);

  functions[pending->kind](&showing);
}
