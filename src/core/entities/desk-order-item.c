/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-order-item.h"

DESK_DEFINE_PART (DeskOrderItem, desk_order_item, "order_item", DESK_ORDER_ITEM_FIELDS)
