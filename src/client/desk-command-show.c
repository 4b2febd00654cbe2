/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-command-show.h"

#include "core/desk-entity-json.h"
#include "core/desk-phone.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"

/* A command being shown. */
typedef struct
{
  const DeskShow *show;
  DeskPending *pending;
  JsonObject *body;
  JsonObject *found;
} Showing;

typedef void (*ShowFunction) (const Showing *showing);

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static int
get_enum (JsonObject *object, const char *name, const DeskEnum *info)
{
  return desk_enum_from_wire (info, get_text (object, name));
}

static DeskEntity *
get_entity (const Showing *showing, const DeskKind *kind, const char *id)
{
  return id != NULL ? showing->show->get (showing->show->data, kind, id) : NULL;
}

static DeskEntity *
get_target (const Showing *showing, const DeskKind *kind)
{
  return get_entity (showing, kind, showing->pending->target_id);
}

/* One that the server has not seen: version 0. */
static DeskEntity *
make_entity (const Showing *showing, const DeskKind *kind)
{
  DeskEntity *entity = desk_entity_new (kind);

  desk_entity_set_string (entity, DESK_ENTITY_ID, showing->pending->new_id);
  desk_entity_set_time (entity, DESK_ENTITY_CREATED_AT, showing->pending->created_at);
  desk_entity_set_time (entity, DESK_ENTITY_UPDATED_AT, showing->pending->created_at);
  return entity;
}

/* The server has what the command makes: it has done everything else that the command does, too. */
static gboolean
is_done (const Showing *showing, const DeskKind *kind)
{
  DeskEntity *made = get_entity (showing, kind, showing->pending->new_id);

  return made != NULL && desk_entity_get_version (made) > 0;
}

static void
put_entity (const Showing *showing, DeskEntity *entity)
{
  showing->show->put (showing->show->data, entity);
}

static void
touch (const Showing *showing, DeskEntity *entity)
{
  desk_entity_set_time (entity, DESK_ENTITY_UPDATED_AT, showing->pending->created_at);
}

static const char *
get_calling_code (const Showing *showing)
{
  DeskPreset *preset = showing->show->overlay->preset;

  return preset != NULL ? desk_preset_get_country_calling_code (preset) : NULL;
}

/* What the server will make of it: E.164, and the address in small letters. */
static void
normalize_contact (const Showing *showing, DeskEntity *entity, guint mobile_field, guint email_field)
{
  const char *mobile = desk_entity_get_string (entity, mobile_field);
  const char *email = desk_entity_get_string (entity, email_field);
  g_autofree char *normal_mobile = mobile != NULL ? desk_phone_normalize (mobile, get_calling_code (showing)) : NULL;
  g_autofree char *normal_email = email != NULL ? desk_email_normalize (email) : NULL;

  if (normal_mobile != NULL)
    desk_entity_set_string (entity, mobile_field, normal_mobile);
  if (normal_email != NULL)
    desk_entity_set_string (entity, email_field, normal_email);
}

/* What the customer said becomes the first message. */
static void
put_first_message (const Showing *showing, DeskEntity *query)
{
  DeskEntity *message = make_entity (showing, &desk_message_kind);

  desk_entity_set_string (message, DESK_ENTITY_ID, get_text (showing->found, "message_id"));
  desk_entity_set_enum (message, DESK_MESSAGE_THREAD_KIND, DESK_SUBJECT_QUERY);
  desk_entity_set_string (message, DESK_MESSAGE_THREAD_ID, showing->pending->new_id);
  desk_entity_set_value (message, DESK_MESSAGE_SENDER_ID, desk_entity_get_value (query, DESK_QUERY_CUSTOMER_ID));
  desk_entity_set_value (message, DESK_MESSAGE_SENDER_NAME, desk_entity_get_value (query, DESK_QUERY_NAME));
  desk_entity_set_enum (message, DESK_MESSAGE_SENDER_TYPE, DESK_SENDER_TYPE_CUSTOMER);
  desk_entity_set_value (message, DESK_MESSAGE_BODY, desk_entity_get_value (query, DESK_QUERY_MESSAGE));
  desk_entity_set_value (message, DESK_MESSAGE_CHANNEL, desk_entity_get_value (query, DESK_QUERY_SOURCE));
  put_entity (showing, message);
}

static void
show_query_create (const Showing *showing)
{
  DeskEntity *query;
  DeskPreset *preset = showing->show->overlay->preset;

  if (is_done (showing, &desk_query_kind))
    return;
  query = make_entity (showing, &desk_query_kind);
  desk_entity_read_json (query, showing->body, NULL);
  desk_entity_set_string (query, DESK_ENTITY_ID, showing->pending->new_id);
  normalize_contact (showing, query, DESK_QUERY_MOBILE, DESK_QUERY_EMAIL);
  if (!desk_entity_is_set (query, DESK_QUERY_SOURCE))
    desk_entity_set_enum (query, DESK_QUERY_SOURCE, DESK_QUERY_SOURCE_PHONE);
  if (!desk_entity_is_set (query, DESK_QUERY_PRIORITY))
    {
      DeskPresetCase about = {
        .subject = DESK_SUBJECT_QUERY,
        .source = desk_entity_get_enum (query, DESK_QUERY_SOURCE),
        .text = desk_entity_get_string (query, DESK_QUERY_MESSAGE),
        .has_order = get_text (showing->body, "order_number") != NULL,
      };

      desk_entity_set_enum (query, DESK_QUERY_PRIORITY,
                            preset != NULL ? desk_preset_get_priority (preset, &about) : DESK_PRIORITY_MEDIUM);
    }
  desk_entity_set_enum (query, DESK_QUERY_STATUS, DESK_QUERY_STATUS_OPEN);
  desk_entity_set_string (query, DESK_QUERY_CUSTOMER_ID, get_text (showing->found, "customer_id"));
  desk_entity_set_string (query, DESK_QUERY_ORDER_ID, get_text (showing->found, "order_id"));
  desk_entity_set_time (query, DESK_QUERY_WAITING_SINCE, showing->pending->created_at);
  desk_entity_set_time (query, DESK_QUERY_LAST_MESSAGE_AT, showing->pending->created_at);
  desk_entity_set_integer (query, DESK_QUERY_MESSAGE_COUNT, 1);
  put_first_message (showing, query);
  put_entity (showing, query);
}

static void
show_query_update (const Showing *showing)
{
  DeskEntity *query = get_target (showing, &desk_query_kind);
  DeskQueryStatus before;
  DeskQueryStatus after;

  if (query == NULL)
    return;
  before = desk_entity_get_enum (query, DESK_QUERY_STATUS);
  desk_entity_read_json (query, showing->body, NULL);
  normalize_contact (showing, query, DESK_QUERY_MOBILE, DESK_QUERY_EMAIL);
  after = desk_entity_get_enum (query, DESK_QUERY_STATUS);
  if (after != before && after == DESK_QUERY_STATUS_RESOLVED)
    desk_entity_set_time (query, DESK_QUERY_RESOLVED_AT, showing->pending->created_at);
  if (after != before && after == DESK_QUERY_STATUS_CLOSED)
    desk_entity_set_time (query, DESK_QUERY_CLOSED_AT, showing->pending->created_at);
  touch (showing, query);
}

static gboolean
is_note (const Showing *showing)
{
  return json_object_get_boolean_member_with_default (showing->body, "is_internal", FALSE);
}

static void
put_message (const Showing *showing, DeskSubject thread_kind, DeskQuerySource channel)
{
  DeskEntity *message = make_entity (showing, &desk_message_kind);

  desk_entity_set_enum (message, DESK_MESSAGE_THREAD_KIND, thread_kind);
  desk_entity_set_string (message, DESK_MESSAGE_THREAD_ID, showing->pending->target_id);
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_ID, showing->show->overlay->me_id);
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_NAME, showing->show->overlay->me_name);
  desk_entity_set_enum (message, DESK_MESSAGE_SENDER_TYPE, DESK_SENDER_TYPE_AGENT);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, get_text (showing->body, "body"));
  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, is_note (showing));
  if (!is_note (showing))
    desk_entity_set_enum (message, DESK_MESSAGE_CHANNEL, channel);
  put_entity (showing, message);
}

/* An answer to the customer: they wait no more. A note is none of their business. */
static void
answer_thread (const Showing *showing, DeskEntity *thread, guint waiting, guint first, guint last, guint count)
{
  if (is_note (showing))
    return;
  desk_entity_unset (thread, waiting);
  if (!desk_entity_is_set (thread, first))
    desk_entity_set_time (thread, first, showing->pending->created_at);
  desk_entity_set_time (thread, last, showing->pending->created_at);
  desk_entity_set_integer (thread, count, desk_entity_get_integer (thread, count) + 1);
  touch (showing, thread);
}

static void
show_query_reply (const Showing *showing)
{
  DeskEntity *query = get_target (showing, &desk_query_kind);

  if (is_done (showing, &desk_message_kind))
    return;
  put_message (showing, DESK_SUBJECT_QUERY, query != NULL ? desk_entity_get_enum (query, DESK_QUERY_SOURCE) : 0);
  if (query == NULL)
    return;
  answer_thread (showing, query, DESK_QUERY_WAITING_SINCE, DESK_QUERY_FIRST_RESPONSE_AT, DESK_QUERY_LAST_MESSAGE_AT,
                 DESK_QUERY_MESSAGE_COUNT);
  if (!is_note (showing) && desk_entity_get_enum (query, DESK_QUERY_STATUS) == DESK_QUERY_STATUS_OPEN)
    desk_entity_set_enum (query, DESK_QUERY_STATUS, DESK_QUERY_STATUS_IN_PROGRESS);
}

static void
show_ticket_reply (const Showing *showing)
{
  DeskEntity *ticket = get_target (showing, &desk_ticket_kind);

  if (is_done (showing, &desk_message_kind))
    return;
  put_message (showing, DESK_SUBJECT_TICKET, DESK_QUERY_SOURCE_UNKNOWN);
  if (ticket == NULL)
    return;
  answer_thread (showing, ticket, DESK_TICKET_WAITING_SINCE, DESK_TICKET_FIRST_RESPONSE_AT, DESK_TICKET_LAST_MESSAGE_AT,
                 DESK_TICKET_MESSAGE_COUNT);
}

static void
begin_ticket (const Showing *showing, DeskEntity *ticket)
{
  if (!desk_entity_is_set (ticket, DESK_TICKET_PRIORITY))
    desk_entity_set_enum (ticket, DESK_TICKET_PRIORITY, DESK_PRIORITY_MEDIUM);
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS,
                        desk_entity_is_set (ticket, DESK_TICKET_ASSIGNED_TO) ? DESK_TICKET_STATUS_ASSIGNED
                                                                             : DESK_TICKET_STATUS_NEW);
}

static void
show_query_escalate (const Showing *showing)
{
  DeskEntity *query = get_target (showing, &desk_query_kind);
  DeskEntity *ticket;

  if (is_done (showing, &desk_ticket_kind))
    return;
  ticket = make_entity (showing, &desk_ticket_kind);
  desk_entity_read_json (ticket, showing->body, NULL);
  desk_entity_set_string (ticket, DESK_ENTITY_ID, showing->pending->new_id);
  desk_entity_set_string (ticket, DESK_TICKET_QUERY_ID, showing->pending->target_id);
  desk_entity_set_string (ticket, DESK_TICKET_ESCALATED_BY, showing->show->overlay->me_id);
  if (query != NULL && !desk_entity_is_set (ticket, DESK_TICKET_PRIORITY))
    desk_entity_set_value (ticket, DESK_TICKET_PRIORITY, desk_entity_get_value (query, DESK_QUERY_PRIORITY));
  begin_ticket (showing, ticket);
  if (query != NULL)
    {
      desk_entity_set_value (ticket, DESK_TICKET_CUSTOMER_ID, desk_entity_get_value (query, DESK_QUERY_CUSTOMER_ID));
      desk_entity_set_value (ticket, DESK_TICKET_ORDER_ID, desk_entity_get_value (query, DESK_QUERY_ORDER_ID));
      desk_entity_set_flag (query, DESK_QUERY_IS_ESCALATED, TRUE);
      desk_entity_set_enum (query, DESK_QUERY_STATUS, DESK_QUERY_STATUS_ESCALATED);
      desk_entity_set_string (query, DESK_QUERY_ESCALATED_TICKET_ID, showing->pending->new_id);
      touch (showing, query);
    }
  put_entity (showing, ticket);
}

static void
show_ticket_create (const Showing *showing)
{
  DeskEntity *ticket;

  if (is_done (showing, &desk_ticket_kind))
    return;
  ticket = make_entity (showing, &desk_ticket_kind);
  desk_entity_read_json (ticket, showing->body, NULL);
  desk_entity_set_string (ticket, DESK_ENTITY_ID, showing->pending->new_id);
  begin_ticket (showing, ticket);
  put_entity (showing, ticket);
}

static void
show_ticket_update (const Showing *showing)
{
  DeskEntity *ticket = get_target (showing, &desk_ticket_kind);

  if (ticket == NULL)
    return;
  desk_entity_read_json (ticket, showing->body, NULL);
  touch (showing, ticket);
}

static void
assign_ticket (const Showing *showing, DeskEntity *ticket, const char *agent_id)
{
  desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, agent_id);
  if (desk_entity_get_enum (ticket, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_NEW)
    desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_ASSIGNED);
  touch (showing, ticket);
}

/* Whom the desk will choose is for the desk to say. */
static void
show_ticket_assign (const Showing *showing)
{
  DeskEntity *ticket = get_target (showing, &desk_ticket_kind);
  const char *agent_id = get_text (showing->body, "agent_id");

  if (ticket != NULL && agent_id != NULL)
    assign_ticket (showing, ticket, agent_id);
}

static void
show_ticket_take (const Showing *showing)
{
  DeskEntity *ticket = get_target (showing, &desk_ticket_kind);

  if (ticket != NULL)
    assign_ticket (showing, ticket, showing->show->overlay->me_id);
}

static void
show_ticket_escalate (const Showing *showing)
{
  DeskEntity *ticket = get_target (showing, &desk_ticket_kind);
  const char *agent_id = get_text (showing->body, "agent_id");
  const char *department_id = get_text (showing->body, "department_id");

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
  touch (showing, ticket);
}

static void
show_ticket_resolve (const Showing *showing)
{
  DeskEntity *ticket = get_target (showing, &desk_ticket_kind);

  if (ticket == NULL)
    return;
  desk_entity_read_json (ticket, showing->body, NULL);
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_RESOLVED);
  desk_entity_set_string (ticket, DESK_TICKET_RESOLVED_BY, showing->show->overlay->me_id);
  desk_entity_set_time (ticket, DESK_TICKET_RESOLVED_AT, showing->pending->created_at);
  touch (showing, ticket);
}

static void
show_ticket_close (const Showing *showing)
{
  DeskEntity *ticket = get_target (showing, &desk_ticket_kind);

  if (ticket == NULL)
    return;
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_CLOSED);
  desk_entity_set_time (ticket, DESK_TICKET_CLOSED_AT, showing->pending->created_at);
  touch (showing, ticket);
}

static void
show_ticket_reopen (const Showing *showing)
{
  DeskEntity *ticket = get_target (showing, &desk_ticket_kind);

  if (ticket == NULL)
    return;
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_IN_PROGRESS);
  desk_entity_set_integer (ticket, DESK_TICKET_REOPENED_COUNT,
                           desk_entity_get_integer (ticket, DESK_TICKET_REOPENED_COUNT) + 1);
  touch (showing, ticket);
}

static void
show_customer_update (const Showing *showing)
{
  DeskEntity *customer = get_target (showing, &desk_customer_kind);

  if (customer == NULL)
    return;
  desk_entity_read_json (customer, showing->body, NULL);
  normalize_contact (showing, customer, DESK_CUSTOMER_MOBILE, DESK_CUSTOMER_EMAIL);
  touch (showing, customer);
}

static void
show_availability (const Showing *showing)
{
  DeskEntity *agent = get_target (showing, &desk_agent_kind);

  if (agent != NULL)
    desk_entity_set_enum (agent, DESK_AGENT_AVAILABILITY,
                          get_enum (showing->body, "availability", &desk_availability_enum));
}

static void
show_read (const Showing *showing)
{
  JsonArray *ids = json_object_get_array_member (showing->body, "ids");

  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    {
      DeskEntity *notification = get_entity (showing, &desk_notification_kind, json_array_get_string_element (ids, i));

      if (notification != NULL && !desk_entity_is_set (notification, DESK_NOTIFICATION_READ_AT))
        desk_entity_set_time (notification, DESK_NOTIFICATION_READ_AT, showing->pending->created_at);
    }
}

static const ShowFunction functions[DESK_N_COMMANDS] = {
  [DESK_COMMAND_QUERY_CREATE] = show_query_create,     [DESK_COMMAND_QUERY_UPDATE] = show_query_update,
  [DESK_COMMAND_QUERY_REPLY] = show_query_reply,       [DESK_COMMAND_QUERY_ESCALATE] = show_query_escalate,
  [DESK_COMMAND_TICKET_CREATE] = show_ticket_create,   [DESK_COMMAND_TICKET_UPDATE] = show_ticket_update,
  [DESK_COMMAND_TICKET_REPLY] = show_ticket_reply,     [DESK_COMMAND_TICKET_ASSIGN] = show_ticket_assign,
  [DESK_COMMAND_TICKET_TAKE] = show_ticket_take,       [DESK_COMMAND_TICKET_ESCALATE] = show_ticket_escalate,
  [DESK_COMMAND_TICKET_RESOLVE] = show_ticket_resolve, [DESK_COMMAND_TICKET_CLOSE] = show_ticket_close,
  [DESK_COMMAND_TICKET_REOPEN] = show_ticket_reopen,   [DESK_COMMAND_CUSTOMER_UPDATE] = show_customer_update,
  [DESK_COMMAND_AVAILABILITY_SET] = show_availability, [DESK_COMMAND_NOTIFICATIONS_READ] = show_read,
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
  Showing showing = { .show = show, .pending = pending, .body = body, .found = found };

  g_return_if_fail (pending->kind > DESK_COMMAND_NONE && pending->kind < DESK_N_COMMANDS);

  functions[pending->kind](&showing);
}
