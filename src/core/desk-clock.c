/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-clock.h"

#include "core/desk-workflow.h"

/* Somebody is warned when this share of the time is over. */
#define WARNING_SHARE(target) ((target) / 5 * 4)

/* A clock while its ticket's events are read: the times for which it ran, of which the last may have no end yet. */
typedef struct
{
  DeskClock *clock; /* borrowed; NULL while there is none */
  GArray *runs;     /* owned; of DeskCalendarSpan, "to" is 0 while it runs */
} Track;

typedef struct
{
  DeskCalendar *calendar; /* borrowed */
  gint64 now;
  gboolean explain;
  GPtrArray *clocks; /* owned */

  DeskClockTargets targets;
  Track first, next, resolution;
  guint n_next;
  gboolean is_opening; /* the next public words of an agent begin the conversation */
} Reading;

static void
clear_reading (Reading *reading)
{
  Track *tracks[] = { &reading->first, &reading->next, &reading->resolution };

  for (guint i = 0; i < G_N_ELEMENTS (tracks); i++)
    g_clear_pointer (&tracks[i]->runs, g_array_unref);
  g_clear_pointer (&reading->clocks, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

static gboolean
is_going (const Track *track)
{
  return track->clock != NULL && track->clock->ended_at == 0;
}

static DeskCalendarSpan *
get_last_run (const Track *track)
{
  return &g_array_index (track->runs, DeskCalendarSpan, track->runs->len - 1);
}

static gboolean
is_running (const Track *track)
{
  return is_going (track) && get_last_run (track)->to == 0;
}

/* The instant at which so much open time had passed while the clock ran; of the last run as if it never ended. */
static gboolean
find_instant (Reading *reading, const Track *track, gint64 amount, gint64 *instant, GError **error)
{
  for (guint i = 0; i + 1 < track->runs->len; i++)
    {
      const DeskCalendarSpan *run = &g_array_index (track->runs, DeskCalendarSpan, i);
      gint64 elapsed = desk_calendar_elapsed (reading->calendar, run->from, run->to);

      if (amount <= elapsed)
        return desk_calendar_add (reading->calendar, run->from, amount, instant, error);
      amount -= elapsed;
    }
  return desk_calendar_add (reading->calendar, get_last_run (track)->from, amount, instant, error);
}

/* A deadline is missed once it has passed while the clock ran, whatever comes after. */
static gboolean
judge (Reading *reading, Track *track, gint64 at, GError **error)
{
  gint64 due_at;

  if (!is_running (track) || track->clock->is_breached)
    return TRUE;
  if (!find_instant (reading, track, track->clock->target, &due_at, error))
    return FALSE;
  track->clock->is_breached = at > due_at;
  return TRUE;
}

static void
run (Track *track, gint64 at)
{
  DeskCalendarSpan span = { at, 0 };

  track->clock->paused_at = 0;
  g_array_append_val (track->runs, span);
}

static gboolean
hold (Reading *reading, Track *track, gint64 at, GError **error)
{
  if (!is_running (track))
    return TRUE;
  if (!judge (reading, track, at, error))
    return FALSE;
  get_last_run (track)->to = at;
  track->clock->paused_at = at;
  return TRUE;
}

static gboolean
end (Reading *reading, Track *track, gint64 at, DeskClockState state, GError **error)
{
  if (!is_going (track))
    return TRUE;
  if (!hold (reading, track, at, error))
    return FALSE;
  track->clock->ended_at = at;
  track->clock->state = state;
  return TRUE;
}

static void
begin (Reading *reading, Track *track, DeskClockKind kind, guint number, gint64 at, gint64 target)
{
  if (target <= 0)
    return;
  track->clock = g_new0 (DeskClock, 1);
  track->clock->kind = kind;
  track->clock->number = number;
  track->clock->started_at = at;
  track->clock->target = target;
  g_ptr_array_add (reading->clocks, track->clock);
  track->runs = g_array_new (FALSE, FALSE, sizeof (DeskCalendarSpan));
  run (track, at);
}

static void
append_counted (Reading *reading, const Track *track)
{
  for (guint i = 0; i < track->runs->len; i++)
    {
      const DeskCalendarSpan *span = &g_array_index (track->runs, DeskCalendarSpan, i);

      desk_calendar_append_open (reading->calendar, span->from, span->to != 0 ? span->to : reading->now,
                                 track->clock->counted);
    }
}

static void
append_pauses (Reading *reading, const Track *track)
{
  gint64 until = track->clock->ended_at != 0 ? track->clock->ended_at : reading->now;

  for (guint i = 0; i < track->runs->len; i++)
    {
      DeskCalendarSpan pause = { g_array_index (track->runs, DeskCalendarSpan, i).to, until };

      if (i + 1 < track->runs->len)
        pause.to = g_array_index (track->runs, DeskCalendarSpan, i + 1).from;
      if (pause.from != 0 && pause.from < pause.to)
        g_array_append_val (track->clock->pauses, pause);
    }
}

static DeskClockState
get_state (const Track *track)
{
  const DeskClock *clock = track->clock;

  if (clock->state == DESK_CLOCK_STATE_STOPPED || clock->state == DESK_CLOCK_STATE_ESCALATED)
    return clock->state;
  if (clock->ended_at != 0)
    return clock->is_breached ? DESK_CLOCK_STATE_MISSED : DESK_CLOCK_STATE_MET;
  return is_running (track) ? DESK_CLOCK_STATE_RUNNING : DESK_CLOCK_STATE_PAUSED;
}

/* What there is to say of a clock, once all events are read that it follows. */
static gboolean
finish (Reading *reading, Track *track, GError **error)
{
  DeskClock *clock = track->clock;

  if (clock == NULL)
    return TRUE;
  if (!judge (reading, track, reading->now, error)
      || !find_instant (reading, track, clock->target, &clock->due_at, error)
      || !find_instant (reading, track, WARNING_SHARE (clock->target), &clock->warning_at, error))
    return FALSE;
  for (guint i = 0; i < track->runs->len; i++)
    {
      const DeskCalendarSpan *span = &g_array_index (track->runs, DeskCalendarSpan, i);

      clock->elapsed += desk_calendar_elapsed (reading->calendar, span->from, span->to != 0 ? span->to : reading->now);
    }
  clock->left = clock->target - clock->elapsed;
  clock->state = get_state (track);
  if (reading->explain)
    {
      clock->counted = g_array_new (FALSE, FALSE, sizeof (DeskCalendarSpan));
      clock->pauses = g_array_new (FALSE, FALSE, sizeof (DeskCalendarSpan));
      append_counted (reading, track);
      append_pauses (reading, track);
    }
  track->clock = NULL;
  g_clear_pointer (&track->runs, g_array_unref);
  return TRUE;
}

static void
on_created (Reading *reading, const DeskClockEvent *event)
{
  if (reading->clocks->len > 0)
    return;
  reading->targets = event->targets;
  reading->is_opening = event->type == DESK_CLOCK_EVENT_OPENED;
  begin (reading, &reading->first, DESK_CLOCK_KIND_FIRST_RESPONSE, 1, event->at, event->targets.first_response);
  begin (reading, &reading->resolution, DESK_CLOCK_KIND_RESOLUTION, 1, event->at, event->targets.resolution);
}

/* From the beginning, for what goes on; what ended under the old target stays as it was. */
static gboolean
change_target (Reading *reading, Track *track, gint64 target, gint64 at, GError **error)
{
  if (!is_going (track) || target <= 0)
    return TRUE;
  if (!judge (reading, track, at, error))
    return FALSE;
  track->clock->target = target;
  return TRUE;
}

static gboolean
on_priority_changed (Reading *reading, const DeskClockEvent *event, GError **error)
{
  reading->targets = event->targets;
  return change_target (reading, &reading->first, event->targets.first_response, event->at, error)
         && change_target (reading, &reading->next, event->targets.next_response, event->at, error)
         && change_target (reading, &reading->resolution, event->targets.resolution, event->at, error);
}

/* While a ticket is settled nobody has to answer: the first response goes on when it is opened again, the next one
 * begins anew when the customer writes again. */
static gboolean
follow_settling (Reading *reading, gboolean is_settled, gint64 at, GError **error)
{
  Track *first = &reading->first;

  if (is_settled)
    {
      if (is_running (first))
        first->clock->state = DESK_CLOCK_STATE_STOPPED;
      return hold (reading, first, at, error) && end (reading, &reading->next, at, DESK_CLOCK_STATE_STOPPED, error);
    }
  if (is_going (first) && !is_running (first))
    {
      first->clock->state = DESK_CLOCK_STATE_UNKNOWN;
      run (first, at);
    }
  return TRUE;
}

static gboolean
on_status_changed (Reading *reading, const DeskClockEvent *event, GError **error)
{
  Track *resolution = &reading->resolution;
  gboolean is_settled = !desk_ticket_status_is_open (event->status);
  gboolean stands_still = is_settled || event->status == DESK_TICKET_STATUS_PENDING_CUSTOMER;

  if (!follow_settling (reading, is_settled, event->at, error))
    return FALSE;
  if (resolution->clock == NULL || resolution->clock->state == DESK_CLOCK_STATE_ESCALATED)
    return TRUE;
  if (is_settled)
    return end (reading, resolution, event->at, DESK_CLOCK_STATE_UNKNOWN, error);
  resolution->clock->ended_at = 0;
  if (stands_still)
    return hold (reading, resolution, event->at, error);
  if (!is_running (resolution))
    run (resolution, event->at);
  return TRUE;
}

static gboolean
on_replied (Reading *reading, const DeskClockEvent *event, GError **error)
{
  DeskClock *next = reading->next.clock;

  if (reading->is_opening)
    {
      reading->is_opening = FALSE;
      return TRUE;
    }
  /* Answered and settled in one go is an answer, in whichever order. */
  if (next != NULL && next->state == DESK_CLOCK_STATE_STOPPED && next->ended_at == event->at)
    next->state = DESK_CLOCK_STATE_UNKNOWN;
  return end (reading, &reading->first, event->at, DESK_CLOCK_STATE_UNKNOWN, error)
         && end (reading, &reading->next, event->at, DESK_CLOCK_STATE_UNKNOWN, error);
}

/* Until the first response it is that which the customer waits for. What is promised now counts, where it is said. */
static gboolean
on_customer_wrote (Reading *reading, const DeskClockEvent *event, GError **error)
{
  gint64 target = event->targets.next_response > 0 ? event->targets.next_response : reading->targets.next_response;

  reading->is_opening = FALSE;
  if (reading->clocks->len == 0 || is_going (&reading->first) || is_going (&reading->next))
    return TRUE;
  if (!finish (reading, &reading->next, error))
    return FALSE;
  begin (reading, &reading->next, DESK_CLOCK_KIND_NEXT_RESPONSE, ++reading->n_next, event->at, target);
  return TRUE;
}

static gboolean
on_escalated (Reading *reading, const DeskClockEvent *event, GError **error)
{
  return end (reading, &reading->first, event->at, DESK_CLOCK_STATE_ESCALATED, error)
         && end (reading, &reading->next, event->at, DESK_CLOCK_STATE_ESCALATED, error)
         && end (reading, &reading->resolution, event->at, DESK_CLOCK_STATE_ESCALATED, error);
}

static gboolean
follow (Reading *reading, const DeskClockEvent *event, GError **error)
{
  switch (event->type)
    {
    case DESK_CLOCK_EVENT_CREATED:
    case DESK_CLOCK_EVENT_OPENED:
      on_created (reading, event);
      return TRUE;
    case DESK_CLOCK_EVENT_PRIORITY_CHANGED:
      return on_priority_changed (reading, event, error);
    case DESK_CLOCK_EVENT_STATUS_CHANGED:
      return on_status_changed (reading, event, error);
    case DESK_CLOCK_EVENT_REPLIED:
      return on_replied (reading, event, error);
    case DESK_CLOCK_EVENT_CUSTOMER_WROTE:
      return on_customer_wrote (reading, event, error);
    case DESK_CLOCK_EVENT_ESCALATED:
      return on_escalated (reading, event, error);
    case DESK_CLOCK_EVENT_UNKNOWN:
    default:
      return TRUE;
    }
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const DeskClockEvent *one = a, *other = b;

  return one->at < other->at ? -1 : one->at > other->at;
}

static int
compare_clocks (gconstpointer a, gconstpointer b)
{
  const DeskClock *one = *(DeskClock *const *) a, *other = *(DeskClock *const *) b;

  return one->kind != other->kind ? (int) one->kind - (int) other->kind : (int) one->number - (int) other->number;
}

void
desk_clock_free (DeskClock *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->counted, g_array_unref);
  g_clear_pointer (&self->pauses, g_array_unref);
  g_free (self);
}

/**
 * desk_clock_is_open:
 * @self: a clock
 *
 * Returns: whether something has yet to be done for it, or would have to be if its ticket were opened again
 */
gboolean
desk_clock_is_open (const DeskClock *self)
{
  return self->ended_at == 0;
}

/**
 * desk_clock_read:
 * @calendar: what the targets are counted in
 * @events: (array length=n_events): what happened, the targets with it
 * @n_events: how many
 * @now: the instant at which one looks
 * @explain: whether to list what was counted and what was not
 * @error: %DESK_ERROR_INVALID when a target lies beyond the calendar's horizon
 *
 * How the clocks of a ticket stand: the only place where that is found out. What happened first comes first, whatever
 * its place among @events; what happened later than @now has happened too, except that time does not count beyond it.
 *
 * Returns: (transfer full) (element-type DeskClock): the clocks by kind and number
 */
GPtrArray *
desk_clock_read (DeskCalendar *calendar,
                 const DeskClockEvent *events,
                 guint n_events,
                 gint64 now,
                 gboolean explain,
                 GError **error)
{
  g_auto (Reading) reading = { .calendar = calendar, .now = now, .explain = explain };
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (DeskClockEvent));

  reading.clocks = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_clock_free);
  g_array_append_vals (sorted, events, n_events);
  g_array_sort (sorted, compare_events);
  for (guint i = 0; i < sorted->len; i++)
    if (!follow (&reading, &g_array_index (sorted, DeskClockEvent, i), error))
      return NULL;
  if (!finish (&reading, &reading.first, error) || !finish (&reading, &reading.next, error)
      || !finish (&reading, &reading.resolution, error))
    return NULL;
  g_ptr_array_sort (reading.clocks, compare_clocks);
  return g_steal_pointer (&reading.clocks);
}
