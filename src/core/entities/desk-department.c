/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-department.h"

#include "core/entities/desk-agent.h"

DESK_DEFINE_ENTITY (DeskDepartment, desk_department, "department", "departments", DESK_DEPARTMENT_FIELDS)
