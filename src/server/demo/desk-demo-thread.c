/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/demo/desk-demo-thread.h"

#include "core/desk-entity-diff.h"
#include "server/store/desk-audit.h"
#include "server/store/desk-search-index.h"

/* Where a query, a ticket and a chat keep the same facts. */
typedef struct
{
  guint status;
  guint first_response_at;
  guint waiting_since;
  guint last_message_at;
  guint message_count;
} Places;

static const Places query_places = { DESK_QUERY_STATUS, DESK_QUERY_FIRST_RESPONSE_AT, DESK_QUERY_WAITING_SINCE,
                                     DESK_QUERY_LAST_MESSAGE_AT, DESK_QUERY_MESSAGE_COUNT };
static const Places ticket_places = { DESK_TICKET_STATUS, DESK_TICKET_FIRST_RESPONSE_AT, DESK_TICKET_WAITING_SINCE,
                                      DESK_TICKET_LAST_MESSAGE_AT, DESK_TICKET_MESSAGE_COUNT };
static const Places chat_places = { DESK_CHAT_STATUS, DESK_CHAT_FIRST_RESPONSE_AT, DESK_CHAT_WAITING_SINCE,
                                    DESK_CHAT_LAST_MESSAGE_AT, DESK_CHAT_MESSAGE_COUNT };

static const Places *
get_places (DeskDemoThread *self)
{
  if (self->subject == DESK_SUBJECT_CHAT)
    return &chat_places;
  return self->subject == DESK_SUBJECT_QUERY ? &query_places : &ticket_places;
}

static gboolean
add_message (DeskDemoThread *self,
             gint64 at,
             DeskSenderType sender_type,
             DeskEntity *sender,
             const char *sender_name,
             gboolean is_internal,
             const char *body,
             GError **error)
{
  g_autoptr (DeskEntity) message = desk_demo_create (self->demo, &desk_message_kind, at);
  const Places *places = get_places (self);

  desk_entity_set_enum (message, DESK_MESSAGE_THREAD_KIND, self->subject);
  desk_entity_set_string (message, DESK_MESSAGE_THREAD_ID, desk_entity_get_id (self->entity));
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_ID, desk_entity_get_id (sender));
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_NAME, sender_name);
  desk_entity_set_enum (message, DESK_MESSAGE_SENDER_TYPE, sender_type);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, body);
  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, is_internal);
  desk_entity_set_enum (message, DESK_MESSAGE_CHANNEL, self->channel);
  self->last_at = MAX (self->last_at, at);
  if (!is_internal)
    {
      desk_entity_set_integer (self->entity, places->message_count,
                               desk_entity_get_integer (self->entity, places->message_count) + 1);
      desk_entity_set_time (self->entity, places->last_message_at, at);
    }
  return desk_demo_store (self->demo, message, at, error)
         && desk_search_keep (self->demo->db, message, desk_entity_get_id (self->customer), error);
}

/**
 * desk_demo_thread_init:
 * @self: where to begin
 * @demo: the desk
 * @subject: what @entity is
 * @entity: the query or ticket
 * @customer: who asks
 * @channel: how they write
 */
void
desk_demo_thread_init (DeskDemoThread *self,
                       DeskDemo *demo,
                       DeskSubject subject,
                       DeskEntity *entity,
                       DeskEntity *customer,
                       DeskQuerySource channel)
{
  *self = (DeskDemoThread){ demo, subject, entity, customer, channel, 0, 0, NULL };
  desk_entity_set_integer (entity, get_places (self)->message_count, 0);
}

void
desk_demo_thread_clear (DeskDemoThread *self)
{
  g_clear_pointer (&self->prev_hash, g_free);
}

/**
 * desk_demo_thread_customer_says:
 * @self: a thread
 * @at: when
 * @body: what
 * @error: what the database says
 */
gboolean
desk_demo_thread_customer_says (DeskDemoThread *self, gint64 at, const char *body, GError **error)
{
  const Places *places = get_places (self);

  if (!desk_entity_is_set (self->entity, places->waiting_since))
    desk_entity_set_time (self->entity, places->waiting_since, at);
  return add_message (self, at, DESK_SENDER_TYPE_CUSTOMER, self->customer,
                      desk_entity_get_string (self->customer, DESK_CUSTOMER_NAME), FALSE, body, error);
}

/**
 * desk_demo_thread_agent_says:
 * @self: a thread
 * @at: when
 * @agent: who
 * @body: what
 * @error: what the database says
 */
gboolean
desk_demo_thread_agent_says (DeskDemoThread *self, gint64 at, DeskEntity *agent, const char *body, GError **error)
{
  const Places *places = get_places (self);

  if (!desk_entity_is_set (self->entity, places->first_response_at))
    desk_entity_set_time (self->entity, places->first_response_at, at);
  desk_entity_unset (self->entity, places->waiting_since);
  return add_message (self, at, DESK_SENDER_TYPE_AGENT, agent, desk_entity_get_string (agent, DESK_AGENT_NAME), FALSE,
                      body, error)
         && desk_demo_thread_record (self, at, DESK_ACTION_REPLIED, agent, 0, NULL, error);
}

/**
 * desk_demo_thread_agent_notes:
 * @self: a thread
 * @at: when
 * @agent: who
 * @body: what, for colleagues only
 * @error: what the database says
 */
gboolean
desk_demo_thread_agent_notes (DeskDemoThread *self, gint64 at, DeskEntity *agent, const char *body, GError **error)
{
  return add_message (self, at, DESK_SENDER_TYPE_AGENT, agent, desk_entity_get_string (agent, DESK_AGENT_NAME), TRUE,
                      body, error)
         && desk_demo_thread_record (self, at, DESK_ACTION_NOTED, agent, 0, NULL, error);
}

/**
 * desk_demo_thread_record:
 * @self: a thread
 * @at: when
 * @action: what was done
 * @agent: (nullable): by whom; %NULL for the desk itself
 * @field: the field that was changed
 * @from: (nullable): what it said before, or %NULL when no field was changed
 * @error: what the database says
 *
 * Adds a row to the history of the query or ticket.
 */
gboolean
desk_demo_thread_record (DeskDemoThread *self,
                         gint64 at,
                         DeskAction action,
                         DeskEntity *agent,
                         guint field,
                         const DeskValue *from,
                         GError **error)
{
  g_autoptr (DeskEntity) row = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  /* The rows of one entity stand in order: no two have one time. */
  at = MAX (at, self->recorded_at + 1000);
  self->recorded_at = at;
  self->last_at = MAX (self->last_at, at);
  row = desk_demo_create (self->demo, &desk_history_kind, at);
  desk_entity_set_enum (row, DESK_HISTORY_ENTITY_KIND, self->subject);
  desk_entity_set_string (row, DESK_HISTORY_ENTITY_ID, desk_entity_get_id (self->entity));
  desk_entity_set_enum (row, DESK_HISTORY_ACTION, action);
  desk_entity_set_string (row, DESK_HISTORY_PERFORMED_BY, agent != NULL ? desk_entity_get_id (agent) : NULL);
  desk_entity_set_string (row, DESK_HISTORY_PERFORMED_BY_NAME,
                          agent != NULL ? desk_entity_get_string (agent, DESK_AGENT_NAME) : "Deskbell");
  desk_entity_set_time (row, DESK_HISTORY_AT, at);
  if (from != NULL)
    {
      const DeskField *info = &desk_entity_get_kind (self->entity)->fields[field];
      g_autofree char *from_text = desk_value_dup_text (info, from);
      g_autofree char *to_text = desk_value_dup_text (info, desk_entity_get_value (self->entity, field));
      DeskEntity *change = desk_entity_new (&desk_change_kind);

      changes = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (changes, change);
      desk_entity_set_string (change, DESK_CHANGE_FIELD, info->name);
      desk_entity_set_string (change, DESK_CHANGE_FROM, from_text);
      desk_entity_set_string (change, DESK_CHANGE_TO, to_text);
      desk_entity_set_items (row, DESK_HISTORY_DETAILS, changes);
    }
  desk_entity_set_string (row, DESK_HISTORY_PREV_HASH, self->prev_hash);
  g_free (self->prev_hash);
  self->prev_hash = desk_audit_dup_hash (row);
  desk_entity_set_string (row, DESK_HISTORY_HASH, self->prev_hash);
  return desk_demo_store (self->demo, row, at, error);
}

/**
 * desk_demo_thread_set_status:
 * @self: a thread
 * @at: when
 * @action: what was done
 * @agent: (nullable): by whom; %NULL for the desk itself
 * @status: what it becomes, of a query or a ticket
 * @error: what the database says
 */
gboolean
desk_demo_thread_set_status (DeskDemoThread *self,
                             gint64 at,
                             DeskAction action,
                             DeskEntity *agent,
                             int status,
                             GError **error)
{
  guint field = get_places (self)->status;
  DeskValue from = *desk_entity_get_value (self->entity, field);

  desk_entity_set_enum (self->entity, field, status);
  return desk_demo_thread_record (self, at, action, agent, field, &from, error);
}
