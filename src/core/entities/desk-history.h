/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* One thing that was done. Rows are only ever added, and each holds the hash of the one before it on the same entity.
 */
#define DESK_HISTORY_FIELDS(FIELD)                                                                                     \
  FIELD (DESK_HISTORY_ENTITY_KIND, "entity_kind", ENUM, &desk_subject_enum, 0, DESK_FIELD_FILTER)                      \
  FIELD (DESK_HISTORY_ENTITY_ID, "entity_id", ID, NULL, 0, DESK_FIELD_FILTER)                                          \
  FIELD (DESK_HISTORY_ACTION, "action", ENUM, &desk_action_enum, 0, DESK_FIELD_FILTER)                                 \
  FIELD (DESK_HISTORY_PERFORMED_BY, "performed_by", ID, &desk_agent_kind, 0, DESK_FIELD_FILTER)                        \
  FIELD (DESK_HISTORY_PERFORMED_BY_NAME, "performed_by_name", STRING, NULL, 200, DESK_FIELD_PLAIN)                     \
  FIELD (DESK_HISTORY_DETAILS, "details", ITEMS, &desk_change_kind, 100, DESK_FIELD_PLAIN)                             \
  FIELD (DESK_HISTORY_AT, "at", TIME, NULL, 0, DESK_FIELD_SORT)                                                        \
  FIELD (DESK_HISTORY_PREV_HASH, "prev_hash", STRING, NULL, 64, DESK_FIELD_PLAIN)                                      \
  FIELD (DESK_HISTORY_HASH, "hash", STRING, NULL, 64, DESK_FIELD_PLAIN)

#define DESK_TYPE_HISTORY (desk_history_get_type ())
DESK_DECLARE_ENTITY (DeskHistory, desk_history, HISTORY, DESK_HISTORY_FIELDS)

G_END_DECLS
