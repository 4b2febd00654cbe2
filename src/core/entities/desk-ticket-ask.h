/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* What is asked of a ticket, or of many at once: a part for each action, so that it is read, checked and kept as all
 * else. */
#define DESK_ASK_ASSIGN_FIELDS(FIELD) FIELD (DESK_ASK_ASSIGN_AGENT_ID, "agent_id", ID, NULL, 0, DESK_FIELD_CREATE)

#define DESK_ASK_STATUS_FIELDS(FIELD)                                                                                  \
  FIELD (DESK_ASK_STATUS_STATUS, "status", ENUM, &desk_ticket_status_enum, 0, DESK_FIELD_CREATE | DESK_FIELD_REQUIRED)

#define DESK_ASK_RESOLVE_FIELDS(FIELD)                                                                                 \
  FIELD (DESK_ASK_RESOLVE_RESOLUTION_TYPE, "resolution_type", ENUM, &desk_resolution_type_enum, 0,                     \
         DESK_FIELD_CREATE | DESK_FIELD_REQUIRED)                                                                      \
  FIELD (DESK_ASK_RESOLVE_RESOLUTION, "resolution", TEXT, NULL, 20000, DESK_FIELD_CREATE | DESK_FIELD_REQUIRED)        \
  FIELD (DESK_ASK_RESOLVE_REFUND, "refund", MONEY, NULL, 0, DESK_FIELD_CREATE)

#define DESK_ASK_ESCALATE_FIELDS(FIELD)                                                                                \
  FIELD (DESK_ASK_ESCALATE_AGENT_ID, "agent_id", ID, NULL, 0, DESK_FIELD_CREATE)                                       \
  FIELD (DESK_ASK_ESCALATE_DEPARTMENT_ID, "department_id", ID, NULL, 0, DESK_FIELD_CREATE)                             \
  FIELD (DESK_ASK_ESCALATE_REASON, "reason", TEXT, NULL, 2000, DESK_FIELD_CREATE | DESK_FIELD_REQUIRED)

#define DESK_ASK_NOTIFY_FIELDS(FIELD)                                                                                  \
  FIELD (DESK_ASK_NOTIFY_TO, "to", ENUM, &desk_recipient_enum, 0, DESK_FIELD_CREATE | DESK_FIELD_REQUIRED)             \
  FIELD (DESK_ASK_NOTIFY_MESSAGE, "message", TEXT, NULL, 500, DESK_FIELD_CREATE | DESK_FIELD_REQUIRED)

#define DESK_ASK_TAG_FIELDS(FIELD)                                                                                     \
  FIELD (DESK_ASK_TAG_SET, "set", TAGS, NULL, 50, DESK_FIELD_CREATE)                                                   \
  FIELD (DESK_ASK_TAG_ADD, "add", TAGS, NULL, 50, DESK_FIELD_CREATE)                                                   \
  FIELD (DESK_ASK_TAG_REMOVE, "remove", TAGS, NULL, 50, DESK_FIELD_CREATE)

DESK_DECLARE_PART (DeskAskAssign, desk_ask_assign, ASK_ASSIGN, DESK_ASK_ASSIGN_FIELDS)
DESK_DECLARE_PART (DeskAskStatus, desk_ask_status, ASK_STATUS, DESK_ASK_STATUS_FIELDS)
DESK_DECLARE_PART (DeskAskResolve, desk_ask_resolve, ASK_RESOLVE, DESK_ASK_RESOLVE_FIELDS)
DESK_DECLARE_PART (DeskAskEscalate, desk_ask_escalate, ASK_ESCALATE, DESK_ASK_ESCALATE_FIELDS)
DESK_DECLARE_PART (DeskAskNotify, desk_ask_notify, ASK_NOTIFY, DESK_ASK_NOTIFY_FIELDS)
DESK_DECLARE_PART (DeskAskTag, desk_ask_tag, ASK_TAG, DESK_ASK_TAG_FIELDS)

G_END_DECLS
