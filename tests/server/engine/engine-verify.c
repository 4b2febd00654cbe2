/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include <string.h>

#include "server/store/desk-verify.h"

/* What somebody does who owns the database, and what is said of it. %s is the ticket, and %d a row of its history. */
typedef struct
{
  const char *name;
  const char *sql;
  const char *said;
  int row; /* of the ticket's history, which is named; -1 for none */
} Deed;

#define ROW(n)                                                                                                         \
  "(SELECT id FROM (SELECT id FROM history WHERE entity_id = (SELECT id FROM tickets) ORDER BY at LIMIT 1 OFFSET " #n  \
  ") AS r)"

static const Deed deeds[] = {
  { "changed", "UPDATE history SET performed_by_name = 'Nobody' WHERE id = " ROW (1), "this row was changed", 1 },
  { "details changed", "UPDATE history SET details = '[]' WHERE id = " ROW (0), "this row was changed", 0 },
  { "time changed", "UPDATE history SET at = at + 1000 WHERE id = " ROW (2), "this row was changed", 2 },
  { "reordered", "UPDATE history SET at = at + 86400000000 WHERE id = " ROW (1),
    "the row that it follows does not stand before it", 2 },
  { "removed", "DELETE FROM history WHERE id = " ROW (1), "the row that it follows was removed", 2 },
  { "first removed", "DELETE FROM history WHERE id = " ROW (0), "the row that it follows was removed", 1 },
  { "last removed", "DELETE FROM history WHERE id = " ROW (3), "its last rows were removed", -1 },
  { "all removed", "DELETE FROM history WHERE entity_id = (SELECT id FROM tickets)", "all of its rows were removed",
    -1 },
  { "all removed, and the end that was kept of it",
    "DELETE FROM history WHERE entity_id = (SELECT id FROM tickets); "
    "DELETE FROM history_heads WHERE entity_id = (SELECT id FROM tickets)",
    "it has no history", -1 },
  { "inserted",
    "INSERT INTO history (id, version, seq, created_at, updated_at, entity_kind, entity_id, action, at, prev_hash, "
    "hash) "
    "SELECT '00000000-0000-7000-8000-000000000000', 1, 1, at + 1, at + 1, entity_kind, entity_id, action, at + 1, "
    "hash, "
    "'x' FROM history WHERE id = " ROW (1),
    "this row was changed", -1 },
  { "inserted, seen by who follows",
    "INSERT INTO history (id, version, seq, created_at, updated_at, entity_kind, entity_id, action, at, prev_hash, "
    "hash) "
    "SELECT '00000000-0000-7000-8000-000000000000', 1, 1, at + 1, at + 1, entity_kind, entity_id, action, at + 1, "
    "hash, "
    "'x' FROM history WHERE id = " ROW (1),
    "the row that it follows does not stand before it", 2 },
  { "load", "UPDATE agents SET active_tickets = 7 WHERE name = 'Arjun Agent'",
    "Agent Arjun Agent: active_tickets is 7, a recount gives 1", -1 },
  { "members", "UPDATE departments SET agent_count = 9 WHERE name = 'Logistics Team'",
    "Department Logistics Team: agent_count is 9", -1 },
  { "messages", "UPDATE tickets SET message_count = 9", "message_count is 9, a recount gives 1", -1 },
  { "last message", "UPDATE tickets SET last_message_at = 5", "last_message_at is 5", -1 },
  { "counter", "UPDATE ticket_counts SET n = n + 1 WHERE n = 1", "The counters in ticket_counts are not what", -1 },
  { "counter of queries", "DELETE FROM query_counts", "The counters in query_counts are not what", -1 },
  { "reference", "UPDATE tickets SET escalated_by = 'nobody'", "its escalated_by is in no row of agents", -1 },
  { "conversation", "UPDATE messages SET thread_id = 'nowhere' WHERE thread_kind = 'query'",
    "the conversation that it belongs to is gone", -1 },
  { "index", "DELETE FROM documents WHERE kind = 'ticket'", "it is not in the index of words", -1 },
  { "index of what is gone", "UPDATE documents SET source_id = 'gone' WHERE kind = 'order'", "what it finds is gone",
    -1 },
};

typedef struct
{
  const Deed *deed;
  gboolean is_undone;
  gboolean is_found;
} Attempt;

static gboolean
silence_triggers (DeskDbTransaction *db, GError **error)
{
  return desk_db_run_script (db,
                             engine_is_postgres ()
                                 ? "ALTER TABLE history DISABLE TRIGGER USER"
                                 : "DROP TRIGGER history_is_never_changed; DROP TRIGGER history_is_never_deleted;",
                             error);
}

static char *
read_row_id (DeskDbTransaction *db, int row, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM history WHERE entity_id = (SELECT id FROM tickets) ORDER BY at LIMIT 1 OFFSET %d", row);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "");

  g_assert_nonnull (statement);
  g_assert_true (desk_db_step (statement, error));
  return g_strdup (desk_db_column_text (statement, 0));
}

/* Everything that is done is undone again: the transaction fails. */
static gboolean
do_and_verify (DeskTransaction *transaction, gpointer data, GError **error)
{
  Attempt *attempt = data;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *row_id =
      attempt->deed->row >= 0 ? read_row_id (transaction->db, attempt->deed->row, error) : g_strdup ("");

  if (!silence_triggers (transaction->db, error) || !desk_db_run_script (transaction->db, attempt->deed->sql, error)
      || !desk_verify (transaction->db, faults, error))
    return FALSE;
  for (guint i = 0; i < faults->len; i++)
    {
      g_test_message ("%s: %s", attempt->deed->name, (char *) faults->pdata[i]);
      attempt->is_found =
          attempt->is_found
          || (strstr (faults->pdata[i], attempt->deed->said) != NULL && strstr (faults->pdata[i], row_id) != NULL);
    }
  attempt->is_undone = TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, "To be undone");
  return FALSE;
}

/* What is changed behind the triggers' back is found, and named. */
static void
test_everything_is_found (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", "ORD-001", NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) started =
      engine_move (desk, desk->agent, &desk_ticket_kind, id, DESK_TICKET_STATUS_IN_PROGRESS, NULL);
  g_autoptr (DeskEntity) note = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hm", TRUE, -1, NULL);
  g_autoptr (DeskEntity) answer = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hello", FALSE, -1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      Attempt attempt = { .deed = &deeds[i] };
      g_autoptr (GError) error = NULL;

      g_assert_false (engine_run (desk, desk->system, DESK_DB_WRITE, do_and_verify, &attempt, &error));
      if (!attempt.is_undone)
        g_error ("%s: %s", deeds[i].name, error->message);
      if (!attempt.is_found)
        g_error ("%s was not found", deeds[i].name);
    }
}

void
engine_add_verify_cases (void)
{
  engine_add ("verify/everything-is-found", test_everything_is_found);
}
