/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/desk-list.h"
#include "server/store/desk-sql.h"

G_BEGIN_DECLS

/**
 * DeskListSort:
 *
 * What a list is sorted by. Rows that have no value come last, in whichever direction.
 */
typedef struct
{
  char *name;       /* as asked, with its "-" */
  char *expression; /* SQL over the row "t" */
  gboolean is_falling;
  gboolean is_number;
  gboolean is_word; /* of an enum: few of them for many rows */
  gboolean may_be_null;
} DeskListSort;

void desk_list_sort_clear (DeskListSort *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DeskListSort, desk_list_sort_clear)

gboolean desk_list_read_sort (const DeskListAsk *ask, DeskListSort *sort, GError **error);
gboolean desk_list_read_limit (const DeskListAsk *ask, guint *limit, GError **error);
/**
 * DeskListWay:
 * @DESK_LIST_WAY_FREE: as the engine thinks best
 * @DESK_LIST_WAY_WALK: rows are walked in the list's order, or by what they are filtered by, and it is looked at each
 *   whether it may be seen
 * @DESK_LIST_WAY_GATHER: all that may be seen is gathered, since it is little, and each of it is looked at
 * @DESK_LIST_WAY_ORDER: rows are walked in the list's order, and each is looked at
 */
typedef enum
{
  DESK_LIST_WAY_FREE,
  DESK_LIST_WAY_WALK,
  DESK_LIST_WAY_GATHER,
  DESK_LIST_WAY_ORDER,
} DeskListWay;

/* Adds what may be seen, and checks the filters and adds each. */
gboolean desk_list_add_filters (const DeskListAsk *ask, DeskListWay way, DeskSql *sql, GError **error);
/* Whether little is left by the filters, however big the desk is: what somebody has in hand. */
gboolean desk_list_is_in_hand (const DeskListAsk *ask);
/* Whether much may be left by the filters, none of which an index gives in the list's order. */
gboolean desk_list_is_broad (const DeskListAsk *ask, const DeskListSort *sort);
const char *desk_list_get_value (const DeskListAsk *ask, const char *name);

G_END_DECLS
