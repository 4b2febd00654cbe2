/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/entities/desk-attachment.h"

G_BEGIN_DECLS

/* Something said in a thread: a query, a ticket or a chat. An internal one is a note, and never leaves the desk.
 * delivery is how far one of ours came, as its channel says, and delivery_reason why it came no further. */
#define DESK_MESSAGE_FIELDS(FIELD)                                                                                     \
  FIELD (DESK_MESSAGE_THREAD_KIND, "thread_kind", ENUM, &desk_subject_enum, 0, DESK_FIELD_FILTER)                      \
  FIELD (DESK_MESSAGE_THREAD_ID, "thread_id", ID, NULL, 0, DESK_FIELD_FILTER)                                          \
  FIELD (DESK_MESSAGE_SENDER_ID, "sender_id", ID, NULL, 0, DESK_FIELD_PLAIN)                                           \
  FIELD (DESK_MESSAGE_SENDER_NAME, "sender_name", STRING, NULL, 200, DESK_FIELD_PLAIN)                                 \
  FIELD (DESK_MESSAGE_SENDER_TYPE, "sender_type", ENUM, &desk_sender_type_enum, 0, DESK_FIELD_FILTER)                  \
  FIELD (DESK_MESSAGE_BODY, "body", TEXT, NULL, 20000, DESK_FIELD_CREATE | DESK_FIELD_REQUIRED | DESK_FIELD_SEARCH)    \
  FIELD (DESK_MESSAGE_IS_INTERNAL, "is_internal", FLAG, NULL, 0,                                                       \
         DESK_FIELD_CREATE | DESK_FIELD_STAFF | DESK_FIELD_FILTER)                                                     \
  FIELD (DESK_MESSAGE_CHANNEL, "channel", ENUM, &desk_query_source_enum, 0, DESK_FIELD_PLAIN)                          \
  FIELD (DESK_MESSAGE_READ_BY_CUSTOMER_AT, "read_by_customer_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                     \
  FIELD (DESK_MESSAGE_READ_BY_AGENT_AT, "read_by_agent_at", TIME, NULL, 0, DESK_FIELD_PLAIN)                           \
  FIELD (DESK_MESSAGE_DELIVERY, "delivery", ENUM, &desk_receipt_enum, 0, DESK_FIELD_PLAIN)                             \
  FIELD (DESK_MESSAGE_DELIVERY_REASON, "delivery_reason", STRING, NULL, 500, DESK_FIELD_STAFF)                         \
  FIELD (DESK_MESSAGE_ATTACHMENTS, "attachments", ITEMS, &desk_message_attachment_kind, 10, DESK_FIELD_PLAIN)

#define DESK_TYPE_MESSAGE (desk_message_get_type ())
DESK_DECLARE_ENTITY (DeskMessage, desk_message, MESSAGE, DESK_MESSAGE_FIELDS)

G_END_DECLS
