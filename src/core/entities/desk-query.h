/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* Tier 1: something a customer asked. waiting_since is the time of the oldest message of the customer that nobody
 * has answered; message_count counts what the customer can see. */
#define DESK_QUERY_FIELDS(FIELD)                                                                                       \
  FIELD (DESK_QUERY_NUMBER, "number", STRING, NULL, 40, DESK_FIELD_SEARCH | DESK_FIELD_SORT | DESK_FIELD_FILTER)       \
  FIELD (DESK_QUERY_CUSTOMER_ID, "customer_id", ID, &desk_customer_kind, 0, DESK_FIELD_FILTER)                         \
  FIELD (DESK_QUERY_NAME, "name", STRING, NULL, 200,                                                                   \
         DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH)                               \
  FIELD (DESK_QUERY_MOBILE, "mobile", STRING, NULL, 32, DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH)      \
  FIELD (DESK_QUERY_EMAIL, "email", STRING, NULL, 254, DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH)       \
  FIELD (DESK_QUERY_MESSAGE, "message", TEXT, NULL, 20000,                                                             \
         DESK_FIELD_CREATE | DESK_FIELD_REQUIRED | DESK_FIELD_SEARCH)                                                  \
  FIELD (DESK_QUERY_SOURCE, "source", ENUM, &desk_query_source_enum, 0, DESK_FIELD_CREATE | DESK_FIELD_FILTER)         \
  FIELD (DESK_QUERY_STATUS, "status", ENUM, &desk_query_status_enum, 0,                                                \
         DESK_FIELD_UPDATE | DESK_FIELD_HISTORY | DESK_FIELD_SORT | DESK_FIELD_FILTER)                                 \
  FIELD (DESK_QUERY_PRIORITY, "priority", ENUM, &desk_priority_enum, 0,                                                \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_SORT | DESK_FIELD_FILTER)                                   \
  FIELD (DESK_QUERY_ORDER_ID, "order_id", ID, &desk_order_kind, 0,                                                     \
         DESK_FIELD_UPDATE | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                   \
  FIELD (DESK_QUERY_ASSIGNED_TO, "assigned_to", ID, &desk_agent_kind, 0,                                               \
         DESK_FIELD_UPDATE | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                   \
  FIELD (DESK_QUERY_REMARKS, "remarks", TEXT, NULL, 20000, DESK_FIELD_EDIT | DESK_FIELD_STAFF | DESK_FIELD_HISTORY)    \
  FIELD (DESK_QUERY_IS_ESCALATED, "is_escalated", FLAG, NULL, 0, DESK_FIELD_FILTER)                                    \
  FIELD (DESK_QUERY_ESCALATED_TICKET_ID, "escalated_ticket_id", ID, &desk_ticket_kind, 0, DESK_FIELD_PLAIN)            \
  FIELD (DESK_QUERY_FIRST_RESPONSE_AT, "first_response_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                           \
  FIELD (DESK_QUERY_RESOLVED_AT, "resolved_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                                       \
  FIELD (DESK_QUERY_CLOSED_AT, "closed_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                                           \
  FIELD (DESK_QUERY_WAITING_SINCE, "waiting_since", TIME, NULL, 0, DESK_FIELD_SORT)                                    \
  FIELD (DESK_QUERY_LAST_MESSAGE_AT, "last_message_at", TIME, NULL, 0, DESK_FIELD_SORT)                                \
  FIELD (DESK_QUERY_MESSAGE_COUNT, "message_count", INTEGER, NULL, 0, DESK_FIELD_PLAIN)

#define DESK_TYPE_QUERY (desk_query_get_type ())
DESK_DECLARE_ENTITY (DeskQuery, desk_query, QUERY, DESK_QUERY_FIELDS)

G_END_DECLS
