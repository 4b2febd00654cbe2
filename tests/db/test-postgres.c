/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cases.h"
#include "lib/desk-test-postgres.h"

/* What only PostgreSQL has: a server that comes and goes, and other processes to hear from. */

static DeskDb *
open_db (const char *url)
{
  g_autoptr (GError) error = NULL;
  DeskDb *db = desk_db_open (url, &error);

  g_assert_no_error (error);
  return db;
}

static void
on_notified_cb (DeskDb *db, const char *channel, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (channel));
}

static gboolean
has_two (gpointer data)
{
  return ((GPtrArray *) data)->len >= 2;
}

static gboolean
has_one (gpointer data)
{
  return ((GPtrArray *) data)->len >= 1;
}

static gboolean
notify_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  desk_db_notify (transaction, data);
  return TRUE;
}

/* What one process commits, the others hear, and it hears itself once. */
static void
test_notify_others (void)
{
  g_autofree char *url = desk_test_postgres_dup_url ();
  g_autofree char *elsewhere_url = desk_test_postgres_dup_url ();
  g_autoptr (DeskDb) one = open_db (url);
  g_autoptr (DeskDb) other = open_db (url);
  g_autoptr (DeskDb) elsewhere = open_db (elsewhere_url);
  g_autoptr (GPtrArray) heard_here = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) heard_there = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) heard_elsewhere = g_ptr_array_new_with_free_func (g_free);

  g_signal_connect (one, "notified", G_CALLBACK (on_notified_cb), heard_here);
  g_signal_connect (other, "notified", G_CALLBACK (on_notified_cb), heard_there);
  g_signal_connect (elsewhere, "notified", G_CALLBACK (on_notified_cb), heard_elsewhere);
  run_work (one, DESK_DB_WRITE, notify_work, "it's a \"channel\" ü");
  desk_test_wait_until (has_one, heard_there);
  run_work (one, DESK_DB_WRITE, notify_work, "second");
  desk_test_wait_until (has_two, heard_there);
  desk_test_wait_until (has_two, heard_here);
  g_assert_cmpstr (heard_there->pdata[0], ==, "it's a \"channel\" ü");
  g_assert_cmpstr (heard_there->pdata[1], ==, "second");
  g_assert_cmpint (heard_there->len, ==, 2);
  g_assert_cmpint (heard_here->len, ==, 2);
  /* Another database on the same server has its own news. */
  g_assert_cmpint (heard_elsewhere->len, ==, 0);
}

/* The last words of a process that ends at once are heard. */
static void
test_notify_and_leave (void)
{
  g_autofree char *url = desk_test_postgres_dup_url ();
  g_autoptr (DeskDb) other = open_db (url);
  g_autoptr (GPtrArray) heard = g_ptr_array_new_with_free_func (g_free);

  g_signal_connect (other, "notified", G_CALLBACK (on_notified_cb), heard);
  for (guint i = 0; i < 10; i++)
    {
      DeskDb *one = open_db (url);

      g_ptr_array_set_size (heard, 0);
      run_work (one, DESK_DB_WRITE, notify_work, "goodbye");
      desk_test_assert_last_unref (one);
      desk_test_wait_until (has_one, heard);
      g_assert_cmpstr (heard->pdata[0], ==, "goodbye");
    }
}

static gboolean
insert_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return execute_in (transaction, "INSERT INTO t (x) VALUES (1)", error);
}

static gboolean
is_back (gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean is_fine = desk_db_run (data, DESK_DB_WRITE, insert_work, NULL, &error);

  if (!is_fine)
    g_assert_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
  return is_fine;
}

static gboolean
has_empty (gpointer data)
{
  GPtrArray *heard = data;

  for (guint i = 0; i < heard->len; i++)
    if (*(char *) heard->pdata[i] == '\0')
      return TRUE;
  return FALSE;
}

/* While the server is away everybody is told so; when it is back, nobody has to do anything. */
static void
test_restart (void)
{
  g_autofree char *url = desk_test_postgres_dup_url ();
  g_autoptr (DeskDb) db = open_db (url);
  g_autoptr (DeskDb) other = open_db (url);
  g_autoptr (GPtrArray) heard = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (other, "notified", G_CALLBACK (on_notified_cb), heard);
  execute (db, "CREATE TABLE t (x BIGINT)");
  for (guint i = 0; i < 30; i++)
    run_work (db, DESK_DB_WRITE, insert_work, NULL);
  desk_test_postgres_stop ();
  for (guint i = 0; i < 30; i++)
    {
      g_free (message);
      message = fail_work (db, DESK_DB_WRITE, insert_work, NULL, DESK_ERROR_UNAVAILABLE);
      g_assert_true (g_str_has_prefix (message, "The database does not answer"));
    }
  g_assert_null (desk_db_open (url, &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
  desk_test_postgres_start ();
  desk_test_wait_until (is_back, db);
  for (guint i = 0; i < 30; i++)
    desk_test_wait_until (is_back, db);
  g_assert_cmpint (ask_integer (db, "SELECT count(*) FROM t"), ==, 61);
  /* Who listens is told that they may have missed something, and hears again. */
  desk_test_wait_until (has_empty, heard);
  g_ptr_array_set_size (heard, 0);
  run_work (db, DESK_DB_WRITE, notify_work, "again");
  desk_test_wait_until (has_one, heard);
}

/* A restart between two jobs costs nobody anything. */
static void
test_restart_unnoticed (void)
{
  g_autofree char *url = desk_test_postgres_dup_url ();
  g_autoptr (DeskDb) db = open_db (url);

  execute (db, "CREATE TABLE t (x BIGINT)");
  for (guint round = 0; round < 2; round++)
    {
      desk_test_postgres_stop ();
      desk_test_postgres_start ();
      for (guint i = 0; i < 20; i++)
        run_work (db, DESK_DB_WRITE, insert_work, NULL);
    }
  g_assert_cmpint (ask_integer (db, "SELECT count(*) FROM t"), ==, 40);
}

static gboolean
lose_connection_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (GError) lost = NULL;
  g_autoptr (GError) still = NULL;
  int *n_runs = data;

  (*n_runs)++;
  g_assert_true (execute_in (transaction, "INSERT INTO t (x) VALUES (1)", error));
  g_assert_false (execute_in (transaction, "SELECT pg_terminate_backend(pg_backend_pid())", &lost));
  g_assert_error (lost, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
  g_assert_false (execute_in (transaction, "INSERT INTO t (x) VALUES (2)", &still));
  return TRUE;
}

static void
test_lost_in_work (void)
{
  g_autofree char *url = desk_test_postgres_dup_url ();
  g_autoptr (DeskDb) db = open_db (url);
  int n_runs = 0;

  execute (db, "CREATE TABLE t (x BIGINT)");
  for (int i = 1; i <= 20; i++)
    {
      g_free (fail_work (db, DESK_DB_WRITE, lose_connection_work, &n_runs, DESK_ERROR_UNAVAILABLE));
      g_assert_cmpint (n_runs, ==, i);
    }
  g_assert_cmpint (ask_integer (db, "SELECT count(*) FROM t"), ==, 0);
}

static gboolean
many_seqs_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  for (gint64 n = 0; n < *(gint64 *) data; n++)
    if (desk_db_next_seq (transaction, error) == 0)
      return FALSE;
  return TRUE;
}

static void
test_too_many_seqs (void)
{
  g_autofree char *url = desk_test_postgres_dup_url ();
  g_autoptr (DeskDb) db = open_db (url);
  g_autofree char *message = NULL;
  gint64 n = 65536;

  run_work (db, DESK_DB_WRITE, many_seqs_work, &n);
  n++;
  message = fail_work (db, DESK_DB_WRITE, many_seqs_work, &n, DESK_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (message, "65536"));
}

typedef struct
{
  int n_runs;
} Serialization;

static gboolean
serialization_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Serialization *serialization = data;

  desk_db_notify (transaction, "counted");
  if (!execute_in (transaction, "INSERT INTO t (x) VALUES (1)", error))
    return FALSE;
  /* As the server says it when two serializable transactions collide. */
  if (++serialization->n_runs <= 3)
    return execute_in (transaction, "DO $$ BEGIN RAISE EXCEPTION 'collision' USING ERRCODE = '40001'; END $$", error);
  return TRUE;
}

static gboolean
always_collides_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  ((Serialization *) data)->n_runs++;
  return execute_in (transaction, "DO $$ BEGIN RAISE EXCEPTION 'collision' USING ERRCODE = '40P01'; END $$", error);
}

static void
test_runs_again (void)
{
  g_autofree char *url = desk_test_postgres_dup_url ();
  g_autoptr (DeskDb) db = open_db (url);
  Serialization serialization = { 0 };
  g_autoptr (GPtrArray) heard = g_ptr_array_new_with_free_func (g_free);

  g_signal_connect (db, "notified", G_CALLBACK (on_notified_cb), heard);
  execute (db, "CREATE TABLE t (x BIGINT)");
  run_work (db, DESK_DB_WRITE, serialization_work, &serialization);
  g_assert_cmpint (serialization.n_runs, ==, 4);
  g_assert_cmpint (ask_integer (db, "SELECT count(*) FROM t"), ==, 1);
  desk_test_wait_until (has_one, heard);
  /* Not for ever. */
  serialization.n_runs = 0;
  g_free (fail_work (db, DESK_DB_WRITE, always_collides_work, &serialization, DESK_ERROR_UNAVAILABLE));
  g_assert_cmpint (serialization.n_runs, ==, 8);
}

static void
test_bad_addresses (void)
{
  const char *const urls[] = {
    "postgresql://nobody@/postgres?host=/nonexistent",
    "postgresql://127.0.0.1:1/postgres",
    "postgresql://bad:port:number/",
    "postgresql:///postgres?no_such_option=1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (desk_db_open (urls[i], &error));
      g_assert_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
      g_assert_cmpint (strlen (error->message), >, 40);
    }
}

static void
test_settings (void)
{
  g_autofree char *url = desk_test_postgres_dup_url ();
  g_autoptr (DeskDb) db = open_db (url);
  g_autofree char *timeout = ask_text (db, "SHOW idle_in_transaction_session_timeout");
  g_autofree char *level = ask_text (db, "SHOW transaction_isolation");

  g_assert_cmpstr (timeout, ==, "1min");
  g_assert_cmpstr (level, ==, "repeatable read");
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);
  g_test_add_func ("/db/postgresql-only/notify-others", test_notify_others);
  g_test_add_func ("/db/postgresql-only/notify-and-leave", test_notify_and_leave);
  g_test_add_func ("/db/postgresql-only/restart", test_restart);
  g_test_add_func ("/db/postgresql-only/restart-unnoticed", test_restart_unnoticed);
  g_test_add_func ("/db/postgresql-only/lost-in-work", test_lost_in_work);
  g_test_add_func ("/db/postgresql-only/too-many-seqs", test_too_many_seqs);
  g_test_add_func ("/db/postgresql-only/runs-again", test_runs_again);
  g_test_add_func ("/db/postgresql-only/bad-addresses", test_bad_addresses);
  g_test_add_func ("/db/postgresql-only/settings", test_settings);
  return g_test_run ();
}
