/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-shelf.h"

#include "core/desk-error.h"
#include "db/desk-db-worker.h"

struct _DeskDbShelf
{
  GType driver_type;
  const char *url; /* borrowed */
  gpointer db;     /* borrowed */

  GMutex lock;
  /* under the lock */
  GPtrArray *idle; /* of DeskDbWorker, the last used last */
  guint n_lent;
  GCond returned;
  gboolean is_closed;
};

static void
free_worker (gpointer data)
{
  DeskDbWorker *worker = data;

  g_object_unref (worker->driver);
  g_free (worker);
}

/* Its connection is opened by its first work, as those of the database's own threads are. */
static DeskDbWorker *
make_worker (DeskDbShelf *self)
{
  DeskDbWorker *worker = g_new0 (DeskDbWorker, 1);

  worker->driver = g_object_new (self->driver_type, NULL);
  worker->url = self->url;
  worker->mode = DESK_DB_READ;
  worker->db = self->db;
  return worker;
}

static DeskDbWorker *
take (DeskDbShelf *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->is_closed)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "The database is closed");
      return NULL;
    }
  self->n_lent++;
  /* The last used: what it read is still at hand. */
  return self->idle->len > 0 ? g_ptr_array_steal_index (self->idle, self->idle->len - 1) : make_worker (self);
}

static void
put_back (DeskDbShelf *self, DeskDbWorker *worker)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->idle, worker);
  self->n_lent--;
  g_cond_signal (&self->returned);
}

/**
 * desk_db_shelf_new:
 * @driver_type: of the connections
 * @url: which database; outlives the shelf
 * @db: (transfer none): whose it is
 *
 * Returns: (transfer full): a shelf without connections
 */
DeskDbShelf *
desk_db_shelf_new (GType driver_type, const char *url, gpointer db)
{
  DeskDbShelf *self = g_new0 (DeskDbShelf, 1);

  self->driver_type = driver_type;
  self->url = url;
  self->db = db;
  self->idle = g_ptr_array_new_with_free_func (free_worker);
  g_mutex_init (&self->lock);
  g_cond_init (&self->returned);
  return self;
}

/**
 * desk_db_shelf_free:
 * @self: a closed shelf
 */
void
desk_db_shelf_free (DeskDbShelf *self)
{
  g_ptr_array_unref (self->idle);
  g_cond_clear (&self->returned);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * desk_db_shelf_read:
 * @self: a shelf
 * @work: what to read
 * @data: for @work
 * @error: what the work said, or %DESK_ERROR_UNAVAILABLE
 *
 * Does the work here and now, in a transaction that reads.
 *
 * Returns: whether it was done
 */
gboolean
desk_db_shelf_read (DeskDbShelf *self, DeskDbWork work, gpointer data, GError **error)
{
  DeskDbWorker *worker = take (self, error);
  DeskDbJob job = { .mode = DESK_DB_READ, .work = work, .data = data };
  gpointer jobs[] = { &job };
  GPtrArray one = { .pdata = jobs, .len = 1 };

  if (worker == NULL)
    return FALSE;
  desk_db_worker_run (worker, &one);
  put_back (self, worker);
  if (job.error == NULL)
    return TRUE;
  g_propagate_error (error, job.error);
  return FALSE;
}

/**
 * desk_db_shelf_close:
 * @self: a shelf
 *
 * Refuses what comes, and returns when nobody reads any more and the connections are closed.
 */
void
desk_db_shelf_close (DeskDbShelf *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->is_closed = TRUE;
  while (self->n_lent > 0)
    g_cond_wait (&self->returned, &self->lock);
  g_ptr_array_set_size (self->idle, 0);
}
