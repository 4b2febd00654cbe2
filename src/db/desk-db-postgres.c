/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-postgres.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "core/desk-error.h"
#include "db/desk-db-postgres-error.h"

#define CONNECTIONS 8
#define OLDEST_SERVER 130000 /* the first with pg_current_xact_id() */

/* A transaction forgotten open would hold up the change feed of everybody. Names are in the schema of the connection.
 */
#define SET_UP                                                                                                         \
  "SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '30s'; SET timezone = 'UTC';"                   \
  "SET standard_conforming_strings = on; SET synchronous_commit = on"

/* All processes listen to this one, whose payload is the channel. */
#define CHANNEL "deskbell"

#define SEQ_BITS 16

typedef struct
{
  DeskDbStatement base;
  char name[16];
  const char **values; /* owned; the texts are the parameters' */
  char (*digits)[40];  /* owned: numbers, written out; G_ASCII_DTOSTR_BUF_SIZE is 39 */
  PGresult *result;    /* owned: all rows */
  int row;
} PostgresStatement;

struct _DeskDbPostgres
{
  DeskDbDriver parent_instance;

  PGconn *connection; /* owned */
  guint n_prepared;   /* for their names */

  gint64 seq_base; /* of this transaction, 0 before the first */
  guint n_seqs;
};

G_DEFINE_FINAL_TYPE (DeskDbPostgres, desk_db_postgres, DESK_TYPE_DB_DRIVER)

static void
on_notice_cb (void *data, const PGresult *result)
{
  g_debug ("PostgreSQL: %s", PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY));
}

static gboolean
is_success (PGresult *result)
{
  ExecStatusType status = PQresultStatus (result);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

static gboolean
run_command (DeskDbPostgres *self, const char *sql, GError **error)
{
  PGresult *result = PQexec (self->connection, sql);

  if (!is_success (result))
    return desk_db_postgres_fail (DESK_DB_DRIVER (self), self->connection, result, error);
  PQclear (result);
  return TRUE;
}

static gboolean
check_server (DeskDbPostgres *self, GError **error)
{
  const char *encoding = PQparameterStatus (self->connection, "server_encoding");

  if (PQserverVersion (self->connection) < OLDEST_SERVER)
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_INVALID, "PostgreSQL 13 or newer was expected, the server is %d.%d",
                   PQserverVersion (self->connection) / 10000, PQserverVersion (self->connection) % 10000);
      return FALSE;
    }
  if (g_strcmp0 (encoding, "UTF8") == 0)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_INVALID, "A database in UTF8 was expected, this one is in %s", encoding);
  return FALSE;
}

static const char *
write_parameter (PostgresStatement *statement, guint parameter)
{
  const DeskDbCell *cell = &statement->base.parameters[parameter];
  char *digits = statement->digits[parameter];

  switch (cell->type)
    {
    case DESK_DB_CELL_TEXT:
      return cell->text;
    case DESK_DB_CELL_INTEGER:
      g_snprintf (digits, sizeof statement->digits[0], "%" G_GINT64_FORMAT, cell->integer);
      return digits;
    case DESK_DB_CELL_FLAG:
      return cell->flag ? "t" : "f";
    case DESK_DB_CELL_DOUBLE:
      return g_ascii_dtostr (digits, sizeof statement->digits[0], cell->number);
    case DESK_DB_CELL_NULL:
    default:
      return NULL;
    }
}

static gboolean
execute (PostgresStatement *statement, GError **error)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (statement->base.driver);
  PGresult *result;

  for (guint i = 0; i < statement->base.n_parameters; i++)
    statement->values[i] = write_parameter (statement, i);
  result = PQexecPrepared (self->connection, statement->name, statement->base.n_parameters, statement->values, NULL,
                           NULL, 0);
  if (!is_success (result))
    return desk_db_postgres_fail (DESK_DB_DRIVER (self), self->connection, result, error);
  statement->result = result;
  statement->row = -1;
  return TRUE;
}

static gboolean
is_true (const char *value)
{
  return value[0] == 't' || (g_ascii_isdigit (value[0]) && g_ascii_strtoll (value, NULL, 10) != 0);
}

static void
collect_notifies (DeskDbPostgres *self, GHashTable *channels)
{
  PGnotify *notify;

  while ((notify = PQnotifies (self->connection)) != NULL)
    {
      /* What this process sent was told here when it was committed. */
      if (notify->be_pid != PQbackendPID (self->connection))
        g_hash_table_add (channels, g_strdup (notify->extra));
      PQfreemem (notify);
    }
}

static gboolean
desk_db_postgres_accepts (const char *url)
{
  return g_str_has_prefix (url, "postgresql://") || g_str_has_prefix (url, "postgres://");
}

static gboolean
desk_db_postgres_is_single (const char *url)
{
  return FALSE;
}

static gboolean
desk_db_postgres_open (DeskDbDriver *driver, const char *url, DeskDbMode mode, GError **error)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (driver);
  const char *const names[] = { "dbname", "client_encoding", "connect_timeout", "fallback_application_name", NULL };
  const char *const values[] = { url, "UTF8", "10", "deskbelld", NULL };

  self->connection = PQconnectdbParams (names, values, 1);
  if (self->connection == NULL || PQstatus (self->connection) != CONNECTION_OK)
    return desk_db_postgres_fail (driver, self->connection, NULL, error);
  PQsetNoticeReceiver (self->connection, on_notice_cb, NULL);
  if (!check_server (self, error) || !run_command (self, SET_UP, error))
    return FALSE;
  /* Every connection of the pool may write; the one that never does is there to listen. */
  return mode == DESK_DB_WRITE || run_command (self, "LISTEN " CHANNEL, error);
}

static void
desk_db_postgres_close (DeskDbDriver *driver)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (driver);

  g_clear_pointer (&self->connection, PQfinish);
  self->n_prepared = 0;
}

/* READ COMMITTED is enough for what writes: each UPDATE sees the newest version of the row that it waits for, versions
 * are compared in the UPDATE itself, and what has to be counted or numbered is a row that the first writer locks.
 * Stricter levels would undo work that does not collide. What only reads keeps to one snapshot, so that a list, its
 * count and the horizon of the feed belong together. */
static gboolean
desk_db_postgres_begin (DeskDbDriver *driver, DeskDbMode mode, GError **error)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (driver);

  self->seq_base = 0;
  self->n_seqs = 0;
  return run_command (self,
                      mode == DESK_DB_READ ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                                           : "BEGIN ISOLATION LEVEL READ COMMITTED",
                      error);
}

static gboolean
desk_db_postgres_is_open (DeskDbDriver *driver)
{
  PGTransactionStatusType status = PQtransactionStatus (DESK_DB_POSTGRES (driver)->connection);

  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static gboolean
desk_db_postgres_commit (DeskDbDriver *driver, GError **error)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (driver);

  if (PQtransactionStatus (self->connection) == PQTRANS_INTRANS)
    return run_command (self, "COMMIT", error);
  /* COMMIT would succeed and roll back. */
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INTERNAL, "Database: the transaction has failed");
  return FALSE;
}

static void
desk_db_postgres_rollback (DeskDbDriver *driver)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (driver);

  if (desk_db_postgres_is_open (driver) && !run_command (self, "ROLLBACK", NULL))
    desk_db_driver_set_lost (driver);
}

static gboolean
desk_db_postgres_savepoint (DeskDbDriver *driver, DeskDbSavepoint step, GError **error)
{
  static const char *const commands[] = {
    [DESK_DB_SAVEPOINT_SET] = "SAVEPOINT work",
    [DESK_DB_SAVEPOINT_RELEASE] = "RELEASE SAVEPOINT work",
    [DESK_DB_SAVEPOINT_ROLLBACK] = "ROLLBACK TO SAVEPOINT work; RELEASE SAVEPOINT work",
  };

  return run_command (DESK_DB_POSTGRES (driver), commands[step], error);
}

static gboolean
desk_db_postgres_run_script (DeskDbDriver *driver, const char *sql, GError **error)
{
  return run_command (DESK_DB_POSTGRES (driver), sql, error);
}

static gboolean
desk_db_postgres_next_seq (DeskDbDriver *driver, gint64 *seq, GError **error)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (driver);

  if (self->seq_base == 0)
    {
      PGresult *result = PQexec (self->connection, "SELECT CAST(pg_current_xact_id() AS text)");

      if (PQresultStatus (result) != PGRES_TUPLES_OK)
        return desk_db_postgres_fail (driver, self->connection, result, error);
      self->seq_base = g_ascii_strtoll (PQgetvalue (result, 0, 0), NULL, 10) << SEQ_BITS;
      PQclear (result);
    }
  if (self->n_seqs >= 1 << SEQ_BITS)
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_TOO_LARGE, "One transaction may write %d entities, this has more",
                   1 << SEQ_BITS);
      return FALSE;
    }
  *seq = self->seq_base + self->n_seqs++;
  return TRUE;
}

static DeskDbStatement *
desk_db_postgres_prepare (DeskDbDriver *driver, const char *sql, guint n_parameters, GError **error)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (driver);
  PostgresStatement *statement;
  PGresult *result;
  char name[16];

  g_snprintf (name, sizeof name, "s%u", ++self->n_prepared);
  result = PQprepare (self->connection, name, sql, 0, NULL);
  if (!is_success (result))
    {
      desk_db_postgres_fail (driver, self->connection, result, error);
      return NULL;
    }
  PQclear (result);
  statement = g_new0 (PostgresStatement, 1);
  memcpy (statement->name, name, sizeof name);
  statement->values = g_new0 (const char *, MAX (n_parameters, 1));
  statement->digits = g_malloc (MAX (n_parameters, 1) * sizeof statement->digits[0]);
  return &statement->base;
}

/* All rows come with the first step, so that other statements can run while these are looked at. */
static gboolean
desk_db_postgres_step (DeskDbStatement *base, GError **error)
{
  PostgresStatement *statement = (PostgresStatement *) base;

  if (!base->is_begun && !execute (statement, error))
    return FALSE;
  if (++statement->row < PQntuples (statement->result))
    return TRUE;
  /* Of rows that were only read there is nothing to say. */
  desk_db_driver_set_changes (base->driver, g_str_has_prefix (PQcmdStatus (statement->result), "SELECT")
                                                ? 0
                                                : g_ascii_strtoll (PQcmdTuples (statement->result), NULL, 10));
  return FALSE;
}

static void
desk_db_postgres_column (DeskDbStatement *base, guint column, DeskDbCellType wanted, DeskDbCell *cell)
{
  PostgresStatement *statement = (PostgresStatement *) base;
  char *value;

  *cell = (DeskDbCell){ .type = DESK_DB_CELL_NULL };
  if ((int) column >= PQnfields (statement->result) || PQgetisnull (statement->result, statement->row, column))
    return;
  value = PQgetvalue (statement->result, statement->row, column);
  cell->type = wanted;
  switch (wanted)
    {
    case DESK_DB_CELL_TEXT:
      cell->text = value;
      break;
    case DESK_DB_CELL_INTEGER:
      cell->integer = value[0] == 't' ? 1 : g_ascii_strtoll (value, NULL, 10);
      break;
    case DESK_DB_CELL_FLAG:
      cell->flag = is_true (value);
      break;
    case DESK_DB_CELL_DOUBLE:
      cell->number = g_ascii_strtod (value, NULL);
      break;
    case DESK_DB_CELL_NULL:
    default:
      break;
    }
}

static void
desk_db_postgres_reset (DeskDbStatement *base)
{
  g_clear_pointer (&((PostgresStatement *) base)->result, PQclear);
}

/* The server forgets it with the connection, or here, unless the transaction has failed. */
static void
desk_db_postgres_discard (DeskDbStatement *base)
{
  PostgresStatement *statement = (PostgresStatement *) base;
  DeskDbPostgres *self = DESK_DB_POSTGRES (base->driver);

  if (PQtransactionStatus (self->connection) == PQTRANS_INTRANS)
    {
      char command[32];

      g_snprintf (command, sizeof command, "DEALLOCATE %s", statement->name);
      PQclear (PQexec (self->connection, command));
    }
  desk_db_postgres_reset (base);
  g_free (statement->values);
  g_free (statement->digits);
  g_free (statement);
}

static gboolean
desk_db_postgres_notify (DeskDbDriver *driver, const char *channel, GError **error)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (driver);
  const char *values[] = { CHANNEL, channel };
  PGresult *result;

  result = PQexecParams (self->connection, "SELECT pg_notify($1, $2)", 2, NULL, values, NULL, NULL, 0);
  if (!is_success (result))
    return desk_db_postgres_fail (driver, self->connection, result, error);
  PQclear (result);
  return TRUE;
}

static gboolean
desk_db_postgres_wait_for_notify (DeskDbDriver *driver, int wake_fd, GHashTable *channels, GError **error)
{
  DeskDbPostgres *self = DESK_DB_POSTGRES (driver);

  collect_notifies (self, channels);
  while (g_hash_table_size (channels) == 0)
    {
      struct pollfd fds[] = {
        { .fd = PQsocket (self->connection), .events = POLLIN },
        { .fd = wake_fd, .events = POLLIN },
      };

      if (poll (fds, G_N_ELEMENTS (fds), -1) < 0 && errno != EINTR)
        {
          g_set_error (error, DESK_ERROR, DESK_ERROR_INTERNAL, "poll: %s", g_strerror (errno));
          return FALSE;
        }
      if (fds[0].revents != 0 && !PQconsumeInput (self->connection))
        return desk_db_postgres_fail (driver, self->connection, NULL, error);
      collect_notifies (self, channels);
      if (fds[1].revents != 0)
        break;
    }
  return TRUE;
}

static void
desk_db_postgres_class_init (DeskDbPostgresClass *klass)
{
  DeskDbDriverClass *driver_class = DESK_DB_DRIVER_CLASS (klass);

  driver_class->name = "postgresql";
  driver_class->dialect = DESK_DB_DIALECT_POSTGRESQL;
  driver_class->max_group = 1;
  driver_class->n_writers = CONNECTIONS;
  driver_class->n_readers = 0;
  driver_class->accepts = desk_db_postgres_accepts;
  driver_class->is_single = desk_db_postgres_is_single;
  driver_class->open = desk_db_postgres_open;
  driver_class->close = desk_db_postgres_close;
  driver_class->begin = desk_db_postgres_begin;
  driver_class->commit = desk_db_postgres_commit;
  driver_class->rollback = desk_db_postgres_rollback;
  driver_class->savepoint = desk_db_postgres_savepoint;
  driver_class->is_open = desk_db_postgres_is_open;
  driver_class->run_script = desk_db_postgres_run_script;
  driver_class->next_seq = desk_db_postgres_next_seq;
  driver_class->prepare = desk_db_postgres_prepare;
  driver_class->step = desk_db_postgres_step;
  driver_class->column = desk_db_postgres_column;
  driver_class->reset = desk_db_postgres_reset;
  driver_class->discard = desk_db_postgres_discard;
  driver_class->notify = desk_db_postgres_notify;
  driver_class->wait_for_notify = desk_db_postgres_wait_for_notify;
}

static void
desk_db_postgres_init (DeskDbPostgres *self)
{
}
