/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"
#include "lib/desk-mock-driver.h"

/* What the floor does when the driver below it fails, at each place where it can. */

#define N_JOBS 4

typedef struct
{
  char *path;
  DeskDb *db;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  desk_mock_reset ();
  fixture->path = desk_test_dup_path ("desk.db");
  fixture->db = desk_db_open_with_driver (DESK_TYPE_MOCK_DRIVER, fixture->path, &error);
  g_assert_no_error (error);
  run_script (fixture->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, x TEXT)");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_mock_reset ();
  desk_test_assert_last_unref (fixture->db);
  g_free (fixture->path);
}

static gboolean
pass_gate_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gate_pass (data);
  return TRUE;
}

static int n_announced;

static void
announce (gpointer data, gpointer db)
{
  g_atomic_int_inc (&n_announced);
}

static gboolean
insert_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gint64 id = GPOINTER_TO_INT (data);

  desk_db_after_commit (transaction, announce, NULL, NULL);
  if (desk_db_next_seq (transaction, error) == 0
      || !desk_db_execute (transaction, error, "INSERT INTO t (id, x) VALUES ($1, $2)", "is", id, "first"))
    return FALSE;
  return desk_db_execute (transaction, error, "UPDATE t SET x = $2 WHERE id = $1", "is", id, "second");
}

/* Jobs that wait while the writer is held up, so that they go in one group. */
static void
run_group (Fixture *fixture, guint n, gint64 first_id, Outcome **outcomes)
{
  g_autoptr (Gate) gate = gate_new ();
  g_autoptr (Outcome) blocked = outcome_new ();

  start_work (fixture->db, DESK_DB_WRITE, pass_gate_work, gate, NULL, blocked);
  gate_wait_for (gate, 1);
  for (guint i = 0; i < n; i++)
    {
      outcomes[i] = outcome_new ();
      start_work (fixture->db, DESK_DB_WRITE, insert_work, GINT_TO_POINTER (first_id + i), NULL, outcomes[i]);
    }
  gate_open (gate);
  wait_for (blocked);
  g_assert_no_error (blocked->error);
  for (guint i = 0; i < n; i++)
    wait_for (outcomes[i]);
}

static void
free_outcomes (Outcome **outcomes, guint n)
{
  for (guint i = 0; i < n; i++)
    outcome_free (outcomes[i]);
}

/* One commit for all that wait, a savepoint each. */
static void
test_one_commit (Fixture *fixture, gconstpointer data)
{
  Outcome *outcomes[50];
  guint commits = desk_mock_count (DESK_MOCK_COMMIT);
  guint savepoints = desk_mock_count (DESK_MOCK_SAVEPOINT);

  run_group (fixture, G_N_ELEMENTS (outcomes), 1, outcomes);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    g_assert_no_error (outcomes[i]->error);
  /* One for what held the writer up, one for the fifty. */
  g_assert_cmpint (desk_mock_count (DESK_MOCK_COMMIT) - commits, ==, 2);
  g_assert_cmpint (desk_mock_count (DESK_MOCK_SAVEPOINT) - savepoints, ==, 2 * 50);
  free_outcomes (outcomes, G_N_ELEMENTS (outcomes));
}

/* When the commit fails, all of them fail, nothing is there, and nobody is told of anything. */
static void
test_commit_fails (Fixture *fixture, gconstpointer data)
{
  Outcome *outcomes[10];

  n_announced = 0;
  desk_mock_fail (DESK_MOCK_COMMIT, 2, DESK_ERROR_UNAVAILABLE, DESK_MOCK_STAYS);
  run_group (fixture, G_N_ELEMENTS (outcomes), 1, outcomes);
  g_assert_true (desk_mock_has_failed ());
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    g_assert_error (outcomes[i]->error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
  g_assert_cmpint (ask_integer (fixture->db, "SELECT count(*) FROM t"), ==, 0);
  g_assert_cmpint (n_announced, ==, 0);
  free_outcomes (outcomes, G_N_ELEMENTS (outcomes));
  run_group (fixture, G_N_ELEMENTS (outcomes), 1, outcomes);
  g_assert_cmpint (ask_integer (fixture->db, "SELECT count(*) FROM t"), ==, 10);
  g_assert_cmpint (n_announced, ==, 10);
  free_outcomes (outcomes, G_N_ELEMENTS (outcomes));
}

/* Each operation of a group fails once, with each consequence: what was answered well is there, what was refused is
 * not, and after-commit functions ran for those alone. Nothing is left that would spoil the next group. */
static void
test_fail_the_nth (Fixture *fixture, gconstpointer data)
{
  gint64 id = 1;

  for (DeskMockConsequence consequence = DESK_MOCK_STAYS; consequence <= DESK_MOCK_UNDONE; consequence++)
    for (guint nth = 1;; nth++)
      {
        Outcome *outcomes[N_JOBS];
        int n_good = 0;
        gboolean has_failed;

        n_announced = 0;
        /* Behind the begin and the commit of the job that holds the writer up. */
        desk_mock_fail (DESK_MOCK_ANY, 2 + nth, DESK_ERROR_UNAVAILABLE, consequence);
        run_group (fixture, N_JOBS, id, outcomes);
        has_failed = desk_mock_has_failed ();
        desk_mock_fail (DESK_MOCK_ANY, G_MAXINT32, DESK_ERROR_UNAVAILABLE, DESK_MOCK_STAYS);
        for (guint i = 0; i < N_JOBS; i++)
          {
            g_autofree char *sql =
                g_strdup_printf ("SELECT count(*) FROM t WHERE id = %d AND x = 'second'", (int) id + (int) i);

            if (outcomes[i]->error != NULL)
              g_assert_error (outcomes[i]->error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
            n_good += outcomes[i]->error == NULL;
            g_assert_cmpint (ask_integer (fixture->db, sql), ==, outcomes[i]->error == NULL);
          }
        g_assert_cmpint (n_announced, ==, n_good);
        if (!has_failed)
          g_assert_cmpint (n_good, ==, N_JOBS);
        free_outcomes (outcomes, N_JOBS);
        id += N_JOBS;
        if (!has_failed)
          {
            g_assert_cmpint (nth, >, 4 * N_JOBS);
            break;
          }
      }
}

/* A connection that was lost before the work began is opened again, unnoticed. */
static void
test_lost_before (Fixture *fixture, gconstpointer data)
{
  guint opened = desk_mock_count (DESK_MOCK_OPEN);

  desk_mock_fail (DESK_MOCK_BEGIN, 1, DESK_ERROR_UNAVAILABLE, DESK_MOCK_LOST);
  execute (fixture->db, "INSERT INTO t (id, x) VALUES (1, 'a')");
  g_assert_true (desk_mock_has_failed ());
  g_assert_cmpint (desk_mock_count (DESK_MOCK_OPEN), ==, opened + 1);
  g_assert_cmpint (ask_integer (fixture->db, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_open_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  desk_mock_fail (DESK_MOCK_OPEN, 1, DESK_ERROR_UNAVAILABLE, DESK_MOCK_STAYS);
  g_assert_null (desk_db_open_with_driver (DESK_TYPE_MOCK_DRIVER, fixture->path, &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
}

static gboolean
rows_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  DeskEntity *customer = data;

  return desk_rows_insert (transaction, customer, error) && desk_rows_update (transaction, customer, error)
         && desk_rows_upsert (transaction, customer, error);
}

/* Rows written with a failure at each place: all or nothing, and the object is as the row or as it was. */
static void
test_rows_fail_the_nth (Fixture *fixture, gconstpointer data)
{
  g_autofree char *create = desk_rows_dup_create_table (&desk_customer_kind);
  gboolean has_failed = TRUE;

  execute (fixture->db, create);
  for (guint nth = 1; has_failed; nth++)
    {
      g_autoptr (DeskEntity) customer = desk_entity_new (&desk_customer_kind);
      g_autofree char *id = g_strdup_printf ("c%u", nth);
      g_autofree char *sql = g_strdup_printf ("SELECT coalesce(sum(version), 0) FROM customers WHERE id = 'c%u'", nth);
      g_autoptr (GError) error = NULL;
      gboolean is_fine;

      desk_entity_set_string (customer, DESK_ENTITY_ID, id);
      desk_mock_fail (DESK_MOCK_ANY, nth, DESK_ERROR_UNAVAILABLE, DESK_MOCK_STAYS);
      is_fine = desk_db_run (fixture->db, DESK_DB_WRITE, rows_work, customer, &error);
      has_failed = desk_mock_has_failed ();
      desk_mock_fail (DESK_MOCK_ANY, G_MAXINT32, DESK_ERROR_UNAVAILABLE, DESK_MOCK_STAYS);
      g_assert_cmpint (is_fine, ==, !has_failed);
      if (!is_fine)
        g_assert_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
      g_assert_cmpint (ask_integer (fixture->db, sql), ==, is_fine ? 2 : 0);
    }
}

#define ADD(path, function) g_test_add ("/db/failures/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);
  ADD ("one-commit", test_one_commit);
  ADD ("commit-fails", test_commit_fails);
  ADD ("fail-the-nth", test_fail_the_nth);
  ADD ("lost-before", test_lost_before);
  ADD ("open-fails", test_open_fails);
  ADD ("rows-fail-the-nth", test_rows_fail_the_nth);
  return g_test_run ();
}
