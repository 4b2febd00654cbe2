/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* What a customer thinks of how their ticket was handled; one each. The agent is the one who resolved it. */
#define DESK_FEEDBACK_FIELDS(FIELD)                                                                                    \
  FIELD (DESK_FEEDBACK_TICKET_ID, "ticket_id", ID, &desk_ticket_kind, 0, DESK_FIELD_PLAIN)                             \
  FIELD (DESK_FEEDBACK_CUSTOMER_ID, "customer_id", ID, &desk_customer_kind, 0, DESK_FIELD_PLAIN)                       \
  FIELD (DESK_FEEDBACK_AGENT_ID, "agent_id", ID, &desk_agent_kind, 0, DESK_FIELD_PLAIN)                                \
  FIELD (DESK_FEEDBACK_RATING, "rating", INTEGER, NULL, 5, DESK_FIELD_CREATE | DESK_FIELD_REQUIRED)                    \
  FIELD (DESK_FEEDBACK_COMMENT, "comment", TEXT, NULL, 5000, DESK_FIELD_CREATE)

#define DESK_TYPE_FEEDBACK (desk_feedback_get_type ())
DESK_DECLARE_ENTITY (DeskFeedback, desk_feedback, FEEDBACK, DESK_FEEDBACK_FIELDS)

G_END_DECLS
