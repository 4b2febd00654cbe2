/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-customer.h"

#include "core/entities/desk-identity.h"

DESK_DEFINE_ENTITY (DeskCustomer, desk_customer, "customer", "customers", DESK_CUSTOMER_FIELDS)
