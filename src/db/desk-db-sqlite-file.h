/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "db/desk-db-types.h"

G_BEGIN_DECLS

sqlite3 *desk_db_sqlite_file_open (const char *path, DeskDbMode mode, gboolean is_file, GError **error);
gboolean desk_db_sqlite_file_run (sqlite3 *db, const char *sql, GError **error);
gboolean desk_db_sqlite_fail (sqlite3 *db, int result, GError **error);

G_END_DECLS
