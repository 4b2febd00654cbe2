/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* A team. */
#define DESK_DEPARTMENT_FIELDS(FIELD)                                                                                  \
  FIELD (DESK_DEPARTMENT_NAME, "name", STRING, NULL, 100,                                                              \
         DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_HISTORY | DESK_FIELD_SORT)                                 \
  FIELD (DESK_DEPARTMENT_DESCRIPTION, "description", TEXT, NULL, 2000, DESK_FIELD_EDIT | DESK_FIELD_HISTORY)           \
  FIELD (DESK_DEPARTMENT_TIER, "tier", INTEGER, NULL, 3, DESK_FIELD_EDIT | DESK_FIELD_HISTORY)                         \
  FIELD (DESK_DEPARTMENT_AGENT_COUNT, "agent_count", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                               \
  FIELD (DESK_DEPARTMENT_MANAGER_ID, "manager_id", ID, &desk_agent_kind, 0, DESK_FIELD_EDIT | DESK_FIELD_HISTORY)

#define DESK_TYPE_DEPARTMENT (desk_department_get_type ())
DESK_DECLARE_ENTITY (DeskDepartment, desk_department, DEPARTMENT, DESK_DEPARTMENT_FIELDS)

G_END_DECLS
