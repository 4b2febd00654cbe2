/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-clock-rows.h"

#include "core/desk-time.h"

/* Late is what comes after the deadline, and times are told in milliseconds. */
#define STEP (DESK_TIME_SECOND / 1000)

static const char sql_events[] = "SELECT event, at, status, first_response, next_response, resolution "
                                 "FROM clock_events WHERE ticket_id = $1 ORDER BY number";
static const char sql_add_event[] =
    "INSERT INTO clock_events (ticket_id, number, event, at, status, first_response, next_response, resolution) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
static const char sql_open[] = "SELECT DISTINCT ticket_id FROM clocks WHERE ended_at IS NULL AND ticket_id > $1 "
                               "ORDER BY ticket_id LIMIT $2";
/* $14: when a breach is to be told. */
static const char sql_keep[] =
    "INSERT INTO clocks (ticket_id, kind, number, state, started_at, ended_at, target, warning_at, due_at, "
    "is_breached, warned_at, told_at, alarm_at) "
    "VALUES ($1, $2, $3, $4, $5, nullif (CAST ($6 AS bigint), 0), $7, $8, $9, $10, nullif (CAST ($11 AS bigint), 0), "
    "nullif (CAST ($12 AS bigint), 0), nullif (CAST ($13 AS bigint), 0)) "
    "ON CONFLICT (ticket_id, kind, number) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at, "
    "target = excluded.target, warning_at = excluded.warning_at, due_at = excluded.due_at, "
    "is_breached = clocks.is_breached OR excluded.is_breached, "
    "alarm_at = CASE WHEN NOT $15 THEN NULL WHEN clocks.warned_at IS NULL THEN excluded.warning_at "
    "WHEN clocks.told_at IS NULL THEN CAST ($14 AS bigint) END";

static const char *
get_event_word (DeskClockEventType type)
{
  return desk_enum_to_wire (&desk_clock_event_enum, type);
}

GArray *
desk_clock_rows_list_events (DeskDbTransaction *db, const char *ticket_id, GError **error)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (DeskClockEvent));
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_events, "s", ticket_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    {
      DeskClockEvent event = {
        .type = desk_enum_from_wire (&desk_clock_event_enum, desk_db_column_text (statement, 0)),
        .at = desk_db_column_integer (statement, 1),
        .status = desk_enum_from_wire (&desk_ticket_status_enum, desk_db_column_text (statement, 2)),
        .targets.first_response = desk_db_column_integer (statement, 3),
        .targets.next_response = desk_db_column_integer (statement, 4),
        .targets.resolution = desk_db_column_integer (statement, 5),
      };

      g_array_append_val (events, event);
    }
  if (local_error == NULL)
    return g_steal_pointer (&events);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
desk_clock_rows_add_event (DeskDbTransaction *db,
                           const char *ticket_id,
                           guint number,
                           const DeskClockEvent *event,
                           GError **error)
{
  return desk_db_execute (db, error, sql_add_event, "sisisiii", ticket_id, (gint64) number,
                          get_event_word (event->type), event->at,
                          desk_enum_to_wire (&desk_ticket_status_enum, event->status), event->targets.first_response,
                          event->targets.next_response, event->targets.resolution);
}

GPtrArray *
desk_clock_rows_list_open (DeskDbTransaction *db, const char *after_id, guint limit, GError **error)
{
  return desk_db_read_texts (desk_db_query (db, error, sql_open, "si", after_id != NULL ? after_id : "",
                                            (gint64) limit),
                             error);
}

gboolean
desk_clock_rows_keep (DeskDbTransaction *db,
                      const char *ticket_id,
                      const DeskClock *clock,
                      gint64 told_at,
                      GError **error)
{
  gboolean is_running = clock->state == DESK_CLOCK_STATE_RUNNING;
  gint64 warned_at = clock->warning_at <= told_at || clock->ended_at != 0 ? told_at : 0;
  gint64 breach_told_at = clock->is_breached || clock->ended_at != 0 ? told_at : 0;
  gint64 breach_at = clock->due_at + STEP;
  gint64 alarm_at = 0;

  if (is_running && breach_told_at == 0)
    alarm_at = warned_at == 0 ? clock->warning_at : breach_at;
  return desk_db_execute (db, error, sql_keep, "ssisiiiiibiiiib", ticket_id,
                          desk_enum_to_wire (&desk_clock_kind_enum, clock->kind), (gint64) clock->number,
                          desk_enum_to_wire (&desk_clock_state_enum, clock->state), clock->started_at, clock->ended_at,
                          clock->target, clock->warning_at, clock->due_at, clock->is_breached, warned_at,
                          breach_told_at, alarm_at, breach_at, is_running);
}
