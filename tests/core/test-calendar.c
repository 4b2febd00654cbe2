/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-calendar.h"
#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-time.h"

static gint64
at (const char *text)
{
  gint64 microseconds = 0;

  g_assert_true (desk_time_read (text, &microseconds));
  return microseconds;
}

static DeskCalendar *
parse (const char *json, const char *zone)
{
  g_autoptr (JsonObject) object = desk_json_parse_object (json, -1, NULL);
  g_autoptr (GError) error = NULL;
  DeskCalendar *calendar = desk_calendar_parse (object, zone, &error);

  g_assert_no_error (error);
  return calendar;
}

#define OFFICE                                                                                                         \
  "{\"monday\":[\"09:00-19:00\"],\"tuesday\":[\"09:00-13:00\",\"14:00-19:00\"],\"wednesday\":[\"09:00-19:00\"],"       \
  "\"holidays\":[\"2026-01-07\"]}"

#define ALWAYS                                                                                                         \
  "\"monday\":[\"00:00-24:00\"],\"tuesday\":[\"00:00-24:00\"],\"wednesday\":[\"00:00-24:00\"],"                        \
  "\"thursday\":[\"00:00-24:00\"],\"friday\":[\"00:00-24:00\"],\"saturday\":[\"00:00-24:00\"],"                        \
  "\"sunday\":[\"00:00-24:00\"]"

#define EVERY_DAY                                                                                                      \
  "{\"monday\":[\"09:00-17:00\"],\"tuesday\":[\"09:00-17:00\"],\"wednesday\":[\"09:00-17:00\"],"                       \
  "\"thursday\":[\"09:00-17:00\"],\"friday\":[\"09:00-17:00\"],\"saturday\":[\"09:00-17:00\"],"                        \
  "\"sunday\":[\"09:00-17:00\"]"

static const struct
{
  const char *calendar, *zone, *start;
  gint64 minutes;
  const char *due;
} cases[] = {
  /* within a day, from before opening, from closing time, over a break */
  { OFFICE, "UTC", "2026-01-05T10:00:00Z", 60, "2026-01-05T11:00:00Z" },
  { OFFICE, "UTC", "2026-01-05T07:00:00Z", 60, "2026-01-05T10:00:00Z" },
  { OFFICE, "UTC", "2026-01-05T19:00:00Z", 60, "2026-01-06T10:00:00Z" },
  { OFFICE, "UTC", "2026-01-06T12:30:00Z", 60, "2026-01-06T14:30:00Z" },
  /* ends at closing time: stays there */
  { OFFICE, "UTC", "2026-01-05T18:00:00Z", 60, "2026-01-05T19:00:00Z" },
  /* over the holiday and the weekend */
  { OFFICE, "UTC", "2026-01-06T18:30:00Z", 60, "2026-01-12T09:30:00Z" },
  /* the desk's wall clock, not UTC */
  { OFFICE, "Asia/Kolkata", "2026-01-05T03:30:00Z", 60, "2026-01-05T04:30:00Z" },
  /* over midnight */
  { "{\"friday\":[\"22:00-06:00\"]}", "UTC", "2026-01-09T23:00:00Z", 120, "2026-01-10T01:00:00Z" },
  { "{\"friday\":[\"22:00-06:00\"]}", "UTC", "2026-01-10T05:00:00Z", 120, "2026-01-16T23:00:00Z" },
  /* a day of 23 hours and one of 25: Berlin, 29 March and 25 October 2026 */
  { "{\"sunday\":[\"00:00-24:00\"]}", "Europe/Berlin", "2026-03-28T23:00:00Z", 23 * 60, "2026-03-29T22:00:00Z" },
  { "{\"sunday\":[\"00:00-24:00\"]}", "Europe/Berlin", "2026-10-24T22:00:00Z", 25 * 60, "2026-10-25T23:00:00Z" },
  /* an hour that does not exist: 02:00 to 03:00 is over at once, and what begins in it begins at its end */
  { "{\"sunday\":[\"01:00-02:30\",\"02:45-05:00\"]}", "Europe/Berlin", "2026-03-29T00:00:00Z", 180,
    "2026-03-29T03:00:00Z" },
  /* an hour that comes twice: the second counts, for closing and for opening */
  { "{\"sunday\":[\"01:00-02:30\",\"02:45-05:00\"]}", "Europe/Berlin", "2026-10-24T23:00:00Z", 150,
    "2026-10-25T01:30:00Z" },
  { "{\"sunday\":[\"01:00-02:30\",\"02:45-05:00\"]}", "Europe/Berlin", "2026-10-24T23:00:00Z", 165,
    "2026-10-25T02:00:00Z" },
  /* the clock changes at midnight: Santiago, 6 September 2026 has no hour from 00:00 to 01:00 */
  { "{\"sunday\":[\"00:00-24:00\"]}", "America/Santiago", "2026-09-06T04:00:00Z", 23 * 60, "2026-09-07T03:00:00Z" },
  /* a night shift into the day of 23 hours, and into the one of 25 */
  { "{\"saturday\":[\"22:00-06:00\"]}", "Europe/Berlin", "2026-03-28T21:00:00Z", 7 * 60, "2026-03-29T04:00:00Z" },
  { "{\"saturday\":[\"22:00-06:00\"]}", "Europe/Berlin", "2026-10-24T20:00:00Z", 9 * 60, "2026-10-25T05:00:00Z" },
  /* a leap day, and the 29th of February as a holiday, which other years do not have */
  { "{\"tuesday\":[\"09:00-10:00\"]}", "UTC", "2028-02-29T09:00:00Z", 60, "2028-02-29T10:00:00Z" },
  { "{\"tuesday\":[\"09:00-10:00\"],\"wednesday\":[\"09:00-10:00\"],\"holidays\":[\"02-29\"]}", "UTC",
    "2028-02-29T09:00:00Z", 60, "2028-03-01T10:00:00Z" },
  /* every year's holiday, a half day, and one year's own hours before every year's */
  { EVERY_DAY ",\"holidays\":[\"12-25\"]}", "UTC", "2026-12-24T16:30:00Z", 60, "2026-12-26T09:30:00Z" },
  { EVERY_DAY ",\"holidays\":[\"12-25\"]}", "UTC", "2027-12-24T16:30:00Z", 60, "2027-12-26T09:30:00Z" },
  { EVERY_DAY ",\"holidays\":[{\"date\":\"12-24\",\"hours\":[\"09:00-13:00\"]}]}", "UTC", "2026-12-24T12:30:00Z", 60,
    "2026-12-25T09:30:00Z" },
  { EVERY_DAY ",\"holidays\":[\"12-24\",{\"date\":\"2026-12-24\",\"hours\":[\"09:00-13:00\"]}]}", "UTC",
    "2026-12-24T12:30:00Z", 30, "2026-12-24T13:00:00Z" },
  /* a night shift runs on into the holiday, the holiday's own does not begin */
  { "{\"thursday\":[\"22:00-06:00\"],\"friday\":[\"22:00-06:00\"],\"holidays\":[\"2026-01-09\"]}", "UTC",
    "2026-01-09T05:00:00Z", 120, "2026-01-15T23:00:00Z" },
  /* three shifts in the wrong order, and two that overlap: each hour counts once */
  { "{\"monday\":[\"20:00-22:00\",\"08:00-10:00\",\"12:00-14:00\"]}", "UTC", "2026-01-05T07:00:00Z", 300,
    "2026-01-05T21:00:00Z" },
  { "{\"monday\":[\"08:00-12:00\",\"10:00-14:00\"]}", "UTC", "2026-01-05T07:00:00Z", 300, "2026-01-05T13:00:00Z" },
  { "{\"monday\":[\"22:00-06:00\"],\"tuesday\":[\"05:00-08:00\"]}", "UTC", "2026-01-05T22:00:00Z", 9 * 60,
    "2026-01-06T07:00:00Z" },
  /* around the clock, over the end of the year */
  { "{" ALWAYS "}", "Asia/Kolkata", "2026-12-31T12:00:00Z", 24 * 60, "2027-01-01T12:00:00Z" },
};

static void
test_add (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DeskCalendar) calendar = parse (cases[i].calendar, cases[i].zone);
      char text[DESK_TIME_LENGTH + 1], expected[DESK_TIME_LENGTH + 1];
      gint64 due = 0;

      g_assert_true (
          desk_calendar_add (calendar, at (cases[i].start), cases[i].minutes * DESK_TIME_MINUTE, &due, NULL));
      desk_time_write (due, text);
      desk_time_write (at (cases[i].due), expected);
      g_assert_cmpstr (text, ==, expected);
    }
}

/* If this failed, a clock would count other time than the deadline was made of. */
static void
test_elapsed_is_inverse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DeskCalendar) calendar = parse (cases[i].calendar, cases[i].zone);

      g_assert_cmpint (desk_calendar_elapsed (calendar, at (cases[i].start), at (cases[i].due)), ==,
                       cases[i].minutes * DESK_TIME_MINUTE);
    }
}

static char *
dup_random_intervals (void)
{
  g_autoptr (GString) list = g_string_new ("[");

  for (int i = g_test_rand_int_range (0, 4); i > 0; i--)
    g_string_append_printf (list, "%s\"%02d:%02d-%02d:%02d\"", list->len > 1 ? "," : "", g_test_rand_int_range (0, 24),
                            g_test_rand_int_range (0, 60), g_test_rand_int_range (0, 24),
                            g_test_rand_int_range (0, 60));
  return g_strdup (g_string_append_c (list, ']')->str);
}

static DeskCalendar *
make_random_calendar (void)
{
  static const char *const zones[] = {
    "UTC",          "Asia/Kolkata",       "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "America/Santiago",
    "Pacific/Apia", "Australia/Lord_Howe"
  };
  static const char *const days[] = { "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
  g_autoptr (GString) json = g_string_new ("{\"monday\":[\"09:00-17:30\"]");

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *intervals = dup_random_intervals ();

      g_string_append_printf (json, ",\"%s\":%s", days[i], intervals);
    }
  g_string_append (json, ",\"holidays\":[\"01-01\"");
  for (int i = g_test_rand_int_range (0, 9); i > 0; i--)
    {
      g_autofree char *intervals = dup_random_intervals ();

      g_string_append_printf (json, ",{\"date\":\"%02d-%02d\",\"hours\":%s}", g_test_rand_int_range (1, 13),
                              g_test_rand_int_range (1, 29), intervals);
    }
  g_string_append (json, "]}");
  return parse (json->str, zones[g_test_rand_int_range (0, G_N_ELEMENTS (zones))]);
}

/* Whatever the calendar: a deadline is as far away as was asked for, the way to it can be cut anywhere, and the list of
 * what is open says the same as the sum. */
static void
test_random_calendars (void)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (DeskCalendar) calendar = make_random_calendar ();
      g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DeskCalendarSpan));
      gint64 start = at ("2026-01-01T00:00:00Z") + g_test_rand_int_range (0, 3 * 366 * 24 * 60) * DESK_TIME_MINUTE;
      gint64 span = g_test_rand_int_range (1, 9000) * DESK_TIME_MINUTE, due = 0, cut, listed = 0, last = start;

      g_assert_true (desk_calendar_add (calendar, start, span, &due, NULL));
      g_assert_cmpint (due, >=, start + span);
      g_assert_cmpint (desk_calendar_elapsed (calendar, start, due), ==, span);
      cut = start + g_test_rand_int_range (0, 1000) * ((due - start) / 1000);
      g_assert_cmpint (desk_calendar_elapsed (calendar, start, cut) + desk_calendar_elapsed (calendar, cut, due), ==,
                       span);
      desk_calendar_append_open (calendar, start, due, spans);
      for (guint j = 0; j < spans->len; j++)
        {
          const DeskCalendarSpan *open = &g_array_index (spans, DeskCalendarSpan, j);

          g_assert_cmpint (open->from, >=, last);
          g_assert_cmpint (open->to, >, open->from);
          listed += open->to - open->from;
          last = open->to + 1;
        }
      g_assert_cmpint (listed, ==, span);
      g_assert_cmpint (g_array_index (spans, DeskCalendarSpan, spans->len - 1).to, ==, due);
    }
}

/* If this failed, a wrong date could hold up a whole desk. */
static void
test_no_loop (void)
{
  g_autoptr (DeskCalendar) sundays = parse ("{\"sunday\":[\"09:00-09:01\"],\"holidays\":[\"2026-01-04\"]}", "UTC");
  gint64 due = 0;

  g_assert_cmpint (desk_calendar_elapsed (sundays, at ("2026-01-02T00:00:00Z"), at ("2026-01-02T00:00:00Z")), ==, 0);
  g_assert_cmpint (desk_calendar_elapsed (sundays, at ("2026-01-05T00:00:00Z"), at ("2026-01-02T00:00:00Z")), ==, 0);
  g_assert_cmpint (desk_calendar_elapsed (sundays, 0, G_MAXINT64), >, 2000 * DESK_TIME_MINUTE);
  g_assert_false (desk_calendar_add (sundays, at ("2026-01-01T00:00:00Z"), G_MAXINT64 / 2, &due, NULL));
  g_assert_false (desk_calendar_add (sundays, at ("9998-12-31T00:00:00Z"), DESK_TIME_DAY, &due, NULL));
}

static void
test_names (void)
{
  g_autoptr (DeskCalendar) named = parse ("{\"name\":\"Night desk\",\"monday\":[\"22:00-06:00\"]}", "Asia/Kolkata");
  g_autoptr (DeskCalendar) always = desk_calendar_new_always ();

  g_assert_cmpstr (desk_calendar_get_name (named), ==, "Night desk");
  g_assert_cmpstr (desk_calendar_get_time_zone (named), ==, "Asia/Kolkata");
  g_assert_cmpstr (desk_calendar_get_name (always), !=, "");
}

static void
test_random (void)
{
  g_autoptr (DeskCalendar) calendar = parse (OFFICE, "America/New_York");

  for (guint i = 0; i < 300; i++)
    {
      gint64 start = at ("2026-01-01T00:00:00Z") + g_test_rand_int_range (0, 366 * 24 * 60) * DESK_TIME_MINUTE;
      gint64 span = g_test_rand_int_range (1, 5000) * DESK_TIME_MINUTE;
      gint64 half = span / 2, due = 0, middle = 0;

      g_assert_true (desk_calendar_add (calendar, start, span, &due, NULL));
      g_assert_true (desk_calendar_add (calendar, start, half, &middle, NULL));
      g_assert_cmpint (desk_calendar_elapsed (calendar, start, due), ==, span);
      g_assert_cmpint (desk_calendar_elapsed (calendar, start, middle) + desk_calendar_elapsed (calendar, middle, due),
                       ==, span);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *json, *zone;
  } wrong[] = {
    { "{}", "UTC" },
    { "{\"monday\":[]}", "UTC" },
    { "{\"monday\":[\"9-17\"]}", "UTC" },
    { "{\"monday\":[\"09:00-25:00\"]}", "UTC" },
    { "{\"monday\":\"09:00-17:00\"}", "UTC" },
    { "{\"monday\":[\"09:00-17:00\"],\"holidays\":[\"2026-02-30\"]}", "UTC" },
    { "{\"monday\":[\"09:00-17:00\"],\"holidays\":[\"13-01\"]}", "UTC" },
    { "{\"monday\":[\"09:00-17:00\"],\"holidays\":[\"02-30\"]}", "UTC" },
    { "{\"monday\":[\"09:00-17:00\"],\"holidays\":\"2026-01-01\"}", "UTC" },
    { "{\"monday\":[\"09:00-17:00\"],\"holidays\":[{\"hours\":[]}]}", "UTC" },
    { "{\"monday\":[\"09:00-17:00\"],\"holidays\":[{\"date\":\"12-24\",\"hours\":[\"x\"]}]}", "UTC" },
    { "{\"holidays\":[{\"date\":\"12-24\",\"hours\":[\"09:00-13:00\"]}]}", "UTC" },
    { "{\"monday\":[\"09:00-17:00\"]}", "Mars/Olympus" },
  };
  g_autoptr (DeskCalendar) calendar = parse ("{\"monday\":[\"09:00-09:01\"]}", "UTC");
  g_autoptr (GError) horizon = NULL;
  gint64 due;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonObject) object = desk_json_parse_object (wrong[i].json, -1, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (desk_calendar_parse (object, wrong[i].zone, &error));
      g_assert_error (error, DESK_ERROR, DESK_ERROR_INVALID);
      g_assert_nonnull (desk_error_get_fields (error));
    }
  g_assert_false (desk_calendar_add (calendar, at ("2026-01-01T00:00:00Z"), 100 * DESK_TIME_DAY, &due, &horizon));
  g_assert_error (horizon, DESK_ERROR, DESK_ERROR_INVALID);
}

static void
test_always (void)
{
  g_autoptr (DeskCalendar) calendar = desk_calendar_new_always ();
  gint64 due = 0;

  g_assert_true (desk_calendar_add (calendar, at ("2026-03-29T00:30:00Z"), 50 * DESK_TIME_HOUR, &due, NULL));
  g_assert_cmpint (due, ==, at ("2026-03-31T02:30:00Z"));
}

/* "Today" is the desk's day, not the server's. */
static void
test_day_begin (void)
{
  g_assert_cmpint (desk_time_day_begin (at ("2026-01-03T20:00:00Z"), "Asia/Kolkata"), ==, at ("2026-01-03T18:30:00Z"));
  g_assert_cmpint (desk_time_day_begin (at ("2026-01-03T18:29:59Z"), "Asia/Kolkata"), ==, at ("2026-01-02T18:30:00Z"));
  g_assert_cmpint (desk_time_day_begin (at ("2026-03-29T12:00:00Z"), "Europe/Berlin"), ==, at ("2026-03-28T23:00:00Z"));
  g_assert_cmpint (desk_time_day_begin (at ("2026-01-03T20:00:00Z"), "Nowhere/None"), ==, at ("2026-01-03T00:00:00Z"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/add", test_add);
  g_test_add_func ("/calendar/elapsed-is-inverse", test_elapsed_is_inverse);
  g_test_add_func ("/calendar/random", test_random);
  g_test_add_func ("/calendar/random-calendars", test_random_calendars);
  g_test_add_func ("/calendar/no-loop", test_no_loop);
  g_test_add_func ("/calendar/names", test_names);
  g_test_add_func ("/calendar/errors", test_errors);
  g_test_add_func ("/calendar/always", test_always);
  g_test_add_func ("/calendar/day-begin", test_day_begin);
  return g_test_run ();
}
