/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-change.h"

DESK_DEFINE_PART (DeskChange, desk_change, "change", DESK_CHANGE_FIELDS)
