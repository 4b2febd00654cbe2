/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-calendar-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "core/desk-error.h"

static const char *const weekday_names[DESK_CALENDAR_N_WEEKDAYS] = { "monday", "tuesday",  "wednesday", "thursday",
                                                                     "friday", "saturday", "sunday" };

static const char *
get_text (JsonNode *node)
{
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

static gboolean
parse_interval (const char *text, DeskCalendarInterval *interval)
{
  int h1, m1, h2, m2, used = 0;

  if (sscanf (text, "%2d:%2d-%2d:%2d%n", &h1, &m1, &h2, &m2, &used) != 4 || text[used] != '\0' || h1 < 0 || h1 > 23
      || h2 < 0 || h2 > 24 || m1 < 0 || m1 > 59 || m2 < 0 || m2 > 59 || (h2 == 24 && m2 > 0))
    return FALSE;
  interval->start = h1 * 60 + m1;
  interval->end = h2 * 60 + m2;
  if (interval->end <= interval->start)
    interval->end += DESK_CALENDAR_MINUTES_A_DAY;
  return TRUE;
}

static int
compare_intervals (gconstpointer a, gconstpointer b)
{
  const DeskCalendarInterval *one = a, *other = b;

  return one->start != other->start ? one->start - other->start : one->end - other->end;
}

static gboolean
parse_intervals (JsonNode *node, GArray *intervals)
{
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      DeskCalendarInterval interval;

      if (!parse_interval (get_text (json_array_get_element (list, i)), &interval))
        return FALSE;
      g_array_append_val (intervals, interval);
    }
  g_array_sort (intervals, compare_intervals);
  return list != NULL;
}

static gboolean
parse_weekdays (DeskCalendar *self, JsonObject *object, GError **error)
{
  guint n_intervals = 0;

  for (guint i = 0; i < G_N_ELEMENTS (weekday_names); i++)
    {
      JsonNode *node = json_object_get_member (object, weekday_names[i]);

      if (node != NULL && !parse_intervals (node, self->weekdays[i]))
        {
          desk_error_add_field (error, weekday_names[i], "intervals such as [\"09:00-19:00\"] were expected");
          return FALSE;
        }
      n_intervals += self->weekdays[i]->len;
    }
  if (n_intervals == 0)
    desk_error_add_field (error, "calendar", "at least one open hour was expected");
  return n_intervals > 0;
}

/* 2026-01-26, or 01-26 for every year. */
static gboolean
keep_holiday (DeskCalendar *self, const char *text, GArray *intervals)
{
  int year, month, day, used = 0;

  if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 && text[used] == '\0' && day > 0 && month > 0
      && year >= 1000 && g_date_valid_dmy (day, month, year))
    {
      GDate date;

      g_date_clear (&date, 1);
      g_date_set_dmy (&date, day, month, year);
      g_hash_table_insert (self->dates, GUINT_TO_POINTER (g_date_get_julian (&date)), g_array_ref (intervals));
      return TRUE;
    }
  used = 0;
  /* The 29th of February comes in leap years alone. */
  if (sscanf (text, "%2d-%2d%n", &month, &day, &used) == 2 && text[used] == '\0' && day > 0 && month > 0
      && g_date_valid_dmy (day, month, 2000))
    {
      g_hash_table_insert (self->yearly, DESK_CALENDAR_MONTH_DAY (month, day), g_array_ref (intervals));
      return TRUE;
    }
  return FALSE;
}

/* A date on which nothing is open, or {"date": ..., "hours": [...]} for one with hours of its own. */
static gboolean
parse_holiday (DeskCalendar *self, JsonNode *node)
{
  g_autoptr (GArray) intervals = g_array_new (FALSE, FALSE, sizeof (DeskCalendarInterval));
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL)
    return keep_holiday (self, get_text (node), intervals);
  if (json_object_has_member (object, "hours")
      && !parse_intervals (json_object_get_member (object, "hours"), intervals))
    return FALSE;
  return keep_holiday (self, get_text (json_object_get_member (object, "date")), intervals);
}

static gboolean
parse_holidays (DeskCalendar *self, JsonNode *node, GError **error)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!parse_holiday (self, json_array_get_element (list, i)))
      list = NULL;
  if (list == NULL)
    desk_error_add_field (error, "holidays",
                          "dates such as 2026-01-26 or every year's 01-26 were expected, or objects with a date and "
                          "hours");
  return list != NULL;
}

/**
 * desk_calendar_parse:
 * @object: a list of intervals for each weekday that has any, "holidays", and perhaps a "name"
 * @time_zone: an IANA name
 * @error: names the member that is wrong
 *
 * Returns: (transfer full): the calendar
 */
DeskCalendar *
desk_calendar_parse (JsonObject *object, const char *time_zone, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (time_zone);
  const char *name = get_text (json_object_get_member (object, "name"));
  g_autoptr (DeskCalendar) self = NULL;

  if (zone == NULL)
    {
      desk_error_add_field (error, "time_zone", "a zone such as Asia/Kolkata was expected, not \"%s\"", time_zone);
      return NULL;
    }
  self = desk_calendar_new (zone, *name != '\0' ? name : _ ("Business hours"));
  if (!parse_weekdays (self, object, error)
      || (json_object_has_member (object, "holidays")
          && !parse_holidays (self, json_object_get_member (object, "holidays"), error)))
    return NULL;
  return g_steal_pointer (&self);
}
