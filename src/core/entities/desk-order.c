/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-order.h"

#include "core/entities/desk-customer.h"
#include "core/entities/desk-order-item.h"

DESK_DEFINE_ENTITY (DeskOrder, desk_order, "order", "orders", DESK_ORDER_FIELDS)
