/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* What is counted. */
#define DESK_NUMBER_QUERY "query"
#define DESK_NUMBER_TICKET "ticket"

/* How many there were of @name in @year, with the one that is made now; 0 when it failed. The count is held until the
 * transaction ends and goes back when it is rolled back, so that there is no gap and no double. */
gint64 desk_numbers_next (DeskDbTransaction *db, const char *name, int year, GError **error);
gboolean desk_numbers_set (DeskDbTransaction *db, const char *name, int year, gint64 n, GError **error);

G_END_DECLS
