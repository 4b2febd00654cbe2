/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-time.h"

#include <string.h>
#include <time.h>

static void
write_digits (char *to, int number, int width)
{
  for (int i = width - 1; i >= 0; i--, number /= 10)
    to[i] = '0' + number % 10;
}

/**
 * desk_time_now:
 *
 * Returns: the wall clock, in microseconds since 1970 UTC, cut to milliseconds, so that what is stored, sent and read
 *   back is the same instant
 */
gint64
desk_time_now (void)
{
  gint64 now = g_get_real_time ();

  return now - now % 1000;
}

/**
 * desk_time_write:
 * @microseconds: since 1970 UTC
 * @text: (out): where to write
 *
 * Writes RFC 3339 with milliseconds and Z. Years outside 0 to 9999 are held to these bounds.
 */
void
desk_time_write (gint64 microseconds, char text[DESK_TIME_LENGTH + 1])
{
  gint64 in_second = ((microseconds % DESK_TIME_SECOND) + DESK_TIME_SECOND) % DESK_TIME_SECOND;
  time_t seconds = CLAMP ((microseconds - in_second) / DESK_TIME_SECOND, G_GINT64_CONSTANT (-62167219200),
                          G_GINT64_CONSTANT (253402300799));
  struct tm tm;

  gmtime_r (&seconds, &tm);
  memcpy (text, "0000-00-00T00:00:00.000Z", DESK_TIME_LENGTH + 1);
  write_digits (text, tm.tm_year + 1900, 4);
  write_digits (text + 5, tm.tm_mon + 1, 2);
  write_digits (text + 8, tm.tm_mday, 2);
  write_digits (text + 11, tm.tm_hour, 2);
  write_digits (text + 14, tm.tm_min, 2);
  write_digits (text + 17, tm.tm_sec, 2);
  write_digits (text + 20, in_second / 1000, 3);
}

/**
 * desk_time_read:
 * @text: RFC 3339 with a zone
 * @microseconds: (out): since 1970 UTC
 *
 * Returns: whether @text was a time
 */
gboolean
desk_time_read (const char *text, gint64 *microseconds)
{
  g_autoptr (GDateTime) time = NULL;

  g_return_val_if_fail (text != NULL && microseconds != NULL, FALSE);

  if (strlen (text) > 64)
    return FALSE;
  time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return FALSE;
  *microseconds = g_date_time_to_unix (time) * DESK_TIME_SECOND + g_date_time_get_microsecond (time);
  return TRUE;
}

/**
 * desk_time_day_begin:
 * @microseconds: an instant
 * @time_zone: an IANA name
 *
 * Returns: the first instant of its day on a clock in @time_zone; in UTC where the zone is not known
 */
gint64
desk_time_day_begin (gint64 microseconds, const char *time_zone)
{
  g_autoptr (GTimeZone) named = g_time_zone_new_identifier (time_zone);
  g_autoptr (GTimeZone) zone = named != NULL ? g_time_zone_ref (named) : g_time_zone_new_utc ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / DESK_TIME_SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) midnight = g_date_time_new (zone, g_date_time_get_year (local), g_date_time_get_month (local),
                                                    g_date_time_get_day_of_month (local), 0, 0, 0);

  return g_date_time_to_unix (midnight) * DESK_TIME_SECOND;
}
