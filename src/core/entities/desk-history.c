/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-history.h"

#include "core/entities/desk-agent.h"
#include "core/entities/desk-change.h"

DESK_DEFINE_ENTITY (DeskHistory, desk_history, "history", "history", DESK_HISTORY_FIELDS)
