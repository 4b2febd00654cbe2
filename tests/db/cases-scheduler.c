/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"

#define N_JOBS 60
#define N_THREADS 32
#define N_ROUNDS 20

static gboolean
pass_gate_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gate_pass (data);
  return TRUE;
}

/* So that whatever is started now has to wait: on PostgreSQL each connection is taken. */
typedef struct
{
  Gate *gate;
  Outcome *outcomes[16];
  guint n;
} Block;

static void
block_writers (Desk *desk, Block *block)
{
  block->gate = gate_new ();
  block->n = g_str_equal (desk->engine, "sqlite") ? 1 : 8;
  for (guint i = 0; i < block->n; i++)
    {
      block->outcomes[i] = outcome_new ();
      start_work (desk->db, DESK_DB_WRITE, pass_gate_work, block->gate, NULL, block->outcomes[i]);
    }
  gate_wait_for (block->gate, block->n);
}

static void
unblock_writers (Block *block)
{
  gate_open (block->gate);
  for (guint i = 0; i < block->n; i++)
    {
      wait_for (block->outcomes[i]);
      g_assert_no_error (block->outcomes[i]->error);
      outcome_free (block->outcomes[i]);
    }
  gate_free (block->gate);
}

static gboolean
numbered_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gint64 number = GPOINTER_TO_INT (data);

  if (!desk_db_execute (transaction, error, "INSERT INTO t (id) VALUES ($1)", "i", number))
    return FALSE;
  if (number % 7 != 3)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Number %d fails", (int) number);
  return FALSE;
}

/* Jobs that wait together share a commit; one that fails takes nobody with it and leaves nothing. */
static void
test_group (Desk *desk)
{
  Block block;
  Outcome *outcomes[N_JOBS];
  gint64 n_good = 0;

  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY)");
  block_writers (desk, &block);
  for (guint i = 0; i < N_JOBS; i++)
    {
      outcomes[i] = outcome_new ();
      start_work (desk->db, DESK_DB_WRITE, numbered_work, GINT_TO_POINTER (i), NULL, outcomes[i]);
    }
  unblock_writers (&block);
  for (guint i = 0; i < N_JOBS; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM t WHERE id = %u", i);

      wait_for (outcomes[i]);
      if (i % 7 == 3)
        g_assert_error (outcomes[i]->error, DESK_ERROR, DESK_ERROR_CONFLICT);
      else
        g_assert_no_error (outcomes[i]->error);
      n_good += outcomes[i]->error == NULL;
      g_assert_cmpint (ask_integer (desk->db, sql), ==, outcomes[i]->error == NULL);
      outcome_free (outcomes[i]);
    }
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, n_good);
}

static gboolean
number_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (
      transaction, error,
      "INSERT INTO counters (year, n) VALUES ($1, 1) ON CONFLICT (year) DO UPDATE SET n = counters.n + 1 RETURNING n",
      "i", (gint64) 2026);
  gint64 number;

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  number = desk_db_column_integer (statement, 0);
  if (!desk_db_execute (transaction, error, "INSERT INTO t (id) VALUES ($1)", "i", number))
    return FALSE;
  /* Some take a number and give it back. */
  if (g_random_int_range (0, 5) > 0)
    return TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "Changed its mind");
  return FALSE;
}

static gpointer
number_thread (gpointer data)
{
  guint n_good = 0;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (GError) error = NULL;

      if (desk_db_run (data, DESK_DB_WRITE, number_work, NULL, &error))
        n_good++;
      else
        g_assert_error (error, DESK_ERROR, DESK_ERROR_FORBIDDEN);
    }
  return GUINT_TO_POINTER (n_good);
}

/* Numbers have no gap and no double, however many take them at once. */
static void
test_many_threads (Desk *desk)
{
  GThread *threads[N_THREADS];
  guint n_good = 0;

  run_script (desk->db, "CREATE TABLE counters (year BIGINT PRIMARY KEY, n BIGINT);"
                        "CREATE TABLE t (id BIGINT PRIMARY KEY)");
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("writer", number_thread, desk->db);
  for (guint i = 0; i < N_THREADS; i++)
    n_good += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  g_assert_cmpint (n_good, >, N_THREADS);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, n_good);
  g_assert_cmpint (ask_integer (desk->db, "SELECT max(id) FROM t"), ==, n_good);
  g_assert_cmpint (ask_integer (desk->db, "SELECT n FROM counters"), ==, n_good);
}

static gboolean
never_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_error ("This work was cancelled");
  return FALSE;
}

static void
test_cancel_while_waiting (Desk *desk)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) cancelled_before = g_cancellable_new ();
  g_autoptr (Outcome) waiting = outcome_new ();
  g_autoptr (Outcome) other = outcome_new ();
  g_autoptr (Outcome) late = outcome_new ();
  Block block;

  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY)");
  block_writers (desk, &block);
  start_work (desk->db, DESK_DB_WRITE, never_work, NULL, cancellable, waiting);
  start_work (desk->db, DESK_DB_WRITE, numbered_work, GINT_TO_POINTER (1), NULL, other);
  g_cancellable_cancel (cancellable);
  /* It is told while the writer is still busy with something else. */
  wait_for (waiting);
  g_assert_error (waiting->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_cancellable_cancel (cancelled_before);
  start_work (desk->db, DESK_DB_WRITE, never_work, NULL, cancelled_before, late);
  wait_for (late);
  g_assert_error (late->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (other->is_done);
  unblock_writers (&block);
  wait_for (other);
  g_assert_no_error (other->error);
}

/* What has begun is done, and its caller is told what happened, not what they wished. */
static void
test_cancel_too_late (Desk *desk)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Outcome) outcome = outcome_new ();
  g_autoptr (Gate) gate = gate_new ();

  start_work (desk->db, DESK_DB_WRITE, pass_gate_work, gate, cancellable, outcome);
  gate_wait_for (gate, 1);
  g_cancellable_cancel (cancellable);
  gate_open (gate);
  wait_for (outcome);
  g_assert_no_error (outcome->error);
}

/* A cancellable that outlives its job no longer knows of it. */
static void
test_cancel_afterwards (Desk *desk)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Outcome) outcome = outcome_new ();
  g_autoptr (Gate) gate = gate_new ();

  gate_open (gate);
  start_work (desk->db, DESK_DB_WRITE, pass_gate_work, gate, cancellable, outcome);
  wait_for (outcome);
  g_assert_no_error (outcome->error);
  g_assert_false (
      g_signal_has_handler_pending (cancellable, g_signal_lookup ("cancelled", G_TYPE_CANCELLABLE), 0, TRUE));
  g_cancellable_cancel (cancellable);
}

static gpointer
cancel_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

/* Cancelled from another thread at any moment: told once, and never both cancelled and done. */
static void
test_cancel_races (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY)");
  for (int i = 0; i < 200; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (Outcome) outcome = outcome_new ();
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM t WHERE id = %d", i * 7);
      GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);

      start_work (desk->db, DESK_DB_WRITE, numbered_work, GINT_TO_POINTER (i * 7), cancellable, outcome);
      wait_for (outcome);
      g_thread_join (thread);
      if (outcome->error != NULL)
        g_assert_error (outcome->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (ask_integer (desk->db, sql), ==, outcome->error == NULL);
    }
}

static void
test_too_many_waiting (Desk *desk)
{
  Outcome *outcomes[5];
  Block block;

  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY)");
  desk_db_set_max_waiting (desk->db, 16);
  block_writers (desk, &block);
  desk_db_set_max_waiting (desk->db, 3);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      outcomes[i] = outcome_new ();
      start_work (desk->db, DESK_DB_WRITE, numbered_work, GINT_TO_POINTER (i * 7), NULL, outcomes[i]);
    }
  for (guint i = 3; i < G_N_ELEMENTS (outcomes); i++)
    {
      wait_for (outcomes[i]);
      g_assert_error (outcomes[i]->error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
      g_assert_cmpint (desk_error_get_retry_after (outcomes[i]->error), >, 0);
    }
  unblock_writers (&block);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      wait_for (outcomes[i]);
      g_assert_cmpint (outcomes[i]->error == NULL, ==, i < 3);
      outcome_free (outcomes[i]);
    }
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 3);
}

static gpointer
close_thread (gpointer data)
{
  desk_db_close (data);
  return NULL;
}

static void
test_close (Desk *desk)
{
  g_autoptr (Outcome) waiting = outcome_new ();
  g_autoptr (Outcome) late = outcome_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;
  Block block;

  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY)");
  block_writers (desk, &block);
  start_work (desk->db, DESK_DB_WRITE, never_work, NULL, NULL, waiting);
  thread = g_thread_new ("close", close_thread, desk->db);
  wait_for (waiting);
  g_assert_error (waiting->error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
  unblock_writers (&block);
  g_thread_join (thread);
  start_work (desk->db, DESK_DB_READ, never_work, NULL, NULL, late);
  wait_for (late);
  g_assert_error (late->error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
  g_assert_false (desk_db_run (desk->db, DESK_DB_WRITE, never_work, NULL, &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
}

typedef struct
{
  DeskDb *db;
  GMainContext *context;
  GThread *thread;
  gboolean was_called;
  gboolean was_freed;
} Elsewhere;

static gboolean
touch_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_assert_true (g_thread_self () != ((Elsewhere *) data)->thread);
  return TRUE;
}

static void
free_elsewhere (gpointer data)
{
  Elsewhere *elsewhere = data;

  g_assert_true (elsewhere->was_called);
  g_assert_true (g_thread_self () == elsewhere->thread);
  elsewhere->was_freed = TRUE;
}

static void
on_touched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Elsewhere *elsewhere = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_db_run_finish (elsewhere->db, result, &error));
  g_assert_true (g_thread_self () == elsewhere->thread);
  g_assert_true (g_main_context_is_owner (elsewhere->context));
  g_assert_false (elsewhere->was_freed);
  elsewhere->was_called = TRUE;
}

static gpointer
context_thread (gpointer data)
{
  Elsewhere elsewhere = { .db = data, .context = g_main_context_new (), .thread = g_thread_self () };

  g_main_context_push_thread_default (elsewhere.context);
  desk_db_run_async (data, DESK_DB_READ, touch_work, &elsewhere, free_elsewhere, NULL, on_touched_cb, &elsewhere);
  while (!elsewhere.was_freed)
    g_main_context_iteration (elsewhere.context, TRUE);
  g_main_context_pop_thread_default (elsewhere.context);
  g_main_context_unref (elsewhere.context);
  return NULL;
}

/* The callback, then the freeing, in the context of the caller. */
static void
test_contexts (Desk *desk)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("context", context_thread, desk->db);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

typedef struct
{
  Gate *gate; /* opens when both have written their first row */
  gint64 first;
  gint64 second;
  int *n_runs;
} Crossing;

static gboolean
crossing_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Crossing *crossing = data;
  gboolean is_first_run = g_atomic_int_add (crossing->n_runs, 1) < 2;

  if (!desk_db_execute (transaction, error, "UPDATE t SET n = n + 1 WHERE id = $1", "i", crossing->first))
    return FALSE;
  /* Where there is one writer the other one can't come, and nobody waits long for it. */
  if (is_first_run)
    gate_try (crossing->gate, 300);
  return desk_db_execute (transaction, error, "UPDATE t SET n = n + 1 WHERE id = $1", "i", crossing->second);
}

/* Two that lock the same rows in opposite order both come through: one of them is begun again. */
static void
test_crossing_writers (Desk *desk)
{
  g_autoptr (Gate) gate = gate_new ();
  int n_runs = 0;
  Crossing crossings[] = { { gate, 1, 2, &n_runs }, { gate, 2, 1, &n_runs } };
  Outcome *outcomes[] = { outcome_new (), outcome_new () };

  gate->opens_at = 2;
  run_script (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT NOT NULL);"
                        "INSERT INTO t (id, n) VALUES (1, 0), (2, 0)");
  for (guint i = 0; i < 2; i++)
    start_work (desk->db, DESK_DB_WRITE, crossing_work, &crossings[i], NULL, outcomes[i]);
  for (guint i = 0; i < 2; i++)
    {
      wait_for (outcomes[i]);
      g_assert_no_error (outcomes[i]->error);
      outcome_free (outcomes[i]);
    }
  g_assert_cmpint (ask_integer (desk->db, "SELECT n FROM t WHERE id = 1"), ==, 2);
  g_assert_cmpint (ask_integer (desk->db, "SELECT n FROM t WHERE id = 2"), ==, 2);
}

static gboolean
reader_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_assert_cmpint (ask_integer_in (transaction, "SELECT count(*) FROM t"), >=, 0);
  gate_pass (data);
  return TRUE;
}

/* Readers run side by side, and beside the writer. */
static void
test_readers (Desk *desk)
{
  g_autoptr (Gate) gate = gate_new ();
  Outcome *outcomes[3];

  execute (desk->db, "CREATE TABLE t (x BIGINT)");
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      outcomes[i] = outcome_new ();
      start_work (desk->db, DESK_DB_READ, reader_work, gate, NULL, outcomes[i]);
    }
  gate_wait_for (gate, G_N_ELEMENTS (outcomes));
  execute (desk->db, "INSERT INTO t (x) VALUES (1)");
  gate_open (gate);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      wait_for (outcomes[i]);
      g_assert_no_error (outcomes[i]->error);
      outcome_free (outcomes[i]);
    }
}

const Case scheduler_cases[] = {
  { "group", test_group },
  { "many-threads", test_many_threads },
  { "cancel-while-waiting", test_cancel_while_waiting },
  { "cancel-too-late", test_cancel_too_late },
  { "cancel-afterwards", test_cancel_afterwards },
  { "cancel-races", test_cancel_races },
  { "too-many-waiting", test_too_many_waiting },
  { "close", test_close },
  { "contexts", test_contexts },
  { "crossing-writers", test_crossing_writers },
  { "readers", test_readers },
  { NULL, NULL },
};
