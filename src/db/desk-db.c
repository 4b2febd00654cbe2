/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db.h"

#include "core/desk-error.h"
#include "db/desk-db-lane.h"
#include "db/desk-db-notifier.h"
#include "db/desk-db-postgres.h"
#include "db/desk-db-shelf.h"
#include "db/desk-db-sqlite.h"

/* Enough for every connection of a busy server to wait once; beyond that an answer would come too late anyway. */
#define MAX_WAITING 8192

struct _DeskDb
{
  GObject parent_instance;

  /* owned */
  char *url;
  DeskDbLane *writers;
  DeskDbLane *readers; /* the same as writers where each connection does both */
  DeskDbShelf *shelf;  /* NULL where it is better to wait for a reader */
  DeskDbNotifier *notifier;
};

G_DEFINE_FINAL_TYPE (DeskDb, desk_db, G_TYPE_OBJECT)

enum
{
  SIGNAL_NOTIFIED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static GType
find_driver (const char *url)
{
  const GType types[] = { DESK_TYPE_DB_SQLITE, DESK_TYPE_DB_POSTGRES };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (DeskDbDriverClass) driver_class = g_type_class_ref (types[i]);

      if (driver_class->accepts (url))
        return types[i];
    }
  return G_TYPE_INVALID;
}

static DeskDbLane *
get_lane (DeskDb *self, DeskDbMode mode)
{
  return mode == DESK_DB_READ ? self->readers : self->writers;
}

static void
on_committed_cb (GPtrArray *channels, gpointer db)
{
  desk_db_notifier_send (DESK_DB (db)->notifier, channels);
}

static void
on_heard_cb (GObject *listener, const char *channel)
{
  g_signal_emit (listener, signals[SIGNAL_NOTIFIED], 0, channel);
}

/* The first connection is open already; the others open when they have something to do. */
static void
start_workers (DeskDb *self, DeskDbLane *lane, DeskDbDriver *first, GType driver_type, DeskDbMode mode, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      DeskDbWorker worker = { .url = self->url, .mode = mode, .db = self, .committed = on_committed_cb };

      worker.driver = i == 0 && first != NULL ? g_object_ref (first) : g_object_new (driver_type, NULL);
      desk_db_lane_add_worker (lane, &worker);
    }
}

static void
start_lanes (DeskDb *self, DeskDbDriver *first, GType driver_type)
{
  DeskDbDriverClass *driver_class = DESK_DB_DRIVER_GET_CLASS (first);
  gboolean is_single = driver_class->is_single (self->url);

  self->writers = desk_db_lane_new ("desk-db-write", driver_class->max_group, MAX_WAITING);
  self->readers = self->writers;
  start_workers (self, self->writers, first, driver_type, DESK_DB_WRITE, is_single ? 1 : driver_class->n_writers);
  if (is_single || driver_class->n_readers == 0)
    return;
  self->readers = desk_db_lane_new ("desk-db-read", 1, MAX_WAITING);
  start_workers (self, self->readers, NULL, driver_type, DESK_DB_READ, driver_class->n_readers);
  if (driver_class->reads_at_once)
    self->shelf = desk_db_shelf_new (driver_type, self->url, self);
}

static gboolean
start_notifier (DeskDb *self, GType driver_type, GError **error)
{
  g_autoptr (DeskDbDriver) driver = g_object_new (driver_type, NULL);

  self->notifier = desk_db_notifier_new (G_OBJECT (self), on_heard_cb);
  if (DESK_DB_DRIVER_GET_CLASS (driver)->wait_for_notify == NULL)
    return TRUE;
  if (!desk_db_driver_open (driver, self->url, DESK_DB_READ, error))
    return FALSE;
  desk_db_notifier_connect (self->notifier, g_steal_pointer (&driver), self->url);
  return TRUE;
}

static void
desk_db_finalize (GObject *object)
{
  DeskDb *self = DESK_DB (object);

  desk_db_close (self);
  if (self->readers != self->writers)
    g_clear_pointer (&self->readers, desk_db_lane_free);
  g_clear_pointer (&self->writers, desk_db_lane_free);
  g_clear_pointer (&self->shelf, desk_db_shelf_free);
  g_clear_pointer (&self->notifier, desk_db_notifier_close);
  g_free (self->url);
  G_OBJECT_CLASS (desk_db_parent_class)->finalize (object);
}

static void
desk_db_class_init (DeskDbClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_db_finalize;

  /**
   * DeskDb::notified:
   * @self: the database
   * @channel: what desk_db_notify() was called with, or empty when anything may have been missed
   */
  signals[SIGNAL_NOTIFIED] =
      g_signal_new ("notified", DESK_TYPE_DB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
desk_db_init (DeskDb *self)
{
}

/**
 * desk_db_open:
 * @url: "postgresql://...", a file's path or ":memory:"
 * @error: %DESK_ERROR_UNAVAILABLE when the database does not answer or the file can't be opened
 *
 * Opens a database and starts its threads. A file that is not there is made, for its owner alone.
 *
 * Returns: (transfer full): the database, or %NULL
 */
DeskDb *
desk_db_open (const char *url, GError **error)
{
  GType driver_type;

  g_return_val_if_fail (url != NULL && *url != '\0', NULL);

  driver_type = find_driver (url);
  if (driver_type != G_TYPE_INVALID)
    return desk_db_open_with_driver (driver_type, url, error);
  g_set_error (error, DESK_ERROR, DESK_ERROR_INVALID,
               "A file or a postgresql:// address was expected for the database, not %s", url);
  return NULL;
}

/**
 * desk_db_open_with_driver:
 * @driver_type: a kind of #DeskDbDriver
 * @url: which database
 * @error: why it can't be opened
 *
 * Opens a database over a driver that the address alone would not find, such as one that fails on purpose.
 *
 * Returns: (transfer full): the database, or %NULL
 */
DeskDb *
desk_db_open_with_driver (GType driver_type, const char *url, GError **error)
{
  g_autoptr (DeskDb) self = NULL;
  g_autoptr (DeskDbDriver) first = NULL;

  g_return_val_if_fail (g_type_is_a (driver_type, DESK_TYPE_DB_DRIVER) && url != NULL, NULL);

  self = g_object_new (DESK_TYPE_DB, NULL);
  self->url = g_strdup (url);
  first = g_object_new (driver_type, NULL);
  if (!desk_db_driver_open (first, url, DESK_DB_WRITE, error) || !start_notifier (self, driver_type, error))
    return NULL;
  start_lanes (self, first, driver_type);
  return g_steal_pointer (&self);
}

/**
 * desk_db_close:
 * @self: a database
 *
 * Waits for the work under way. What still waits, and what comes later, is refused with %DESK_ERROR_UNAVAILABLE. Must
 * not be called from work.
 */
void
desk_db_close (DeskDb *self)
{
  g_return_if_fail (DESK_IS_DB (self));

  if (self->shelf != NULL)
    desk_db_shelf_close (self->shelf);
  if (self->readers != self->writers)
    desk_db_lane_close (self->readers);
  if (self->writers != NULL)
    desk_db_lane_close (self->writers);
}

/**
 * desk_db_run_async:
 * @self: a database
 * @mode: whether @work writes
 * @work: what to do, on a database thread
 * @data: for @work
 * @destroy: (nullable): frees @data, in the caller's context after @callback
 * @cancellable: (nullable): takes the work back as long as it waits
 * @callback: called in the thread-default context of this call
 * @user_data: for @callback
 */
void
desk_db_run_async (DeskDb *self,
                   DeskDbMode mode,
                   DeskDbWork work,
                   gpointer data,
                   GDestroyNotify destroy,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  DeskDbJob *job;

  g_return_if_fail (DESK_IS_DB (self) && work != NULL);

  job = desk_db_job_new (mode, work, data, destroy);
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, desk_db_run_async);
  g_task_set_check_cancellable (job->task, FALSE);
  g_task_set_task_data (job->task, job, (GDestroyNotify) desk_db_job_free);
  desk_db_lane_push (get_lane (self, mode), job);
}

/**
 * desk_db_run_finish:
 * @self: a database
 * @result: what the callback got
 * @error: what the work said, or why it was never done: %DESK_ERROR_UNAVAILABLE, %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the work is committed, durably
 */
gboolean
desk_db_run_finish (DeskDb *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * desk_db_run:
 * @self: a database
 * @mode: whether @work writes
 * @work: what to do, on a database thread
 * @data: for @work
 * @error: as for desk_db_run_finish()
 *
 * Waits until the work is done. Must not be called from work: it would wait for itself.
 *
 * Returns: whether the work is committed, durably
 */
gboolean
desk_db_run (DeskDb *self, DeskDbMode mode, DeskDbWork work, gpointer data, GError **error)
{
  DeskDbJob *job;
  gboolean is_fine;

  g_return_val_if_fail (DESK_IS_DB (self) && work != NULL, FALSE);

  if (desk_db_lane_is_current (self))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INTERNAL, "Work must not wait for other work");
      return FALSE;
    }
  job = desk_db_job_new (mode, work, data, NULL);
  desk_db_lane_push_and_wait (get_lane (self, mode), job);
  is_fine = job->error == NULL;
  if (!is_fine)
    g_propagate_error (error, g_steal_pointer (&job->error));
  desk_db_job_free (job);
  return is_fine;
}

/**
 * desk_db_can_read_here:
 * @self: a database
 *
 * Returns: whether desk_db_read_here() reads a few rows sooner than desk_db_run_async() would have begun
 */
gboolean
desk_db_can_read_here (DeskDb *self)
{
  g_return_val_if_fail (DESK_IS_DB (self), FALSE);

  return self->shelf != NULL;
}

/**
 * desk_db_read_here:
 * @self: a database that can
 * @work: what to read: a few rows by their keys, since the calling thread does nothing else meanwhile
 * @data: for @work
 * @error: what the work said, or %DESK_ERROR_UNAVAILABLE
 *
 * Reads on the calling thread, in a transaction of its own.
 *
 * Returns: whether it was done
 */
gboolean
desk_db_read_here (DeskDb *self, DeskDbWork work, gpointer data, GError **error)
{
  g_return_val_if_fail (DESK_IS_DB (self) && self->shelf != NULL && work != NULL, FALSE);

  return desk_db_shelf_read (self->shelf, work, data, error);
}

/**
 * desk_db_set_max_waiting:
 * @self: a database
 * @max_waiting: how many jobs may wait in each mode
 */
void
desk_db_set_max_waiting (DeskDb *self, guint max_waiting)
{
  g_return_if_fail (DESK_IS_DB (self));

  desk_db_lane_set_max_waiting (self->writers, max_waiting);
  desk_db_lane_set_max_waiting (self->readers, max_waiting);
}
