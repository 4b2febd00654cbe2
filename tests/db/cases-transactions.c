/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"

#include <string.h>

#define DESK_SCHEMA                                                                                                    \
  "CREATE TABLE parents (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, email TEXT, kind TEXT, nick TEXT,"        \
  "  CONSTRAINT kind_is_known CHECK (kind IN ('a', 'b')), UNIQUE (email), UNIQUE (name, kind));"                       \
  "CREATE UNIQUE INDEX parents_folded ON parents (lower(nick));"                                                       \
  "CREATE TABLE children (id BIGINT NOT NULL PRIMARY KEY, parent BIGINT NOT NULL REFERENCES parents (id));"            \
  "CREATE TABLE late_children (id BIGINT NOT NULL PRIMARY KEY,"                                                        \
  "  parent BIGINT NOT NULL REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);"                                   \
  "INSERT INTO parents (id, name, email, kind, nick) VALUES (1, 'one', 'one@example.org', 'a', 'Uno')"

static gboolean
insert_and_fail_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_assert_true (execute_in (transaction, "INSERT INTO t (x) VALUES (1)", error));
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "Not today");
  return FALSE;
}

static void
test_rollback (Desk *desk)
{
  g_autofree char *message = NULL;

  execute (desk->db, "CREATE TABLE t (x BIGINT)");
  message = fail_work (desk->db, DESK_DB_WRITE, insert_and_fail_work, NULL, DESK_ERROR_FORBIDDEN);
  g_assert_cmpstr (message, ==, "Not today");
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 0);
  execute (desk->db, "INSERT INTO t (x) VALUES (2)");
  g_assert_cmpint (ask_integer (desk->db, "SELECT sum(x) FROM t"), ==, 2);
}

static gboolean
silent_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return FALSE;
}

static void
test_silent_failure (Desk *desk)
{
  g_autofree char *message = fail_work (desk->db, DESK_DB_WRITE, silent_work, NULL, DESK_ERROR_INTERNAL);

  g_assert_cmpint (strlen (message), >, 0);
}

static gboolean
swallow_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (GError) ignored = NULL;
  g_autoptr (GError) also = NULL;

  g_assert_true (execute_in (transaction, "INSERT INTO t (x) VALUES (1)", error));
  g_assert_false (execute_in (transaction, "INSERT INTO nosuch (x) VALUES (1)", &ignored));
  /* From here on nothing can be done, and it is the first failure that is told. */
  g_assert_false (execute_in (transaction, "INSERT INTO t (x) VALUES (1)", &also));
  g_assert_cmpstr (also->message, ==, ignored->message);
  return TRUE;
}

/* A failed statement fails the whole, on both engines, also when the work thinks otherwise. */
static void
test_swallowed_failure (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (x BIGINT)");
  g_free (fail_work (desk->db, DESK_DB_WRITE, swallow_work, NULL, DESK_ERROR_INTERNAL));
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 0);
}

static void
test_constraints (Desk *desk)
{
  const struct
  {
    const char *sql;
    const char *message;
  } steps[] = {
    { "INSERT INTO parents (id, name) VALUES (1, 'two')", "UNIQUE constraint failed: parents.id" },
    { "INSERT INTO parents (id, name, email) VALUES (2, 'two', 'one@example.org')",
      "UNIQUE constraint failed: parents.email" },
    { "INSERT INTO parents (id, name, kind) VALUES (2, 'one', 'a')",
      "UNIQUE constraint failed: parents.name, parents.kind" },
    { "INSERT INTO parents (id, name, nick) VALUES (2, 'two', 'uno')",
      "UNIQUE constraint failed: index 'parents_folded'" },
    { "INSERT INTO parents (id, email) VALUES (2, 'two@example.org')", "NOT NULL constraint failed: parents.name" },
    { "UPDATE parents SET name = NULL", "NOT NULL constraint failed: parents.name" },
    { "INSERT INTO parents (id, name, kind) VALUES (2, 'two', 'c')", "CHECK constraint failed: kind_is_known" },
    { "INSERT INTO children (id, parent) VALUES (2, 7)", "FOREIGN KEY constraint failed" },
  };

  run_script (desk->db, DESK_SCHEMA);
  execute (desk->db, "INSERT INTO children (id, parent) VALUES (1, 1)");
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *message = fail_to_execute (desk->db, steps[i].sql, DESK_ERROR_CONFLICT);

      g_assert_cmpstr (message, ==, steps[i].message);
    }
  g_free (fail_to_execute (desk->db, "DELETE FROM parents", DESK_ERROR_CONFLICT));
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM parents"), ==, 1);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM children"), ==, 1);
}

static gboolean
late_child_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gint64 number = GPOINTER_TO_INT (data);

  /* Of twenty, one has a parent that is never made. */
  return desk_db_execute (transaction, error, "INSERT INTO late_children (id, parent) VALUES ($1, $2)", "ii", number,
                          number == 7 ? (gint64) 700 : (gint64) 1);
}

static gboolean
pass_gate_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gate_pass (data);
  return TRUE;
}

/* What only the commit finds must not cost the others of its group their work. */
static void
test_late_constraint (Desk *desk)
{
  g_autoptr (Gate) gate = gate_new ();
  g_autoptr (Outcome) first = outcome_new ();
  Outcome *outcomes[20];

  run_script (desk->db, DESK_SCHEMA);
  start_work (desk->db, DESK_DB_WRITE, pass_gate_work, gate, NULL, first);
  gate_wait_for (gate, 1);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      outcomes[i] = outcome_new ();
      start_work (desk->db, DESK_DB_WRITE, late_child_work, GINT_TO_POINTER (i), NULL, outcomes[i]);
    }
  gate_open (gate);
  wait_for (first);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      wait_for (outcomes[i]);
      if (i == 7)
        g_assert_error (outcomes[i]->error, DESK_ERROR, DESK_ERROR_CONFLICT);
      else
        g_assert_no_error (outcomes[i]->error);
      outcome_free (outcomes[i]);
    }
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM late_children"), ==, 19);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM late_children WHERE id = 7"), ==, 0);
}

static gboolean
write_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return execute_in (transaction, data, error);
}

static void
test_read_only (Desk *desk)
{
  const char *const writes[] = {
    "INSERT INTO t (x) VALUES (1)", "UPDATE t SET x = 1", "DELETE FROM t", "CREATE TABLE u (x BIGINT)", "DROP TABLE t",
  };

  execute (desk->db, "CREATE TABLE t (x BIGINT)");
  execute (desk->db, "INSERT INTO t (x) VALUES (7)");
  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    g_free (fail_work (desk->db, DESK_DB_READ, write_work, (gpointer) writes[i], DESK_ERROR_INTERNAL));
  g_assert_cmpint (ask_integer (desk->db, "SELECT sum(x) FROM t"), ==, 7);
}

typedef struct
{
  Gate *gate;
  gint64 before;
  gint64 after;
} Snapshot;

static gboolean
snapshot_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Snapshot *snapshot = data;

  snapshot->before = ask_integer_in (transaction, "SELECT count(*) FROM t");
  gate_pass (snapshot->gate);
  snapshot->after = ask_integer_in (transaction, "SELECT count(*) FROM t");
  return TRUE;
}

static void
test_snapshot (Desk *desk)
{
  g_autoptr (Gate) gate = gate_new ();
  g_autoptr (Outcome) outcome = outcome_new ();
  Snapshot snapshot = { .gate = gate };

  execute (desk->db, "CREATE TABLE t (x BIGINT)");
  start_work (desk->db, DESK_DB_READ, snapshot_work, &snapshot, NULL, outcome);
  gate_wait_for (gate, 1);
  execute (desk->db, "INSERT INTO t (x) VALUES (1)");
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 1);
  gate_open (gate);
  wait_for (outcome);
  g_assert_no_error (outcome->error);
  g_assert_cmpint (snapshot.before, ==, 0);
  g_assert_cmpint (snapshot.after, ==, 0);
}

static gboolean
insert_and_wait_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_assert_true (execute_in (transaction, "INSERT INTO t (x) VALUES (1)", error));
  gate_pass (data);
  return TRUE;
}

/* What is not committed is not seen, and who reads does not wait for it. */
static void
test_visibility (Desk *desk)
{
  g_autoptr (Gate) gate = gate_new ();
  g_autoptr (Outcome) outcome = outcome_new ();

  execute (desk->db, "CREATE TABLE t (x BIGINT)");
  start_work (desk->db, DESK_DB_WRITE, insert_and_wait_work, gate, NULL, outcome);
  gate_wait_for (gate, 1);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 0);
  gate_open (gate);
  wait_for (outcome);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 1);
}

static void
count_up (gpointer data, gpointer db)
{
  g_assert_true (DESK_IS_DB (db));
  g_atomic_int_inc ((int *) data);
}

static gboolean
item_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gint64 number = GPOINTER_TO_INT (data);

  return desk_db_execute (transaction, error, "INSERT INTO parents (id, name) VALUES ($1, 'item')", "i", number);
}

typedef struct
{
  int committed;
  int dropped;
} Counters;

static gboolean
item_with_attempts_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (GError) ignored = NULL;

  g_assert_true (execute_in (transaction, "INSERT INTO parents (id, name) VALUES (50, 'outer')", error));
  desk_db_after_commit (transaction, count_up, &((Counters *) data)->dropped, NULL);
  desk_db_notify (transaction, "dropped");
  g_assert_true (desk_db_attempt (transaction, item_work, GINT_TO_POINTER (51), error));
  g_assert_false (desk_db_attempt (transaction, item_work, GINT_TO_POINTER (51), &ignored));
  g_assert_error (ignored, DESK_ERROR, DESK_ERROR_CONFLICT);
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_STALE, "The outer one fails after all");
  return FALSE;
}

static gboolean
bulk_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Counters *counters = data;

  g_assert_true (execute_in (transaction, "INSERT INTO parents (id, name) VALUES (10, 'first')", error));
  desk_db_after_commit (transaction, count_up, &counters->committed, NULL);
  for (int id = 8; id <= 12; id++)
    {
      g_autoptr (GError) item_error = NULL;
      gboolean is_fine = desk_db_attempt (transaction, item_work, GINT_TO_POINTER (id), &item_error);

      g_assert_cmpint (is_fine, ==, id != 10);
      if (!is_fine)
        g_assert_error (item_error, DESK_ERROR, DESK_ERROR_CONFLICT);
    }
  {
    g_autoptr (GError) item_error = NULL;

    g_assert_false (desk_db_attempt (transaction, item_with_attempts_work, counters, &item_error));
    g_assert_error (item_error, DESK_ERROR, DESK_ERROR_STALE);
  }
  return execute_in (transaction, "INSERT INTO parents (id, name) VALUES (13, 'last')", error);
}

static void
test_attempts (Desk *desk)
{
  Counters counters = { 0 };

  run_script (desk->db, DESK_SCHEMA);
  run_work (desk->db, DESK_DB_WRITE, bulk_work, &counters);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM parents WHERE id IN (1, 8, 9, 10, 11, 12, 13)"), ==, 7);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM parents"), ==, 7);
  g_assert_cmpint (counters.committed, ==, 1);
  g_assert_cmpint (counters.dropped, ==, 0);
}

static gboolean
script_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_run_script (transaction, data, error);
}

static void
test_scripts (Desk *desk)
{
  run_script (desk->db, "CREATE TABLE t (x TEXT); -- a comment; with a semicolon\n"
                        "INSERT INTO t (x) VALUES ('a;b'), ('c');\n"
                        "CREATE INDEX t_x ON t (x);");
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 2);
  run_script (desk->db, "");
  g_free (
      fail_work (desk->db, DESK_DB_WRITE, script_work,
                 (gpointer) "INSERT INTO t (x) VALUES ('d'); CREATE TABLE u (x TEXT); INSERT INTO nosuch VALUES (1)",
                 DESK_ERROR_INTERNAL));
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 2);
  g_free (fail_to_execute (desk->db, "INSERT INTO u (x) VALUES ('a')", DESK_ERROR_INTERNAL));
}

static void
test_script_that_commits (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (x TEXT)");
  g_free (fail_work (desk->db, DESK_DB_WRITE, script_work, (gpointer) "COMMIT", DESK_ERROR_INTERNAL));
  g_free (fail_work (desk->db, DESK_DB_WRITE, script_work, (gpointer) "ROLLBACK", DESK_ERROR_INTERNAL));
  execute (desk->db, "INSERT INTO t (x) VALUES ('still works')");
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 1);
}

typedef struct
{
  DeskDb *db;
  DeskDb *other;
  GString *order;
  int n_freed;
  gboolean fails;
} After;

static void
look_from_outside (gpointer data, gpointer db)
{
  After *after = data;

  g_assert_true (db == after->db);
  g_string_append_printf (after->order, "rows:%d ", (int) ask_integer (after->other, "SELECT count(*) FROM t"));
}

static void
write_second (gpointer data, gpointer db)
{
  g_string_append (((After *) data)->order, "second ");
}

static void
note_freed (gpointer data)
{
  g_atomic_int_inc (&((After *) data)->n_freed);
}

static gboolean
after_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  After *after = data;

  desk_db_after_commit (transaction, look_from_outside, after, note_freed);
  desk_db_after_commit (transaction, write_second, after, note_freed);
  g_assert_true (execute_in (transaction, "INSERT INTO t (x) VALUES ('a')", error));
  g_string_append (after->order, "work ");
  if (after->fails)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Fails");
  return !after->fails;
}

static gpointer
open_other (gpointer data)
{
  g_autoptr (GError) error = NULL;
  DeskDb *other = desk_db_open (data, &error);

  g_assert_no_error (error);
  return other;
}

static void
test_after_commit (Desk *desk)
{
  g_autoptr (GString) order = g_string_new (NULL);
  After after = { .db = desk->db, .order = order };

  execute (desk->db, "CREATE TABLE t (x TEXT)");
  after.other = open_other (desk->url);
  after.fails = TRUE;
  g_free (fail_work (desk->db, DESK_DB_WRITE, after_work, &after, DESK_ERROR_CONFLICT));
  g_assert_cmpstr (order->str, ==, "work ");
  g_assert_cmpint (after.n_freed, ==, 2);
  after.fails = FALSE;
  run_work (desk->db, DESK_DB_WRITE, after_work, &after);
  /* A second database on the same data sees the row from within the first function. */
  g_assert_cmpstr (order->str, ==, "work work rows:1 second ");
  g_assert_cmpint (after.n_freed, ==, 4);
  desk_test_assert_last_unref (after.other);
}

static gboolean
nothing_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
waits_for_other_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_run (data, DESK_DB_READ, nothing_work, NULL, error);
}

static void
test_work_in_work (Desk *desk)
{
  g_autofree char *message = fail_work (desk->db, DESK_DB_WRITE, waits_for_other_work, desk->db, DESK_ERROR_INTERNAL);

  g_assert_cmpstr (message, ==, "Work must not wait for other work");
}

static gboolean
leaves_statement_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  DeskDbStatement *statement = desk_db_query (transaction, error, "SELECT x FROM t", "");

  g_assert_true (desk_db_step (statement, error));
  return TRUE;
}

/* A statement that is left open is told of, and does no harm. */
static void
test_left_statement (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (x TEXT)");
  execute (desk->db, "INSERT INTO t (x) VALUES ('a')");
  desk_test_expect_log ("deskbell-db", G_LOG_LEVEL_CRITICAL, "*was not released*SELECT x FROM t*");
  run_work (desk->db, DESK_DB_READ, leaves_statement_work, NULL);
  desk_test_assert_expected_logs ();
  execute (desk->db, "DELETE FROM t");
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 0);
}

static void
test_triggers (Desk *desk)
{
  g_autofree char *message = NULL;

  execute (desk->db, "CREATE TABLE t (x TEXT)");
  execute (desk->db, "INSERT INTO t (x) VALUES ('kept')");
  run_script (desk->db, g_str_equal (desk->engine, "sqlite")
                            ? "CREATE TRIGGER t_stays BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'rows stay'); END"
                            : "CREATE FUNCTION t_stays() RETURNS trigger LANGUAGE plpgsql AS "
                              "$$ BEGIN RAISE EXCEPTION 'rows stay'; END $$;"
                              "CREATE TRIGGER t_stays BEFORE DELETE ON t EXECUTE FUNCTION t_stays()");
  message = fail_to_execute (desk->db, "DELETE FROM t", DESK_ERROR_CONFLICT);
  g_assert_cmpstr (message, ==, "rows stay");
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 1);
}

const Case transaction_cases[] = {
  { "rollback", test_rollback },
  { "silent-failure", test_silent_failure },
  { "swallowed-failure", test_swallowed_failure },
  { "constraints", test_constraints },
  { "late-constraint", test_late_constraint },
  { "read-only", test_read_only },
  { "snapshot", test_snapshot },
  { "visibility", test_visibility },
  { "attempts", test_attempts },
  { "scripts", test_scripts },
  { "script-that-commits", test_script_that_commits },
  { "after-commit", test_after_commit },
  { "work-in-work", test_work_in_work },
  { "left-statement", test_left_statement },
  { "triggers", test_triggers },
  { NULL, NULL },
};
