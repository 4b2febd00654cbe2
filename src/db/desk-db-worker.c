/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-worker.h"

#include "core/desk-error.h"
#include "db/desk-db-transaction-private.h"

/* How often a transaction that others' writes undid is begun again. */
#define MAX_RUNS 8
#define LONGEST_PAUSE (50 * G_TIME_SPAN_MILLISECOND)

/* Every thread would try on its own; a database that is down is asked twice a second. */
#define RETRY_AFTER (500 * G_TIME_SPAN_MILLISECOND)

static DeskDbDriverClass *
get_class (DeskDbWorker *self)
{
  return DESK_DB_DRIVER_GET_CLASS (self->driver);
}

static void
fail_all (GPtrArray *jobs, const GError *error)
{
  for (guint i = 0; i < jobs->len; i++)
    desk_db_job_fail (jobs->pdata[i], error);
}

static gboolean
connect_again (DeskDbWorker *self, GError **error)
{
  if (g_get_monotonic_time () < self->retry_at)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "The database does not answer");
      return FALSE;
    }
  if (desk_db_driver_open (self->driver, self->url, self->mode, error))
    return TRUE;
  self->retry_at = g_get_monotonic_time () + RETRY_AFTER;
  return FALSE;
}

/* A connection may have been lost since it was last used, which shows only now, and has done no harm yet. */
static gboolean
begin (DeskDbWorker *self, DeskDbMode mode, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!desk_db_driver_is_lost (self->driver) && desk_db_driver_begin (self->driver, mode, &local_error))
    return TRUE;
  if (!desk_db_driver_is_lost (self->driver))
    {
      desk_db_driver_rollback (self->driver);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return connect_again (self, error) && desk_db_driver_begin (self->driver, mode, error);
}

static void
announce (DeskDbWorker *self, DeskDbTransaction *transaction)
{
  desk_db_transaction_announce (transaction, self->db);
  if (transaction->channels->len > 0)
    self->committed (transaction->channels, self->db);
}

/* Returns: whether it is worth beginning again */
static gboolean
run_once (DeskDbWorker *self, DeskDbJob *job)
{
  g_autoptr (DeskDbTransaction) transaction = NULL;

  if (!begin (self, job->mode, &job->error))
    return FALSE;
  transaction = desk_db_transaction_new (self->driver, job->mode);
  if (desk_db_transaction_work (transaction, job->work, job->data, &job->error)
      && desk_db_driver_commit (self->driver, &job->error))
    {
      announce (self, transaction);
      return FALSE;
    }
  desk_db_driver_rollback (self->driver);
  return desk_db_driver_is_undone (self->driver);
}

static void
run_alone (DeskDbWorker *self, DeskDbJob *job)
{
  for (guint run = 1; run_once (self, job) && run < MAX_RUNS; run++)
    {
      g_clear_error (&job->error);
      /* Two that undid each other must not meet again in step. */
      g_usleep (g_random_int_range (0, MIN (LONGEST_PAUSE, G_TIME_SPAN_MILLISECOND << run)));
    }
}

/* Returns: whether the group goes on */
static gboolean
run_in_group (DeskDbWorker *self, DeskDbJob *job, DeskDbTransaction *transaction, GError **error)
{
  if (!get_class (self)->savepoint (self->driver, DESK_DB_SAVEPOINT_SET, error))
    return FALSE;
  if (desk_db_transaction_work (transaction, job->work, job->data, &job->error))
    return get_class (self)->savepoint (self->driver, DESK_DB_SAVEPOINT_RELEASE, error);
  /* A full disk, for one, ends the whole transaction, and what others did in it. */
  if (!get_class (self)->is_open (self->driver))
    {
      g_propagate_error (error, g_error_copy (job->error));
      return FALSE;
    }
  return get_class (self)->savepoint (self->driver, DESK_DB_SAVEPOINT_ROLLBACK, error);
}

static gboolean
run_group (DeskDbWorker *self, GPtrArray *jobs, GPtrArray *transactions, GError **error)
{
  guint n_good = 0;

  if (!begin (self, DESK_DB_WRITE, error))
    return FALSE;
  for (guint i = 0; i < jobs->len; i++)
    {
      DeskDbJob *job = jobs->pdata[i];
      DeskDbTransaction *transaction = desk_db_transaction_new (self->driver, DESK_DB_WRITE);

      g_ptr_array_add (transactions, transaction);
      if (!run_in_group (self, job, transaction, error))
        return FALSE;
      if (job->error == NULL)
        n_good++;
    }
  if (n_good > 0)
    return desk_db_driver_commit (self->driver, error);
  desk_db_driver_rollback (self->driver);
  return TRUE;
}

static void
run_all (DeskDbWorker *self, GPtrArray *jobs)
{
  g_autoptr (GPtrArray) transactions = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_db_transaction_free);
  g_autoptr (GError) error = NULL;

  if (run_group (self, jobs, transactions, &error))
    {
      for (guint i = 0; i < jobs->len; i++)
        if (((DeskDbJob *) jobs->pdata[i])->error == NULL)
          announce (self, transactions->pdata[i]);
      return;
    }
  desk_db_driver_rollback (self->driver);
  if (!g_error_matches (error, DESK_ERROR, DESK_ERROR_CONFLICT))
    {
      fail_all (jobs, error);
      return;
    }
  /* A constraint that is checked at the commit: one of them is to blame, the others must not pay for it. */
  for (guint i = 0; i < jobs->len; i++)
    {
      DeskDbJob *job = jobs->pdata[i];

      if (job->error == NULL)
        run_alone (self, job);
    }
}

/**
 * desk_db_worker_run:
 * @self: a worker, in its thread
 * @jobs: (element-type DeskDbJob): one job, or several that write
 *
 * Does the jobs: one in a transaction of its own, several in one transaction with a savepoint each and one commit for
 * all. When this returns, each job that has no error is durable.
 */
void
desk_db_worker_run (DeskDbWorker *self, GPtrArray *jobs)
{
  if (jobs->len == 1)
    run_alone (self, jobs->pdata[0]);
  else
    run_all (self, jobs);
}
