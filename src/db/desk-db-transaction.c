/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-transaction.h"

#include "core/desk-error.h"
#include "db/desk-db-transaction-private.h"

typedef struct
{
  GFunc function;
  gpointer data;
  GDestroyNotify destroy;
} AfterCommit;

static void
free_after_commit (gpointer data)
{
  AfterCommit *after = data;

  if (after->destroy != NULL)
    after->destroy (after->data);
  g_free (after);
}

static DeskDbDriverClass *
get_class (DeskDbTransaction *transaction)
{
  return DESK_DB_DRIVER_GET_CLASS (transaction->driver);
}

/* The first failure is the cause, those that follow are mostly its consequences. */
static gboolean
keep_failure (DeskDbTransaction *transaction, GError *failure, GError **error)
{
  if (transaction->failure == NULL)
    transaction->failure = g_error_copy (failure);
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
call_work (DeskDbTransaction *self, DeskDbWork work, gpointer data, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!work (self, data, &local_error))
    {
      if (local_error == NULL && self->failure != NULL)
        local_error = g_error_copy (self->failure);
      if (local_error == NULL)
        local_error = g_error_new_literal (DESK_ERROR, DESK_ERROR_INTERNAL, "The work failed without saying why");
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (self->failure == NULL && get_class (self)->is_open (self->driver))
    return TRUE;
  if (self->failure == NULL)
    self->failure = g_error_new_literal (DESK_ERROR, DESK_ERROR_INTERNAL, "The work ended its own transaction");
  g_propagate_error (error, g_error_copy (self->failure));
  return FALSE;
}

/**
 * desk_db_transaction_new:
 * @driver: a connection with an open transaction
 * @mode: what it may do
 *
 * Returns: (transfer full): the transaction as work sees it
 */
DeskDbTransaction *
desk_db_transaction_new (DeskDbDriver *driver, DeskDbMode mode)
{
  DeskDbTransaction *self = g_new0 (DeskDbTransaction, 1);

  self->driver = driver;
  self->mode = mode;
  self->after = g_ptr_array_new_with_free_func (free_after_commit);
  self->channels = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * desk_db_transaction_free:
 * @self: a transaction that has ended
 */
void
desk_db_transaction_free (DeskDbTransaction *self)
{
  g_ptr_array_unref (self->after);
  g_ptr_array_unref (self->channels);
  g_clear_error (&self->failure);
  g_free (self);
}

/**
 * desk_db_transaction_work:
 * @self: an open transaction
 * @work: what to do in it
 * @data: for @work
 * @error: why it has to be rolled back
 *
 * Returns: whether it may be committed
 */
gboolean
desk_db_transaction_work (DeskDbTransaction *self, DeskDbWork work, gpointer data, GError **error)
{
  return call_work (self, work, data, error);
}

/**
 * desk_db_transaction_announce:
 * @self: a transaction that is durable
 * @db: what the functions get as second argument
 *
 * Runs what waited for the commit.
 */
void
desk_db_transaction_announce (DeskDbTransaction *self, gpointer db)
{
  self->is_announcing = TRUE;
  for (guint i = 0; i < self->after->len; i++)
    {
      AfterCommit *after = self->after->pdata[i];

      after->function (after->data, db);
    }
}

/**
 * desk_db_after_commit:
 * @transaction: an open transaction
 * @function: called with @data and the #DeskDb, on the database thread, when the transaction is durable
 * @data: for @function
 * @destroy: (nullable): frees @data, whether @function was called or the transaction was rolled back
 */
void
desk_db_after_commit (DeskDbTransaction *transaction, GFunc function, gpointer data, GDestroyNotify destroy)
{
  AfterCommit *after;

  g_return_if_fail (transaction != NULL && !transaction->is_announcing && function != NULL);

  after = g_new0 (AfterCommit, 1);
  after->function = function;
  after->data = data;
  after->destroy = destroy;
  g_ptr_array_add (transaction->after, after);
}

/**
 * desk_db_notify:
 * @transaction: an open transaction
 * @channel: a name of less than 200 bytes
 *
 * Has #DeskDb::notified emitted with @channel after the commit, here and in every other process on the same PostgreSQL.
 */
void
desk_db_notify (DeskDbTransaction *transaction, const char *channel)
{
  g_return_if_fail (transaction != NULL && !transaction->is_announcing && channel != NULL && *channel != '\0');

  if (!g_ptr_array_find_with_equal_func (transaction->channels, channel, g_str_equal, NULL))
    g_ptr_array_add (transaction->channels, g_strdup (channel));
}

/**
 * desk_db_attempt:
 * @transaction: an open transaction
 * @work: a part of it
 * @data: for @work
 * @error: why that part was undone
 *
 * Runs @work so that only it is undone when it fails. Attempts may stand in attempts.
 *
 * Returns: whether @work succeeded
 */
gboolean
desk_db_attempt (DeskDbTransaction *transaction, DeskDbWork work, gpointer data, GError **error)
{
  DeskDbDriverClass *driver_class;
  g_autoptr (GError) local_error = NULL;
  guint n_after;
  guint n_channels;

  g_return_val_if_fail (transaction != NULL && work != NULL, FALSE);

  driver_class = get_class (transaction);
  n_after = transaction->after->len;
  n_channels = transaction->channels->len;
  if (transaction->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (transaction->failure));
      return FALSE;
    }
  if (!driver_class->savepoint (transaction->driver, DESK_DB_SAVEPOINT_SET, &local_error))
    return keep_failure (transaction, g_steal_pointer (&local_error), error);
  if (call_work (transaction, work, data, error))
    {
      if (driver_class->savepoint (transaction->driver, DESK_DB_SAVEPOINT_RELEASE, &local_error))
        return TRUE;
      return keep_failure (transaction, g_steal_pointer (&local_error), error);
    }

  g_ptr_array_set_size (transaction->after, n_after);
  g_ptr_array_set_size (transaction->channels, n_channels);
  /* A transaction that was undone, or that is gone, stays failed. */
  if (desk_db_driver_is_undone (transaction->driver) || !driver_class->is_open (transaction->driver))
    return FALSE;
  if (driver_class->savepoint (transaction->driver, DESK_DB_SAVEPOINT_ROLLBACK, &local_error))
    g_clear_error (&transaction->failure);
  else
    keep_failure (transaction, g_steal_pointer (&local_error), NULL);
  return FALSE;
}

/**
 * desk_db_run_script:
 * @transaction: an open transaction
 * @sql: statements without parameters, with semicolons between; none may end the transaction
 * @error: what failed
 *
 * Returns: whether all of them ran
 */
gboolean
desk_db_run_script (DeskDbTransaction *transaction, const char *sql, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (transaction != NULL && sql != NULL, FALSE);

  if (!get_class (transaction)->run_script (transaction->driver, sql, &local_error))
    return keep_failure (transaction, g_steal_pointer (&local_error), error);
  if (get_class (transaction)->is_open (transaction->driver))
    return TRUE;
  local_error = g_error_new_literal (DESK_ERROR, DESK_ERROR_INTERNAL, "A script must not end its transaction");
  return keep_failure (transaction, g_steal_pointer (&local_error), error);
}

/**
 * desk_db_get_sql:
 * @transaction: an open transaction
 * @which: what is to be said
 *
 * Returns: how this engine says it
 */
const char *
desk_db_get_sql (DeskDbTransaction *transaction, DeskDbSql which)
{
  g_return_val_if_fail (transaction != NULL, "");

  return desk_db_dialect_get_sql (get_class (transaction)->dialect, which);
}

/**
 * desk_db_get_engine:
 * @transaction: an open transaction
 *
 * Returns: the engine's name, as it stands in migrations
 */
const char *
desk_db_get_engine (DeskDbTransaction *transaction)
{
  g_return_val_if_fail (transaction != NULL, "");

  return get_class (transaction)->name;
}

/**
 * desk_db_next_seq:
 * @transaction: an open transaction that writes
 * @error: why there is none
 *
 * Returns: a number that is bigger than any that a reader of the change feed has been given, or 0
 */
gint64
desk_db_next_seq (DeskDbTransaction *transaction, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 seq = 0;

  g_return_val_if_fail (transaction != NULL, 0);

  if (transaction->mode != DESK_DB_WRITE)
    local_error = g_error_new_literal (DESK_ERROR, DESK_ERROR_INTERNAL,
                                       "A transaction that reads has no place in the change feed");
  else if (get_class (transaction)->next_seq (transaction->driver, &seq, &local_error))
    return seq;
  keep_failure (transaction, g_steal_pointer (&local_error), error);
  return 0;
}
