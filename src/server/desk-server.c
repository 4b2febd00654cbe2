/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-server.h"

#include <gio/gio.h>
#include <sys/resource.h>

#include "core/desk-error.h"
#include "core/desk-time.h"
#include "server/desk-bulk-runner.h"
#include "server/desk-paths.h"
#include "server/desk/desk-attach.h"
#include "server/desk/desk-bulk.h"
#include "server/desk/desk-chat.h"
#include "server/desk/desk-password.h"
#include "server/desk/desk-repeat.h"
#include "server/desk/desk-sign-in.h"
#include "server/http/desk-accept.h"
#include "server/http/desk-auth-routes.h"
#include "server/http/desk-worker.h"
#include "server/intake/desk-intake-routes.h"
#include "server/jobs/desk-scheduler.h"
#include "server/live/desk-hub.h"
#include "server/routes/desk-routes.h"

/* Descriptors that are kept for files and the database beside those that are open at the start. */
#define RESERVE 64
#define MOST_WORKERS 4
/* How long those who are being served have when the server stops. */
#define PATIENCE (10 * DESK_TIME_SECOND)
#define SWEEP_SECONDS 3600
/* How often chats are looked for in which somebody waits for nobody. */
#define RETURN_SECONDS 30

struct _DeskServer
{
  /* owned */
  DeskService *service;
  DeskDoor *door;
  DeskCrowd *crowd;
  DeskAccept *accept;
  GPtrArray *workers; /* of DeskWorker */
  DeskHub *hub;
  DeskScheduler *scheduler;
  DeskBulkRunner *bulk_runner;

  guint next_worker; /* the accept thread's */
  guint sweep_id;
  guint return_id;
  gulong notified_id;
};

/* A look for files that nothing refers to, on a thread that may wait for the disk. */
typedef struct
{
  DeskDoorTask task; /* first */
  DeskDoor *door;    /* borrowed: waits for its threads */
} FileSweep;

static void
on_welcome (GSocket *socket, DeskGuest *guest, gpointer data)
{
  DeskServer *self = data;

  desk_worker_take (g_ptr_array_index (self->workers, self->next_worker++ % self->workers->len), socket, guest);
}

static void
on_notified_cb (DeskDb *db, const char *channel, gpointer data)
{
  DeskServer *self = data;

  if (g_str_equal (channel, DESK_TRANSACTION_CHANNEL))
    desk_hub_wake (self->hub);
  else if (g_str_equal (channel, DESK_SIGN_IN_CHANNEL))
    desk_hub_review (self->hub);
  /* Without a name: anything may have been missed. */
  if (g_str_equal (channel, DESK_CLOCKS_CHANNEL) || *channel == '\0')
    desk_scheduler_wake (self->scheduler);
  if (g_str_equal (channel, DESK_BULK_CHANNEL) || *channel == '\0')
    desk_bulk_runner_wake (self->bulk_runner);
}

static void
on_swept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskService) service = data;
  g_autoptr (GError) error = NULL;

  if (!desk_service_run_finish (service, result, &error))
    g_warning ("Old answers and sessions could not be forgotten: %s", error->message);
}

static void
sweep_files (DeskDoorTask *task)
{
  g_autofree FileSweep *sweep = (FileSweep *) task;
  g_autoptr (GError) error = NULL;

  if (!desk_attach_sweep (sweep->door->service, sweep->door->files, &error))
    g_warning ("Files that nothing refers to could not be looked for: %s", error->message);
}

static void
begin_file_sweep (DeskServer *self)
{
  FileSweep *sweep;

  if (self->door->files == NULL)
    return;
  sweep = g_new0 (FileSweep, 1);
  sweep->task.run = sweep_files;
  sweep->door = self->door;
  g_thread_pool_push (self->door->file_work, sweep, NULL);
}

static gboolean
on_sweep_cb (gpointer data)
{
  DeskServer *self = data;

  begin_file_sweep (self);

  desk_service_run_async (self->service, DESK_DB_WRITE, desk_repeat_sweep, NULL, on_swept_cb,
                          g_object_ref (self->service));
  return G_SOURCE_CONTINUE;
}

static gboolean
return_chats (DeskTransaction *transaction, gpointer unused, GError **error)
{
  return desk_chat_return_unanswered (transaction, transaction->now, error);
}

/* Nobody has been seen by this server yet: who does not come back is found by the time that they do not answer. */
static gboolean
forget_present (DeskTransaction *transaction, gpointer unused, GError **error)
{
  return desk_chat_keep_present (transaction, NULL, error);
}

static void
on_returned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskService) service = data;
  g_autoptr (GError) error = NULL;

  if (!desk_service_run_finish (service, result, &error))
    g_warning ("Chats that nobody answers could not be given back: %s", error->message);
}

static gboolean
on_return_cb (gpointer data)
{
  DeskServer *self = data;

  desk_service_run_async (self->service, DESK_DB_WRITE, return_chats, NULL, on_returned_cb,
                          g_object_ref (self->service));
  return G_SOURCE_CONTINUE;
}

static guint
count_open_descriptors (void)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (directory != NULL && g_dir_read_name (directory) != NULL)
    n++;
  return n;
}

/* As many as were asked for, or as there are descriptors for. */
static guint
find_room (guint wanted)
{
  struct rlimit limit = { 0 };
  guint used = count_open_descriptors () + RESERVE;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return wanted;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= wanted + used)
    return wanted;
  return limit.rlim_cur > used + 8 ? (guint) limit.rlim_cur - used : 8;
}

static gboolean
fill_door (DeskDoor *door, GError **error)
{
  g_autofree char *description = desk_paths_find ("openapi.yaml");

  for (guint i = 0; desk_routes[i] != NULL; i++)
    if (!desk_router_add (door->router, desk_routes[i], error))
      return FALSE;
  for (guint i = 0; desk_intake_routes[i] != NULL; i++)
    if (!desk_router_add (door->router, desk_intake_routes[i], error))
      return FALSE;
  if (!desk_router_add (door->router, desk_auth_routes, error)
      || !desk_router_add (door->router, desk_door_routes, error))
    return FALSE;
  g_file_get_contents (description, &door->description, NULL, NULL);
  return TRUE;
}

static void
hand_out_keys (DeskDoorKeys *keys, const DeskServerOptions *options)
{
  keys->intake_token = g_strdup (options->intake_token);
  keys->whatsapp_verify_token = g_strdup (options->whatsapp_verify_token);
  keys->whatsapp_secret = g_strdup (options->whatsapp_secret);
}

static gboolean
load_certificate (const DeskServerOptions *options, GTlsCertificate **certificate, GError **error)
{
  *certificate = NULL;
  if (options->tls_certificate == NULL && options->tls_key == NULL)
    return TRUE;
  if (options->tls_certificate == NULL || options->tls_key == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INVALID, "TLS needs both --tls-cert and --tls-key");
      return FALSE;
    }
  *certificate = g_tls_certificate_new_from_files (options->tls_certificate, options->tls_key, error);
  g_prefix_error (error, "The TLS certificate %s with the key %s can't be used: ", options->tls_certificate,
                  options->tls_key);
  return *certificate != NULL;
}

static gboolean
start_workers (DeskServer *self, GTlsCertificate *certificate, GError **error)
{
  guint n = CLAMP (g_get_num_processors (), 1, MOST_WORKERS);

  for (guint i = 0; i < n; i++)
    {
      DeskWorker *worker = desk_worker_new (self->door, certificate, error);

      if (worker == NULL)
        return FALSE;
      g_ptr_array_add (self->workers, worker);
    }
  return TRUE;
}

static gboolean
start (DeskServer *self, DeskDb *db, const DeskServerOptions *options, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (!load_certificate (options, &certificate, error))
    return FALSE;
  self->service = desk_service_open (db, error);
  if (self->service == NULL)
    return FALSE;
  self->door = desk_door_new (self->service);
  self->door->is_secure = certificate != NULL;
  hand_out_keys (&self->door->keys, options);
  if (!fill_door (self->door, error) || !desk_service_run (self->service, DESK_DB_WRITE, forget_present, NULL, error))
    return FALSE;
  if (options->files != NULL)
    {
      self->door->files = desk_files_open (options->files, error);
      if (self->door->files == NULL)
        return FALSE;
    }
  desk_password_get_nobodys_hash ();
  self->hub = desk_hub_new (self->door);
  self->door->upgrade = desk_hub_take;
  self->door->upgrade_data = self->hub;
  self->scheduler = desk_scheduler_new (self->service);
  self->bulk_runner = desk_bulk_runner_new (self->service);
  self->notified_id = g_signal_connect (db, "notified", G_CALLBACK (on_notified_cb), self);
  self->accept = desk_accept_new (options->listen, error);
  if (self->accept == NULL || !start_workers (self, certificate, error))
    return FALSE;
  self->crowd = desk_crowd_new (find_room (options->max_connections), options->max_per_address);
  self->sweep_id = g_timeout_add_seconds (SWEEP_SECONDS, on_sweep_cb, self);
  on_sweep_cb (self);
  self->return_id = g_timeout_add_seconds (RETURN_SECONDS, on_return_cb, self);
  desk_accept_start (self->accept, self->crowd, on_welcome, self);
  return TRUE;
}

/**
 * desk_server_start:
 * @db: a migrated database with a desk in it
 * @options: where and how to listen
 * @error: why it can't, in words for who started it
 *
 * Returns: (transfer full): the server, ready
 */
DeskServer *
desk_server_start (DeskDb *db, const DeskServerOptions *options, GError **error)
{
  DeskServer *self = g_new0 (DeskServer, 1);

  self->workers = g_ptr_array_new ();
  if (!start (self, db, options, error))
    {
      desk_server_stop (self);
      return NULL;
    }
  return self;
}

/**
 * desk_server_stop:
 * @self: (transfer full): a server
 *
 * Lets nobody in any more, answers what is under way, and ends.
 */
void
desk_server_stop (DeskServer *self)
{
  g_clear_handle_id (&self->sweep_id, g_source_remove);
  g_clear_handle_id (&self->return_id, g_source_remove);
  if (self->accept != NULL)
    desk_accept_stop (self->accept);
  for (guint i = 0; i < self->workers->len; i++)
    desk_worker_stop (g_ptr_array_index (self->workers, i), PATIENCE);
  for (guint i = 0; i < self->workers->len; i++)
    desk_worker_free (g_ptr_array_index (self->workers, i));
  g_ptr_array_unref (self->workers);
  if (self->notified_id != 0)
    g_signal_handler_disconnect (desk_service_get_db (self->service), self->notified_id);
  g_clear_pointer (&self->scheduler, desk_scheduler_free);
  g_clear_pointer (&self->bulk_runner, desk_bulk_runner_free);
  g_clear_pointer (&self->hub, desk_hub_free);
  g_clear_pointer (&self->accept, desk_accept_free);
  g_clear_pointer (&self->crowd, desk_crowd_free);
  g_clear_pointer (&self->door, desk_door_free);
  g_clear_object (&self->service);
  g_free (self);
}

/**
 * desk_server_dup_url:
 * @self: a server
 *
 * Returns: (transfer full): where it is reached, such as "http://127.0.0.1:8765"
 */
char *
desk_server_dup_url (DeskServer *self)
{
  return g_strconcat (self->door->is_secure ? "https://" : "http://", desk_accept_get_address (self->accept), NULL);
}
