/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-delivery.h"

#include "core/entities/desk-customer.h"
#include "core/entities/desk-order.h"

DESK_DEFINE_ENTITY (DeskDelivery, desk_delivery, "delivery", "deliveries", DESK_DELIVERY_FIELDS)
