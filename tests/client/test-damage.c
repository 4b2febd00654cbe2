/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "client/desk-cache.h"
#include "client/desk-test-proxy.h"
#include "client/desk-test-server.h"
#include "core/entities/desk-kinds.h"

/* Whatever becomes of the files of an account: the cache is fetched anew, and what the user wrote is there. */

#define REPLY "It is on its way"
#define DRAFT "Dear Mrs"

typedef struct
{
  DeskTestServer *server;
  DeskTestProxy *proxy;
  char *folder;
  char *cache;
  char *journal;
  DeskSession *session; /* NULL while the window is closed */
  char *query_id;
} Fixture;

static char *
find_file (Fixture *fixture, const char *name)
{
  g_autofree char *accounts = g_build_filename (fixture->folder, "accounts", NULL);
  g_autoptr (GDir) dir = g_dir_open (accounts, 0, NULL);

  return g_build_filename (accounts, g_dir_read_name (dir), name, NULL);
}

static char *
do_it (DeskSession *session, DeskCommandKind kind, const char *target_id, const char *arguments)
{
  g_autoptr (GError) error = NULL;
  char *new_id = NULL;
  g_autofree char *id = desk_session_do (session, kind, target_id, g_variant_new_parsed (arguments), &new_id, &error);

  g_assert_no_error (error);
  return new_id;
}

/* A window that is offline, with a reply in its outbox and a draft. */
static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->server = desk_test_server_new (60);
  fixture->proxy = desk_test_proxy_new (fixture->server->port);
  fixture->folder = desk_test_make_folder ();
  fixture->session =
      desk_test_sign_in (fixture->server, "executive", desk_test_proxy_get_url (fixture->proxy), fixture->folder);
  fixture->cache = find_file (fixture, "cache.db");
  fixture->journal = find_file (fixture, "outbox.db");
  fixture->query_id =
      do_it (fixture->session, DESK_COMMAND_QUERY_CREATE, NULL,
             "{'source': <'phone'>, 'name': <'Asha'>, 'mobile': <'98765 00001'>, 'message': <'Hello'>}");
  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0 && desk_test_is_in_step (fixture->session));
  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (fixture->session) != DESK_SESSION_LIVE);
  g_free (do_it (fixture->session, DESK_COMMAND_QUERY_REPLY, fixture->query_id, "{'body': <'" REPLY "'>}"));
  desk_session_set_draft (fixture->session, fixture->query_id, DRAFT, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->session);
  desk_test_proxy_free (fixture->proxy);
  desk_test_server_free (fixture->server);
  desk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->cache);
  g_free (fixture->journal);
  g_free (fixture->query_id);
}

static void
close_window (Fixture *fixture)
{
  g_clear_object (&fixture->session);
}

static void
open_window (Fixture *fixture)
{
  fixture->session = desk_session_new (fixture->folder);
  g_assert_true (desk_test_resume (fixture->session));
}

static void
assert_written_is_there (Fixture *fixture, guint n_waiting)
{
  gboolean is_note = FALSE;
  g_autofree char *draft = desk_session_dup_draft (fixture->session, fixture->query_id, &is_note);

  g_assert_cmpstr (draft, ==, DRAFT);
  g_assert_true (is_note);
  g_assert_cmpuint (desk_test_get_n_waiting (fixture->session), ==, n_waiting);
}

static guint
count_replies (Fixture *fixture)
{
  g_autofree char *n = desk_test_server_ask (fixture->server, "SELECT count(*) FROM messages WHERE body = '" REPLY "'");

  return g_ascii_strtoull (n, NULL, 10);
}

/* As many of each kind as somebody sees who comes to the desk for the first time. */
static gboolean
is_whole (Fixture *fixture, DeskSession *fresh)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    if (desk_kinds[i] != &desk_notification_kind
        && desk_test_count (fixture->session, desk_kinds[i]) != desk_test_count (fresh, desk_kinds[i]))
      return FALSE;
  return TRUE;
}

/* The network is back: the reply arrives once, and the cache is whole. */
static void
assert_heals (Fixture *fixture)
{
  g_autofree char *folder = desk_test_make_folder ();
  g_autoptr (DeskSession) fresh = NULL;

  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (fixture->session);
  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0 && desk_test_is_in_step (fixture->session));
  g_assert_cmpuint (count_replies (fixture), ==, 1);
  fresh = desk_test_sign_in (fixture->server, "executive", NULL, folder);
  desk_test_wait_for (is_whole (fixture, fresh));
  assert_written_is_there (fixture, 0);
  g_clear_object (&fresh);
  desk_test_remove_folder (folder);
}

static void
test_closed (Fixture *fixture, void (*damage) (const char *path))
{
  close_window (fixture);
  damage (fixture->cache);
  open_window (fixture);
  assert_written_is_there (fixture, 1);
  assert_heals (fixture);
}

static void
truncate_to_half (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (truncate (path, info.st_size / 2 + 1000), ==, 0);
}

static void
truncate_to_nothing (const char *path)
{
  g_assert_cmpint (truncate (path, 0), ==, 0);
}

/* The pages in front, where SQLite looks first, are good. */
static void
scribble (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (gsize i = length / 2; i < length; i++)
    contents[i] = g_test_rand_int_range (0, 256);
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
}

static void
make_newer (const char *path)
{
  static const char *const script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
                                    "c.execute(\"UPDATE settings SET value = 'of the future' WHERE name = 'schema'\");"
                                    "c.execute('DROP TABLE tickets'); c.commit()";
  const char *const arguments[] = { "/usr/bin/python3", "-c", script, path, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static void
test_truncated (Fixture *fixture, gconstpointer unused)
{
  test_closed (fixture, truncate_to_half);
}

static void
test_empty (Fixture *fixture, gconstpointer unused)
{
  test_closed (fixture, truncate_to_nothing);
}

static void
test_scribbled (Fixture *fixture, gconstpointer unused)
{
  test_closed (fixture, scribble);
}

static void
test_newer (Fixture *fixture, gconstpointer unused)
{
  test_closed (fixture, make_newer);
}

/* Under the eyes of a window that has it open. */
static void
test_while_open (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *wal = g_strconcat (fixture->cache, "-wal", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  /* With the file whole on the disk, and nothing beside it. */
  close_window (fixture);
  open_window (fixture);
  g_assert_true (g_file_get_contents (fixture->cache, &contents, &length, NULL));
  memset (contents + 4096, 0xa5, length - 4096);
  {
    FILE *file = fopen (fixture->cache, "r+");

    g_assert_nonnull (file);
    g_assert_cmpuint (fwrite (contents, 1, length, file), ==, length);
    fclose (file);
  }
  if (truncate (wal, 0) < 0)
    g_test_message ("There is no WAL");
  assert_written_is_there (fixture, 1);
  assert_heals (fixture);
}

/* The journal itself: it is put aside, and what can be read of it is there. */
static void
test_journal (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *contents = NULL;
  gsize length;
  g_autofree char *folder = g_path_get_dirname (fixture->journal);
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n_aside = 0;

  close_window (fixture);
  /* Garbage behind the last page that anything points to: an index page of the unique ids is the likeliest. */
  g_assert_true (g_file_get_contents (fixture->journal, &contents, &length, NULL));
  memset (contents + length - 4096, 0x5a, 64);
  g_assert_true (g_file_set_contents (fixture->journal, contents, length, NULL));
  open_window (fixture);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    n_aside +=
        strstr (name, ".damaged-") != NULL && !g_str_has_suffix (name, "-wal") && !g_str_has_suffix (name, "-shm");
  g_assert_cmpuint (n_aside, ==, 1);
  g_assert_cmpuint (desk_test_get_n_waiting (fixture->session), ==, 1);
}

static void
set_largest_file (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* As it stands on the disk, and not only in this window's memory. */
static gboolean
is_draft_on_disk (Fixture *fixture, const char *text)
{
  static const char *const script = "import sqlite3, sys; "
                                    "print(sqlite3.connect(sys.argv[1]).execute('SELECT text FROM drafts').fetchall())";
  const char *const arguments[] = { "/usr/bin/python3", "-c", script, fixture->journal, NULL };
  g_autofree char *drafts = NULL;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &drafts, NULL, NULL, NULL);
  return drafts != NULL && strstr (drafts, text) != NULL;
}

/* Not a byte more goes on the disk: what can't be kept is said at once, what is there stays, and all goes on when there
 * is room again. */
static void
test_full_disk (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  assert_written_is_there (fixture, 1);
  g_free (do_it (fixture->session, DESK_COMMAND_QUERY_REPLY, fixture->query_id, "{'body': <'Another'>}"));
  signal (SIGXFSZ, SIG_IGN);
  set_largest_file (0);
  id = desk_session_do (fixture->session, DESK_COMMAND_QUERY_REPLY, fixture->query_id,
                        g_variant_new_parsed ("{'body': <'Too much'>}"), NULL, &error);
  g_assert_null (id);
  g_assert_nonnull (error);
  g_assert_cmpuint (desk_test_get_n_waiting (fixture->session), ==, 2);
  desk_session_set_draft (fixture->session, fixture->query_id, DRAFT " Rao", TRUE);
  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (fixture->session);
  /* Long enough for the feed, the draft and the outbox to run into it. */
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  set_largest_file (RLIM_INFINITY);

  desk_session_reconnect (fixture->session);
  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0 && desk_test_is_in_step (fixture->session));
  g_assert_cmpuint (count_replies (fixture), ==, 1);
  desk_test_wait_for (is_draft_on_disk (fixture, DRAFT " Rao"));
}

/* A disk that is full when the window opens takes nothing away: neither the cache nor the outbox is begun anew. */
static void
test_full_at_start (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = g_path_get_dirname (fixture->journal);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  close_window (fixture);
  signal (SIGXFSZ, SIG_IGN);
  set_largest_file (0);
  fixture->session = desk_session_new (fixture->folder);
  desk_test_try_resume (fixture->session);
  set_largest_file (RLIM_INFINITY);
  close_window (fixture);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, ".damaged-"));
  open_window (fixture);
  assert_written_is_there (fixture, 1);
  g_assert_cmpuint (desk_test_count (fixture->session, &desk_query_kind), >, 0);
  assert_heals (fixture);
}

static void
on_cache_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  desk_cache_open_finish (DESK_CACHE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
open_cache (const char *path)
{
  DeskCache *cache = desk_cache_new ();
  gboolean is_done = FALSE;

  desk_cache_open_async (cache, path, NULL, on_cache_opened_cb, &is_done);
  desk_test_wait_for (is_done);
  g_assert_true (desk_cache_is_open (cache));
  g_object_unref (cache);
}

/* A file that may not be written is deleted where the folder allows it, as somebody else than root sees it. */
static void
test_read_only_child (void)
{
  const char *folder = g_getenv ("DESK_TEST_FOLDER");
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);

  if (geteuid () == 0)
    g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
  g_assert_cmpint (g_access (path, W_OK), !=, 0);
  open_cache (path);
  g_assert_cmpint (g_access (path, W_OK), ==, 0);
}

static void
test_read_only (void)
{
  g_autofree char *folder = desk_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);

  open_cache (path);
  g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  g_setenv ("DESK_TEST_FOLDER", folder, TRUE);
  g_test_trap_subprocess ("/client/damage/read-only/subprocess", 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  desk_test_remove_folder (folder);
}

/* What can't be kept is said as a warning; here it is meant to happen. */
static GLogWriterOutput
on_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "GLIB_DOMAIN") && g_str_equal (fields[i].value, "deskbell-client")
        && (level & G_LOG_LEVEL_WARNING))
      level = (level & ~G_LOG_LEVEL_WARNING) | G_LOG_LEVEL_MESSAGE;
  return g_log_writer_default (level, fields, n_fields, user_data);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*function) (Fixture *fixture, gconstpointer unused);
  } rows[] = {
    { "truncated", test_truncated },   { "empty", test_empty },
    { "scribbled", test_scribbled },   { "newer", test_newer },
    { "while-open", test_while_open }, { "journal", test_journal },
    { "full-disk", test_full_disk },   { "full-at-start", test_full_at_start },
  };

  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (on_log_cb, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/client/damage/", rows[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, rows[i].function, tear_down);
    }
  g_test_add_func ("/client/damage/read-only", test_read_only);
  g_test_add_func ("/client/damage/read-only/subprocess", test_read_only_child);
  return g_test_run ();
}
