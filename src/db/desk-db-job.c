/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-job.h"

/* In the context that waits. What the job holds is freed there too, after its callback. */
static gboolean
on_told_cb (gpointer user_data)
{
  DeskDbJob *self = user_data;
  GTask *task = self->task;

  /* Not earlier: this waits for a cancellation that is under way in another thread, which may look at the job. */
  if (self->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  self->cancelled_id = 0;
  self->task = NULL;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

/**
 * desk_db_job_new:
 * @mode: what its transaction may do
 * @work: what to do
 * @data: for @work
 * @destroy: (nullable): frees @data with the job
 *
 * Returns: (transfer full): the job
 */
DeskDbJob *
desk_db_job_new (DeskDbMode mode, DeskDbWork work, gpointer data, GDestroyNotify destroy)
{
  DeskDbJob *self = g_new0 (DeskDbJob, 1);

  self->mode = mode;
  self->work = work;
  self->data = data;
  self->destroy = destroy;
  self->link.data = self;
  g_cond_init (&self->finished);
  return self;
}

/**
 * desk_db_job_free:
 * @self: a job that nobody waits for any more
 */
void
desk_db_job_free (DeskDbJob *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_clear_error (&self->error);
  g_cond_clear (&self->finished);
  g_free (self);
}

/**
 * desk_db_job_fail:
 * @self: a job
 * @error: why nothing of it is in the database; what the job said itself goes before
 */
void
desk_db_job_fail (DeskDbJob *self, const GError *error)
{
  if (self->error == NULL)
    self->error = g_error_copy (error);
}

/**
 * desk_db_job_tell:
 * @self: (transfer full): a finished job that a task waits for
 *
 * Completes the task in its own context.
 */
void
desk_db_job_tell (DeskDbJob *self)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (self->task));
  g_source_set_callback (source, on_told_cb, self, NULL);
  g_source_set_static_name (source, "desk_db_job_tell");
  g_source_attach (source, g_task_get_context (self->task));
  g_source_unref (source);
}
