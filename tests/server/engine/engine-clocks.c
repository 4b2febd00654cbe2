/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-time.h"
#include "server/desk/desk-clock-review.h"
#include "server/desk/desk-clocks.h"
#include "server/desk/desk-status.h"

/* The shop is open from 09:00 to 19:00 in Kolkata, Monday to Saturday: 03:30 to 13:30 UTC. 2026-03-02 is a Monday.
 * Tickets of medium priority have 10 hours for a response and 20 for a resolution. */
#define MONDAY_10 "2026-03-02T04:30:00Z"

static gint64
at (const char *text)
{
  gint64 microseconds = 0;

  g_assert_true (desk_time_read (text, &microseconds));
  return microseconds;
}

typedef struct
{
  const char *id;
  GPtrArray *clocks;
} Look;

static gboolean
look (DeskTransaction *transaction, gpointer data, GError **error)
{
  Look *self = data;
  g_autoptr (DeskEntity) ticket = desk_transaction_get (transaction, &desk_ticket_kind, self->id, error);

  if (ticket == NULL)
    return FALSE;
  self->clocks = desk_clocks_look (transaction, ticket, TRUE, error);
  return self->clocks != NULL;
}

static GPtrArray *
read_clocks (EngineDesk *desk, const char *id)
{
  Look self = { id, NULL };

  engine_run (desk, desk->admin, DESK_DB_READ, look, &self, NULL);
  return self.clocks;
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
  return NULL;
}

static void
assert_clock (EngineDesk *desk,
              const char *id,
              DeskClockKind kind,
              guint number,
              DeskClockState state,
              const char *due,
              gint64 minutes)
{
  g_autoptr (GPtrArray) clocks = read_clocks (desk, id);
  const DeskClock *clock = find (clocks, kind, number);

  g_assert_nonnull (clock);
  g_assert_cmpstr (desk_enum_to_wire (&desk_clock_state_enum, clock->state), ==,
                   desk_enum_to_wire (&desk_clock_state_enum, state));
  g_assert_cmpint (clock->due_at, ==, at (due));
  g_assert_cmpint (clock->elapsed, ==, minutes * DESK_TIME_MINUTE);
}

static void
assert_time (EngineDesk *desk, const char *id, guint field, const char *expected)
{
  g_autoptr (DeskEntity) ticket = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);

  g_assert_cmpint (desk_entity_get_time (ticket, field), ==, expected != NULL ? at (expected) : 0);
}

static gboolean
get_flag (EngineDesk *desk, const char *id, guint field)
{
  g_autoptr (DeskEntity) ticket = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);

  return desk_entity_get_flag (ticket, field);
}

static void
say (EngineDesk *desk, const char *when, DeskViewer *who, const char *id, gboolean is_internal)
{
  g_autoptr (DeskEntity) said = NULL;

  desk->now = at (when);
  said = engine_say (desk, who, &desk_ticket_kind, id, "Hello", is_internal, -1, NULL);
}

static void
move (EngineDesk *desk, const char *when, const char *id, DeskTicketStatus status)
{
  g_autoptr (DeskEntity) moved = NULL;

  desk->now = at (when);
  moved = engine_move (desk, desk->admin, &desk_ticket_kind, id, status, NULL);
}

static char *
add_ticket (EngineDesk *desk, DeskViewer *who, const char *when)
{
  g_autoptr (DeskEntity) ticket = NULL;

  desk->now = at (when);
  ticket = engine_add_ticket (desk, who, "Delivery Problem", NULL);
  return g_strdup (desk_entity_get_id (ticket));
}

static void
test_life (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, desk->customer, MONDAY_10);
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) reopened = NULL;

  assert_time (desk, id, DESK_TICKET_FIRST_RESPONSE_DUE_AT, "2026-03-03T04:30:00Z");
  assert_time (desk, id, DESK_TICKET_RESOLUTION_DUE_AT, "2026-03-04T04:30:00Z");
  assert_time (desk, id, DESK_TICKET_NEXT_RESPONSE_DUE_AT, NULL);

  /* Neither a note nor a second message of the customer changes anything; the first words of an agent do. */
  say (desk, "2026-03-02T05:00:00Z", desk->agent, id, TRUE);
  say (desk, "2026-03-02T05:10:00Z", desk->customer, id, FALSE);
  assert_time (desk, id, DESK_TICKET_FIRST_RESPONSE_AT, NULL);
  assert_time (desk, id, DESK_TICKET_NEXT_RESPONSE_DUE_AT, NULL);
  say (desk, "2026-03-02T05:30:00Z", desk->agent, id, FALSE);
  assert_time (desk, id, DESK_TICKET_FIRST_RESPONSE_AT, "2026-03-02T05:30:00Z");
  assert_clock (desk, id, DESK_CLOCK_KIND_FIRST_RESPONSE, 1, DESK_CLOCK_STATE_MET, "2026-03-03T04:30:00Z", 60);

  /* The next wait, from its oldest message. */
  say (desk, "2026-03-02T06:30:00Z", desk->customer, id, FALSE);
  say (desk, "2026-03-02T07:30:00Z", desk->customer, id, FALSE);
  assert_time (desk, id, DESK_TICKET_NEXT_RESPONSE_DUE_AT, "2026-03-03T06:30:00Z");
  say (desk, "2026-03-02T08:30:00Z", desk->agent, id, FALSE);
  assert_time (desk, id, DESK_TICKET_NEXT_RESPONSE_DUE_AT, NULL);
  assert_clock (desk, id, DESK_CLOCK_KIND_NEXT_RESPONSE, 1, DESK_CLOCK_STATE_MET, "2026-03-03T06:30:00Z", 120);

  /* Five hours of work, a day in which the customer is awaited, and an answer that begins the third wait. */
  move (desk, "2026-03-02T09:30:00Z", id, DESK_TICKET_STATUS_PENDING_CUSTOMER);
  assert_time (desk, id, DESK_TICKET_RESOLUTION_PAUSED_AT, "2026-03-02T09:30:00Z");
  say (desk, "2026-03-03T09:30:00Z", desk->customer, id, FALSE);
  assert_time (desk, id, DESK_TICKET_RESOLUTION_PAUSED_AT, NULL);
  assert_time (desk, id, DESK_TICKET_RESOLUTION_DUE_AT, "2026-03-05T04:30:00Z");
  assert_time (desk, id, DESK_TICKET_NEXT_RESPONSE_DUE_AT, "2026-03-04T09:30:00Z");

  /* Settled: nobody has to answer, nothing runs. Opened again it goes on from what had elapsed: 6 hours. */
  desk->now = at ("2026-03-03T10:30:00Z");
  resolved = engine_resolve (desk, desk->admin, id, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  assert_time (desk, id, DESK_TICKET_NEXT_RESPONSE_DUE_AT, NULL);
  assert_clock (desk, id, DESK_CLOCK_KIND_NEXT_RESPONSE, 2, DESK_CLOCK_STATE_STOPPED, "2026-03-04T09:30:00Z", 60);
  assert_clock (desk, id, DESK_CLOCK_KIND_RESOLUTION, 1, DESK_CLOCK_STATE_MET, "2026-03-05T04:30:00Z", 360);
  desk->now = at ("2026-03-09T03:30:00Z");
  reopened = engine_reopen (desk, desk->admin, id, NULL);
  assert_clock (desk, id, DESK_CLOCK_KIND_RESOLUTION, 1, DESK_CLOCK_STATE_RUNNING, "2026-03-10T07:30:00Z", 360);
  assert_time (desk, id, DESK_TICKET_RESOLUTION_DUE_AT, "2026-03-10T07:30:00Z");
}

/* What an agent begins with answers nothing. */
static void
test_opened_by_agent (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, desk->agent, MONDAY_10);

  say (desk, "2026-03-02T05:00:00Z", desk->agent, id, FALSE);
  assert_time (desk, id, DESK_TICKET_FIRST_RESPONSE_AT, NULL);
  say (desk, "2026-03-02T06:00:00Z", desk->agent, id, FALSE);
  assert_time (desk, id, DESK_TICKET_FIRST_RESPONSE_AT, "2026-03-02T06:00:00Z");
}

/* An escalated query's customer has been waiting: the first words are an answer. */
static void
test_escalated (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) ticket = NULL;

  desk->now = at (MONDAY_10);
  query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  desk->now = at ("2026-03-02T06:30:00Z");
  ticket = engine_escalate (desk, desk->executive, "Q-1", NULL, NULL);
  g_assert_cmpint (desk_entity_get_time (ticket, DESK_TICKET_WAITING_SINCE), ==, at (MONDAY_10));
  assert_clock (desk, desk_entity_get_id (ticket), DESK_CLOCK_KIND_FIRST_RESPONSE, 1, DESK_CLOCK_STATE_RUNNING,
                "2026-03-02T10:30:00Z", 0);
  say (desk, "2026-03-02T11:30:00Z", desk->agent, desk_entity_get_id (ticket), FALSE);
  assert_clock (desk, desk_entity_get_id (ticket), DESK_CLOCK_KIND_FIRST_RESPONSE, 1, DESK_CLOCK_STATE_MISSED,
                "2026-03-02T10:30:00Z", 300);
  g_assert_true (get_flag (desk, desk_entity_get_id (ticket), DESK_TICKET_FIRST_RESPONSE_BREACHED));
}

typedef struct
{
  const char *id;
  DeskPriority priority;
} Change;

static gboolean
change_priority (DeskTransaction *transaction, gpointer data, GError **error)
{
  Change *self = data;
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, self->id, error);
  g_autoptr (DeskEntity) after = desk_entity_copy (before);

  desk_entity_set_enum (after, DESK_TICKET_PRIORITY, self->priority);
  return desk_status_edit_ticket (transaction, before, after, error);
}

/* Other targets from the beginning for what is open; what was missed stays missed. */
static void
test_priority (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, desk->customer, MONDAY_10);
  Change urgent = { id, DESK_PRIORITY_CRITICAL }, usual = { id, DESK_PRIORITY_MEDIUM };

  say (desk, "2026-03-02T04:50:00Z", desk->agent, id, FALSE);
  desk->now = at ("2026-03-02T05:30:00Z");
  engine_run (desk, desk->admin, DESK_DB_WRITE, change_priority, &urgent, NULL);
  assert_time (desk, id, DESK_TICKET_RESOLUTION_DUE_AT, "2026-03-02T06:30:00Z");
  assert_time (desk, id, DESK_TICKET_FIRST_RESPONSE_DUE_AT, "2026-03-03T04:30:00Z");
  g_assert_false (get_flag (desk, id, DESK_TICKET_RESOLUTION_BREACHED));
  desk->now = at ("2026-03-02T07:30:00Z");
  engine_run (desk, desk->admin, DESK_DB_WRITE, change_priority, &usual, NULL);
  g_assert_true (get_flag (desk, id, DESK_TICKET_RESOLUTION_BREACHED));
  assert_time (desk, id, DESK_TICKET_RESOLUTION_DUE_AT, "2026-03-04T04:30:00Z");
}

static gboolean
forget (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction->db, error, "DELETE FROM clock_events", "")
         && desk_db_execute (transaction->db, error, "DELETE FROM clocks", "");
}

/* A ticket of a time when no clocks were kept says the same, out of its history. */
static void
test_past (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, desk->customer, MONDAY_10);

  say (desk, "2026-03-02T05:30:00Z", desk->agent, id, FALSE);
  move (desk, "2026-03-02T09:30:00Z", id, DESK_TICKET_STATUS_PENDING_CUSTOMER);
  move (desk, "2026-03-03T09:30:00Z", id, DESK_TICKET_STATUS_IN_PROGRESS);
  engine_run (desk, desk->system, DESK_DB_WRITE, forget, NULL, NULL);
  desk->now = at ("2026-03-03T10:30:00Z");
  assert_clock (desk, id, DESK_CLOCK_KIND_FIRST_RESPONSE, 1, DESK_CLOCK_STATE_MET, "2026-03-03T04:30:00Z", 60);
  assert_clock (desk, id, DESK_CLOCK_KIND_RESOLUTION, 1, DESK_CLOCK_STATE_RUNNING, "2026-03-05T04:30:00Z", 360);
  move (desk, "2026-03-03T10:30:00Z", id, DESK_TICKET_STATUS_PENDING_CUSTOMER);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM clocks"), ==, 2);
  assert_clock (desk, id, DESK_CLOCK_KIND_RESOLUTION, 1, DESK_CLOCK_STATE_PAUSED, "2026-03-05T04:30:00Z", 360);
}

/* What is kept of a clock goes with its ticket. */
static void
test_deleted (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, desk->customer, MONDAY_10);

  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM clock_events"), ==, 1);
  engine_delete (desk, desk->admin, &desk_ticket_kind, id, NULL);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM clocks"), ==, 0);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM clock_events"), ==, 0);
}

static void
review (EngineDesk *desk)
{
  g_autoptr (DeskClockReview) review = desk_clock_review_new ();

  while (!review->is_done)
    {
      engine_run (desk, desk->system, DESK_DB_WRITE, desk_clock_review_go_on, review, NULL);
      desk_clock_review_turn (review);
    }
}

static void
change_calendar (EngineDesk *desk)
{
  g_auto (GStrv) parts = g_strsplit (desk_preset_get_json (desk->preset), "09:00-19:00", -1);
  g_autofree char *json = g_strjoinv ("09:00-14:00", parts);

  g_clear_object (&desk->preset);
  desk->preset = desk_preset_parse (json, -1, NULL);
  g_assert_nonnull (desk->preset);
}

/* Another calendar counts for what is open, and the history says so; what has ended stays as it was. */
static void
test_another_calendar (EngineDesk *desk)
{
  const char *said = "SELECT count(*) FROM history WHERE details LIKE '%calendar was changed%'";
  g_autofree char *answered = add_ticket (desk, desk->customer, MONDAY_10);
  g_autofree char *awaiting = add_ticket (desk, desk->customer, MONDAY_10);
  g_autofree char *settled = add_ticket (desk, desk->customer, MONDAY_10);
  g_autoptr (DeskEntity) resolved = NULL;

  say (desk, "2026-03-02T05:30:00Z", desk->agent, answered, FALSE);
  resolved = engine_resolve (desk, desk->admin, settled, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  review (desk);
  g_assert_cmpint (engine_count (desk, said), ==, 0);

  change_calendar (desk);
  review (desk);
  /* 20 hours at 5 hours a day: 4 on Monday, 5 on Tuesday, ..., the last one on Friday. */
  assert_time (desk, answered, DESK_TICKET_FIRST_RESPONSE_DUE_AT, "2026-03-03T04:30:00Z");
  assert_time (desk, answered, DESK_TICKET_RESOLUTION_DUE_AT, "2026-03-06T04:30:00Z");
  assert_time (desk, awaiting, DESK_TICKET_FIRST_RESPONSE_DUE_AT, "2026-03-04T04:30:00Z");
  assert_time (desk, settled, DESK_TICKET_RESOLUTION_DUE_AT, "2026-03-04T04:30:00Z");
  review (desk);
  g_assert_cmpint (engine_count (desk, said), ==, 3);
}

void
engine_add_clock_cases (void)
{
  engine_add ("clocks/life", test_life);
  engine_add ("clocks/opened-by-agent", test_opened_by_agent);
  engine_add ("clocks/escalated", test_escalated);
  engine_add ("clocks/priority", test_priority);
  engine_add ("clocks/past", test_past);
  engine_add ("clocks/deleted", test_deleted);
  engine_add ("clocks/another-calendar", test_another_calendar);
}
