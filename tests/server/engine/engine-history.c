/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-json.h"
#include "server/store/desk-audit.h"

static gboolean
run_statement (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction->db, error, data, "");
}

/* Not even SQL changes or deletes what happened. */
static void
test_unchangeable (EngineDesk *desk)
{
  static const char *const statements[] = {
    "UPDATE history SET action = 'closed'",
    "UPDATE history SET performed_by_name = 'Nobody' WHERE at > 0",
    "UPDATE history SET details = '[]', seq = 5",
    "UPDATE history SET hash = 'x', prev_hash = NULL",
    "DELETE FROM history",
    "DELETE FROM history WHERE entity_kind = 'ticket'",
  };
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Other", NULL);
  gint64 n = engine_count (desk, "SELECT count(*) FROM history");

  g_assert_cmpint (n, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (engine_run (desk, desk->system, DESK_DB_WRITE, run_statement, (gpointer) statements[i], &error));
      g_assert_nonnull (error);
    }
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM history"), ==, n);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM history WHERE hash = 'x'"), ==, 0);
}

static int
compare_at (gconstpointer a, gconstpointer b)
{
  const JsonObject *one = *(JsonObject **) a, *other = *(JsonObject **) b;

  return g_strcmp0 (json_object_get_string_member ((JsonObject *) one, "at"),
                    json_object_get_string_member ((JsonObject *) other, "at"));
}

/* The actions of an entity's trail, in order, with who did each. */
static char *
dup_trail (EngineDesk *desk, const char *entity_id)
{
  g_autoptr (GHashTable) rows = engine_list (desk, desk->admin, &desk_history_kind, "entity_id", entity_id);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (GString) trail = g_string_new (NULL);
  GHashTableIter iter;
  gpointer json;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &json))
    g_ptr_array_add (sorted, desk_json_parse_object (json, -1, NULL));
  g_ptr_array_sort (sorted, compare_at);
  for (guint i = 0; i < sorted->len; i++)
    {
      JsonObject *row = sorted->pdata[i];

      g_string_append_printf (trail, "%s%s by %s", i > 0 ? ", " : "", json_object_get_string_member (row, "action"),
                              json_object_get_string_member (row, "performed_by_name"));
      if (i > 0)
        {
          /* The times of one entity's rows are never equal, not even in the milliseconds that are told. */
          g_assert_cmpint (compare_at (&sorted->pdata[i - 1], &sorted->pdata[i]), <, 0);
          g_assert_cmpstr (json_object_get_string_member (row, "prev_hash"), ==,
                           json_object_get_string_member (sorted->pdata[i - 1], "hash"));
        }
    }
  return g_string_free (g_steal_pointer (&trail), FALSE);
}

static void
test_in_order (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", "ORD-001", NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) started =
      engine_move (desk, desk->agent, &desk_ticket_kind, id, DESK_TICKET_STATUS_IN_PROGRESS, NULL);
  g_autoptr (DeskEntity) answer = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hello", FALSE, -1, NULL);
  g_autoptr (DeskEntity) note = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hm", TRUE, -1, NULL);
  g_autoptr (DeskEntity) resolved =
      engine_resolve (desk, desk->agent, id, DESK_RESOLUTION_TYPE_PARTIAL_REFUND, 100, NULL);
  g_autofree char *trail = dup_trail (desk, id);
  g_autofree char *query_trail = dup_trail (desk, desk_entity_get_id (query));

  g_assert_cmpstr (trail, ==,
                   "created by Esha Executive, status_changed by Arjun Agent, replied by Arjun Agent, "
                   "noted by Arjun Agent, resolved by Arjun Agent");
  g_assert_cmpstr (query_trail, ==, "created by Esha Executive, escalated by Esha Executive");
}

static gboolean
verify (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_audit_verify (transaction->db, data, error);
}

static void
assert_fault (EngineDesk *desk, const char *entity_id)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_audit_fault_free);

  engine_run (desk, desk->system, DESK_DB_READ, verify, faults, NULL);
  g_assert_cmpuint (faults->len, >, 0);
  for (guint i = 0; i < faults->len; i++)
    g_assert_cmpstr (((DeskAuditFault *) faults->pdata[i])->entity_id, ==, entity_id);
}

/* A row that was put in between is found; taken away again, the chain holds. */
static void
test_inserted (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Other", NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO history (id, version, seq, created_at, updated_at, entity_kind, entity_id, action, at, hash) "
      "VALUES ('00000000-0000-7000-8000-000000000000', 1, 1, 1, 1, 'ticket', '%s', 'closed', 1, 'x')",
      id);

  engine_run (desk, desk->system, DESK_DB_WRITE, run_statement, sql, NULL);
  assert_fault (desk, id);

  /* What no statement may do, whoever owns the file can; the tests' own recount wants a whole chain. */
  engine_run (desk, desk->system, DESK_DB_WRITE, run_statement,
              (gpointer) (engine_is_postgres () ? "DROP TRIGGER history_is_never_deleted ON history"
                                                : "DROP TRIGGER history_is_never_deleted"),
              NULL);
  engine_run (desk, desk->system, DESK_DB_WRITE, run_statement, (gpointer) "DELETE FROM history WHERE hash = 'x'",
              NULL);
}

/* A row that was taken away at the end is missed too. */
static void
test_removed (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Other", NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autofree char *head = g_strdup_printf ("UPDATE history_heads SET hash = 'y' WHERE entity_id = '%s'", id);
  g_autofree char *back = g_strdup_printf (
      "UPDATE history_heads SET hash = (SELECT hash FROM history WHERE entity_id = '%s' ORDER BY at DESC LIMIT 1) "
      "WHERE entity_id = '%s'",
      id, id);

  engine_run (desk, desk->system, DESK_DB_WRITE, run_statement, head, NULL);
  assert_fault (desk, id);
  engine_run (desk, desk->system, DESK_DB_WRITE, run_statement, back, NULL);
}

void
engine_add_history_cases (void)
{
  engine_add ("history/unchangeable", test_unchangeable);
  engine_add ("history/in-order", test_in_order);
  engine_add ("history/inserted", test_inserted);
  engine_add ("history/removed", test_removed);
}
