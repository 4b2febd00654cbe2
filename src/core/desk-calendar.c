/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-calendar.h"

#include <stdio.h>
#include <string.h>

#include "core/desk-error.h"
#include "core/desk-time.h"

/* A target further away than this is a mistake in the settings, not a deadline. */
#define HORIZON_DAYS (3 * 366)
#define MINUTES_A_DAY (24 * 60)

typedef struct
{
  int start; /* minutes from midnight, wall time */
  int end;   /* after midnight when above 24 hours */
} Interval;

struct _DeskCalendar
{
  GTimeZone *zone;      /* owned */
  GArray *weekdays[7];  /* owned, of Interval, Monday first */
  GHashTable *holidays; /* owned, of Julian days */
};

static const char *const weekday_names[] = { "monday", "tuesday",  "wednesday", "thursday",
                                             "friday", "saturday", "sunday" };

static DeskCalendar *
create_calendar (GTimeZone *zone)
{
  DeskCalendar *self = g_new0 (DeskCalendar, 1);

  self->zone = zone;
  for (guint i = 0; i < G_N_ELEMENTS (self->weekdays); i++)
    self->weekdays[i] = g_array_new (FALSE, FALSE, sizeof (Interval));
  self->holidays = g_hash_table_new (NULL, NULL);
  return self;
}

static gboolean
parse_interval (const char *text, Interval *interval)
{
  int h1, m1, h2, m2, used = 0;

  if (text == NULL || sscanf (text, "%2d:%2d-%2d:%2d%n", &h1, &m1, &h2, &m2, &used) != 4 || text[used] != '\0' || h1 < 0
      || h1 > 23 || h2 < 0 || h2 > 24 || m1 < 0 || m1 > 59 || m2 < 0 || m2 > 59 || (h2 == 24 && m2 > 0))
    return FALSE;
  interval->start = h1 * 60 + m1;
  interval->end = h2 * 60 + m2;
  if (interval->end <= interval->start)
    interval->end += MINUTES_A_DAY;
  return TRUE;
}

static gboolean
parse_weekday (DeskCalendar *self, guint weekday, JsonNode *node, GError **error)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      Interval interval;

      if (json_node_get_value_type (element) != G_TYPE_STRING
          || !parse_interval (json_node_get_string (element), &interval))
        list = NULL;
      else
        g_array_append_val (self->weekdays[weekday], interval);
    }
  if (list == NULL)
    desk_error_add_field (error, weekday_names[weekday], "intervals such as [\"09:00-19:00\"] were expected");
  return list != NULL;
}

static gboolean
parse_holidays (DeskCalendar *self, JsonNode *node, GError **error)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (list == NULL)
    {
      desk_error_add_field (error, "holidays", "a list of dates such as 2026-01-26 was expected");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      const char *text = json_node_get_value_type (element) == G_TYPE_STRING ? json_node_get_string (element) : "";
      int year, month, day, used = 0;
      GDate date;

      if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || text[used] != '\0'
          || !g_date_valid_dmy (day, month, year))
        {
          desk_error_add_field (error, "holidays", "dates such as 2026-01-26 were expected");
          return FALSE;
        }
      g_date_set_dmy (&date, day, month, year);
      g_hash_table_add (self->holidays, GUINT_TO_POINTER (g_date_get_julian (&date)));
    }
  return TRUE;
}

/* The instant at which the clock on the wall shows @minutes after midnight of @date; an hour that a change of the clock
 * leaves out begins when it would have. */
static gint64
instant_of (DeskCalendar *self, const GDate *date, int minutes)
{
  GDate day = *date;
  g_autoptr (GDateTime) time = NULL;

  g_date_add_days (&day, minutes / MINUTES_A_DAY);
  minutes %= MINUTES_A_DAY;
  time = g_date_time_new (self->zone, g_date_get_year (&day), g_date_get_month (&day), g_date_get_day (&day),
                          minutes / 60, minutes % 60, 0);
  return g_date_time_to_unix (time) * DESK_TIME_SECOND;
}

/* The wall date, one day before the one of @instant: an interval over midnight may have begun there. */
static void
get_first_date (DeskCalendar *self, gint64 instant, GDate *date)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / DESK_TIME_SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->zone);

  g_date_clear (date, 1);
  g_date_set_dmy (date, g_date_time_get_day_of_month (local), g_date_time_get_month (local),
                  g_date_time_get_year (local));
  g_date_subtract_days (date, 1);
}

static GArray *
get_intervals (DeskCalendar *self, const GDate *date)
{
  if (g_hash_table_contains (self->holidays, GUINT_TO_POINTER (g_date_get_julian (date))))
    return NULL;
  return self->weekdays[g_date_get_weekday (date) - 1];
}

/**
 * desk_calendar_new_always:
 *
 * Returns: (transfer full): a calendar that is open around the clock
 */
DeskCalendar *
desk_calendar_new_always (void)
{
  DeskCalendar *self = create_calendar (g_time_zone_new_utc ());
  Interval whole_day = { 0, MINUTES_A_DAY };

  for (guint i = 0; i < G_N_ELEMENTS (self->weekdays); i++)
    g_array_append_val (self->weekdays[i], whole_day);
  return self;
}

/**
 * desk_calendar_parse:
 * @object: a list of intervals for each weekday that has any, and "holidays"
 * @time_zone: an IANA name
 * @error: names the member that is wrong
 *
 * Returns: (transfer full): the calendar
 */
DeskCalendar *
desk_calendar_parse (JsonObject *object, const char *time_zone, GError **error)
{
  GTimeZone *zone = g_time_zone_new_identifier (time_zone);
  g_autoptr (DeskCalendar) self = NULL;
  guint n_intervals = 0;

  if (zone == NULL)
    {
      desk_error_add_field (error, "time_zone", "a zone such as Asia/Kolkata was expected, not \"%s\"", time_zone);
      return NULL;
    }
  self = create_calendar (zone);
  for (guint i = 0; i < G_N_ELEMENTS (weekday_names); i++)
    {
      JsonNode *node = json_object_get_member (object, weekday_names[i]);

      if (node != NULL && !parse_weekday (self, i, node, error))
        return NULL;
      n_intervals += self->weekdays[i]->len;
    }
  if (n_intervals == 0)
    {
      desk_error_add_field (error, "calendar", "at least one open hour was expected");
      return NULL;
    }
  if (json_object_has_member (object, "holidays")
      && !parse_holidays (self, json_object_get_member (object, "holidays"), error))
    return NULL;
  return g_steal_pointer (&self);
}

void
desk_calendar_free (DeskCalendar *self)
{
  if (self == NULL)
    return;
  g_time_zone_unref (self->zone);
  for (guint i = 0; i < G_N_ELEMENTS (self->weekdays); i++)
    g_array_unref (self->weekdays[i]);
  g_hash_table_unref (self->holidays);
  g_free (self);
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
  GDate date;

  get_first_date (self, start, &date);
  for (guint i = 0; i < HORIZON_DAYS; i++, g_date_add_days (&date, 1))
    {
      GArray *intervals = get_intervals (self, &date);

      for (guint j = 0; intervals != NULL && j < intervals->len; j++)
        {
          const Interval *interval = &g_array_index (intervals, Interval, j);
          gint64 from = MAX (instant_of (self, &date, interval->start), start);
          gint64 to = instant_of (self, &date, interval->end);

          if (to <= from)
            continue;
          if (to - from >= duration)
            {
              *due = from + duration;
              return TRUE;
            }
          duration -= to - from;
        }
    }
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INVALID,
                       "The target is more than three years away in this calendar");
  return FALSE;
}

/**
 * desk_calendar_elapsed:
 * @self: a calendar
 * @from: an instant, microseconds UTC
 * @to: a later one
 *
 * Returns: the open time between them, in microseconds
 */
gint64
desk_calendar_elapsed (DeskCalendar *self, gint64 from, gint64 to)
{
  gint64 elapsed = 0;
  GDate date;

  get_first_date (self, from, &date);
  while (instant_of (self, &date, 0) < to)
    {
      GArray *intervals = get_intervals (self, &date);

      for (guint j = 0; intervals != NULL && j < intervals->len; j++)
        {
          const Interval *interval = &g_array_index (intervals, Interval, j);
          gint64 begin = MAX (instant_of (self, &date, interval->start), from);
          gint64 end = MIN (instant_of (self, &date, interval->end), to);

          elapsed += MAX (end - begin, 0);
        }
      g_date_add_days (&date, 1);
    }
  return elapsed;
}
