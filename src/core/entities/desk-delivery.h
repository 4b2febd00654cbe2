/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* Something that a carrier brings. customer_id is that of its order, so that a customer sees their own. */
#define DESK_DELIVERY_FIELDS(FIELD)                                                                                    \
  FIELD (DESK_DELIVERY_REFERENCE, "reference", STRING, NULL, 64,                                                       \
         DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_FILTER)                                                    \
  FIELD (DESK_DELIVERY_ORDER_ID, "order_id", ID, &desk_order_kind, 0, DESK_FIELD_EDIT | DESK_FIELD_FILTER)             \
  FIELD (DESK_DELIVERY_CUSTOMER_ID, "customer_id", ID, &desk_customer_kind, 0, DESK_FIELD_FILTER)                      \
  FIELD (DESK_DELIVERY_CARRIER, "carrier", STRING, NULL, 100, DESK_FIELD_EDIT)                                         \
  FIELD (DESK_DELIVERY_STATUS, "status", ENUM, &desk_delivery_status_enum, 0, DESK_FIELD_EDIT | DESK_FIELD_FILTER)     \
  FIELD (DESK_DELIVERY_EXPECTED_AT, "expected_at", TIME, NULL, 0, DESK_FIELD_EDIT | DESK_FIELD_SORT)                   \
  FIELD (DESK_DELIVERY_DELIVERED_AT, "delivered_at", TIME, NULL, 0, DESK_FIELD_EDIT)

#define DESK_TYPE_DELIVERY (desk_delivery_get_type ())
DESK_DECLARE_ENTITY (DeskDelivery, desk_delivery, DELIVERY, DESK_DELIVERY_FIELDS)

G_END_DECLS
