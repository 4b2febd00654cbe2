/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cases.h"

/* What only SQLite has: files, their permissions, a full disk, a killed process. */

static DeskDb *
open_db (const char *url)
{
  g_autoptr (GError) error = NULL;
  DeskDb *db = desk_db_open (url, &error);

  g_assert_no_error (error);
  return db;
}

static char *
fail_to_open (const char *url, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_db_open (url, &error));
  g_assert_error (error, DESK_ERROR, code);
  return g_strdup (error->message);
}

static void
test_permissions (void)
{
  g_autofree char *path = desk_test_dup_path ("desk.db");
  g_autoptr (DeskDb) db = NULL;
  const char *const suffixes[] = { "", "-wal", "-shm" };
  mode_t mask = umask (0);

  db = open_db (path);
  execute (db, "CREATE TABLE t (x TEXT)");
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
      GStatBuf info;

      g_assert_cmpint (g_stat (name, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
  umask (mask);
}

static void
test_bad_files (void)
{
  g_autofree char *folder = desk_test_dup_folder ();
  g_autofree char *missing = g_build_filename (folder, "no", "such", "desk.db", NULL);
  g_autofree char *text = g_build_filename (folder, "text.db", NULL);
  g_autofree char *contents = g_strnfill (8192, 'x');
  g_autofree char *after = NULL;
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  message = fail_to_open (missing, DESK_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (message, missing));
  g_free (fail_to_open (folder, DESK_ERROR_UNAVAILABLE));
  g_free (fail_to_open ("mysql://localhost/desk", DESK_ERROR_INVALID));
  g_assert_true (g_file_set_contents (text, contents, 8192, &error));
  g_free (fail_to_open (text, DESK_ERROR_INTERNAL));
  /* What is not ours is left as it was. */
  g_assert_true (g_file_get_contents (text, &after, NULL, &error));
  g_assert_cmpstr (after, ==, contents);
}

static void
test_settings (void)
{
  g_autofree char *path = desk_test_dup_path ("desk.db");
  g_autoptr (DeskDb) db = open_db (path);
  g_autofree char *mode = ask_text (db, "PRAGMA journal_mode");

  g_assert_cmpstr (mode, ==, "wal");
  g_assert_cmpint (ask_integer (db, "PRAGMA foreign_keys"), ==, 1);
  g_free (fail_to_execute (db, "SELECT load_extension('x')", DESK_ERROR_INTERNAL));
  /* 2 is FULL: what was answered is on the disk. */
  g_assert_cmpint (ask_integer (db, "PRAGMA synchronous"), ==, 2);
}

static gboolean
fill_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gint64 number = GPOINTER_TO_INT (data);

  if (!desk_db_execute (transaction, error, "INSERT INTO t (id, x) VALUES ($1, 'small')", "i", number))
    return FALSE;
  return number != 5 || execute_in (transaction, "UPDATE t SET x = zeroblob(50000000)", error);
}

static gboolean
pass_gate_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gate_pass (data);
  return TRUE;
}

static gboolean
limit_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_run_script (transaction, data, error);
}

/* A full disk ends the whole transaction: nobody of the group may be told that their work is there. */
static void
test_full_disk (void)
{
  g_autofree char *path = desk_test_dup_path ("desk.db");
  g_autoptr (DeskDb) db = open_db (path);
  g_autoptr (Gate) gate = gate_new ();
  g_autoptr (Outcome) first = outcome_new ();
  Outcome *outcomes[10];

  execute (db, "CREATE TABLE t (id BIGINT PRIMARY KEY, x TEXT)");
  run_work (db, DESK_DB_WRITE, limit_work, (gpointer) "PRAGMA max_page_count = 100");
  start_work (db, DESK_DB_WRITE, pass_gate_work, gate, NULL, first);
  gate_wait_for (gate, 1);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      outcomes[i] = outcome_new ();
      start_work (db, DESK_DB_WRITE, fill_work, GINT_TO_POINTER (i), NULL, outcomes[i]);
    }
  gate_open (gate);
  wait_for (first);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM t WHERE id = %u", i);

      wait_for (outcomes[i]);
      g_assert_cmpint (ask_integer (db, sql), ==, outcomes[i]->error == NULL);
      if (outcomes[i]->error != NULL)
        g_assert_error (outcomes[i]->error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
    }
  g_assert_nonnull (outcomes[5]->error);
  g_assert_nonnull (strstr (outcomes[5]->error->message, "full"));
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    outcome_free (outcomes[i]);
  /* When there is room again, all goes on. */
  run_work (db, DESK_DB_WRITE, limit_work, (gpointer) "PRAGMA max_page_count = 1000000");
  execute (db, "INSERT INTO t (id, x) VALUES (1000, 'again')");
}

static gboolean
seq_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gint64 seq = desk_db_next_seq (transaction, error);

  *(gint64 *) data = seq;
  return seq != 0;
}

/* A command beside the server writes into the same file: the counter is one. */
static void
test_two_on_one_file (void)
{
  g_autofree char *path = desk_test_dup_path ("desk.db");
  g_autoptr (DeskDb) one = open_db (path);
  g_autoptr (DeskDb) other = open_db (path);
  gint64 last = 0;

  for (guint i = 0; i < 20; i++)
    {
      gint64 seq = 0;

      run_work (i % 3 == 0 ? one : other, DESK_DB_WRITE, seq_work, &seq);
      g_assert_cmpint (seq, >, last);
      last = seq;
    }
}

static void
test_memory (void)
{
  g_autoptr (DeskDb) db = open_db (":memory:");
  g_autoptr (DeskDb) other = open_db (":memory:");

  execute (db, "CREATE TABLE t (x BIGINT)");
  execute (db, "INSERT INTO t (x) VALUES (1)");
  g_assert_cmpint (ask_integer (db, "SELECT count(*) FROM t"), ==, 1);
  g_free (fail_to_execute (other, "SELECT x FROM t", DESK_ERROR_INTERNAL));
  g_free (fail_work (db, DESK_DB_READ, limit_work, (gpointer) "DELETE FROM t", DESK_ERROR_INTERNAL));
  execute (db, "INSERT INTO t (x) VALUES (2)");
  g_assert_cmpint (ask_integer (db, "SELECT count(*) FROM t"), ==, 2);
}

/* Full text search, kept by triggers. */
static void
test_full_text (void)
{
  g_autofree char *path = desk_test_dup_path ("desk.db");
  g_autoptr (DeskDb) db = open_db (path);

  run_script (db, "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT);"
                  "CREATE VIRTUAL TABLE t_words USING fts5 (x, content='t', content_rowid='id', prefix='2 3');"
                  "CREATE TRIGGER t_added AFTER INSERT ON t BEGIN"
                  "  INSERT INTO t_words (rowid, x) VALUES (new.id, new.x); END;"
                  "INSERT INTO t (x) VALUES ('A broken router'), ('Geht nicht: Übertragung')");
  g_assert_cmpint (ask_integer (db, "SELECT count(*) FROM t_words WHERE t_words MATCH 'rou*'"), ==, 1);
  g_assert_cmpint (ask_integer (db, "SELECT rowid FROM t_words WHERE t_words MATCH 'ubertragung'"), ==, 2);
}

static gboolean
acknowledged_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction, error, "INSERT INTO t (id) VALUES ($1)", "i", *(gint64 *) data);
}

static void
write_until_killed (const char *path, int fd)
{
  g_autoptr (DeskDb) db = open_db (path);

  for (gint64 id = ask_integer (db, "SELECT coalesce(max(id), 0) FROM t") + 1;; id++)
    {
      run_work (db, DESK_DB_WRITE, acknowledged_work, &id);
      if (write (fd, &id, sizeof id) != sizeof id)
        _exit (1);
    }
}

/* Whatever was acknowledged before a process is killed is there afterwards. */
static void
test_killed (void)
{
  g_autofree char *path = desk_test_dup_path ("desk.db");
  gint64 last = 0;

  {
    g_autoptr (DeskDb) db = open_db (path);

    execute (db, "CREATE TABLE t (id BIGINT PRIMARY KEY)");
  }
  for (guint round = 0; round < 10; round++)
    {
      int fds[2];
      pid_t child;
      int status;
      guint n_acknowledged = 0;
      guint enough = g_random_int_range (1, 60);
      gint64 id;
      g_autoptr (DeskDb) db = NULL;

      g_assert_cmpint (pipe (fds), ==, 0);
      child = fork ();
      if (child == 0)
        write_until_killed (path, fds[1]);
      close (fds[1]);
      while (read (fds[0], &id, sizeof id) == sizeof id)
        {
          last = id;
          if (++n_acknowledged == enough)
            kill (child, SIGKILL);
        }
      close (fds[0]);
      waitpid (child, &status, 0);
      g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
      db = open_db (path);
      g_assert_cmpint (ask_integer (db, "SELECT max(id) FROM t"), >=, last);
      g_assert_cmpint (ask_integer (db, "SELECT count(*) FROM t"), ==, ask_integer (db, "SELECT max(id) FROM t"));
    }
}

static gboolean
count_rows (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  *(gint64 *) data = ask_integer_in (transaction, "SELECT count(*) FROM t");
  return TRUE;
}

static gboolean
try_to_write (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return execute_in (transaction, "INSERT INTO t VALUES (2)", error);
}

static gpointer
read_often (gpointer db)
{
  for (guint i = 0; i < 200; i++)
    {
      gint64 n = 0;

      g_assert_true (desk_db_read_here (db, count_rows, &n, NULL));
      g_assert_cmpint (n, ==, 1);
    }
  return NULL;
}

/* Whoever reads on their own thread sees what is committed, can't write, and is refused once the database is closed. */
static void
test_read_here (void)
{
  g_autofree char *path = desk_test_dup_path ("desk.db");
  g_autoptr (DeskDb) db = open_db (path);
  g_autoptr (DeskDb) memory = open_db (":memory:");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) closed = NULL;
  GThread *threads[4];
  gint64 n = -1;

  g_assert_false (desk_db_can_read_here (memory));
  g_assert_true (desk_db_can_read_here (db));
  execute (db, "CREATE TABLE t (id BIGINT PRIMARY KEY)");
  g_assert_true (desk_db_read_here (db, count_rows, &n, NULL));
  g_assert_cmpint (n, ==, 0);
  execute (db, "INSERT INTO t VALUES (1)");
  g_assert_true (desk_db_read_here (db, count_rows, &n, NULL));
  g_assert_cmpint (n, ==, 1);
  g_assert_false (desk_db_read_here (db, try_to_write, NULL, &error));
  g_assert_nonnull (error);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_often, db);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  desk_db_close (db);
  g_assert_false (desk_db_read_here (db, count_rows, &n, &closed));
  g_assert_error (closed, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);
  /* First: a process that has threads must not fork. */
  g_test_add_func ("/db/sqlite-only/killed", test_killed);
  g_test_add_func ("/db/sqlite-only/permissions", test_permissions);
  g_test_add_func ("/db/sqlite-only/bad-files", test_bad_files);
  g_test_add_func ("/db/sqlite-only/settings", test_settings);
  g_test_add_func ("/db/sqlite-only/full-disk", test_full_disk);
  g_test_add_func ("/db/sqlite-only/two-on-one-file", test_two_on_one_file);
  g_test_add_func ("/db/sqlite-only/memory", test_memory);
  g_test_add_func ("/db/sqlite-only/full-text", test_full_text);
  g_test_add_func ("/db/sqlite-only/read-here", test_read_here);
  return g_test_run ();
}
