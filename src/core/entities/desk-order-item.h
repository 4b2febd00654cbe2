/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* One line of an order. */
#define DESK_ORDER_ITEM_FIELDS(FIELD)                                                                                  \
  FIELD (DESK_ORDER_ITEM_SKU, "sku", STRING, NULL, 64, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED)                          \
  FIELD (DESK_ORDER_ITEM_NAME, "name", STRING, NULL, 200, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED)                       \
  FIELD (DESK_ORDER_ITEM_SUPPLIER, "supplier", STRING, NULL, 200, DESK_FIELD_EDIT)                                     \
  FIELD (DESK_ORDER_ITEM_QUANTITY, "quantity", INTEGER, NULL, 1000000, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED)          \
  FIELD (DESK_ORDER_ITEM_UNIT_PRICE, "unit_price", MONEY, NULL, 0, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED)

#define DESK_TYPE_ORDER_ITEM (desk_order_item_get_type ())
DESK_DECLARE_PART (DeskOrderItem, desk_order_item, ORDER_ITEM, DESK_ORDER_ITEM_FIELDS)

G_END_DECLS
