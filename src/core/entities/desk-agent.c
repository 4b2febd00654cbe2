/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-agent.h"

#include "core/entities/desk-department.h"

DESK_DEFINE_ENTITY (DeskAgent, desk_agent, "agent", "agents", DESK_AGENT_FIELDS)
