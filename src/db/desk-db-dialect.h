/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db-types.h"

G_BEGIN_DECLS

typedef enum
{
  DESK_DB_DIALECT_SQLITE,
  DESK_DB_DIALECT_POSTGRESQL,
  DESK_DB_N_DIALECTS,
} DeskDbDialect;

const char *desk_db_dialect_get_sql (DeskDbDialect dialect, DeskDbSql which);

G_END_DECLS
