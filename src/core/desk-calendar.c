/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-calendar.h"

#include <glib/gi18n-lib.h>

#include "core/desk-calendar-private.h"
#include "core/desk-error.h"
#include "core/desk-time.h"

/* A target further away than this is a mistake in the settings, not a deadline. */
#define HORIZON (3 * 366 * DESK_TIME_DAY)
/* Nothing is counted for longer: what is older was imported with a wrong date. */
#define LONGEST (50 * 366 * DESK_TIME_DAY)
#define LATEST (G_GINT64_CONSTANT (253370764800) * DESK_TIME_SECOND) /* the year 9999 */

/* What is open, one interval after the other. */
typedef struct
{
  DeskCalendar *calendar;
  GDate date;
  guint32 last_day; /* Julian */
  guint next;       /* interval of the date */
  gint64 counted;   /* up to this instant */
} Walk;

/* The instant at which the clock on the wall shows @minutes after midnight of @date. An hour that a change of the clock
 * leaves out begins and ends with the change; of one that comes twice, the second counts. */
static gint64
instant_of (DeskCalendar *self, const GDate *date, int minutes)
{
  GDate day = *date;
  g_autoptr (GDateTime) time = NULL;

  g_date_add_days (&day, minutes / DESK_CALENDAR_MINUTES_A_DAY);
  minutes %= DESK_CALENDAR_MINUTES_A_DAY;
  time = g_date_time_new (self->zone, g_date_get_year (&day), g_date_get_month (&day), g_date_get_day (&day),
                          minutes / 60, minutes % 60, 0);
  return g_date_time_to_unix (time) * DESK_TIME_SECOND;
}

static void
get_wall_date (DeskCalendar *self, gint64 instant, GDate *date)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (CLAMP (instant, 0, LATEST) / DESK_TIME_SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->zone);

  g_date_clear (date, 1);
  g_date_set_dmy (date, g_date_time_get_day_of_month (local), g_date_time_get_month (local),
                  g_date_time_get_year (local));
}

static GArray *
get_intervals (DeskCalendar *self, const GDate *date)
{
  GArray *intervals = g_hash_table_lookup (self->dates, GUINT_TO_POINTER (g_date_get_julian (date)));

  if (intervals == NULL)
    intervals =
        g_hash_table_lookup (self->yearly, DESK_CALENDAR_MONTH_DAY (g_date_get_month (date), g_date_get_day (date)));
  return intervals != NULL ? intervals : self->weekdays[g_date_get_weekday (date) - 1];
}

/* Begins one day early: an interval over midnight may have begun then. */
static void
begin_walk (Walk *walk, DeskCalendar *calendar, gint64 from, gint64 to)
{
  GDate last;

  walk->calendar = calendar;
  get_wall_date (calendar, from, &walk->date);
  g_date_subtract_days (&walk->date, 1);
  get_wall_date (calendar, to, &last);
  walk->last_day = g_date_get_julian (&last);
  walk->next = 0;
  walk->counted = from;
}

/* The next time that is open and not counted yet. Where intervals overlap it counts once. */
static gboolean
go_on (Walk *walk, gint64 *from, gint64 *to)
{
  while (g_date_get_julian (&walk->date) <= walk->last_day)
    {
      GArray *intervals = get_intervals (walk->calendar, &walk->date);

      while (walk->next < intervals->len)
        {
          const DeskCalendarInterval *interval = &g_array_index (intervals, DeskCalendarInterval, walk->next++);

          *from = MAX (instant_of (walk->calendar, &walk->date, interval->start), walk->counted);
          *to = instant_of (walk->calendar, &walk->date, interval->end);
          walk->counted = MAX (*to, walk->counted);
          if (*from < *to)
            return TRUE;
        }
      g_date_add_days (&walk->date, 1);
      walk->next = 0;
    }
  return FALSE;
}

DeskCalendar *
desk_calendar_new (GTimeZone *zone, const char *name)
{
  DeskCalendar *self = g_new0 (DeskCalendar, 1);

  self->zone = g_time_zone_ref (zone);
  self->name = g_strdup (name);
  for (guint i = 0; i < G_N_ELEMENTS (self->weekdays); i++)
    self->weekdays[i] = g_array_new (FALSE, FALSE, sizeof (DeskCalendarInterval));
  self->dates = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->yearly = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  return self;
}

/**
 * desk_calendar_new_always:
 *
 * Returns: (transfer full): a calendar that is open around the clock
 */
DeskCalendar *
desk_calendar_new_always (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  DeskCalendar *self = desk_calendar_new (zone, _ ("Around the clock"));
  DeskCalendarInterval whole_day = { 0, DESK_CALENDAR_MINUTES_A_DAY };

  for (guint i = 0; i < G_N_ELEMENTS (self->weekdays); i++)
    g_array_append_val (self->weekdays[i], whole_day);
  return self;
}

void
desk_calendar_free (DeskCalendar *self)
{
  if (self == NULL)
    return;
  g_time_zone_unref (self->zone);
  g_free (self->name);
  for (guint i = 0; i < G_N_ELEMENTS (self->weekdays); i++)
    g_array_unref (self->weekdays[i]);
  g_hash_table_unref (self->dates);
  g_hash_table_unref (self->yearly);
  g_free (self);
}

/**
 * desk_calendar_get_name:
 * @self: a calendar
 *
 * Returns: what people call it
 */
const char *
desk_calendar_get_name (DeskCalendar *self)
{
  return self->name;
}

const char *
desk_calendar_get_time_zone (DeskCalendar *self)
{
  return g_time_zone_get_identifier (self->zone);
}

/**
 * desk_calendar_add:
 * @self: a calendar
 * @start: an instant, microseconds UTC
 * @duration: open time to pass, microseconds
 * @due: (out): the instant at which it has passed; at closing time when it ends there
 * @error: when that is further away than three years
 *
 * Returns: whether there is such an instant
 */
gboolean
desk_calendar_add (DeskCalendar *self, gint64 start, gint64 duration, gint64 *due, GError **error)
{
  Walk walk;
  gint64 from, to;

  begin_walk (&walk, self, start, start + HORIZON);
  while (go_on (&walk, &from, &to))
    {
      if (to - from >= duration)
        {
          *due = from + duration;
          return TRUE;
        }
      duration -= to - from;
    }
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INVALID,
                       "The target is more than three years away in this calendar");
  return FALSE;
}

/**
 * desk_calendar_elapsed:
 * @self: a calendar
 * @from: an instant, microseconds UTC
 * @to: a later one; at most fifty years are counted
 *
 * Returns: the open time between them, in microseconds
 */
gint64
desk_calendar_elapsed (DeskCalendar *self, gint64 from, gint64 to)
{
  gint64 elapsed = 0, begin, end;
  Walk walk;

  to = MIN (to, from + LONGEST);
  begin_walk (&walk, self, from, to);
  while (go_on (&walk, &begin, &end) && begin < to)
    elapsed += MIN (end, to) - begin;
  return elapsed;
}

/**
 * desk_calendar_append_open:
 * @self: a calendar
 * @from: an instant, microseconds UTC
 * @to: a later one; at most fifty years are looked at
 * @spans: (element-type DeskCalendarSpan): gets the times between them that are open; what touches is one
 */
void
desk_calendar_append_open (DeskCalendar *self, gint64 from, gint64 to, GArray *spans)
{
  DeskCalendarSpan span;
  Walk walk;

  to = MIN (to, from + LONGEST);
  begin_walk (&walk, self, from, to);
  while (go_on (&walk, &span.from, &span.to) && span.from < to)
    {
      DeskCalendarSpan *last = spans->len > 0 ? &g_array_index (spans, DeskCalendarSpan, spans->len - 1) : NULL;

      span.to = MIN (span.to, to);
      if (last != NULL && last->to == span.from)
        last->to = span.to;
      else
        g_array_append_val (spans, span);
    }
}
