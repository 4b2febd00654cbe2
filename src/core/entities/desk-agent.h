/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* Somebody who works at the desk, in whichever role. */
#define DESK_AGENT_FIELDS(FIELD)                                                                                       \
  FIELD (DESK_AGENT_NAME, "name", STRING, NULL, 200,                                                                   \
         DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH | DESK_FIELD_SORT)             \
  FIELD (DESK_AGENT_EMAIL, "email", STRING, NULL, 254,                                                                 \
         DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH)                               \
  FIELD (DESK_AGENT_PHONE, "phone", STRING, NULL, 32, DESK_FIELD_EDIT | DESK_FIELD_HISTORY)                            \
  FIELD (DESK_AGENT_ROLE, "role", ENUM, &desk_role_enum, 0, DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)  \
  FIELD (DESK_AGENT_DEPARTMENT_ID, "department_id", ID, &desk_department_kind, 0,                                      \
         DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                     \
  FIELD (DESK_AGENT_TIER, "tier", INTEGER, NULL, 3, DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_FILTER)          \
  FIELD (DESK_AGENT_AVAILABILITY, "availability", ENUM, &desk_availability_enum, 0,                                    \
         DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                                                                       \
  FIELD (DESK_AGENT_CAPACITY, "capacity", INTEGER, NULL, 1000, DESK_FIELD_EDIT | DESK_FIELD_HISTORY)                   \
  FIELD (DESK_AGENT_ACTIVE_TICKETS, "active_tickets", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                              \
  FIELD (DESK_AGENT_IS_APPROVED, "is_approved", FLAG, NULL, 0, DESK_FIELD_HISTORY | DESK_FIELD_FILTER)                 \
  FIELD (DESK_AGENT_LAST_ASSIGNED_AT, "last_assigned_at", TIME, NULL, 0, DESK_FIELD_PLAIN)

#define DESK_TYPE_AGENT (desk_agent_get_type ())
DESK_DECLARE_ENTITY (DeskAgent, desk_agent, AGENT, DESK_AGENT_FIELDS)

G_END_DECLS
