/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-test-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "db/desk-db.h"

#define PASSWORD "correct horse battery"

typedef struct
{
  gboolean is_done;
  gboolean is_fine;
  GError *error;
} Answer;

static gboolean
on_tick_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children =
      g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) && child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &complaint, &status,
                &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s %s: %s %s", arguments[0], arguments[1], error->message, complaint);
}

/* libsoup 3.2 complains about itself where a connection is lost in the moment in which a request ends; it has answered
 * by then, and goes on. Everything else that is critical ends the test. */
static gboolean
on_fatal_log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return g_strcmp0 (domain, "libsoup") != 0 || strstr (message, "async_send_request_return_result") == NULL;
}

/* A test that crashes leaves no server behind. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
read_address (DeskTestServer *self)
{
  g_autoptr (GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  const char *address;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  address = strstr (line, "http://");
  g_assert_nonnull (address);
  g_free (self->url);
  self->url = g_strdup (address);
  self->port = g_ascii_strtoull (strrchr (address, ':') + 1, NULL, 10);
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->is_fine = desk_session_sign_in_finish (DESK_SESSION (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
on_resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->is_fine = desk_session_resume_finish (DESK_SESSION (source), result, &answer->error);
  answer->is_done = TRUE;
}

void
desk_test_iterate (gint64 end, const char *condition, const char *file, int line)
{
  guint tick = g_timeout_add (50, on_tick_cb, NULL);

  g_main_context_iteration (NULL, TRUE);
  if (g_main_context_find_source_by_id (NULL, tick) != NULL)
    g_source_remove (tick);
  if (g_get_monotonic_time () > end)
    g_error ("%s:%d: waited in vain for: %s", file, line, condition);
}

char *
desk_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("deskbell-client-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

void
desk_test_remove_folder (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  remove_tree (file);
}

static DeskTestServer *
make_server (void)
{
  DeskTestServer *self = g_new0 (DeskTestServer, 1);

  g_test_log_set_fatal_handler (on_fatal_log_cb, NULL);
  self->folder = desk_test_make_folder ();
  self->password = g_strdup (PASSWORD);
  return self;
}

/* deskbelld itself is told by the build where it is. */
void
desk_test_server_make_desk (const char *folder, guint n_tickets)
{
  g_autofree char *data = g_strconcat ("--data=", folder, NULL);
  g_autofree char *password_file = g_build_filename (folder, "password", NULL);
  g_autofree char *password_option = g_strconcat ("--demo-password-file=", password_file, NULL);
  g_autofree char *demo = g_strdup_printf ("--demo=%u", n_tickets);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (password_file, PASSWORD "\n", -1, &error);
  g_assert_no_error (error);
  run ((const char *const[]){ g_getenv ("DESK_TEST_DESKBELLD"), "init", data, "--preset=shop", demo, password_option,
                              NULL });
}

DeskTestServer *
desk_test_server_new (guint n_tickets)
{
  DeskTestServer *self = make_server ();

  desk_test_server_make_desk (self->folder, n_tickets);
  desk_test_server_start (self);
  return self;
}

DeskTestServer *
desk_test_server_new_from (const char *folder)
{
  DeskTestServer *self = make_server ();
  g_autofree char *all = g_strconcat (folder, "/.", NULL);

  run ((const char *const[]){ "/bin/cp", "-a", all, self->folder, NULL });
  desk_test_server_start (self);
  return self;
}

void
desk_test_server_free (DeskTestServer *self)
{
  desk_test_server_kill (self);
  desk_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->password);
  g_free (self->url);
  g_free (self);
}

void
desk_test_server_kill (DeskTestServer *self)
{
  if (self->process == NULL)
    return;
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

void
desk_test_server_start (DeskTestServer *self)
{
  g_autofree char *data = g_strconcat ("--data=", self->folder, NULL);
  g_autofree char *listen = g_strdup_printf ("--listen=127.0.0.1:%u", self->port);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;

  g_assert_null (self->process);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process =
      g_subprocess_launcher_spawn (launcher, &error, g_getenv ("DESK_TEST_DESKBELLD"), "serve", data, listen, NULL);
  g_assert_no_error (error);
  read_address (self);
}

gboolean
desk_test_try_sign_in (DeskSession *session, const char *url, const char *email, const char *password, GError **error)
{
  Answer answer = { 0 };

  desk_session_sign_in_async (session, url, email, password, NULL, on_signed_in_cb, &answer);
  desk_test_wait_for (answer.is_done);
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);
  return answer.is_fine;
}

gboolean
desk_test_resume (DeskSession *session)
{
  Answer answer = { 0 };

  desk_session_resume_async (session, NULL, on_resumed_cb, &answer);
  desk_test_wait_for (answer.is_done);
  g_assert_no_error (answer.error);
  return answer.is_fine;
}

gboolean
desk_test_try_resume (DeskSession *session)
{
  Answer answer = { 0 };

  desk_session_resume_async (session, NULL, on_resumed_cb, &answer);
  desk_test_wait_for (answer.is_done);
  g_clear_error (&answer.error);
  return answer.is_fine;
}

gboolean
desk_test_is_in_step (DeskSession *session)
{
  double progress;

  g_object_get (session, "sync-progress", &progress, NULL);
  return desk_session_get_state (session) == DESK_SESSION_LIVE && progress == 1.0;
}

DeskSession *
desk_test_sign_in (DeskTestServer *server, const char *who, const char *url, const char *data_dir)
{
  DeskSession *session = desk_session_new (data_dir);
  g_autofree char *email = g_strconcat (who, "@demo.deskbell", NULL);
  g_autoptr (GError) error = NULL;

  desk_test_try_sign_in (session, url != NULL ? url : server->url, email, server->password, &error);
  g_assert_no_error (error);
  desk_test_wait_for (desk_test_is_in_step (session));
  return session;
}

DeskListModel *
desk_test_list (DeskSession *session, DeskListSpec *spec)
{
  DeskListModel *list = desk_session_list (session, spec);

  desk_test_wait_for (!desk_list_model_get_loading (list));
  return list;
}

guint
desk_test_count (DeskSession *session, const DeskKind *kind)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (kind);
  g_autoptr (DeskListModel) list = desk_test_list (session, spec);

  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

guint
desk_test_get_n_waiting (DeskSession *session)
{
  guint n;

  g_object_get (session, "outbox-waiting", &n, NULL);
  return n;
}

typedef struct
{
  const char *sql;
  char *answer;
} Question;

static gboolean
answer_question (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (DeskDbStatement) statement = desk_db_query (transaction, error, question->sql, "");

  if (statement == NULL)
    return FALSE;
  g_clear_pointer (&question->answer, g_free);
  if (desk_db_step (statement, error))
    question->answer = g_strdup (desk_db_column_text (statement, 0));
  return TRUE;
}

char *
desk_test_server_ask (DeskTestServer *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->folder, "desk.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskDb) db = desk_db_open (path, &error);
  Question question = { .sql = sql };

  g_assert_no_error (error);
  desk_db_run (db, DESK_DB_READ, answer_question, &question, &error);
  g_assert_no_error (error);
  desk_db_close (db);
  return question.answer;
}

void
desk_test_server_back_up (DeskTestServer *self, const char *path)
{
  g_autofree char *from = g_build_filename (self->folder, "desk.db", NULL);
  g_autofree char *command = g_strdup_printf ("VACUUM INTO '%s'", path);

  run ((const char *const[]){ "/usr/bin/python3", "-c",
                              "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute(sys.argv[2])", from, command,
                              NULL });
}
