/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db-driver.h"

G_BEGIN_DECLS

/* PostgreSQL, over libpq. */
#define DESK_TYPE_DB_POSTGRES (desk_db_postgres_get_type ())
G_DECLARE_FINAL_TYPE (DeskDbPostgres, desk_db_postgres, DESK, DB_POSTGRES, DeskDbDriver)

G_END_DECLS
