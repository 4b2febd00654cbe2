/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* Tier 2: something a team has to settle. waiting_since is the time of the oldest message of the customer that nobody
 * has answered; message_count counts what the customer can see. resolution_paused_at is the time since which the clock
 * of the resolution stands still (the customer is awaited, or it is resolved); its due time moves on when it goes on.
 * next_response_due_at is there while the customer waits for an answer that is not the first. merged_into_id is the
 * ticket to which everything said in this one was moved; this one is closed then, and only leads there. */
#define DESK_TICKET_FIELDS(FIELD)                                                                                      \
  FIELD (DESK_TICKET_NUMBER, "number", STRING, NULL, 40, DESK_FIELD_SEARCH | DESK_FIELD_SORT | DESK_FIELD_FILTER)      \
  FIELD (DESK_TICKET_QUERY_ID, "query_id", ID, &desk_query_kind, 0, DESK_FIELD_FILTER)                                 \
  FIELD (DESK_TICKET_CUSTOMER_ID, "customer_id", ID, &desk_customer_kind, 0,                                           \
         DESK_FIELD_CREATE | DESK_FIELD_REQUIRED | DESK_FIELD_FILTER)                                                  \
  FIELD (DESK_TICKET_ORDER_ID, "order_id", ID, &desk_order_kind, 0,                                                    \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                     \
  FIELD (DESK_TICKET_DELIVERY_ID, "delivery_id", ID, &desk_delivery_kind, 0,                                           \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                     \
  FIELD (DESK_TICKET_SUBJECT, "subject", STRING, NULL, 200,                                                            \
         DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH)                               \
  FIELD (DESK_TICKET_DESCRIPTION, "description", TEXT, NULL, 20000,                                                    \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH)                                                     \
  FIELD (DESK_TICKET_CATEGORY, "category", STRING, NULL, 100,                                                          \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                     \
  FIELD (DESK_TICKET_ISSUE_TYPE, "issue_type", STRING, NULL, 100,                                                      \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                     \
  FIELD (DESK_TICKET_PRIORITY, "priority", ENUM, &desk_priority_enum, 0,                                               \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_SORT | DESK_FIELD_FILTER)                                   \
  FIELD (DESK_TICKET_STATUS, "status", ENUM, &desk_ticket_status_enum, 0,                                              \
         DESK_FIELD_UPDATE | DESK_FIELD_HISTORY | DESK_FIELD_SORT | DESK_FIELD_FILTER)                                 \
  FIELD (DESK_TICKET_DEPARTMENT_ID, "department_id", ID, &desk_department_kind, 0,                                     \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                     \
  FIELD (DESK_TICKET_TIER, "tier", INTEGER, NULL, 3, DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)         \
  FIELD (DESK_TICKET_ASSIGNED_TO, "assigned_to", ID, &desk_agent_kind, 0, DESK_FIELD_HISTORY | DESK_FIELD_FILTER)      \
  FIELD (DESK_TICKET_ESCALATED_TO, "escalated_to", ID, &desk_agent_kind, 0, DESK_FIELD_HISTORY | DESK_FIELD_FILTER)    \
  FIELD (DESK_TICKET_ESCALATED_BY, "escalated_by", ID, &desk_agent_kind, 0, DESK_FIELD_FILTER)                         \
  FIELD (DESK_TICKET_TAGS, "tags", TAGS, NULL, 50, DESK_FIELD_EDIT | DESK_FIELD_HISTORY)                               \
  FIELD (DESK_TICKET_AFFECTED_ITEMS, "affected_items", ITEMS, &desk_affected_item_kind, 100,                           \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY)                                                                         \
  FIELD (DESK_TICKET_RESOLUTION_TYPE, "resolution_type", ENUM, &desk_resolution_type_enum, 0,                          \
         DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                                       \
  FIELD (DESK_TICKET_RESOLUTION, "resolution", TEXT, NULL, 20000, DESK_FIELD_HISTORY)                                  \
  FIELD (DESK_TICKET_REFUND, "refund", MONEY, NULL, 0, DESK_FIELD_HISTORY)                                             \
  FIELD (DESK_TICKET_RESOLVED_BY, "resolved_by", ID, &desk_agent_kind, 0, DESK_FIELD_PLAIN)                            \
  FIELD (DESK_TICKET_RESOLVED_AT, "resolved_at", TIME, NULL, 0, DESK_FIELD_SORT)                                       \
  FIELD (DESK_TICKET_CLOSED_AT, "closed_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                                          \
  FIELD (DESK_TICKET_REOPENED_COUNT, "reopened_count", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                             \
  FIELD (DESK_TICKET_FIRST_RESPONSE_AT, "first_response_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                          \
  FIELD (DESK_TICKET_LAST_MESSAGE_AT, "last_message_at", TIME, NULL, 0, DESK_FIELD_SORT)                               \
  FIELD (DESK_TICKET_MESSAGE_COUNT, "message_count", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                               \
  FIELD (DESK_TICKET_WAITING_SINCE, "waiting_since", TIME, NULL, 0, DESK_FIELD_SORT)                                   \
  FIELD (DESK_TICKET_FIRST_RESPONSE_DUE_AT, "first_response_due_at", TIME, NULL, 0, DESK_FIELD_STAFF)                  \
  FIELD (DESK_TICKET_RESOLUTION_DUE_AT, "resolution_due_at", TIME, NULL, 0, DESK_FIELD_STAFF | DESK_FIELD_SORT)        \
  FIELD (DESK_TICKET_RESOLUTION_PAUSED_AT, "resolution_paused_at", TIME, NULL, 0, DESK_FIELD_STAFF)                    \
  FIELD (DESK_TICKET_FIRST_RESPONSE_BREACHED, "first_response_breached", FLAG, NULL, 0,                                \
         DESK_FIELD_STAFF | DESK_FIELD_FILTER)                                                                         \
  FIELD (DESK_TICKET_RESOLUTION_BREACHED, "resolution_breached", FLAG, NULL, 0, DESK_FIELD_STAFF | DESK_FIELD_FILTER)  \
  FIELD (DESK_TICKET_NEXT_RESPONSE_DUE_AT, "next_response_due_at", TIME, NULL, 0, DESK_FIELD_STAFF)                    \
  FIELD (DESK_TICKET_NEXT_RESPONSE_BREACHED, "next_response_breached", FLAG, NULL, 0,                                  \
         DESK_FIELD_STAFF | DESK_FIELD_FILTER)                                                                         \
  FIELD (DESK_TICKET_MERGED_INTO_ID, "merged_into_id", ID, &desk_ticket_kind, 0,                                       \
         DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                                       \
  FIELD (DESK_TICKET_SPLIT_FROM_ID, "split_from_id", ID, &desk_ticket_kind, 0, DESK_FIELD_HISTORY | DESK_FIELD_FILTER)

#define DESK_TYPE_TICKET (desk_ticket_get_type ())
DESK_DECLARE_ENTITY (DeskTicket, desk_ticket, TICKET, DESK_TICKET_FIELDS)

G_END_DECLS
