/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* One way in which a customer is known: a phone, an address, a user of a channel. */
#define DESK_IDENTITY_FIELDS(FIELD)                                                                                    \
  FIELD (DESK_IDENTITY_CHANNEL, "channel", ENUM, &desk_query_source_enum, 0, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED)    \
  FIELD (DESK_IDENTITY_KIND, "kind", ENUM, &desk_identity_kind_enum, 0, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED)         \
  FIELD (DESK_IDENTITY_VALUE, "value", STRING, NULL, 254, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED)

#define DESK_TYPE_IDENTITY (desk_identity_get_type ())
DESK_DECLARE_PART (DeskIdentity, desk_identity, IDENTITY, DESK_IDENTITY_FIELDS)

G_END_DECLS
