/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* One field that a history row says was changed, in wire words. */
#define DESK_CHANGE_FIELDS(FIELD)                                                                                      \
  FIELD (DESK_CHANGE_FIELD, "field", STRING, NULL, 64, DESK_FIELD_EDIT)                                                \
  FIELD (DESK_CHANGE_FROM, "from", TEXT, NULL, 0, DESK_FIELD_EDIT)                                                     \
  FIELD (DESK_CHANGE_TO, "to", TEXT, NULL, 0, DESK_FIELD_EDIT)

#define DESK_TYPE_CHANGE (desk_change_get_type ())
DESK_DECLARE_PART (DeskChange, desk_change, CHANGE, DESK_CHANGE_FIELDS)

G_END_DECLS
