/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-lane.h"

#include "core/desk-error.h"

struct _DeskDbLane
{
  char *name; /* owned */
  guint max_group;

  GMutex lock;
  /* under the lock */
  GCond changed;
  GQueue waiting; /* of DeskDbJob */
  guint max_waiting;
  gboolean is_closed;

  GPtrArray *threads; /* owned */
};

typedef struct
{
  DeskDbLane *lane;
  DeskDbWorker worker;
} LaneThread;

/* The database that this thread works for. */
static GPrivate current_db;

/* With the lock held. */
static void
remove_waiting (DeskDbLane *self, DeskDbJob *job)
{
  g_queue_unlink (&self->waiting, &job->link);
  job->is_waiting = FALSE;
}

/* With the lock held. Jobs that write go together; one that reads goes alone. */
static void
take_jobs (DeskDbLane *self, GPtrArray *jobs)
{
  DeskDbJob *job = g_queue_peek_head (&self->waiting);

  do
    {
      remove_waiting (self, job);
      g_ptr_array_add (jobs, job);
      if (job->mode != DESK_DB_WRITE || jobs->len >= self->max_group)
        return;
      job = g_queue_peek_head (&self->waiting);
    }
  while (job != NULL && job->mode == DESK_DB_WRITE);
}

static void
finish_jobs (DeskDbLane *self, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      DeskDbJob *job = jobs->pdata[i];

      if (job->task != NULL)
        {
          desk_db_job_tell (job);
          continue;
        }
      g_mutex_lock (&self->lock);
      job->is_finished = TRUE;
      g_cond_signal (&job->finished);
      g_mutex_unlock (&self->lock);
    }
  g_ptr_array_set_size (jobs, 0);
}

static gpointer
run_thread (gpointer data)
{
  LaneThread *thread = data;
  DeskDbLane *self = thread->lane;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  g_private_set (&current_db, thread->worker.db);
  while (TRUE)
    {
      g_mutex_lock (&self->lock);
      while (g_queue_is_empty (&self->waiting) && !self->is_closed)
        g_cond_wait (&self->changed, &self->lock);
      if (!g_queue_is_empty (&self->waiting))
        take_jobs (self, jobs);
      g_mutex_unlock (&self->lock);
      if (jobs->len == 0)
        break;
      desk_db_worker_run (&thread->worker, jobs);
      finish_jobs (self, jobs);
    }
  g_object_unref (thread->worker.driver);
  g_free (thread);
  return NULL;
}

static void
on_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  DeskDbJob *job = user_data;
  DeskDbLane *self = job->lane;
  gboolean was_waiting;

  g_mutex_lock (&self->lock);
  was_waiting = job->is_waiting;
  if (was_waiting)
    remove_waiting (self, job);
  g_mutex_unlock (&self->lock);
  if (!was_waiting)
    return;
  job->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The work was cancelled before it began");
  desk_db_job_tell (job);
}

/* With the lock held. */
static gboolean
check_room (DeskDbLane *self, GError **error)
{
  if (self->is_closed)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "The database is closed");
      return FALSE;
    }
  if (g_queue_get_length (&self->waiting) < self->max_waiting)
    return TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "The database has too much to do");
  if (error != NULL)
    desk_error_set_retry_after (*error, 1);
  return FALSE;
}

/* With the lock held. */
static gboolean
try_to_enqueue (DeskDbLane *self, DeskDbJob *job)
{
  if (job->task != NULL && g_cancellable_is_cancelled (g_task_get_cancellable (job->task)))
    {
      job->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The work was cancelled before it began");
      return FALSE;
    }
  if (!check_room (self, &job->error))
    return FALSE;
  g_queue_push_tail_link (&self->waiting, &job->link);
  job->is_waiting = TRUE;
  g_cond_signal (&self->changed);
  return TRUE;
}

/**
 * desk_db_lane_new:
 * @name: what its threads are called
 * @max_group: how many writing jobs are taken at a time
 * @max_waiting: how many may wait before more are refused
 *
 * Returns: (transfer full): a lane without threads
 */
DeskDbLane *
desk_db_lane_new (const char *name, guint max_group, guint max_waiting)
{
  DeskDbLane *self = g_new0 (DeskDbLane, 1);

  self->name = g_strdup (name);
  self->max_group = max_group;
  self->max_waiting = max_waiting;
  self->threads = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->waiting);
  return self;
}

/**
 * desk_db_lane_add_worker:
 * @self: a lane
 * @worker: copied, with the ownership of its driver
 *
 * Starts a thread that does jobs of this lane.
 */
void
desk_db_lane_add_worker (DeskDbLane *self, const DeskDbWorker *worker)
{
  LaneThread *thread = g_new0 (LaneThread, 1);

  thread->lane = self;
  thread->worker = *worker;
  g_ptr_array_add (self->threads, g_thread_new (self->name, run_thread, thread));
}

/**
 * desk_db_lane_close:
 * @self: a lane
 *
 * Refuses what waits and what comes, and returns when the jobs under way are done.
 */
void
desk_db_lane_close (DeskDbLane *self)
{
  g_autoptr (GPtrArray) refused = g_ptr_array_new ();
  DeskDbJob *job;

  g_mutex_lock (&self->lock);
  self->is_closed = TRUE;
  while ((job = g_queue_peek_head (&self->waiting)) != NULL)
    {
      remove_waiting (self, job);
      check_room (self, &job->error);
      g_ptr_array_add (refused, job);
    }
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  finish_jobs (self, refused);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_set_size (self->threads, 0);
}

/**
 * desk_db_lane_free:
 * @self: a closed lane
 */
void
desk_db_lane_free (DeskDbLane *self)
{
  g_ptr_array_unref (self->threads);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->name);
  g_free (self);
}

/**
 * desk_db_lane_push:
 * @self: a lane
 * @job: (transfer full): a job that a task waits for, which is told also when there is no room
 */
void
desk_db_lane_push (DeskDbLane *self, DeskDbJob *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);
  gboolean is_enqueued;

  job->lane = self;
  if (cancellable != NULL)
    job->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled_cb), job, NULL);
  g_mutex_lock (&self->lock);
  is_enqueued = try_to_enqueue (self, job);
  g_mutex_unlock (&self->lock);
  if (!is_enqueued)
    desk_db_job_tell (job);
}

/**
 * desk_db_lane_push_and_wait:
 * @self: a lane
 * @job: a job without a task; finished when this returns
 */
void
desk_db_lane_push_and_wait (DeskDbLane *self, DeskDbJob *job)
{
  g_mutex_lock (&self->lock);
  if (try_to_enqueue (self, job))
    while (!job->is_finished)
      g_cond_wait (&job->finished, &self->lock);
  g_mutex_unlock (&self->lock);
}

/**
 * desk_db_lane_is_current:
 * @db: a database
 *
 * Returns: whether this is one of its threads, which must not wait for another one
 */
gboolean
desk_db_lane_is_current (gpointer db)
{
  return g_private_get (&current_db) == db;
}

/**
 * desk_db_lane_set_max_waiting:
 * @self: a lane
 * @max_waiting: how many may wait from now on
 */
void
desk_db_lane_set_max_waiting (DeskDbLane *self, guint max_waiting)
{
  g_mutex_lock (&self->lock);
  self->max_waiting = max_waiting;
  g_mutex_unlock (&self->lock);
}
