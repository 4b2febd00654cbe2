/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"

#include <string.h>

#include "db/desk-migrate.h"

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
migrate (DeskDb *db, const char *folder)
{
  g_autoptr (GError) error = NULL;
  gboolean is_fine = desk_migrate (db, folder, &error);

  g_assert_no_error (error);
  g_assert_true (is_fine);
}

static char *
fail_to_migrate (DeskDb *db, const char *folder)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (desk_migrate (db, folder, &error));
  g_assert_nonnull (error);
  return g_strdup (error->message);
}

static gint64
get_version (DeskDb *db)
{
  g_autoptr (GError) error = NULL;
  gint64 version = desk_migrate_get_version (db, &error);

  g_assert_no_error (error);
  return version;
}

static char *
make_two_steps (void)
{
  char *folder = desk_test_dup_folder ();

  write_file (folder, "0001-first.sql", "CREATE TABLE a (x TEXT); INSERT INTO a (x) VALUES ('one');");
  write_file (folder, "0002-second.sql", "-- two\nALTER TABLE a ADD COLUMN y BIGINT NOT NULL DEFAULT 7;");
  write_file (folder, "README", "not a migration");
  write_file (folder, "0003-draft.sql~", "nor is this");
  return folder;
}

static void
test_newest (Desk *desk)
{
  g_autofree char *folder = make_two_steps ();

  g_assert_cmpint (get_version (desk->db), ==, 0);
  migrate (desk->db, folder);
  g_assert_cmpint (get_version (desk->db), ==, 2);
  migrate (desk->db, folder);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM a"), ==, 1);
  write_file (folder, "0003-third.sql", "INSERT INTO a (x, y) VALUES ('three', 3);");
  migrate (desk->db, folder);
  migrate (desk->db, folder);
  g_assert_cmpint (get_version (desk->db), ==, 3);
  g_assert_cmpint (ask_integer (desk->db, "SELECT sum(y) FROM a"), ==, 10);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM migrations WHERE applied_at > 1000000000000000"), ==,
                   3);
}

static void
test_failing_step (Desk *desk)
{
  g_autofree char *folder = make_two_steps ();
  g_autofree char *message = NULL;

  write_file (folder, "0003-third.sql",
              "CREATE TABLE b (x TEXT);\nINSERT INTO a (x) VALUES ('three');\nDELETE FROM a;\nINSERT INTO nosuch (x) "
              "VALUES (1);");
  write_file (folder, "0004-fourth.sql", "CREATE TABLE c (x TEXT);");
  message = fail_to_migrate (desk->db, folder);
  g_assert_nonnull (strstr (message, "0003-third.sql"));
  g_assert_nonnull (strstr (message, "nosuch"));
  /* The steps before it stay; of it, and of what comes after, nothing is there; no row is lost. */
  g_assert_cmpint (get_version (desk->db), ==, 2);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM a"), ==, 1);
  g_free (fail_to_execute (desk->db, "SELECT x FROM b", DESK_ERROR_INTERNAL));
  g_free (fail_to_execute (desk->db, "SELECT x FROM c", DESK_ERROR_INTERNAL));
  write_file (folder, "0003-third.sql", "CREATE TABLE b (x TEXT);");
  migrate (desk->db, folder);
  g_assert_cmpint (get_version (desk->db), ==, 4);
}

static void
test_step_that_commits (Desk *desk)
{
  g_autofree char *folder = make_two_steps ();

  write_file (folder, "0003-third.sql", "CREATE TABLE b (x TEXT); COMMIT; CREATE TABLE c (x TEXT);");
  g_free (fail_to_migrate (desk->db, folder));
  g_assert_cmpint (get_version (desk->db), ==, 2);
}

static void
test_newer_database (Desk *desk)
{
  g_autofree char *folder = make_two_steps ();
  g_autofree char *older = desk_test_dup_folder ();
  g_autofree char *message = NULL;

  migrate (desk->db, folder);
  write_file (older, "0001-first.sql", "CREATE TABLE a (x TEXT);");
  message = fail_to_migrate (desk->db, older);
  g_assert_nonnull (strstr (message, "newer version"));
  g_assert_cmpint (get_version (desk->db), ==, 2);
  g_assert_cmpint (ask_integer (desk->db, "SELECT y FROM a"), ==, 7);
}

static void
test_engine_parts (Desk *desk)
{
  g_autofree char *folder = desk_test_dup_folder ();
  g_autofree char *engine = NULL;

  write_file (folder, "0001-parts.sql",
              "CREATE TABLE a (x TEXT);\n"
              "-- sqlite\n"
              "INSERT INTO a (x) VALUES ('sqlite');\n"
              "PRAGMA user_version = 5;\n"
              "-- postgresql\n"
              "INSERT INTO a (x) VALUES ('postgresql');\n"
              "COMMENT ON TABLE a IS 'a table';\n"
              "-- both\n"
              "CREATE TABLE b (x TEXT);\n"
              "  -- sqlite  \n"
              "INSERT INTO b (x) VALUES ('sqlite');\n"
              "-- sqlite is what this comment is about, which is no mark\n"
              "-- both\n");
  migrate (desk->db, folder);
  engine = ask_text (desk->db, "SELECT x FROM a");
  g_assert_cmpstr (engine, ==, desk->engine);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM a"), ==, 1);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM b"), ==, g_str_equal (desk->engine, "sqlite"));
}

static void
test_bad_folders (Desk *desk)
{
  g_autofree char *gap = make_two_steps ();
  g_autofree char *twice = make_two_steps ();
  g_autofree char *empty = desk_test_dup_folder ();
  g_autofree char *message = NULL;

  write_file (gap, "0004-fourth.sql", "CREATE TABLE c (x TEXT);");
  message = fail_to_migrate (desk->db, gap);
  g_assert_nonnull (strstr (message, "0003"));
  write_file (twice, "0002-another.sql", "CREATE TABLE c (x TEXT);");
  g_free (fail_to_migrate (desk->db, twice));
  g_free (fail_to_migrate (desk->db, empty));
  g_free (fail_to_migrate (desk->db, "/nonexistent/folder"));
  g_assert_cmpint (get_version (desk->db), ==, 0);
}

typedef struct
{
  const char *url;
  const char *folder;
} Start;

static gpointer
start_thread (gpointer data)
{
  Start *start = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskDb) db = desk_db_open (start->url, &error);

  g_assert_no_error (error);
  migrate (db, start->folder);
  return NULL;
}

/* Several servers that start at once on the same database. */
static void
test_at_once (Desk *desk)
{
  g_autofree char *folder = make_two_steps ();
  Start start = { .url = desk->url, .folder = folder };
  GThread *threads[5];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("start", start_thread, &start);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (get_version (desk->db), ==, 2);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM a"), ==, 1);
}

const Case migrate_cases[] = {
  { "newest", test_newest },
  { "failing-step", test_failing_step },
  { "step-that-commits", test_step_that_commits },
  { "newer-database", test_newer_database },
  { "engine-parts", test_engine_parts },
  { "bad-folders", test_bad_folders },
  { "at-once", test_at_once },
  { NULL, NULL },
};
