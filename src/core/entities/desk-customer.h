/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* Somebody who asks: a customer, or a provider of a service. */
#define DESK_CUSTOMER_FIELDS(FIELD)                                                                                    \
  FIELD (DESK_CUSTOMER_KIND, "kind", ENUM, &desk_customer_kind_enum, 0, DESK_FIELD_EDIT | DESK_FIELD_FILTER)           \
  FIELD (DESK_CUSTOMER_NAME, "name", STRING, NULL, 200,                                                                \
         DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH | DESK_FIELD_SORT)             \
  FIELD (DESK_CUSTOMER_MOBILE, "mobile", STRING, NULL, 32, DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH)   \
  FIELD (DESK_CUSTOMER_EMAIL, "email", STRING, NULL, 254, DESK_FIELD_EDIT | DESK_FIELD_HISTORY | DESK_FIELD_SEARCH)    \
  FIELD (DESK_CUSTOMER_ADDRESS, "address", TEXT, NULL, 1000, DESK_FIELD_EDIT | DESK_FIELD_HISTORY)                     \
  FIELD (DESK_CUSTOMER_LANGUAGE, "language", STRING, NULL, 100, DESK_FIELD_EDIT | DESK_FIELD_HISTORY)                  \
  FIELD (DESK_CUSTOMER_EXTERNAL_REF, "external_ref", STRING, NULL, 100, DESK_FIELD_EDIT | DESK_FIELD_HISTORY)          \
  FIELD (DESK_CUSTOMER_NOTES, "notes", TEXT, NULL, 0, DESK_FIELD_EDIT | DESK_FIELD_STAFF | DESK_FIELD_HISTORY)         \
  FIELD (DESK_CUSTOMER_IDENTITIES, "identities", ITEMS, &desk_identity_kind, 20, DESK_FIELD_EDIT)

#define DESK_TYPE_CUSTOMER (desk_customer_get_type ())
DESK_DECLARE_ENTITY (DeskCustomer, desk_customer, CUSTOMER, DESK_CUSTOMER_FIELDS)

G_END_DECLS
