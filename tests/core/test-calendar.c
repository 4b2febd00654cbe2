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
  /* a leap day */
  { "{\"tuesday\":[\"09:00-10:00\"]}", "UTC", "2028-02-29T09:00:00Z", 60, "2028-02-29T10:00:00Z" },
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
  g_test_add_func ("/calendar/errors", test_errors);
  g_test_add_func ("/calendar/always", test_always);
  g_test_add_func ("/calendar/day-begin", test_day_begin);
  return g_test_run ();
}
