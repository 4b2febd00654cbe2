/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db-driver.h"

G_BEGIN_DECLS

/* SQLite in one file, or in memory. */
#define DESK_TYPE_DB_SQLITE (desk_db_sqlite_get_type ())
G_DECLARE_FINAL_TYPE (DeskDbSqlite, desk_db_sqlite, DESK, DB_SQLITE, DeskDbDriver)

G_END_DECLS
