/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-bulk-runner.h"

#include "server/desk/desk-bulk.h"

/* How long it waits where the database does not answer. */
#define RETRY_SECONDS 2

struct _DeskBulkRunner
{
  DeskService *service; /* owned */
  guint retry_id;
  gboolean is_running;
  gboolean is_woken; /* while it ran */
  gboolean is_stopping;
  gboolean more; /* the step's answer */
};

static void step (DeskBulkRunner *self);

static gboolean
on_retry_cb (gpointer data)
{
  DeskBulkRunner *self = data;

  self->retry_id = 0;
  desk_bulk_runner_wake (self);
  return G_SOURCE_REMOVE;
}

static void
on_stepped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskBulkRunner *self = data;
  g_autoptr (GError) error = NULL;
  gboolean went_well = desk_service_run_finish (self->service, result, &error);

  self->is_running = FALSE;
  if (self->is_stopping)
    return;
  if (!went_well)
    {
      g_warning ("What is done to many tickets could not go on: %s", error->message);
      if (self->retry_id == 0)
        self->retry_id = g_timeout_add_seconds (RETRY_SECONDS, on_retry_cb, self);
    }
  else if (self->more || self->is_woken)
    step (self);
}

static void
step (DeskBulkRunner *self)
{
  self->is_running = TRUE;
  self->is_woken = FALSE;
  desk_service_run_async (self->service, DESK_DB_WRITE, desk_bulk_step, &self->more, on_stepped_cb, self);
}

/**
 * desk_bulk_runner_new:
 * @service: the desk
 *
 * Returns: (transfer full): a runner that has begun with what is there
 */
DeskBulkRunner *
desk_bulk_runner_new (DeskService *service)
{
  DeskBulkRunner *self = g_new0 (DeskBulkRunner, 1);

  self->service = g_object_ref (service);
  step (self);
  return self;
}

/**
 * desk_bulk_runner_free:
 * @self: (transfer full): a runner
 *
 * Waits for the few tickets that are under way.
 */
void
desk_bulk_runner_free (DeskBulkRunner *self)
{
  self->is_stopping = TRUE;
  while (self->is_running)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_object_unref (self->service);
  g_free (self);
}

/**
 * desk_bulk_runner_wake:
 * @self: a runner
 *
 * There may be something new to go on with.
 */
void
desk_bulk_runner_wake (DeskBulkRunner *self)
{
  if (self->is_running)
    self->is_woken = TRUE;
  else if (!self->is_stopping)
    step (self);
}
