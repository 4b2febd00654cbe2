/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-dialect.h"

static const char *const words[DESK_DB_N_SQL][DESK_DB_N_DIALECTS] = {
  /* SQLite's one writer commits in the order of its numbers, so that nothing below what is seen is yet to come. */
  [DESK_DB_SQL_FEED_HORIZON] = { "9223372036854775807",
                                 "(CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) << 16)" },
  [DESK_DB_SQL_GREATEST] = { "max", "greatest" },
  [DESK_DB_SQL_FOR_UPDATE] = { "", "FOR UPDATE" },
  [DESK_DB_SQL_TABLE_EXISTS] = { "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
                                 "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1" },
  /* Any number does, as long as it is always this one. */
  [DESK_DB_SQL_LOCK_SCHEMA] = { "SELECT 1", "SELECT pg_advisory_xact_lock(7234518230541)" },
  [DESK_DB_SQL_TRIGGERS] = { "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = $1",
                             "SELECT NULL, NULL WHERE CAST($1 AS text) IS NULL" },
  [DESK_DB_SQL_FILL_ROOM] = { "PRAGMA cache_size=-262144; PRAGMA wal_autocheckpoint=65536", "SELECT 1" },
};

/**
 * desk_db_dialect_get_sql:
 * @dialect: an engine's SQL
 * @which: what is to be said
 *
 * Returns: how @dialect says it
 */
const char *
desk_db_dialect_get_sql (DeskDbDialect dialect, DeskDbSql which)
{
  g_return_val_if_fail (dialect < DESK_DB_N_DIALECTS && which < DESK_DB_N_SQL, "");

  return words[which][dialect];
}
