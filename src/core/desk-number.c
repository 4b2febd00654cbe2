/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-number.h"

#include <string.h>

#define YEAR_MARK "{year}"
#define COUNT_MARK "{n"

/* Reads "{n}" or "{n:05}" at @p. Returns the text behind it, or NULL when it is none. */
static const char *
read_count_mark (const char *p, guint *width)
{
  *width = 1;
  if (!g_str_has_prefix (p, COUNT_MARK))
    return NULL;
  p += strlen (COUNT_MARK);
  if (*p == ':')
    {
      for (p++, *width = 0; g_ascii_isdigit (*p) && *width < 20; p++)
        *width = *width * 10 + g_ascii_digit_value (*p);
    }
  return *p == '}' && *width <= 18 ? p + 1 : NULL;
}

/**
 * desk_number_format:
 * @format: a preset's format, such as "TKT-{year}-{n:05}"
 * @year: the year in the desk's time zone
 * @n: how many there were before, plus one
 *
 * Returns: (transfer full): the number as people read it
 */
char *
desk_number_format (const char *format, int year, gint64 n)
{
  g_autoptr (GString) number = g_string_new (NULL);

  g_return_val_if_fail (format != NULL, NULL);

  for (const char *p = format; *p != '\0';)
    {
      guint width;
      const char *behind = read_count_mark (p, &width);

      if (behind != NULL)
        {
          g_string_append_printf (number, "%0*" G_GINT64_FORMAT, (int) width, n);
          p = behind;
        }
      else if (g_str_has_prefix (p, YEAR_MARK))
        {
          g_string_append_printf (number, "%04d", year);
          p += strlen (YEAR_MARK);
        }
      else
        g_string_append_c (number, *p++);
    }
  return g_string_free (g_steal_pointer (&number), FALSE);
}

/**
 * desk_number_format_is_valid:
 * @format: (nullable): a preset's format
 *
 * Returns: whether it has exactly one count
 */
gboolean
desk_number_format_is_valid (const char *format)
{
  guint counts = 0, width;

  for (const char *p = format; p != NULL && *p != '\0'; p++)
    if (read_count_mark (p, &width) != NULL)
      counts++;
  return counts == 1;
}

/**
 * desk_number_format_has_year:
 * @format: a preset's format
 *
 * Returns: whether the year is in it; where it is not, the count must not begin anew with it
 */
gboolean
desk_number_format_has_year (const char *format)
{
  return strstr (format, YEAR_MARK) != NULL;
}

/**
 * desk_number_year:
 * @microseconds: an instant
 * @time_zone: an IANA name
 *
 * Returns: the year that it falls into on a clock in @time_zone; UTC where the zone is not known
 */
int
desk_number_year (gint64 microseconds, const char *time_zone)
{
  g_autoptr (GTimeZone) named = g_time_zone_new_identifier (time_zone);
  g_autoptr (GTimeZone) zone = named != NULL ? g_time_zone_ref (named) : g_time_zone_new_utc ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_get_year (local);
}
