/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-time.h"
#include "server/desk/desk-alarms.h"
#include "server/store/desk-due.h"

/* The shop is open from 03:30 to 13:30 UTC, Monday to Saturday; 2026-03-02 is a Monday. Medium priority: 10 hours for a
 * response, 20 for a resolution. */
#define MONDAY_10 "2026-03-02T04:30:00Z"

#define N_THREADS 8

static gint64
at (const char *text)
{
  gint64 microseconds = 0;

  g_assert_true (desk_time_read (text, &microseconds));
  return microseconds;
}

static DeskAlarms *
find (EngineDesk *desk)
{
  DeskAlarms *alarms = desk_alarms_new ();

  engine_run (desk, desk->system, DESK_DB_READ, desk_alarms_find, alarms, NULL);
  return alarms;
}

/* Does everything that is due at an instant, as the clock would have it done; gives what is due next. */
static gint64
ring_all (EngineDesk *desk, const char *when)
{
  g_autoptr (DeskAlarms) alarms = NULL;

  desk->now = at (when);
  for (guint turns = 0; turns < 100; turns++)
    {
      g_clear_pointer (&alarms, desk_alarms_free);
      alarms = find (desk);
      if (alarms->rings->len == 0)
        return alarms->next_at;
      for (guint i = 0; i < alarms->rings->len; i++)
        engine_run (desk, desk->system, DESK_DB_WRITE, desk_alarms_ring, alarms->rings->pdata[i], NULL);
    }
  g_assert_not_reached ();
}

static gint64
count_notices (EngineDesk *desk, DeskViewer *who, DeskNotificationKind kind)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM notifications WHERE kind = '%s' AND recipient_id = '%s'",
                       desk_enum_to_wire (&desk_notification_kind_enum, kind), who->id);

  return engine_count (desk, sql);
}

static void
assert_told (EngineDesk *desk, DeskViewer *who, gint64 warnings, gint64 breaches)
{
  g_assert_cmpint (count_notices (desk, who, DESK_NOTIFICATION_KIND_SLA_WARNING), ==, warnings);
  g_assert_cmpint (count_notices (desk, who, DESK_NOTIFICATION_KIND_SLA_BREACH), ==, breaches);
}

static char *
add_ticket (EngineDesk *desk, const char *when)
{
  g_autoptr (DeskEntity) ticket = NULL;

  desk->now = at (when);
  ticket = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO), ==, desk->agent->id);
  return g_strdup (desk_entity_get_id (ticket));
}

/* At 80 and at 100 percent of the time, once each, whoever has it and their manager. */
static void
test_warns_and_breaches (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, MONDAY_10);
  g_autoptr (DeskEntity) late = NULL;

  g_assert_cmpint (ring_all (desk, MONDAY_10), ==, at ("2026-03-02T12:30:00Z"));
  assert_told (desk, desk->agent, 0, 0);
  g_assert_cmpint (ring_all (desk, "2026-03-02T12:30:00Z"), ==, at ("2026-03-03T04:30:00Z") + 1000);
  assert_told (desk, desk->agent, 1, 0);
  assert_told (desk, desk->manager, 1, 0);
  ring_all (desk, "2026-03-03T04:30:00Z");
  assert_told (desk, desk->agent, 1, 0);
  ring_all (desk, "2026-03-03T04:30:01Z");
  assert_told (desk, desk->agent, 1, 1);
  assert_told (desk, desk->manager, 1, 1);
  assert_told (desk, desk->manager_tech, 0, 0);
  assert_told (desk, desk->admin, 0, 0);
  assert_told (desk, desk->customer, 0, 0);
  late = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);
  g_assert_true (desk_entity_get_flag (late, DESK_TICKET_FIRST_RESPONSE_BREACHED));
  g_assert_false (desk_entity_get_flag (late, DESK_TICKET_RESOLUTION_BREACHED));
  ring_all (desk, "2026-03-03T04:30:02Z");
  assert_told (desk, desk->agent, 1, 1);
}

/* Whoever slept through both tells both, once; whoever slept through everything has nothing left to tell. */
static void
test_down_meanwhile (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, MONDAY_10);

  g_assert_cmpint (ring_all (desk, "2026-03-20T05:00:00Z"), ==, 0);
  assert_told (desk, desk->agent, 2, 2);
  g_assert_cmpint (ring_all (desk, "2026-03-21T05:00:00Z"), ==, 0);
  assert_told (desk, desk->agent, 2, 2);
}

/* What was answered, is paused or settled does not ring. */
static void
test_silence (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, MONDAY_10);
  g_autoptr (DeskEntity) said = NULL;
  g_autoptr (DeskEntity) moved = NULL;
  g_autoptr (DeskEntity) going_on = NULL;

  desk->now = at ("2026-03-02T05:30:00Z");
  said = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hello", FALSE, -1, NULL);
  moved = engine_move (desk, desk->agent, &desk_ticket_kind, id, DESK_TICKET_STATUS_PENDING_CUSTOMER, NULL);
  g_assert_cmpint (ring_all (desk, "2026-03-20T05:00:00Z"), ==, 0);
  assert_told (desk, desk->agent, 0, 0);
  /* One of 20 hours is over; the warning comes after 15 more. */
  desk->now = at ("2026-03-23T03:30:00Z");
  going_on = engine_move (desk, desk->agent, &desk_ticket_kind, id, DESK_TICKET_STATUS_IN_PROGRESS, NULL);
  g_assert_cmpint (ring_all (desk, "2026-03-24T08:29:00Z"), ==, at ("2026-03-24T08:30:00Z"));
  assert_told (desk, desk->agent, 0, 0);
  ring_all (desk, "2026-03-24T08:30:00Z");
  assert_told (desk, desk->agent, 1, 0);
}

/* Each wait of the customer is a clock of its own. */
static void
test_each_wait (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, MONDAY_10);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DeskEntity) answered = NULL;
      g_autoptr (DeskEntity) asked = NULL;

      desk->now = at (i == 0 ? "2026-03-02T05:00:00Z" : "2026-03-03T05:00:00Z");
      answered = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hello", FALSE, -1, NULL);
      asked = engine_say (desk, desk->customer, &desk_ticket_kind, id, "And now?", FALSE, -1, NULL);
      ring_all (desk, i == 0 ? "2026-03-02T13:00:00Z" : "2026-03-03T13:00:00Z");
      g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM clocks WHERE kind = 'next_response' AND "
                                           "warned_at IS NOT NULL"),
                       ==, i + 1);
    }
}

typedef struct
{
  EngineDesk *desk;
  DeskDue *due;
} Racer;

static gpointer
race (gpointer data)
{
  Racer *racer = data;

  engine_run (racer->desk, racer->desk->system, DESK_DB_WRITE, desk_alarms_ring, racer->due, NULL);
  return NULL;
}

/* Several servers find the same alarm: it rings once. */
static void
test_race (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, MONDAY_10);
  g_autoptr (DeskAlarms) alarms = NULL;
  GThread *threads[N_THREADS];
  Racer racer;

  desk->now = at ("2026-03-02T12:30:00Z");
  alarms = find (desk);
  g_assert_cmpuint (alarms->rings->len, ==, 1);
  racer = (Racer){ desk, alarms->rings->pdata[0] };
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("racer", race, &racer);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  assert_told (desk, desk->agent, 1, 0);
  assert_told (desk, desk->manager, 1, 0);
}

static gboolean
forget (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction->db, error, "DELETE FROM clock_events", "")
         && desk_db_execute (transaction->db, error, "DELETE FROM clocks", "");
}

/* What was imported is silent, and when it begins to be worked on, of what was over before nobody is told. */
static void
test_imported (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, MONDAY_10);
  g_autoptr (DeskEntity) moved = NULL;
  g_autoptr (DeskEntity) going_on = NULL;
  g_autoptr (DeskEntity) late = NULL;

  engine_run (desk, desk->system, DESK_DB_WRITE, forget, NULL, NULL);
  g_assert_cmpint (ring_all (desk, "2026-03-04T04:00:00Z"), ==, 0);
  moved = engine_move (desk, desk->agent, &desk_ticket_kind, id, DESK_TICKET_STATUS_PENDING_CUSTOMER, NULL);
  desk->now = at ("2026-03-05T03:30:00Z");
  going_on = engine_move (desk, desk->agent, &desk_ticket_kind, id, DESK_TICKET_STATUS_IN_PROGRESS, NULL);
  ring_all (desk, "2026-03-05T03:30:00Z");
  assert_told (desk, desk->agent, 0, 0);
  late = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);
  g_assert_true (desk_entity_get_flag (late, DESK_TICKET_FIRST_RESPONSE_BREACHED));
  /* Half an hour was left of the resolution: what is missed from now on is told. */
  ring_all (desk, "2026-03-05T04:00:01Z");
  assert_told (desk, desk->agent, 0, 1);
}

static void
test_closes_by_itself (EngineDesk *desk)
{
  g_autofree char *id = add_ticket (desk, MONDAY_10);
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) reopened = NULL;
  g_autoptr (DeskEntity) again = NULL;
  g_autoptr (DeskEntity) open = NULL;
  g_autoptr (DeskEntity) closed = NULL;

  desk->now = at ("2026-03-02T06:00:00Z");
  resolved = engine_resolve (desk, desk->agent, id, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  desk->now = at ("2026-03-05T06:00:00Z");
  reopened = engine_reopen (desk, desk->admin, id, NULL);
  desk->now = at ("2026-03-05T07:00:00Z");
  again = engine_resolve (desk, desk->agent, id, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  /* A reopened ticket has its seven days anew. */
  g_assert_cmpint (ring_all (desk, "2026-03-12T06:59:00Z"), ==, at ("2026-03-12T07:00:00Z"));
  open = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);
  g_assert_cmpint (desk_entity_get_enum (open, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_RESOLVED);
  g_assert_cmpint (ring_all (desk, "2026-03-12T07:00:00Z"), ==, 0);
  closed = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);
  g_assert_cmpint (desk_entity_get_enum (closed, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_CLOSED);
  g_assert_cmpint (desk_entity_get_time (closed, DESK_TICKET_CLOSED_AT), ==, at ("2026-03-12T07:00:00Z"));
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM history WHERE action = 'closed' AND performed_by IS NULL"),
                   ==, 1);
  g_assert_cmpint (count_notices (desk, desk->customer, DESK_NOTIFICATION_KIND_CLOSED), ==, 1);
}

static gboolean
free_agent (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction->db, error, "UPDATE agents SET availability = 'available' WHERE id = $1", "s",
                          (const char *) data);
}

/* A ticket was made while its agent became free elsewhere, and neither saw the other: looking once more finds it. */
static void
test_crossing (EngineDesk *desk)
{
  g_autoptr (DeskEntity) old = NULL;
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) given = NULL;
  g_autoptr (DeskEntity) waiting = NULL;

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  desk->now = at ("2026-03-02T04:00:00Z");
  old = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  desk->now = at (MONDAY_10);
  ticket = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  ring_all (desk, MONDAY_10);
  engine_run (desk, desk->system, DESK_DB_WRITE, free_agent, desk->agent->id, NULL);
  ring_all (desk, MONDAY_10);
  given = engine_get (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (ticket), NULL);
  g_assert_cmpstr (desk_entity_get_string (given, DESK_TICKET_ASSIGNED_TO), ==, desk->agent->id);
  waiting = engine_get (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (old), NULL);
  g_assert_null (desk_entity_get_string (waiting, DESK_TICKET_ASSIGNED_TO));
}

void
engine_add_alarm_cases (void)
{
  engine_add ("alarms/warns-and-breaches", test_warns_and_breaches);
  engine_add ("alarms/down-meanwhile", test_down_meanwhile);
  engine_add ("alarms/silence", test_silence);
  engine_add ("alarms/each-wait", test_each_wait);
  engine_add ("alarms/race", test_race);
  engine_add ("alarms/imported", test_imported);
  engine_add ("alarms/closes-by-itself", test_closes_by_itself);
  engine_add ("alarms/crossing", test_crossing);
}
