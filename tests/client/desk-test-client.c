/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/desk-session.h"
#include "client/desk-test-deeds.h"
#include "core/desk-entity-json.h"
#include "core/entities/desk-kinds.h"

/* A window without a window: a session that does what it is told on its standard input, a line at a time, so that a
 * test can kill it at any moment. What the session has taken into the outbox it writes into a journal of its own before
 * it says so. A warning ends it. */

typedef struct
{
  DeskSession *session;
  DeskTestDeeds *deeds;
  GMainLoop *loop;
  GString *input;
  char *journal;
  char *password;
  char *email;
  char *url;
  int journal_fd;
} Client;

/* libsoup 3.2 complains about itself where a connection is lost in the moment in which a request ends. */
static GLogWriterOutput
on_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  const char *domain = "";
  const char *message = "";

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      message = fields[i].value;
    else if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
      domain = fields[i].value;
  if (!(level & G_LOG_LEVEL_DEBUG) || g_getenv ("DESK_TEST_CLIENT_DEBUG") != NULL)
    g_printerr ("%s: %s\n", domain, message);
  if (level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)
      && strstr (message, "async_send_request_return_result") == NULL)
    abort ();
  return G_LOG_WRITER_HANDLED;
}

/* Whether a crash is libsoup's own: 3.2 falls over its own feet where a connection is cut in the moment in which a head
 * has been read. It is told apart, so that a crash of ours is never taken for it. */
static void
on_crash_cb (int number)
{
  void *frames[8];
  int n = backtrace (frames, G_N_ELEMENTS (frames));
  Dl_info info;

  /* This function, the kernel's way here, and who it was. */
  if (n > 2 && dladdr (frames[2], &info) != 0 && strstr (info.dli_fname, "libsoup") != NULL)
    _exit (DESK_TEST_LIBSOUP_FELL);
  signal (number, SIG_DFL);
  raise (number);
}

/* What GLib keeps of an assertion that has failed, for debuggers. */
extern char *__glib_assert_msg;

/* The same, where what libsoup has let go of already is noticed by itself. */
static void
on_abort_cb (int number)
{
  if (__glib_assert_msg != NULL && g_str_has_prefix (__glib_assert_msg, "libsoup:"))
    _exit (DESK_TEST_LIBSOUP_FELL);
  signal (number, SIG_DFL);
  raise (number);
}

static void
say (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s\n", text);
  fflush (stdout);
}

static void
write_journal (gpointer data, const char *line)
{
  Client *self = data;
  g_autofree char *text = g_strconcat (line, "\n", NULL);

  if (write (self->journal_fd, text, strlen (text)) != (gssize) strlen (text))
    g_error ("The test's journal can't be written");
}

/* --- what is asked --- */

static guint
count_waiting (Client *self)
{
  guint n;

  g_object_get (self->session, "outbox-waiting", &n, NULL);
  return n;
}

/* Somebody presses "Try Now", and the button on everything that waits. */
static void
nudge (Client *self)
{
  GListModel *items = desk_session_get_outbox (self->session);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  desk_session_reconnect (self->session);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DeskOutboxItem) item = g_list_model_get_item (items, i);

      if (desk_outbox_item_get_state (item) == DESK_OUTBOX_WAITING)
        g_ptr_array_add (ids, g_strdup (desk_outbox_item_get_id (item)));
    }
  for (guint i = 0; i < ids->len; i++)
    desk_session_retry (self->session, ids->pdata[i]);
}

static void
dump_kind (Client *self, const DeskKind *kind, GString *text)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (kind);
  g_autoptr (DeskListModel) list = NULL;

  desk_list_spec_set_sort (spec, DESK_ENTITY_ID, FALSE);
  list = desk_session_list (self->session, spec);
  while (desk_list_model_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (DeskEntity) entity = g_list_model_get_item (G_LIST_MODEL (list), i);

      /* An empty one stands for a row that has just gone. */
      if (desk_entity_get_id (entity) == NULL)
        continue;
      g_string_append_printf (text, "%s\t", kind->name);
      desk_entity_append_json (entity, text, DESK_AUDIENCE_STAFF);
      g_string_append_c (text, '\n');
    }
}

static void
dump_outbox (Client *self, GString *text)
{
  GListModel *items = desk_session_get_outbox (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DeskOutboxItem) item = g_list_model_get_item (items, i);
      gboolean is_refused = desk_outbox_item_get_state (item) == DESK_OUTBOX_REFUSED;

      g_string_append_printf (text, "%s\t%s\t%s\n", is_refused ? "refused" : "waits", desk_outbox_item_get_id (item),
                              desk_outbox_item_get_problem (item));
    }
}

static void
dump_drafts (Client *self, GString *text)
{
  g_autofree char *journal = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (self->journal, &journal, NULL, NULL);
  lines = g_strsplit (journal != NULL ? journal : "", "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);
      g_autofree char *draft = NULL;

      if (g_strv_length (parts) < 3 || !g_str_equal (parts[0], "draft"))
        continue;
      draft = desk_session_dup_draft (self->session, parts[1], NULL);
      g_string_append_printf (text, "draft\t%s\t%s\n", parts[1], draft != NULL ? draft : "");
    }
}

static void
dump (Client *self, const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double progress;
  gboolean is_live;

  for (guint i = 0; desk_kinds[i] != NULL; i++)
    dump_kind (self, desk_kinds[i], text);
  dump_outbox (self, text);
  dump_drafts (self, text);
  g_file_set_contents (path, text->str, text->len, NULL);
  g_object_get (self->session, "sync-progress", &progress, NULL);
  is_live = desk_session_get_state (self->session) == DESK_SESSION_LIVE && progress == 1.0;
  say ("dumped %u %d", count_waiting (self), is_live);
}

static void
obey (Client *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);

  if (g_str_equal (words[0], "do"))
    say ("did %u", desk_test_deeds_do (self->deeds, g_ascii_strtoull (words[1], NULL, 10)));
  else if (g_str_equal (words[0], "draft"))
    {
      desk_test_deeds_draft (self->deeds);
      say ("drafted");
    }
  else if (g_str_equal (words[0], "nudge"))
    {
      nudge (self);
      say ("nudged");
    }
  else if (g_str_equal (words[0], "dump"))
    dump (self, words[1]);
  else
    g_error ("“%s” is nothing that can be asked", line);
}

static gboolean
on_input_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Client *self = user_data;
  char buffer[1024];
  gssize n = read (fd, buffer, sizeof buffer);
  const char *end;

  if (n <= 0)
    {
      g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }
  g_string_append_len (self->input, buffer, n);
  while ((end = strchr (self->input->str, '\n')) != NULL)
    {
      g_autofree char *line = g_strndup (self->input->str, end - self->input->str);

      g_string_erase (self->input, 0, end - self->input->str + 1);
      obey (self, line);
    }
  return G_SOURCE_CONTINUE;
}

/* --- beginning --- */

static void
get_ready (Client *self)
{
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_input_cb, self);
  say ("ready");
}

/* The keyring takes its time; before it has the sign-in, the next life would have to ask for the password. */
static gboolean
on_look_cb (gpointer user_data)
{
  if (!g_file_test (g_getenv ("SECRET_FILE_TEST_PATH"), G_FILE_TEST_EXISTS))
    return G_SOURCE_CONTINUE;
  get_ready (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!desk_session_sign_in_finish (self->session, result, &error))
    {
      say ("not signed in: %s", error->message);
      g_main_loop_quit (self->loop);
      return;
    }
  g_timeout_add (5, on_look_cb, self);
}

static void
sign_in (Client *self)
{
  desk_session_sign_in_async (self->session, self->url, self->email, self->password, NULL, on_signed_in_cb, self);
}

static void
on_resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *self = user_data;
  g_autoptr (GError) error = NULL;

  if (desk_session_resume_finish (self->session, result, &error))
    get_ready (self);
  else if (error == NULL)
    sign_in (self);
  else
    g_error ("The account could not be opened: %s", error->message);
}

static void
on_signed_out_cb (DeskSession *session, const char *why, Client *self)
{
  say ("signed out: %s", why);
  g_main_loop_quit (self->loop);
}

/* Arguments: data folder, journal, server, e-mail, file of the password, seed, which life this is. */
int
main (int argc, char *argv[])
{
  Client self = { 0 };

  if (argc != 8)
    return 2;
  g_log_set_writer_func (on_log_cb, NULL, NULL);
  signal (SIGSEGV, on_crash_cb);
  signal (SIGABRT, on_abort_cb);
  self.journal = argv[2];
  self.url = argv[3];
  self.email = argv[4];
  if (!g_file_get_contents (argv[5], &self.password, NULL, NULL))
    return 2;
  g_strchomp (self.password);
  self.journal_fd = g_open (self.journal, O_CREAT | O_WRONLY | O_APPEND, 0600);
  self.loop = g_main_loop_new (NULL, FALSE);
  self.input = g_string_new (NULL);
  self.session = desk_session_new (argv[1]);
  self.deeds = desk_test_deeds_new (self.session, g_ascii_strtoull (argv[6], NULL, 10),
                                    g_ascii_strtoull (argv[7], NULL, 10), write_journal, &self);
  g_signal_connect (self.session, "signed-out", G_CALLBACK (on_signed_out_cb), &self);
  desk_session_resume_async (self.session, NULL, on_resumed_cb, &self);
  g_main_loop_run (self.loop);
  g_signal_handlers_disconnect_by_data (self.session, &self);
  desk_test_deeds_free (self.deeds);
  g_object_unref (self.session);
  g_main_loop_unref (self.loop);
  g_string_free (self.input, TRUE);
  g_free (self.password);
  close (self.journal_fd);
  return 0;
}
