/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-sqlite.h"

#include <string.h>

#include "core/desk-error.h"
#include "db/desk-db-sqlite-file.h"

/* What is said over and over again is prepared once. */
typedef enum
{
  COMMAND_BEGIN_READ,
  COMMAND_BEGIN_WRITE,
  COMMAND_COMMIT,
  COMMAND_ROLLBACK,
  COMMAND_SAVEPOINT,
  COMMAND_RELEASE,
  COMMAND_ROLLBACK_TO,
  COMMAND_GET_SEQ,
  COMMAND_SET_SEQ,
  N_COMMANDS,
} Command;

typedef struct
{
  DeskDbStatement base;
  sqlite3_stmt *stmt; /* owned */
  int *places;        /* owned: SQLite numbers parameters as they first appear, not by their names */
  int changes_before;
} SqliteStatement;

struct _DeskDbSqlite
{
  DeskDbDriver parent_instance;

  /* owned */
  sqlite3 *db;
  sqlite3_stmt *commands[N_COMMANDS];

  gint64 seq; /* the last that was given away, once is_seq_read */
  gboolean is_seq_read;
  gboolean is_seq_used;
  gboolean is_single;
  gboolean is_read_only;
};

G_DEFINE_FINAL_TYPE (DeskDbSqlite, desk_db_sqlite, DESK_TYPE_DB_DRIVER)

static const char *const command_sql[N_COMMANDS] = {
  [COMMAND_BEGIN_READ] = "BEGIN",
  [COMMAND_BEGIN_WRITE] = "BEGIN IMMEDIATE",
  [COMMAND_COMMIT] = "COMMIT",
  [COMMAND_ROLLBACK] = "ROLLBACK",
  [COMMAND_SAVEPOINT] = "SAVEPOINT work",
  [COMMAND_RELEASE] = "RELEASE work",
  [COMMAND_ROLLBACK_TO] = "ROLLBACK TO work",
  [COMMAND_GET_SEQ] = "SELECT seq FROM feed_counter",
  [COMMAND_SET_SEQ] =
      "INSERT INTO feed_counter (id, seq) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq",
};

static gboolean
run_command (DeskDbSqlite *self, Command command, GError **error)
{
  sqlite3_stmt *stmt = self->commands[command];
  int result = sqlite3_step (stmt);

  if (result != SQLITE_DONE)
    desk_db_sqlite_fail (self->db, result, error);
  sqlite3_reset (stmt);
  return result == SQLITE_DONE;
}

static gboolean
prepare_commands (DeskDbSqlite *self, GError **error)
{
  for (guint i = 0; i < N_COMMANDS; i++)
    {
      int result =
          sqlite3_prepare_v3 (self->db, command_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &self->commands[i], NULL);

      if (result != SQLITE_OK)
        return desk_db_sqlite_fail (self->db, result, error);
    }
  return TRUE;
}

static gboolean
store_seq (DeskDbSqlite *self, GError **error)
{
  if (!self->is_seq_used)
    return TRUE;
  self->is_seq_used = FALSE;
  sqlite3_bind_int64 (self->commands[COMMAND_SET_SEQ], 1, self->seq);
  return run_command (self, COMMAND_SET_SEQ, error);
}

/* With one connection for everything, a transaction that reads is held to it by a switch. */
static gboolean
set_read_only (DeskDbSqlite *self, gboolean is_read_only, GError **error)
{
  if (!self->is_single || self->is_read_only == is_read_only)
    return TRUE;
  self->is_read_only = is_read_only;
  return desk_db_sqlite_file_run (self->db, is_read_only ? "PRAGMA query_only=ON" : "PRAGMA query_only=OFF", error);
}

static void
bind_parameters (SqliteStatement *statement)
{
  for (guint i = 0; i < statement->base.n_parameters; i++)
    {
      const DeskDbCell *cell = &statement->base.parameters[i];
      int place = statement->places[i];

      if (place == 0)
        continue;
      switch (cell->type)
        {
        case DESK_DB_CELL_TEXT:
          sqlite3_bind_text (statement->stmt, place, cell->text, -1, SQLITE_STATIC);
          break;
        case DESK_DB_CELL_INTEGER:
          sqlite3_bind_int64 (statement->stmt, place, cell->integer);
          break;
        case DESK_DB_CELL_FLAG:
          sqlite3_bind_int (statement->stmt, place, cell->flag ? 1 : 0);
          break;
        case DESK_DB_CELL_DOUBLE:
          sqlite3_bind_double (statement->stmt, place, cell->number);
          break;
        case DESK_DB_CELL_NULL:
        default:
          sqlite3_bind_null (statement->stmt, place);
        }
    }
}

/* "$1::int" would be a parameter of that name, which nobody ever sets. */
static gboolean
check_parameters (sqlite3_stmt *stmt, GError **error)
{
  for (int i = 1; i <= sqlite3_bind_parameter_count (stmt); i++)
    {
      const char *name = sqlite3_bind_parameter_name (stmt, i);

      if (name != NULL && name[0] == '$' && name[1] != '\0' && strspn (name + 1, "0123456789") == strlen (name + 1))
        continue;
      g_set_error (error, DESK_ERROR, DESK_ERROR_INTERNAL, "Database: parameters are $1 to $n, not %s",
                   name != NULL ? name : "?");
      return FALSE;
    }
  return TRUE;
}

static int *
find_places (sqlite3_stmt *stmt, guint n_parameters)
{
  int *places = g_new0 (int, MAX (n_parameters, 1));

  for (guint i = 0; i < n_parameters; i++)
    {
      char name[16];

      g_snprintf (name, sizeof name, "$%u", i + 1);
      places[i] = sqlite3_bind_parameter_index (stmt, name);
    }
  return places;
}

static gboolean
desk_db_sqlite_accepts (const char *url)
{
  return strstr (url, "://") == NULL;
}

static gboolean
desk_db_sqlite_is_single (const char *url)
{
  return g_str_equal (url, ":memory:");
}

static gboolean
desk_db_sqlite_open (DeskDbDriver *driver, const char *url, DeskDbMode mode, GError **error)
{
  DeskDbSqlite *self = DESK_DB_SQLITE (driver);

  self->is_single = desk_db_sqlite_is_single (url);
  self->is_read_only = mode == DESK_DB_READ;
  self->db = desk_db_sqlite_file_open (url, mode, !self->is_single, error);
  return self->db != NULL && prepare_commands (self, error);
}

static void
desk_db_sqlite_close (DeskDbDriver *driver)
{
  DeskDbSqlite *self = DESK_DB_SQLITE (driver);

  for (guint i = 0; i < N_COMMANDS; i++)
    g_clear_pointer (&self->commands[i], sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close);
}

static gboolean
desk_db_sqlite_begin (DeskDbDriver *driver, DeskDbMode mode, GError **error)
{
  DeskDbSqlite *self = DESK_DB_SQLITE (driver);

  self->is_seq_read = FALSE;
  self->is_seq_used = FALSE;
  return set_read_only (self, mode == DESK_DB_READ, error)
         && run_command (self, mode == DESK_DB_READ ? COMMAND_BEGIN_READ : COMMAND_BEGIN_WRITE, error);
}

static gboolean
desk_db_sqlite_commit (DeskDbDriver *driver, GError **error)
{
  DeskDbSqlite *self = DESK_DB_SQLITE (driver);

  return store_seq (self, error) && run_command (self, COMMAND_COMMIT, error);
}

static gboolean
desk_db_sqlite_is_open (DeskDbDriver *driver)
{
  return !sqlite3_get_autocommit (DESK_DB_SQLITE (driver)->db);
}

static void
desk_db_sqlite_rollback (DeskDbDriver *driver)
{
  if (desk_db_sqlite_is_open (driver))
    run_command (DESK_DB_SQLITE (driver), COMMAND_ROLLBACK, NULL);
}

static gboolean
desk_db_sqlite_savepoint (DeskDbDriver *driver, DeskDbSavepoint step, GError **error)
{
  DeskDbSqlite *self = DESK_DB_SQLITE (driver);

  if (step == DESK_DB_SAVEPOINT_SET)
    return run_command (self, COMMAND_SAVEPOINT, error);
  if (step == DESK_DB_SAVEPOINT_ROLLBACK && !run_command (self, COMMAND_ROLLBACK_TO, error))
    return FALSE;
  return run_command (self, COMMAND_RELEASE, error);
}

static gboolean
desk_db_sqlite_run_script (DeskDbDriver *driver, const char *sql, GError **error)
{
  return desk_db_sqlite_file_run (DESK_DB_SQLITE (driver)->db, sql, error);
}

/* Another process may have written since the last transaction, so that the counter is read once in each. */
static gboolean
desk_db_sqlite_next_seq (DeskDbDriver *driver, gint64 *seq, GError **error)
{
  DeskDbSqlite *self = DESK_DB_SQLITE (driver);

  if (!self->is_seq_read)
    {
      sqlite3_stmt *stmt = self->commands[COMMAND_GET_SEQ];
      int result = sqlite3_step (stmt);

      if (result != SQLITE_ROW && result != SQLITE_DONE)
        {
          desk_db_sqlite_fail (self->db, result, error);
          sqlite3_reset (stmt);
          return FALSE;
        }
      self->seq = result == SQLITE_ROW ? sqlite3_column_int64 (stmt, 0) : 0;
      self->is_seq_read = TRUE;
      sqlite3_reset (stmt);
    }
  self->is_seq_used = TRUE;
  *seq = ++self->seq;
  return TRUE;
}

static DeskDbStatement *
desk_db_sqlite_prepare (DeskDbDriver *driver, const char *sql, guint n_parameters, GError **error)
{
  DeskDbSqlite *self = DESK_DB_SQLITE (driver);
  SqliteStatement *statement;
  sqlite3_stmt *stmt = NULL;
  const char *rest = NULL;
  int result = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, &rest);

  if (result != SQLITE_OK)
    {
      desk_db_sqlite_fail (self->db, result, error);
      return NULL;
    }
  if (stmt == NULL || rest[strspn (rest, " \t\r\n;")] != '\0')
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INTERNAL, "Database: one statement was expected");
      sqlite3_finalize (stmt);
      return NULL;
    }
  if (!check_parameters (stmt, error))
    {
      sqlite3_finalize (stmt);
      return NULL;
    }
  statement = g_new0 (SqliteStatement, 1);
  statement->stmt = stmt;
  statement->places = find_places (stmt, n_parameters);
  return &statement->base;
}

static gboolean
desk_db_sqlite_step (DeskDbStatement *base, GError **error)
{
  SqliteStatement *statement = (SqliteStatement *) base;
  DeskDbSqlite *self = DESK_DB_SQLITE (base->driver);
  int result;

  if (!base->is_begun)
    {
      bind_parameters (statement);
      statement->changes_before = sqlite3_total_changes (self->db);
    }
  result = sqlite3_step (statement->stmt);
  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    {
      desk_db_sqlite_fail (self->db, result, error);
      sqlite3_reset (statement->stmt);
      return FALSE;
    }
  /* What does not write rows leaves the count of the statement before it. */
  desk_db_driver_set_changes (base->driver, sqlite3_total_changes (self->db) == statement->changes_before
                                                ? 0
                                                : sqlite3_changes64 (self->db));
  return FALSE;
}

static void
desk_db_sqlite_column (DeskDbStatement *base, guint column, DeskDbCellType wanted, DeskDbCell *cell)
{
  sqlite3_stmt *stmt = ((SqliteStatement *) base)->stmt;

  *cell = (DeskDbCell){ .type = DESK_DB_CELL_NULL };
  if (wanted == DESK_DB_CELL_TEXT)
    {
      cell->text = (char *) sqlite3_column_text (stmt, column);
      cell->type = cell->text != NULL ? DESK_DB_CELL_TEXT : DESK_DB_CELL_NULL;
      return;
    }
  if (sqlite3_column_type (stmt, column) == SQLITE_NULL)
    return;
  cell->type = wanted;
  switch (wanted)
    {
    case DESK_DB_CELL_INTEGER:
      cell->integer = sqlite3_column_int64 (stmt, column);
      break;
    case DESK_DB_CELL_FLAG:
      cell->flag = sqlite3_column_int64 (stmt, column) != 0;
      break;
    case DESK_DB_CELL_DOUBLE:
      cell->number = sqlite3_column_double (stmt, column);
      break;
    case DESK_DB_CELL_TEXT:
    case DESK_DB_CELL_NULL:
    default:
      break;
    }
}

static void
desk_db_sqlite_reset (DeskDbStatement *base)
{
  sqlite3_reset (((SqliteStatement *) base)->stmt);
}

static void
desk_db_sqlite_discard (DeskDbStatement *base)
{
  SqliteStatement *statement = (SqliteStatement *) base;

  sqlite3_finalize (statement->stmt);
  g_free (statement->places);
  g_free (statement);
}

static void
desk_db_sqlite_class_init (DeskDbSqliteClass *klass)
{
  DeskDbDriverClass *driver_class = DESK_DB_DRIVER_CLASS (klass);

  /* Nobody asks SQLite how much memory it has; counting it takes a lock of all threads for each piece. It is refused,
   * and does no harm, where somebody else in the process has used SQLite before. */
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  driver_class->name = "sqlite";
  driver_class->dialect = DESK_DB_DIALECT_SQLITE;
  driver_class->max_group = 256;
  driver_class->n_writers = 1;
  driver_class->n_readers = 3;
  driver_class->reads_at_once = TRUE;
  driver_class->accepts = desk_db_sqlite_accepts;
  driver_class->is_single = desk_db_sqlite_is_single;
  driver_class->open = desk_db_sqlite_open;
  driver_class->close = desk_db_sqlite_close;
  driver_class->begin = desk_db_sqlite_begin;
  driver_class->commit = desk_db_sqlite_commit;
  driver_class->rollback = desk_db_sqlite_rollback;
  driver_class->savepoint = desk_db_sqlite_savepoint;
  driver_class->is_open = desk_db_sqlite_is_open;
  driver_class->run_script = desk_db_sqlite_run_script;
  driver_class->next_seq = desk_db_sqlite_next_seq;
  driver_class->prepare = desk_db_sqlite_prepare;
  driver_class->step = desk_db_sqlite_step;
  driver_class->column = desk_db_sqlite_column;
  driver_class->reset = desk_db_sqlite_reset;
  driver_class->discard = desk_db_sqlite_discard;
}

static void
desk_db_sqlite_init (DeskDbSqlite *self)
{
}
