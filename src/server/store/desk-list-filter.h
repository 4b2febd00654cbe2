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
/* Adds what may be seen, and checks the filters and adds each as " AND ...". @is_walked: rows are walked in the list's
 * order and each is looked at, instead of gathering all that may be seen. */
gboolean desk_list_add_filters (const DeskListAsk *ask, gboolean is_walked, DeskSql *sql, GError **error);
const char *desk_list_get_value (const DeskListAsk *ask, const char *name);

G_END_DECLS
