/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-clock.h"
#include "core/desk-json.h"
#include "core/desk-time.h"

#define MAX_EVENTS 8

/* Monday to Friday, 09:00 to 17:00, with a break on Wednesday and the 8th of January off; 2026-01-05 is a Monday. */
#define OFFICE                                                                                                         \
  "{\"monday\":[\"09:00-17:00\"],\"tuesday\":[\"09:00-17:00\"],\"wednesday\":[\"09:00-12:00\",\"13:00-18:00\"],"       \
  "\"thursday\":[\"09:00-17:00\"],\"friday\":[\"09:00-17:00\"],\"holidays\":[\"01-08\"]}"
#define SUNDAY "{\"sunday\":[\"00:00-24:00\"]}"
#define NIGHT "{\"monday\":[\"22:00-06:00\"],\"tuesday\":[\"22:00-06:00\"]}"

/* What happens, in short. Targets: 1 h to answer first, 2 h to answer next, 8 h to resolve; urgent: 10 min, 20 min and
 * 2 h. */
typedef enum
{
  NOTHING,
  CREATED,
  OPENED,
  URGENT,
  USUAL,
  AWAITS,
  GOES_ON,
  RESOLVED,
  CLOSED,
  REPLIED,
  WROTE,
  ESCALATED,
} What;

typedef struct
{
  const char *what_for, *calendar, *zone;
  struct
  {
    const char *at;
    What what;
  } events[MAX_EVENTS];
  const char *now;
  DeskClockKind kind;
  guint number;
  DeskClockState state;
  double elapsed; /* minutes */
  const char *due;
  gboolean is_breached;
} Case;

static const Case cases[] = {
  { "runs from creation",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED } },
    "2026-01-05T10:40:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_RUNNING,
    40,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "counts from opening",
    OFFICE,
    "UTC",
    { { "2026-01-05T03:00:00Z", CREATED } },
    "2026-01-05T09:10:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_RUNNING,
    10,
    "2026-01-05T10:00:00Z",
    FALSE },
  { "created exactly at closing time counts from the next opening",
    OFFICE,
    "UTC",
    { { "2026-01-05T17:00:00Z", CREATED } },
    "2026-01-06T09:30:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_RUNNING,
    30,
    "2026-01-06T10:00:00Z",
    FALSE },
  { "a deadline on closing time stays there",
    OFFICE,
    "UTC",
    { { "2026-01-05T16:00:00Z", CREATED } },
    "2026-01-05T17:00:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_RUNNING,
    60,
    "2026-01-05T17:00:00Z",
    FALSE },
  { "and is missed in the evening",
    OFFICE,
    "UTC",
    { { "2026-01-05T16:00:00Z", CREATED }, { "2026-01-05T20:00:00Z", REPLIED } },
    "2026-01-06T09:00:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MISSED,
    60,
    "2026-01-05T17:00:00Z",
    TRUE },
  { "over the break, the night and the holiday",
    OFFICE,
    "UTC",
    { { "2026-01-07T11:30:00Z", CREATED } },
    "2026-01-09T09:30:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_RUNNING,
    360,
    "2026-01-09T11:30:00Z",
    FALSE },
  { "the first answer ends it",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T10:59:00Z", REPLIED } },
    "2026-01-07T10:00:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MET,
    59,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "an answer at the deadline is in time",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T11:00:00Z", REPLIED } },
    "2026-01-07T10:00:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MET,
    60,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "late work is late",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T11:30:00Z", REPLIED } },
    "2026-01-05T12:00:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MISSED,
    90,
    "2026-01-05T11:00:00Z",
    TRUE },
  { "what an agent opens with is no response",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", OPENED }, { "2026-01-05T10:05:00Z", REPLIED } },
    "2026-01-05T10:30:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_RUNNING,
    30,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "their second public words are",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", OPENED }, { "2026-01-05T10:05:00Z", REPLIED }, { "2026-01-05T10:20:00Z", REPLIED } },
    "2026-01-05T10:30:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MET,
    20,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "so are their first to a customer who wrote before",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", OPENED }, { "2026-01-05T10:05:00Z", WROTE }, { "2026-01-05T10:20:00Z", REPLIED } },
    "2026-01-05T10:30:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MET,
    20,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "a first response once given stays given",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T10:30:00Z", REPLIED },
      { "2026-01-05T11:00:00Z", RESOLVED },
      { "2026-01-06T11:00:00Z", WROTE },
      { "2026-01-06T11:00:00Z", GOES_ON } },
    "2026-01-07T10:00:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MET,
    30,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "nobody answers what is settled",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T10:30:00Z", RESOLVED } },
    "2026-01-07T10:00:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_STOPPED,
    30,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "until it is opened again",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T10:30:00Z", RESOLVED },
      { "2026-01-06T10:00:00Z", GOES_ON },
      { "2026-01-06T10:20:00Z", REPLIED } },
    "2026-01-07T10:00:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MET,
    50,
    "2026-01-06T10:30:00Z",
    FALSE },
  { "the customer is awaited",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T12:00:00Z", AWAITS } },
    "2026-01-06T12:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_PAUSED,
    120,
    "2026-01-06T10:00:00Z",
    FALSE },
  { "and the response is not",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T10:10:00Z", AWAITS } },
    "2026-01-05T10:30:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_RUNNING,
    30,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "it goes on from what had elapsed",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T12:00:00Z", AWAITS }, { "2026-01-06T20:00:00Z", GOES_ON } },
    "2026-01-07T10:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_RUNNING,
    180,
    "2026-01-07T16:00:00Z",
    FALSE },
  { "resolved in time",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T12:00:00Z", AWAITS },
      { "2026-01-09T12:00:00Z", RESOLVED },
      { "2026-01-16T12:00:00Z", CLOSED } },
    "2026-01-20T12:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_MET,
    120,
    "2026-01-06T10:00:00Z",
    FALSE },
  { "a reopen resumes",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T15:00:00Z", RESOLVED },
      { "2026-01-07T09:00:00Z", CLOSED },
      { "2026-01-09T09:00:00Z", GOES_ON } },
    "2026-01-09T10:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_RUNNING,
    360,
    "2026-01-09T12:00:00Z",
    FALSE },
  { "a breach stays a breach, whatever the priority becomes",
    OFFICE,
    "UTC",
    { { "2026-01-05T09:00:00Z", CREATED },
      { "2026-01-05T09:10:00Z", URGENT },
      { "2026-01-05T11:30:00Z", USUAL },
      { "2026-01-05T12:00:00Z", RESOLVED } },
    "2026-01-05T13:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_MISSED,
    180,
    "2026-01-05T17:00:00Z",
    TRUE },
  { "a breach stays a breach, however long the pause after it",
    OFFICE,
    "UTC",
    { { "2026-01-05T09:00:00Z", CREATED },
      { "2026-01-05T09:00:00Z", URGENT },
      { "2026-01-05T11:01:00Z", AWAITS },
      { "2026-01-06T12:00:00Z", RESOLVED } },
    "2026-01-07T13:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_MISSED,
    121,
    "2026-01-05T11:00:00Z",
    TRUE },
  { "a pause across the deadline saves it",
    OFFICE,
    "UTC",
    { { "2026-01-05T09:00:00Z", CREATED }, { "2026-01-05T16:59:00Z", AWAITS }, { "2026-01-06T12:00:00Z", RESOLVED } },
    "2026-01-07T13:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_MET,
    479,
    "2026-01-05T17:00:00Z",
    FALSE },
  { "another priority has other targets from the beginning",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T11:00:00Z", AWAITS },
      { "2026-01-05T12:00:00Z", GOES_ON },
      { "2026-01-05T12:30:00Z", URGENT } },
    "2026-01-05T12:40:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_RUNNING,
    100,
    "2026-01-05T13:00:00Z",
    FALSE },
  { "what ended before keeps the target that it had",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T10:50:00Z", REPLIED }, { "2026-01-05T12:30:00Z", URGENT } },
    "2026-01-05T12:40:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MET,
    50,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "the next response is for the oldest message",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T10:05:00Z", REPLIED },
      { "2026-01-05T11:00:00Z", WROTE },
      { "2026-01-05T12:00:00Z", WROTE } },
    "2026-01-05T12:30:00Z",
    DESK_CLOCK_KIND_NEXT_RESPONSE,
    1,
    DESK_CLOCK_STATE_RUNNING,
    90,
    "2026-01-05T13:00:00Z",
    FALSE },
  { "each wait has a clock of its own",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T10:05:00Z", REPLIED },
      { "2026-01-05T11:00:00Z", WROTE },
      { "2026-01-05T14:00:00Z", REPLIED },
      { "2026-01-05T15:00:00Z", WROTE } },
    "2026-01-05T15:30:00Z",
    DESK_CLOCK_KIND_NEXT_RESPONSE,
    2,
    DESK_CLOCK_STATE_RUNNING,
    30,
    "2026-01-05T17:00:00Z",
    FALSE },
  { "and the one before was missed",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T10:05:00Z", REPLIED },
      { "2026-01-05T11:00:00Z", WROTE },
      { "2026-01-05T14:00:00Z", REPLIED },
      { "2026-01-05T15:00:00Z", WROTE } },
    "2026-01-05T15:30:00Z",
    DESK_CLOCK_KIND_NEXT_RESPONSE,
    1,
    DESK_CLOCK_STATE_MISSED,
    180,
    "2026-01-05T13:00:00Z",
    TRUE },
  { "who settles need not answer",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T10:05:00Z", REPLIED },
      { "2026-01-05T11:00:00Z", WROTE },
      { "2026-01-05T12:00:00Z", RESOLVED } },
    "2026-01-09T15:30:00Z",
    DESK_CLOCK_KIND_NEXT_RESPONSE,
    1,
    DESK_CLOCK_STATE_STOPPED,
    60,
    "2026-01-05T13:00:00Z",
    FALSE },
  { "who answers and settles has answered",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED },
      { "2026-01-05T10:05:00Z", REPLIED },
      { "2026-01-05T11:00:00Z", WROTE },
      { "2026-01-05T12:00:00Z", RESOLVED },
      { "2026-01-05T12:00:00Z", REPLIED } },
    "2026-01-09T15:30:00Z",
    DESK_CLOCK_KIND_NEXT_RESPONSE,
    1,
    DESK_CLOCK_STATE_MET,
    60,
    "2026-01-05T13:00:00Z",
    FALSE },
  { "escalation ends what is open",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T10:30:00Z", ESCALATED } },
    "2026-01-06T10:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_ESCALATED,
    30,
    "2026-01-06T10:00:00Z",
    FALSE },
  { "and leaves what was done",
    OFFICE,
    "UTC",
    { { "2026-01-05T10:00:00Z", CREATED }, { "2026-01-05T10:10:00Z", REPLIED }, { "2026-01-05T10:30:00Z", ESCALATED } },
    "2026-01-06T10:00:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_MET,
    10,
    "2026-01-05T11:00:00Z",
    FALSE },
  { "over midnight",
    NIGHT,
    "UTC",
    { { "2026-01-05T23:00:00Z", CREATED } },
    "2026-01-06T23:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_RUNNING,
    480,
    "2026-01-06T23:00:00Z",
    FALSE },
  { "the desk's wall clock",
    OFFICE,
    "Asia/Kolkata",
    { { "2026-01-05T11:00:00Z", CREATED } },
    "2026-01-06T03:45:00Z",
    DESK_CLOCK_KIND_FIRST_RESPONSE,
    1,
    DESK_CLOCK_STATE_RUNNING,
    45,
    "2026-01-06T04:00:00Z",
    FALSE },
  { "an hour less in spring",
    SUNDAY,
    "Europe/Berlin",
    { { "2026-03-29T00:30:00Z", CREATED } },
    "2026-03-29T08:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_RUNNING,
    450,
    "2026-03-29T08:30:00Z",
    FALSE },
  { "an hour more in autumn",
    SUNDAY,
    "Europe/Berlin",
    { { "2026-10-24T22:00:00Z", CREATED }, { "2026-10-25T00:30:00Z", AWAITS }, { "2026-10-25T01:30:00Z", GOES_ON } },
    "2026-10-25T05:00:00Z",
    DESK_CLOCK_KIND_RESOLUTION,
    1,
    DESK_CLOCK_STATE_RUNNING,
    360,
    "2026-10-25T07:00:00Z",
    FALSE },
};

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

static DeskClockEvent
make_event (gint64 when, What what)
{
  static const DeskClockTargets usual = { DESK_TIME_HOUR, 2 * DESK_TIME_HOUR, 8 * DESK_TIME_HOUR };
  static const DeskClockTargets urgent = { 10 * DESK_TIME_MINUTE, 20 * DESK_TIME_MINUTE, 2 * DESK_TIME_HOUR };

  switch (what)
    {
    case CREATED:
      return (DeskClockEvent){ DESK_CLOCK_EVENT_CREATED, when, DESK_TICKET_STATUS_NEW, usual };
    case OPENED:
      return (DeskClockEvent){ DESK_CLOCK_EVENT_OPENED, when, DESK_TICKET_STATUS_NEW, usual };
    case URGENT:
      return (DeskClockEvent){ DESK_CLOCK_EVENT_PRIORITY_CHANGED, when, 0, urgent };
    case USUAL:
      return (DeskClockEvent){ DESK_CLOCK_EVENT_PRIORITY_CHANGED, when, 0, usual };
    case AWAITS:
      return (DeskClockEvent){ .type = DESK_CLOCK_EVENT_STATUS_CHANGED, when, DESK_TICKET_STATUS_PENDING_CUSTOMER };
    case GOES_ON:
      return (DeskClockEvent){ .type = DESK_CLOCK_EVENT_STATUS_CHANGED, when, DESK_TICKET_STATUS_IN_PROGRESS };
    case RESOLVED:
      return (DeskClockEvent){ .type = DESK_CLOCK_EVENT_STATUS_CHANGED, when, DESK_TICKET_STATUS_RESOLVED };
    case CLOSED:
      return (DeskClockEvent){ .type = DESK_CLOCK_EVENT_STATUS_CHANGED, when, DESK_TICKET_STATUS_CLOSED };
    case REPLIED:
      return (DeskClockEvent){ .type = DESK_CLOCK_EVENT_REPLIED, when };
    case WROTE:
      return (DeskClockEvent){ .type = DESK_CLOCK_EVENT_CUSTOMER_WROTE, when };
    case ESCALATED:
      return (DeskClockEvent){ .type = DESK_CLOCK_EVENT_ESCALATED, when };
    case NOTHING:
    default:
      g_assert_not_reached ();
    }
}

static DeskClock *
find (GPtrArray *clocks, DeskClockKind kind, guint number)
{
  for (guint i = 0; i < clocks->len; i++)
    {
      DeskClock *clock = clocks->pdata[i];

      if (clock->kind == kind && clock->number == number)
        return clock;
    }
  g_assert_not_reached ();
}

static gint64
sum (GArray *spans)
{
  gint64 total = 0;

  for (guint i = 0; i < spans->len; i++)
    total += g_array_index (spans, DeskCalendarSpan, i).to - g_array_index (spans, DeskCalendarSpan, i).from;
  return total;
}

static void
check_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (DeskCalendar) calendar = parse (test->calendar, test->zone);
  DeskClockEvent events[MAX_EVENTS];
  g_autoptr (GPtrArray) clocks = NULL;
  g_autoptr (GError) error = NULL;
  char due[DESK_TIME_LENGTH + 1], expected[DESK_TIME_LENGTH + 1];
  const DeskClock *clock;
  guint n = 0;

  for (; n < MAX_EVENTS && test->events[n].what != NOTHING; n++)
    events[n] = make_event (at (test->events[n].at), test->events[n].what);
  clocks = desk_clock_read (calendar, events, n, at (test->now), TRUE, &error);
  g_assert_no_error (error);
  clock = find (clocks, test->kind, test->number);
  g_assert_cmpstr (desk_enum_to_wire (&desk_clock_state_enum, clock->state), ==,
                   desk_enum_to_wire (&desk_clock_state_enum, test->state));
  g_assert_cmpint (clock->elapsed, ==, (gint64) (test->elapsed * DESK_TIME_MINUTE));
  desk_time_write (clock->due_at, due);
  desk_time_write (at (test->due), expected);
  g_assert_cmpstr (due, ==, expected);
  g_assert_cmpint (clock->is_breached, ==, test->is_breached);
  g_assert_cmpint (sum (clock->counted), ==, clock->elapsed);
}

static void
test_explain (void)
{
  g_autoptr (DeskCalendar) calendar = parse (OFFICE, "UTC");
  DeskClockEvent events[] = { make_event (at ("2026-01-05T16:00:00Z"), CREATED),
                              make_event (at ("2026-01-06T10:00:00Z"), AWAITS),
                              make_event (at ("2026-01-06T14:00:00Z"), GOES_ON),
                              make_event (at ("2026-01-06T15:00:00Z"), RESOLVED) };
  g_autoptr (GPtrArray) clocks =
      desk_clock_read (calendar, events, G_N_ELEMENTS (events), at ("2026-01-09T12:00:00Z"), TRUE, NULL);
  g_autoptr (GPtrArray) short_clocks =
      desk_clock_read (calendar, events, G_N_ELEMENTS (events), at ("2026-01-09T12:00:00Z"), FALSE, NULL);
  const DeskCalendarSpan counted[] = { { at ("2026-01-05T16:00:00Z"), at ("2026-01-05T17:00:00Z") },
                                       { at ("2026-01-06T09:00:00Z"), at ("2026-01-06T10:00:00Z") },
                                       { at ("2026-01-06T14:00:00Z"), at ("2026-01-06T15:00:00Z") } };
  const DeskClock *clock = find (clocks, DESK_CLOCK_KIND_RESOLUTION, 1);

  g_assert_cmpmem (clock->counted->data, clock->counted->len * sizeof (DeskCalendarSpan), counted, sizeof counted);
  g_assert_cmpuint (clock->pauses->len, ==, 1);
  g_assert_cmpint (g_array_index (clock->pauses, DeskCalendarSpan, 0).from, ==, at ("2026-01-06T10:00:00Z"));
  g_assert_cmpint (g_array_index (clock->pauses, DeskCalendarSpan, 0).to, ==, at ("2026-01-06T14:00:00Z"));
  g_assert_cmpint (clock->warning_at, ==, at ("2026-01-07T10:24:00Z"));
  g_assert_null (find (short_clocks, DESK_CLOCK_KIND_RESOLUTION, 1)->counted);
}

static void
assert_same (GPtrArray *some, GPtrArray *others)
{
  g_assert_cmpuint (some->len, ==, others->len);
  for (guint i = 0; i < some->len; i++)
    {
      const DeskClock *one = some->pdata[i], *other = others->pdata[i];

      g_assert_cmpint (one->kind, ==, other->kind);
      g_assert_cmpuint (one->number, ==, other->number);
      g_assert_cmpint (one->state, ==, other->state);
      g_assert_cmpint (one->started_at, ==, other->started_at);
      g_assert_cmpint (one->ended_at, ==, other->ended_at);
      g_assert_cmpint (one->target, ==, other->target);
      g_assert_cmpint (one->elapsed, ==, other->elapsed);
      g_assert_cmpint (one->due_at, ==, other->due_at);
      g_assert_cmpint (one->is_breached, ==, other->is_breached);
    }
}

static guint
make_random_events (DeskClockEvent *events, gint64 start)
{
  guint n = g_test_rand_int_range (1, 30);
  gint64 when = start;

  for (guint i = 0; i < n; i++)
    {
      What what = i == 0 ? g_test_rand_int_range (CREATED, OPENED + 1) : g_test_rand_int_range (URGENT, ESCALATED);

      events[i] = make_event (when, what);
      when += g_test_rand_int_range (0, 900) * DESK_TIME_MINUTE;
    }
  return n;
}

/* Whatever happened: what elapsed and what is left make the target, what is listed makes what elapsed, a deadline lies
 * where the target is used up, a breach is never taken back, and the order in which events are given changes nothing.
 */
static void
test_random (void)
{
  static const char *const calendars[] = { OFFICE, SUNDAY, NIGHT };
  static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu" };

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (DeskCalendar) calendar =
          parse (calendars[g_test_rand_int_range (0, 3)], zones[g_test_rand_int_range (0, 4)]);
      gint64 start = at ("2026-01-01T00:00:00Z") + g_test_rand_int_range (0, 366 * 24 * 60) * DESK_TIME_MINUTE;
      DeskClockEvent events[30], turned[30];
      guint n = make_random_events (events, start);
      gint64 now = events[n - 1].at + g_test_rand_int_range (0, 5000) * DESK_TIME_MINUTE;
      g_autoptr (GPtrArray) clocks = desk_clock_read (calendar, events, n, now, TRUE, NULL);
      g_autoptr (GPtrArray) later = desk_clock_read (calendar, events, n, now + DESK_TIME_DAY, FALSE, NULL);
      g_autoptr (GPtrArray) turned_clocks = NULL;

      for (guint i = 0; i < clocks->len; i++)
        {
          const DeskClock *clock = clocks->pdata[i], *then = later->pdata[i];

          g_assert_cmpint (clock->elapsed + clock->left, ==, clock->target);
          g_assert_cmpint (sum (clock->counted), ==, clock->elapsed);
          g_assert_cmpint (clock->warning_at, <=, clock->due_at);
          if (clock->left > 0 && clock->state == DESK_CLOCK_STATE_RUNNING)
            g_assert_cmpint (desk_calendar_elapsed (calendar, now, clock->due_at), ==, clock->left);
          g_assert_true (!clock->is_breached || then->is_breached);
          if (clock->ended_at != 0)
            g_assert_cmpint (then->elapsed, ==, clock->elapsed);
        }
      /* Events at different instants, in another order. */
      for (guint i = 0; i < n; i++)
        events[i].at += i;
      for (guint i = 0; i < n; i++)
        turned[i] = events[n - 1 - i];
      g_ptr_array_unref (clocks);
      clocks = desk_clock_read (calendar, events, n, now, FALSE, NULL);
      turned_clocks = desk_clock_read (calendar, turned, n, now, FALSE, NULL);
      assert_same (clocks, turned_clocks);
    }
}

/* What is said and what becomes of the status have nothing to do with each other: at one instant, in either order, they
 * make the same. */
static void
test_unrelated (void)
{
  static const What said[] = { REPLIED, WROTE }, moved[] = { AWAITS, RESOLVED };
  g_autoptr (DeskCalendar) calendar = parse (OFFICE, "UTC");
  gint64 start = at ("2026-01-05T10:00:00Z"), now = start + 30 * DESK_TIME_HOUR;

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    for (guint j = 0; j < G_N_ELEMENTS (moved); j++)
      {
        gint64 when = start + 3 * DESK_TIME_HOUR;
        DeskClockEvent events[] = { make_event (start, CREATED), make_event (start + DESK_TIME_MINUTE, REPLIED),
                                    make_event (start + DESK_TIME_HOUR, WROTE), make_event (when, said[i]),
                                    make_event (when, moved[j]) };
        g_autoptr (GPtrArray) one = desk_clock_read (calendar, events, G_N_ELEMENTS (events), now, FALSE, NULL);
        g_autoptr (GPtrArray) other = NULL;

        if (said[i] == WROTE && moved[j] == RESOLVED)
          continue; /* who writes to what is resolved opens it */
        events[3] = make_event (when, moved[j]);
        events[4] = make_event (when, said[i]);
        other = desk_clock_read (calendar, events, G_N_ELEMENTS (events), now, FALSE, NULL);
        assert_same (one, other);
      }
}

/* A wait that begins has what is promised then, not what was when the ticket was made. */
static void
test_promise_of_the_day (void)
{
  g_autoptr (DeskCalendar) calendar = parse (OFFICE, "UTC");
  gint64 start = at ("2026-01-05T10:00:00Z");
  DeskClockEvent events[] = { make_event (start, CREATED), make_event (start + DESK_TIME_MINUTE, REPLIED),
                              make_event (start + DESK_TIME_HOUR, WROTE) };
  g_autoptr (GPtrArray) clocks = NULL;

  events[2].targets.next_response = 30 * DESK_TIME_MINUTE;
  clocks = desk_clock_read (calendar, events, G_N_ELEMENTS (events), start + 2 * DESK_TIME_HOUR, FALSE, NULL);
  g_assert_cmpint (find (clocks, DESK_CLOCK_KIND_NEXT_RESPONSE, 1)->due_at, ==, at ("2026-01-05T11:30:00Z"));
  g_assert_true (find (clocks, DESK_CLOCK_KIND_NEXT_RESPONSE, 1)->is_breached);
}

static void
test_horizon (void)
{
  g_autoptr (DeskCalendar) calendar = parse ("{\"monday\":[\"09:00-09:01\"]}", "UTC");
  DeskClockEvent event = make_event (at ("2026-01-05T16:00:00Z"), CREATED);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) nothing = desk_clock_read (calendar, NULL, 0, event.at, FALSE, NULL);

  event.targets.resolution = 1000 * DESK_TIME_HOUR;
  g_assert_null (desk_clock_read (calendar, &event, 1, event.at, FALSE, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (nothing->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup_printf ("/clock/%02u-%s", i + 1, cases[i].what_for), " ,", '-');

      g_test_add_data_func (name, &cases[i], check_case);
    }
  g_test_add_func ("/clock/explain", test_explain);
  g_test_add_func ("/clock/random", test_random);
  g_test_add_func ("/clock/unrelated", test_unrelated);
  g_test_add_func ("/clock/promise-of-the-day", test_promise_of_the_day);
  g_test_add_func ("/clock/horizon", test_horizon);
  return g_test_run ();
}
