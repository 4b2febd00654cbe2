/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"

static gboolean
execute_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction, error, data, "");
}

static gboolean
script_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_run_script (transaction, data, error);
}

typedef struct
{
  const char *sql;
  gint64 number;
  char *text;
} Question;

static gboolean
ask_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (DeskDbStatement) statement = desk_db_query (transaction, error, question->sql, "");

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  question->number = desk_db_column_integer (statement, 0);
  question->text = g_strdup (desk_db_column_text (statement, 0));
  return TRUE;
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  desk_db_run_finish (DESK_DB (source), result, &outcome->error);
  outcome->is_done = TRUE;
}

void
run_work (DeskDb *db, DeskDbMode mode, DeskDbWork work, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean is_fine = desk_db_run (db, mode, work, data, &error);

  g_assert_no_error (error);
  g_assert_true (is_fine);
}

char *
fail_work (DeskDb *db, DeskDbMode mode, DeskDbWork work, gpointer data, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (desk_db_run (db, mode, work, data, &error));
  g_assert_error (error, DESK_ERROR, code);
  return g_strdup (error->message);
}

void
execute (DeskDb *db, const char *sql)
{
  run_work (db, DESK_DB_WRITE, execute_work, (gpointer) sql);
}

char *
fail_to_execute (DeskDb *db, const char *sql, int code)
{
  return fail_work (db, DESK_DB_WRITE, execute_work, (gpointer) sql, code);
}

void
run_script (DeskDb *db, const char *sql)
{
  run_work (db, DESK_DB_WRITE, script_work, (gpointer) sql);
}

gint64
ask_integer (DeskDb *db, const char *sql)
{
  Question question = { .sql = sql };

  run_work (db, DESK_DB_READ, ask_work, &question);
  g_free (question.text);
  return question.number;
}

char *
ask_text (DeskDb *db, const char *sql)
{
  Question question = { .sql = sql };

  run_work (db, DESK_DB_READ, ask_work, &question);
  return question.text;
}

gboolean
execute_in (DeskDbTransaction *transaction, const char *sql, GError **error)
{
  return desk_db_execute (transaction, error, sql, "");
}

gint64
ask_integer_in (DeskDbTransaction *transaction, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskDbStatement) statement = desk_db_query (transaction, &error, sql, "");
  gboolean has_row;

  g_assert_no_error (error);
  has_row = desk_db_step (statement, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);
  return desk_db_column_integer (statement, 0);
}

Gate *
gate_new (void)
{
  Gate *gate = g_new0 (Gate, 1);

  g_mutex_init (&gate->lock);
  g_cond_init (&gate->changed);
  return gate;
}

void
gate_free (Gate *gate)
{
  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->changed);
  g_free (gate);
}

void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->is_open = TRUE;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->lock);
}

void
gate_pass (Gate *gate)
{
  if (!gate_try (gate, 30000))
    g_error ("Nobody opened the gate");
}

gboolean
gate_try (Gate *gate, guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
  gboolean is_open;

  g_mutex_lock (&gate->lock);
  gate->n_arrived++;
  if (gate->n_arrived == gate->opens_at)
    gate->is_open = TRUE;
  g_cond_broadcast (&gate->changed);
  while (!gate->is_open && g_cond_wait_until (&gate->changed, &gate->lock, end))
    ;
  is_open = gate->is_open;
  g_mutex_unlock (&gate->lock);
  return is_open;
}

void
gate_wait_for (Gate *gate, guint n_arrived)
{
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  g_mutex_lock (&gate->lock);
  while (gate->n_arrived < n_arrived)
    if (!g_cond_wait_until (&gate->changed, &gate->lock, end))
      g_error ("%u of %u came to the gate", gate->n_arrived, n_arrived);
  g_mutex_unlock (&gate->lock);
}

Outcome *
outcome_new (void)
{
  return g_new0 (Outcome, 1);
}

void
outcome_free (Outcome *outcome)
{
  g_clear_error (&outcome->error);
  g_free (outcome);
}

void
start_work (DeskDb *db, DeskDbMode mode, DeskDbWork work, gpointer data, GCancellable *cancellable, Outcome *outcome)
{
  desk_db_run_async (db, mode, work, data, NULL, cancellable, on_done_cb, outcome);
}

void
wait_for (Outcome *outcome)
{
  desk_test_wait_for_flag (&outcome->is_done);
}
