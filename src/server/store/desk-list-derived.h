/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/desk-list.h"
#include "server/store/desk-sql.h"

G_BEGIN_DECLS

/* Checks the filters that are no fields, where a kind has them, and adds each as " AND ...": created_from, created_to,
 * updated_from, updated_to; tag, source and order_number of a ticket; is_overdue, is_waiting, has_unread, is_read. */
gboolean desk_list_add_derived (const DeskListAsk *ask, DeskSql *sql, GError **error);

/* The condition that a ticket "t" is overdue at an instant, and that something in a thread "t" is not read. */
void desk_list_add_is_overdue (DeskSql *sql, gint64 now);
void desk_list_add_has_unread (DeskSql *sql, const DeskViewer *viewer);

G_END_DECLS
