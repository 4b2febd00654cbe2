/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-embedded-server.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <unistd.h>

#define PASSWORD_FILE "password"
#define LISTENING "listening on "
#define LOOK_AGAIN_MS 200
#define STOP_WITHIN_SECONDS 5

struct _DeskEmbeddedServer
{
  GObject parent_instance;

  char *folder;
  guint n_tickets;
  char *url;
  char *status;

  GSubprocess *process; /* NULL when another window runs it */
  int lock;
  gboolean on_last_port;
};

G_DEFINE_FINAL_TYPE (DeskEmbeddedServer, desk_embedded_server, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATUS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
dup_path (DeskEmbeddedServer *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
set_status (DeskEmbeddedServer *self, const char *status)
{
  if (g_strcmp0 (self->status, status) == 0)
    return;
  g_free (self->status);
  self->status = g_strdup (status);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

/* The environment names it in a build tree; else it stands beside this program, or where it was installed. */
static char *
find_daemon (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *here = program != NULL ? g_path_get_dirname (program) : g_strdup (DESK_BINDIR);
  g_autofree char *beside = g_build_filename (here, "deskbelld", NULL);
  g_autofree char *in_build_tree = g_build_filename (here, "..", "server", "deskbelld", NULL);
  const char *candidates[] = { g_getenv ("DESKBELL_DAEMON"), beside, in_build_tree, DESK_BINDIR "/deskbelld" };

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (candidates[i] != NULL && g_file_test (candidates[i], G_FILE_TEST_IS_EXECUTABLE))
      return g_strdup (candidates[i]);
  return g_find_program_in_path ("deskbelld");
}

/* In the child: end with the app, also when the app is killed. The app may have gone already. */
static void
tie_to_parent (gpointer user_data)
{
  pid_t parent = GPOINTER_TO_INT (user_data);

  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != parent)
    _exit (1);
}

static GSubprocess *
spawn_daemon (const char *const *arguments, GSubprocessFlags flags, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *daemon = find_daemon ();

  if (daemon == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("The server, deskbelld, is not installed on this computer."));
      return NULL;
    }
  g_ptr_array_add (argv, g_steal_pointer (&daemon));
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (arguments[i]));
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_child_setup (launcher, tie_to_parent, GINT_TO_POINTER (getpid ()), NULL);
  return g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, error);
}

/* SIGTERM lets it finish what it has begun; a server that does not end in time is killed. */
static void
wait_for_end (GSubprocess *process)
{
  gint64 deadline = g_get_monotonic_time () + STOP_WITHIN_SECONDS * G_USEC_PER_SEC;

  while (g_subprocess_get_identifier (process) != NULL && g_get_monotonic_time () < deadline)
    g_usleep (2000);
  if (g_subprocess_get_identifier (process) != NULL)
    g_subprocess_force_exit (process);
}

/* Whoever holds the lock runs the server of this folder. */
static gboolean
take_lock (DeskEmbeddedServer *self, GError **error)
{
  g_autofree char *path = dup_path (self, "lock");

  if (g_mkdir_with_parents (self->folder, 0700) < 0
      || (self->lock < 0 && (self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0))
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("%s cannot be written: %s"), self->folder,
                   g_strerror (errno));
      return FALSE;
    }
  if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "another window runs it");
  return FALSE;
}

static char *
read_word (DeskEmbeddedServer *self, const char *name)
{
  g_autofree char *path = dup_path (self, name);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? g_strchomp (text) : NULL;
}

/* The port of last time, so that the cache on this computer still belongs to it; 0 lets the kernel choose. */
static char *
dup_listen (DeskEmbeddedServer *self, gboolean same_port)
{
  g_autofree char *last = read_word (self, "url");
  g_autoptr (GUri) uri = last != NULL && same_port ? g_uri_parse (last, G_URI_FLAGS_NONE, NULL) : NULL;

  return g_strdup_printf ("127.0.0.1:%d", uri != NULL ? MAX (g_uri_get_port (uri), 0) : 0);
}

static void on_line_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
serve (DeskEmbeddedServer *self, GTask *task)
{
  g_autofree char *data = dup_path (self, "desk");
  g_autofree char *listen = dup_listen (self, self->on_last_port);
  const char *arguments[] = { "serve", "--data", data, "--listen", listen, NULL };
  g_autoptr (GDataInputStream) lines = NULL;
  GError *error = NULL;

  set_status (self, _ ("Starting the server …"));
  g_clear_object (&self->process);
  self->process = spawn_daemon (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  if (self->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_line_read_cb,
                                       g_object_ref (task));
}

static void
on_server_ready (DeskEmbeddedServer *self, const char *url)
{
  g_autofree char *path = dup_path (self, "url");
  g_autofree char *running = dup_path (self, "running");

  g_free (self->url);
  self->url = g_strdup (url);
  g_file_set_contents_full (path, url, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
  g_file_set_contents_full (running, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
  set_status (self, _ ("The server is ready"));
}

static void
on_line_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  g_autoptr (GTask) task = user_data;
  DeskEmbeddedServer *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (stream, result, NULL, &error);

  if (line != NULL && g_str_has_prefix (line, LISTENING))
    {
      on_server_ready (self, line + strlen (LISTENING));
      g_task_return_boolean (task, TRUE);
    }
  else if (line != NULL)
    g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_line_read_cb,
                                         g_object_ref (task));
  else if (error == NULL && self->on_last_port)
    {
      self->on_last_port = FALSE; /* somebody else has that port now */
      serve (self, task);
    }
  else
    {
      g_clear_object (&self->process);
      if (error == NULL)
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The server ended before it was ready."));
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

/* The password of the sample accounts is made here and given in a file, so that nobody has to read it from anywhere. */
static char *
write_password (DeskEmbeddedServer *self, GError **error)
{
  g_autofree char *path = dup_path (self, PASSWORD_FILE);
  g_autofree char *secret = g_uuid_string_random ();

  if (!g_file_set_contents_full (path, secret, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return NULL;
  return g_steal_pointer (&path);
}

/* The desk is made under another name and renamed when it is whole, so that half a desk is never served. */
static gboolean
keep_desk (DeskEmbeddedServer *self, GError **error)
{
  g_autofree char *part = dup_path (self, "desk.part");
  g_autofree char *desk = dup_path (self, "desk");

  if (g_rename (part, desk) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("%s cannot be written: %s"), desk,
               g_strerror (errno));
  return FALSE;
}

static void
on_desk_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GSubprocess *process = G_SUBPROCESS (source);
  g_autoptr (GTask) task = user_data;
  DeskEmbeddedServer *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;

  if (g_subprocess_communicate_utf8_finish (process, result, NULL, &complaint, &error)
      && !g_subprocess_get_successful (process))
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The sample desk could not be made: %s"),
                 g_strstrip (complaint));
  g_clear_object (&self->process);
  if (error != NULL || !keep_desk (self, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    serve (self, task);
}

static void
make_desk (DeskEmbeddedServer *self, GTask *task)
{
  GError *error = NULL;
  g_autofree char *part = dup_path (self, "desk.part");
  g_autofree char *count = g_strdup_printf ("%u", self->n_tickets);
  g_autofree char *password = write_password (self, &error);
  const char *arguments[] = { "init",   "--data", part, "--preset", "shop", "--demo", count, "--demo-password-file",
                              password, NULL };

  set_status (self, _ ("Making a desk with sample customers, orders and tickets …"));
  if (password != NULL)
    self->process =
        spawn_daemon (arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  if (self->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_subprocess_communicate_utf8_async (self->process, NULL, g_task_get_cancellable (task), on_desk_made_cb,
                                       g_object_ref (task));
}

static void
delete_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children = NULL;
  GFile *child = NULL;

  children =
      g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) && child != NULL)
    delete_tree (child);
  g_file_delete (file, NULL, NULL);
}

static void
begin (DeskEmbeddedServer *self, GTask *task)
{
  g_autofree char *desk = dup_path (self, "desk");
  g_autofree char *part = dup_path (self, "desk.part");
  g_autofree char *running = dup_path (self, "running");
  g_autoptr (GFile) leftover = g_file_new_for_path (part);

  g_unlink (running); /* left by a window that was killed */
  self->on_last_port = TRUE;
  delete_tree (leftover);
  if (g_file_test (desk, G_FILE_TEST_IS_DIR))
    serve (self, task);
  else
    make_desk (self, task);
}

/* Another window runs it, or is just making it: wait for its address, or for the lock if that window goes away. */
static gboolean
on_look_again_cb (gpointer user_data)
{
  GTask *task = user_data;
  DeskEmbeddedServer *self = g_task_get_source_object (task);
  g_autofree char *running = dup_path (self, "running");

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (take_lock (self, NULL))
    {
      begin (self, task);
      return G_SOURCE_REMOVE;
    }
  if (!g_file_test (running, G_FILE_TEST_EXISTS))
    return G_SOURCE_CONTINUE;
  self->url = read_word (self, "url");
  set_status (self, _ ("The server is ready"));
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
desk_embedded_server_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskEmbeddedServer *self = DESK_EMBEDDED_SERVER (object);

  if (property_id == PROP_STATUS)
    g_value_set_string (value, self->status);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
desk_embedded_server_finalize (GObject *object)
{
  DeskEmbeddedServer *self = DESK_EMBEDDED_SERVER (object);

  desk_embedded_server_stop (self);
  g_free (self->folder);
  g_free (self->url);
  g_free (self->status);

  G_OBJECT_CLASS (desk_embedded_server_parent_class)->finalize (object);
}

static void
desk_embedded_server_class_init (DeskEmbeddedServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = desk_embedded_server_get_property;
  object_class->finalize = desk_embedded_server_finalize;

  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_embedded_server_init (DeskEmbeddedServer *self)
{
  self->lock = -1;
  self->status = g_strdup ("");
}

/**
 * desk_embedded_server_new:
 * @folder: where the desk is, or will be made
 * @n_tickets: how many tickets of the last year a new desk gets
 */
DeskEmbeddedServer *
desk_embedded_server_new (const char *folder, guint n_tickets)
{
  DeskEmbeddedServer *self = g_object_new (DESK_TYPE_EMBEDDED_SERVER, NULL);

  g_return_val_if_fail (folder != NULL, self);

  self->folder = g_strdup (folder);
  self->n_tickets = n_tickets;
  return self;
}

/**
 * desk_embedded_server_start_async:
 * @self: the server
 *
 * Makes the desk if there is none, and starts the server on a port of the kernel's choice. The second time it takes the
 * same port, if that is free.
 */
void
desk_embedded_server_start_async (DeskEmbeddedServer *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_return_if_fail (DESK_IS_EMBEDDED_SERVER (self));

  if (self->url != NULL)
    g_task_return_boolean (task, TRUE);
  else if (take_lock (self, &error))
    begin (self, task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    {
      g_clear_error (&error);
      set_status (self, _ ("Waiting for the sample desk …"));
      g_timeout_add_full (G_PRIORITY_DEFAULT, LOOK_AGAIN_MS, on_look_again_cb, g_object_ref (task), g_object_unref);
    }
  else
    g_task_return_error (task, error);
}

gboolean
desk_embedded_server_start_finish (DeskEmbeddedServer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * desk_embedded_server_stop:
 * @self: the server
 *
 * Asks it to end and waits until it has, at most a few seconds, so that nothing is left running.
 */
void
desk_embedded_server_stop (DeskEmbeddedServer *self)
{
  g_autofree char *running = NULL;

  g_return_if_fail (DESK_IS_EMBEDDED_SERVER (self));

  if (self->process != NULL)
    {
      running = dup_path (self, "running");
      g_unlink (running);
      g_subprocess_send_signal (self->process, SIGTERM);
      wait_for_end (self->process);
      g_clear_object (&self->process);
    }
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  g_clear_pointer (&self->url, g_free);
}

/* Where it listens; NULL before it is ready. */
const char *
desk_embedded_server_get_url (DeskEmbeddedServer *self)
{
  g_return_val_if_fail (DESK_IS_EMBEDDED_SERVER (self), NULL);

  return self->url;
}

/* Where it listened when it last ran: (transfer full) (nullable). */
char *
desk_embedded_server_dup_last_url (DeskEmbeddedServer *self)
{
  g_return_val_if_fail (DESK_IS_EMBEDDED_SERVER (self), NULL);

  return read_word (self, "url");
}

const char *
desk_embedded_server_get_status (DeskEmbeddedServer *self)
{
  g_return_val_if_fail (DESK_IS_EMBEDDED_SERVER (self), NULL);

  return self->status;
}

/* The sample account of @role: (transfer full). */
char *
desk_embedded_server_dup_email (DeskEmbeddedServer *self, DeskRole role)
{
  g_return_val_if_fail (DESK_IS_EMBEDDED_SERVER (self), NULL);

  return g_strdup_printf ("%s@demo.deskbell", desk_enum_to_wire (&desk_role_enum, role));
}

/**
 * desk_embedded_server_dup_password:
 * @self: the server, ready
 *
 * Returns: (transfer full) (nullable): the password of the sample accounts
 */
char *
desk_embedded_server_dup_password (DeskEmbeddedServer *self, GError **error)
{
  g_autofree char *path = NULL;
  char *password = NULL;

  g_return_val_if_fail (DESK_IS_EMBEDDED_SERVER (self), NULL);

  path = dup_path (self, PASSWORD_FILE);
  return g_file_get_contents (path, &password, NULL, error) ? g_strchomp (password) : NULL;
}
