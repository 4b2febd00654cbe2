/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* What a customer bought. */
#define DESK_ORDER_FIELDS(FIELD)                                                                                       \
  FIELD (DESK_ORDER_NUMBER, "number", STRING, NULL, 40,                                                                \
         DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_SEARCH | DESK_FIELD_FILTER)                                \
  FIELD (DESK_ORDER_CUSTOMER_ID, "customer_id", ID, &desk_customer_kind, 0, DESK_FIELD_EDIT | DESK_FIELD_FILTER)       \
  FIELD (DESK_ORDER_PLACED_AT, "placed_at", TIME, NULL, 0, DESK_FIELD_EDIT | DESK_FIELD_SORT)                          \
  FIELD (DESK_ORDER_STATUS, "status", ENUM, &desk_order_status_enum, 0, DESK_FIELD_EDIT | DESK_FIELD_FILTER)           \
  FIELD (DESK_ORDER_TOTAL, "total", MONEY, NULL, 0, DESK_FIELD_EDIT)                                                   \
  FIELD (DESK_ORDER_ITEMS, "items", ITEMS, &desk_order_item_kind, 500, DESK_FIELD_EDIT)

#define DESK_TYPE_ORDER (desk_order_get_type ())
DESK_DECLARE_ENTITY (DeskOrder, desk_order, ORDER, DESK_ORDER_FIELDS)

G_END_DECLS
