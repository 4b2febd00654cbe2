/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-format.h"

#include <glib/gi18n.h>
#include <string.h>

#define SECOND G_GINT64_CONSTANT (1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static gint64
or_now (gint64 now)
{
  return now != 0 ? now : g_get_real_time ();
}

static GDateTime *
to_local (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / SECOND);

  return g_date_time_to_local (utc);
}

static char *
format_local (gint64 time, const char *format)
{
  g_autoptr (GDateTime) local = to_local (time);

  return g_date_time_format (local, format);
}

/* Days from a to b on the calendar of here, negative when b is before a. */
static int
count_days (gint64 a, gint64 b)
{
  g_autoptr (GDateTime) first = to_local (a);
  g_autoptr (GDateTime) second = to_local (b);
  GDate from, to;

  g_date_clear (&from, 1);
  g_date_clear (&to, 1);
  g_date_set_dmy (&from, g_date_time_get_day_of_month (first), g_date_time_get_month (first),
                  g_date_time_get_year (first));
  g_date_set_dmy (&to, g_date_time_get_day_of_month (second), g_date_time_get_month (second),
                  g_date_time_get_year (second));

  return g_date_days_between (&from, &to);
}

static gboolean
same_year (gint64 a, gint64 b)
{
  g_autoptr (GDateTime) first = to_local (a);
  g_autoptr (GDateTime) second = to_local (b);

  return g_date_time_get_year (first) == g_date_time_get_year (second);
}

/**
 * desk_same_day:
 * @a: a time
 * @b: another
 *
 * Returns: whether both are on the same day of the calendar of here
 */
gboolean
desk_same_day (gint64 a, gint64 b)
{
  return count_days (a, b) == 0;
}

/**
 * desk_format_clock:
 * @time: a time
 *
 * Returns: (transfer full): "10:42"
 */
char *
desk_format_clock (gint64 time)
{
  /* Translators: the time of day, as in strftime() */
  return format_local (time, _ ("%H:%M"));
}

/**
 * desk_format_day:
 * @time: a time
 * @now: this moment, or 0
 *
 * Returns: (transfer full): "today", "yesterday", "6 Nov", "6 Nov 2024"
 */
char *
desk_format_day (gint64 time, gint64 now)
{
  int days = count_days (time, or_now (now));

  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("yesterday"));

  /* Translators: a day of this year, and of another, as in strftime() */
  return format_local (time, same_year (time, or_now (now)) ? _ ("%-d %b") : _ ("%-d %b %Y"));
}

/**
 * desk_format_day_heading:
 * @time: a time
 * @now: this moment, or 0
 *
 * Returns: (transfer full): what stands over a day's messages: "Today, 21 November"
 */
char *
desk_format_day_heading (gint64 time, gint64 now)
{
  int days = count_days (time, or_now (now));

  if (days == 0)
    return format_local (time, _ ("Today, %-d %B"));
  if (days == 1)
    return format_local (time, _ ("Yesterday, %-d %B"));

  return format_local (time, same_year (time, or_now (now)) ? _ ("%A, %-d %B") : _ ("%A, %-d %B %Y"));
}

/**
 * desk_format_when:
 * @time: a time
 * @now: this moment, or 0
 *
 * Returns: (transfer full): the time of day today, the day before
 */
char *
desk_format_when (gint64 time, gint64 now)
{
  return desk_same_day (time, or_now (now)) ? desk_format_clock (time) : desk_format_day (time, now);
}

/**
 * desk_format_date_time:
 * @time: a time
 *
 * Returns: (transfer full): "21 Nov 2026, 10:42", for tooltips
 */
char *
desk_format_date_time (gint64 time)
{
  return format_local (time, _ ("%-d %b %Y, %H:%M"));
}

/**
 * desk_format_month:
 * @time: a time
 *
 * Returns: (transfer full): "March 2022"
 */
char *
desk_format_month (gint64 time)
{
  return format_local (time, _ ("%B %Y"));
}

/**
 * desk_format_age:
 * @time: a time that has passed
 * @now: this moment, or 0
 *
 * Returns: (transfer full): how long ago, as short as it goes: "4 min", "1 h", "3 d"
 */
char *
desk_format_age (gint64 time, gint64 now)
{
  gint64 age = or_now (now) - time;

  if (age < MINUTE)
    return g_strdup (_ ("now"));
  if (age < HOUR)
    return g_strdup_printf (_ ("%d min"), (int) (age / MINUTE));
  if (age < DAY)
    return g_strdup_printf (_ ("%d h"), (int) (age / HOUR));
  if (age < 60 * DAY)
    /* Translators: days, as short as it goes */
    return g_strdup_printf (_ ("%d d"), (int) (age / DAY));
  if (age < 730 * DAY)
    /* Translators: months, as short as it goes */
    return g_strdup_printf (_ ("%d mo"), (int) (age / (30 * DAY)));

  /* Translators: years, as short as it goes */
  return g_strdup_printf (_ ("%d y"), (int) (age / (365 * DAY)));
}

/**
 * desk_format_ago:
 * @time: a time that has passed
 * @now: this moment, or 0
 *
 * Returns: (transfer full): "just now", "4 min ago", "2 h ago", "yesterday", "3 days ago", "6 Nov"
 */
char *
desk_format_ago (gint64 time, gint64 now)
{
  gint64 age = or_now (now) - time;
  int days = count_days (time, or_now (now));

  if (age < MINUTE)
    return g_strdup (_ ("just now"));
  if (age < HOUR)
    return g_strdup_printf (_ ("%d min ago"), (int) (age / MINUTE));
  if (days == 0)
    return g_strdup_printf (_ ("%d h ago"), (int) (age / HOUR));
  if (days > 1 && days < 14)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", days), days);

  return desk_format_day (time, now);
}

/**
 * desk_format_since:
 * @time: a time that has passed
 * @now: this moment, or 0
 *
 * Returns: (transfer full): how long ago in whole days: "today", "1 day", "2 days", "3 months"
 */
char *
desk_format_since (gint64 time, gint64 now)
{
  int days = count_days (time, or_now (now));

  if (days <= 0)
    return g_strdup (_ ("today"));
  if (days < 60)
    return g_strdup_printf (ngettext ("%d day", "%d days", days), days);
  if (days < 730)
    return g_strdup_printf (ngettext ("%d month", "%d months", days / 30), days / 30);

  return g_strdup_printf (ngettext ("%d year", "%d years", days / 365), days / 365);
}

/**
 * desk_format_duration:
 * @seconds: how long; its sign does not count
 *
 * Returns: (transfer full): "40 s", "5 min", "1 h 26 min", "2 d 3 h"
 */
char *
desk_format_duration (gint64 seconds)
{
  int days, hours, minutes;

  seconds = ABS (seconds);
  if (seconds < 60)
    return g_strdup_printf (_ ("%d s"), (int) seconds);

  days = seconds / 86400;
  hours = seconds / 3600 % 24;
  minutes = seconds / 60 % 60;
  if (days > 0)
    return hours > 0 ? g_strdup_printf (_ ("%d d %d h"), days, hours) : g_strdup_printf (_ ("%d d"), days);
  if (hours > 0)
    return minutes > 0 ? g_strdup_printf (_ ("%d h %d min"), hours, minutes) : g_strdup_printf (_ ("%d h"), hours);

  return g_strdup_printf (_ ("%d min"), minutes);
}
