/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-command-showing.h"

#include "core/desk-entity-json.h"
#include "core/desk-phone.h"

static const char *
get_calling_code (const DeskShowing *showing)
{
  DeskPreset *preset = showing->show->overlay->preset;

  return preset != NULL ? desk_preset_get_country_calling_code (preset) : NULL;
}

/* What the customer said becomes the first message. */
static void
put_first_message (const DeskShowing *showing, DeskEntity *query)
{
  DeskEntity *message = desk_showing_make_entity (showing, &desk_message_kind);

  desk_entity_set_string (message, DESK_ENTITY_ID, desk_showing_get_text (showing->found, "message_id"));
  desk_entity_set_enum (message, DESK_MESSAGE_THREAD_KIND, DESK_SUBJECT_QUERY);
  desk_entity_set_string (message, DESK_MESSAGE_THREAD_ID, showing->pending->new_id);
  desk_entity_set_value (message, DESK_MESSAGE_SENDER_ID, desk_entity_get_value (query, DESK_QUERY_CUSTOMER_ID));
  desk_entity_set_value (message, DESK_MESSAGE_SENDER_NAME, desk_entity_get_value (query, DESK_QUERY_NAME));
  desk_entity_set_enum (message, DESK_MESSAGE_SENDER_TYPE, DESK_SENDER_TYPE_CUSTOMER);
  desk_entity_set_value (message, DESK_MESSAGE_BODY, desk_entity_get_value (query, DESK_QUERY_MESSAGE));
  desk_entity_set_value (message, DESK_MESSAGE_CHANNEL, desk_entity_get_value (query, DESK_QUERY_SOURCE));
  desk_showing_put_entity (showing, message);
}

/* The rule that the desk has for it. */
static DeskPriority
find_priority (const DeskShowing *showing, DeskEntity *query)
{
  DeskPreset *preset = showing->show->overlay->preset;
  DeskPresetCase about = {
    .subject = DESK_SUBJECT_QUERY,
    .source = desk_entity_get_enum (query, DESK_QUERY_SOURCE),
    .text = desk_entity_get_string (query, DESK_QUERY_MESSAGE),
    .has_order = desk_showing_get_text (showing->body, "order_number") != NULL,
  };

  return preset != NULL ? desk_preset_get_priority (preset, &about) : DESK_PRIORITY_MEDIUM;
}

/* A text of what was given or found; NULL when it is not there. */
const char *
desk_showing_get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

int
desk_showing_get_enum (JsonObject *object, const char *name, const DeskEnum *info)
{
  return desk_enum_from_wire (info, desk_showing_get_text (object, name));
}

DeskEntity *
desk_showing_get_entity (const DeskShowing *showing, const DeskKind *kind, const char *id)
{
  return id != NULL ? showing->show->get (showing->show->data, kind, id) : NULL;
}

DeskEntity *
desk_showing_get_target (const DeskShowing *showing, const DeskKind *kind)
{
  return desk_showing_get_entity (showing, kind, showing->pending->target_id);
}

/* One that the server has not seen: version 0. */
DeskEntity *
desk_showing_make_entity (const DeskShowing *showing, const DeskKind *kind)
{
  DeskEntity *entity = desk_entity_new (kind);

  desk_entity_set_string (entity, DESK_ENTITY_ID, showing->pending->new_id);
  desk_entity_set_time (entity, DESK_ENTITY_CREATED_AT, showing->pending->created_at);
  desk_entity_set_time (entity, DESK_ENTITY_UPDATED_AT, showing->pending->created_at);
  return entity;
}

/* The same, with what the command says of it; which is never who it is. */
DeskEntity *
desk_showing_read_entity (const DeskShowing *showing, const DeskKind *kind)
{
  DeskEntity *entity = desk_showing_make_entity (showing, kind);

  desk_entity_read_json (entity, showing->body, NULL);
  desk_entity_set_string (entity, DESK_ENTITY_ID, showing->pending->new_id);
  return entity;
}

/* The server has what the command makes: it has done everything else that the command does, too. */
gboolean
desk_showing_is_done (const DeskShowing *showing, const DeskKind *kind)
{
  DeskEntity *made = desk_showing_get_entity (showing, kind, showing->pending->new_id);

  return made != NULL && desk_entity_get_version (made) > 0;
}

void
desk_showing_put_entity (const DeskShowing *showing, DeskEntity *entity)
{
  showing->show->put (showing->show->data, entity);
}

void
desk_showing_touch (const DeskShowing *showing, DeskEntity *entity)
{
  desk_entity_set_time (entity, DESK_ENTITY_UPDATED_AT, showing->pending->created_at);
}

/* What the server will make of it: E.164, and the address in small letters. */
void
desk_showing_normalize_contact (const DeskShowing *showing, DeskEntity *entity, guint mobile_field, guint email_field)
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

/* A new query as the desk will have it, and what its customer said. */
void
desk_showing_put_query (const DeskShowing *showing, DeskEntity *query)
{
  if (!desk_entity_is_set (query, DESK_QUERY_PRIORITY))
    desk_entity_set_enum (query, DESK_QUERY_PRIORITY, find_priority (showing, query));
  desk_entity_set_enum (query, DESK_QUERY_STATUS, DESK_QUERY_STATUS_OPEN);
  desk_entity_set_string (query, DESK_QUERY_CUSTOMER_ID, desk_showing_get_text (showing->found, "customer_id"));
  desk_entity_set_string (query, DESK_QUERY_ORDER_ID, desk_showing_get_text (showing->found, "order_id"));
  desk_entity_set_time (query, DESK_QUERY_WAITING_SINCE, showing->pending->created_at);
  desk_entity_set_time (query, DESK_QUERY_LAST_MESSAGE_AT, showing->pending->created_at);
  desk_entity_set_integer (query, DESK_QUERY_MESSAGE_COUNT, 1);
  put_first_message (showing, query);
  desk_showing_put_entity (showing, query);
}

void
desk_showing_begin_ticket (const DeskShowing *showing, DeskEntity *ticket)
{
  if (!desk_entity_is_set (ticket, DESK_TICKET_PRIORITY))
    desk_entity_set_enum (ticket, DESK_TICKET_PRIORITY, DESK_PRIORITY_MEDIUM);
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS,
                        desk_entity_is_set (ticket, DESK_TICKET_ASSIGNED_TO) ? DESK_TICKET_STATUS_ASSIGNED
                                                                             : DESK_TICKET_STATUS_NEW);
}

gboolean
desk_showing_is_note (const DeskShowing *showing)
{
  return json_object_get_boolean_member_with_default (showing->body, "is_internal", FALSE);
}

void
desk_showing_put_message (const DeskShowing *showing, DeskSubject thread_kind, DeskQuerySource channel)
{
  DeskEntity *message = desk_showing_make_entity (showing, &desk_message_kind);

  desk_entity_set_enum (message, DESK_MESSAGE_THREAD_KIND, thread_kind);
  desk_entity_set_string (message, DESK_MESSAGE_THREAD_ID, showing->pending->target_id);
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_ID, showing->show->overlay->me_id);
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_NAME, showing->show->overlay->me_name);
  desk_entity_set_enum (message, DESK_MESSAGE_SENDER_TYPE, DESK_SENDER_TYPE_AGENT);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, desk_showing_get_text (showing->body, "body"));
  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, desk_showing_is_note (showing));
  if (!desk_showing_is_note (showing))
    desk_entity_set_enum (message, DESK_MESSAGE_CHANNEL, channel);
  desk_showing_put_entity (showing, message);
}

/* An answer to the customer: they wait no more. A note is none of their business. */
void
desk_showing_answer_thread (const DeskShowing *showing,
                            DeskEntity *thread,
                            guint waiting,
                            guint first,
                            guint last,
                            guint count)
{
  if (desk_showing_is_note (showing))
    return;
  desk_entity_unset (thread, waiting);
  if (!desk_entity_is_set (thread, first))
    desk_entity_set_time (thread, first, showing->pending->created_at);
  desk_entity_set_time (thread, last, showing->pending->created_at);
  desk_entity_set_integer (thread, count, desk_entity_get_integer (thread, count) + 1);
  desk_showing_touch (showing, thread);
}
