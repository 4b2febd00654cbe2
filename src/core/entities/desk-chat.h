/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* A live conversation: it waits for somebody, somebody has it, or it has ended. last_message is the beginning of what
 * was said last, and message_count counts, what the customer can see; unread_by_customer and unread_by_agent count what
 * the other side wrote and this one has not read. waiting_since is the time of the oldest message of the customer that
 * nobody has answered; whoever has the chat has until answer_due_at to do so. query_id or ticket_id is what it became.
 */
#define DESK_CHAT_FIELDS(FIELD)                                                                                        \
  FIELD (DESK_CHAT_CUSTOMER_ID, "customer_id", ID, &desk_customer_kind, 0,                                             \
         DESK_FIELD_CREATE | DESK_FIELD_REQUIRED | DESK_FIELD_FILTER)                                                  \
  FIELD (DESK_CHAT_ASSIGNED_TO, "assigned_to", ID, &desk_agent_kind, 0, DESK_FIELD_HISTORY | DESK_FIELD_FILTER)        \
  FIELD (DESK_CHAT_STATUS, "status", ENUM, &desk_chat_status_enum, 0,                                                  \
         DESK_FIELD_HISTORY | DESK_FIELD_SORT | DESK_FIELD_FILTER)                                                     \
  FIELD (DESK_CHAT_LAST_MESSAGE, "last_message", STRING, NULL, 200, DESK_FIELD_PLAIN)                                  \
  FIELD (DESK_CHAT_LAST_MESSAGE_AT, "last_message_at", TIME, NULL, 0, DESK_FIELD_SORT)                                 \
  FIELD (DESK_CHAT_MESSAGE_COUNT, "message_count", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                                 \
  FIELD (DESK_CHAT_UNREAD_BY_CUSTOMER, "unread_by_customer", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                       \
  FIELD (DESK_CHAT_UNREAD_BY_AGENT, "unread_by_agent", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                             \
  FIELD (DESK_CHAT_WAITING_SINCE, "waiting_since", TIME, NULL, 0, DESK_FIELD_SORT)                                     \
  FIELD (DESK_CHAT_FIRST_RESPONSE_AT, "first_response_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                            \
  FIELD (DESK_CHAT_ACCEPTED_AT, "accepted_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                                        \
  FIELD (DESK_CHAT_ANSWER_DUE_AT, "answer_due_at", TIME, NULL, 0, DESK_FIELD_STAFF)                                    \
  FIELD (DESK_CHAT_ENDED_AT, "ended_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                                              \
  FIELD (DESK_CHAT_QUERY_ID, "query_id", ID, &desk_query_kind, 0, DESK_FIELD_HISTORY | DESK_FIELD_FILTER)              \
  FIELD (DESK_CHAT_TICKET_ID, "ticket_id", ID, &desk_ticket_kind, 0, DESK_FIELD_HISTORY | DESK_FIELD_FILTER)

#define DESK_TYPE_CHAT (desk_chat_get_type ())
DESK_DECLARE_ENTITY (DeskChat, desk_chat, CHAT, DESK_CHAT_FIELDS)

G_END_DECLS
