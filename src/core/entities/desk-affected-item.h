/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* One thing of an order that a ticket is about. */
#define DESK_AFFECTED_ITEM_FIELDS(FIELD)                                                                               \
  FIELD (DESK_AFFECTED_ITEM_SKU, "sku", STRING, NULL, 64, DESK_FIELD_EDIT)                                             \
  FIELD (DESK_AFFECTED_ITEM_NAME, "name", STRING, NULL, 200, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED)                    \
  FIELD (DESK_AFFECTED_ITEM_QUANTITY, "quantity", INTEGER, NULL, 1000000, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED)       \
  FIELD (DESK_AFFECTED_ITEM_UNIT_PRICE, "unit_price", MONEY, NULL, 0, DESK_FIELD_EDIT)

#define DESK_TYPE_AFFECTED_ITEM (desk_affected_item_get_type ())
DESK_DECLARE_PART (DeskAffectedItem, desk_affected_item, AFFECTED_ITEM, DESK_AFFECTED_ITEM_FIELDS)

G_END_DECLS
