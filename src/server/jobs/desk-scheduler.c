/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/jobs/desk-scheduler.h"

#include "core/desk-time.h"
#include "server/desk/desk-alarms.h"
#include "server/desk/desk-clock-review.h"

/* However much is due, and however often clocks are set, it looks no more often than this. */
#define BREATH (DESK_TIME_SECOND / 2)
/* The clock on the wall may be set, or the machine may have slept: never wait longer than this without looking at it.
 */
#define LONGEST_SLEEP (15 * DESK_TIME_MINUTE)
/* After something failed: the database may be away. */
#define RETRY (10 * DESK_TIME_SECOND)

struct _DeskScheduler
{
  DeskService *service; /* owned */
  GThread *thread;      /* owned */

  GMutex mutex;
  GCond cond;
  gboolean is_woken;
  gboolean is_stopped;
};

static gboolean
is_stopped (DeskScheduler *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->is_stopped;
}

/* Once, before anything rings: the desk may have got another calendar while nobody served it. */
static void
review (DeskScheduler *self)
{
  g_autoptr (DeskClockReview) review = desk_clock_review_new ();
  g_autoptr (GError) error = NULL;

  while (!review->is_done && !is_stopped (self))
    {
      if (!desk_service_run (self->service, DESK_DB_WRITE, desk_clock_review_go_on, review, &error))
        {
          g_warning ("Deadlines could not be counted in the desk's calendar: %s", error->message);
          return;
        }
      desk_clock_review_turn (review);
    }
}

/* Each alarm by itself: one that fails does not hold up the others. */
static gboolean
ring_all (DeskScheduler *self, GPtrArray *rings)
{
  gboolean is_done = TRUE;

  for (guint i = 0; i < rings->len && !is_stopped (self); i++)
    {
      g_autoptr (GError) error = NULL;

      if (desk_service_run (self->service, DESK_DB_WRITE, desk_alarms_ring, rings->pdata[i], &error))
        continue;
      g_warning ("Something that was due could not be done: %s", error->message);
      is_done = FALSE;
    }
  return is_done;
}

/* Does what is due. Returns for how long there is nothing to do. */
static gint64
look (DeskScheduler *self)
{
  g_autoptr (DeskAlarms) alarms = desk_alarms_new ();
  g_autoptr (GError) error = NULL;

  if (!desk_service_run (self->service, DESK_DB_READ, desk_alarms_find, alarms, &error))
    {
      g_warning ("What is due could not be found out: %s", error->message);
      return RETRY;
    }
  if (alarms->rings->len > 0)
    return ring_all (self, alarms->rings) ? BREATH : RETRY;
  if (alarms->next_at == 0)
    return LONGEST_SLEEP;
  return CLAMP (alarms->next_at - desk_time_now (), BREATH, LONGEST_SLEEP);
}

/* Returns FALSE when it is time to end. */
static gboolean
sleep_until (DeskScheduler *self, gint64 looked_at, gint64 until)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (!self->is_stopped)
    {
      gint64 end = self->is_woken ? MIN (until, looked_at + BREATH) : until;

      if (g_get_monotonic_time () >= end)
        break;
      g_cond_wait_until (&self->cond, &self->mutex, end);
    }
  self->is_woken = FALSE;
  return !self->is_stopped;
}

static gpointer
run (gpointer data)
{
  DeskScheduler *self = data;
  gint64 looked_at, pause;

  review (self);
  do
    {
      looked_at = g_get_monotonic_time ();
      pause = look (self);
    }
  while (sleep_until (self, looked_at, g_get_monotonic_time () + pause));
  return NULL;
}

/**
 * desk_scheduler_new:
 * @service: the desk
 *
 * Returns: (transfer full): a scheduler, at work
 */
DeskScheduler *
desk_scheduler_new (DeskService *service)
{
  DeskScheduler *self = g_new0 (DeskScheduler, 1);

  self->service = g_object_ref (service);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("scheduler", run, self);
  return self;
}

/**
 * desk_scheduler_free:
 * @self: (transfer full): a scheduler
 *
 * Waits for what it is doing just now; the rest is done by whoever looks next.
 */
void
desk_scheduler_free (DeskScheduler *self)
{
  g_mutex_lock (&self->mutex);
  self->is_stopped = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_object_unref (self->service);
  g_free (self);
}

void
desk_scheduler_wake (DeskScheduler *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_woken = TRUE;
  g_cond_signal (&self->cond);
}
