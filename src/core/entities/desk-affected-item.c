/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-affected-item.h"

DESK_DEFINE_PART (DeskAffectedItem, desk_affected_item, "affected_item", DESK_AFFECTED_ITEM_FIELDS)
