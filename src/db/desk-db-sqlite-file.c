/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-sqlite-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/desk-error.h"

#define BUSY_TIMEOUT 10000 /* milliseconds; only other processes on the same file make one wait */

static DeskErrorCode
get_error_code (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_CONSTRAINT:
      return DESK_ERROR_CONFLICT;
    case SQLITE_TOOBIG:
      return DESK_ERROR_TOO_LARGE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
      return DESK_ERROR_UNAVAILABLE;
    default:
      return DESK_ERROR_INTERNAL;
    }
}

/* SQLite gives its other files the permissions of the first one. */
static gboolean
create_file (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "The database %s can't be opened: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static gboolean
set_up (sqlite3 *db, DeskDbMode mode, GError **error)
{
  const struct
  {
    int option;
    int value;
  } options[] = {
    { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
    /* Else triggers could not keep full text tables, which 3.40 takes for unsafe. Nothing that reaches out of the
     * database can be called from a schema: extensions can't be loaded, and no functions are added. */
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1 },
    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    /* A misspelt column in double quotes would be a text. */
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },
  };

  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, BUSY_TIMEOUT);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    sqlite3_db_config (db, options[i].option, options[i].value, NULL);

  if (mode == DESK_DB_WRITE
      && !desk_db_sqlite_file_run (
          db,
          "PRAGMA journal_mode=WAL;"
          "PRAGMA synchronous=FULL;"
          "PRAGMA wal_autocheckpoint=4000;"
          "PRAGMA journal_size_limit=67108864;"
          "CREATE TABLE IF NOT EXISTS feed_counter (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL)",
          error))
    return FALSE;
  /* The kernel caches the file for all connections. Mapping it instead is no faster, makes every page that was ever
   * looked at the program's own, and turns a failing disk into a crash. */
  if (!desk_db_sqlite_file_run (db, "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY", error)
      || !desk_db_sqlite_file_run (db, mode == DESK_DB_WRITE ? "PRAGMA cache_size=-16384" : "PRAGMA cache_size=-4096",
                                   error))
    return FALSE;
  return mode == DESK_DB_WRITE || desk_db_sqlite_file_run (db, "PRAGMA query_only=ON", error);
}

/**
 * desk_db_sqlite_file_open:
 * @path: the file, or ":memory:"
 * @mode: whether this connection ever writes
 * @is_file: whether @path is a file, which is made for its owner alone when it is not there
 * @error: %DESK_ERROR_UNAVAILABLE when it can't be opened, %DESK_ERROR_INTERNAL when it is no database
 *
 * Opens a connection with the settings that all of ours have.
 *
 * Returns: (transfer full): the connection, or %NULL
 */
sqlite3 *
desk_db_sqlite_file_open (const char *path, DeskDbMode mode, gboolean is_file, GError **error)
{
  sqlite3 *db = NULL;
  int result;

  if (is_file && mode == DESK_DB_WRITE && !create_file (path, error))
    return NULL;
  result = sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
  if (result != SQLITE_OK)
    desk_db_sqlite_fail (db, result, error);
  else if (set_up (db, mode, error))
    return db;
  sqlite3_close (db);
  return NULL;
}

/**
 * desk_db_sqlite_file_run:
 * @db: a connection
 * @sql: statements, without parameters
 * @error: what failed
 *
 * Returns: whether all of them ran
 */
gboolean
desk_db_sqlite_file_run (sqlite3 *db, const char *sql, GError **error)
{
  int result = sqlite3_exec (db, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || desk_db_sqlite_fail (db, result, error);
}

/**
 * desk_db_sqlite_fail:
 * @db: (nullable): the connection
 * @result: what SQLite answered
 * @error: gets the cause
 *
 * Returns: %FALSE
 */
gboolean
desk_db_sqlite_fail (sqlite3 *db, int result, GError **error)
{
  const char *message = db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (result);

  if ((result & 0xff) == SQLITE_CONSTRAINT)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, message);
  else
    g_set_error (error, DESK_ERROR, get_error_code (result), "Database: %s", message);
  return FALSE;
}
