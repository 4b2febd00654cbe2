/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-service.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-time.h"
#include "server/desk/desk-password.h"
#include "server/store/desk-settings.h"

struct _DeskService
{
  GObject parent_instance;

  /* owned */
  DeskDb *db;
  DeskPreset *preset;
  char *epoch;
  char *token_key;
};

/* One piece of work on its way to a database thread. */
typedef struct
{
  DeskService *service; /* owned */
  DeskServiceWork work;
  gpointer data; /* borrowed: whoever gave it keeps it until the callback */
} Job;

G_DEFINE_FINAL_TYPE (DeskService, desk_service, G_TYPE_OBJECT)

static void
free_job (gpointer data)
{
  Job *job = data;

  g_object_unref (job->service);
  g_free (job);
}

static gboolean
run_job (DeskDbTransaction *db, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (DeskViewer) desk_itself = desk_viewer_new_system ();
  DeskTransaction transaction = {
    .db = db,
    .viewer = desk_itself,
    .preset = job->service->preset,
    .now = desk_time_now (),
  };

  return job->work (&transaction, job->data, error);
}

static gboolean
write_settings (DeskDbTransaction *db, gpointer data, GError **error)
{
  DeskPreset *preset = data;
  g_autofree char *epoch = desk_id_new ();
  g_autofree char *token_key = desk_secret_new ();
  g_autofree char *there = NULL;

  if (!desk_settings_get (db, DESK_SETTING_PRESET, &there, error))
    return FALSE;
  if (there != NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, "There is a desk in this database already");
      return FALSE;
    }
  return desk_settings_set (db, DESK_SETTING_PRESET, desk_preset_get_json (preset), error)
         && desk_settings_set (db, DESK_SETTING_EPOCH, epoch, error)
         && desk_settings_set (db, DESK_SETTING_TOKEN_KEY, token_key, error);
}

static gboolean
read_settings (DeskDbTransaction *db, gpointer data, GError **error)
{
  DeskService *self = data;
  g_autofree char *preset = NULL;

  if (!desk_settings_get (db, DESK_SETTING_PRESET, &preset, error)
      || !desk_settings_get (db, DESK_SETTING_EPOCH, &self->epoch, error)
      || !desk_settings_get (db, DESK_SETTING_TOKEN_KEY, &self->token_key, error))
    return FALSE;
  if (preset == NULL || self->epoch == NULL || self->token_key == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND,
                           "There is no desk in this database yet: make one with \"deskbelld init\"");
      return FALSE;
    }
  self->preset = desk_preset_parse (preset, -1, error);
  return self->preset != NULL;
}

static void
desk_service_finalize (GObject *object)
{
  DeskService *self = DESK_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->preset);
  g_free (self->epoch);
  g_free (self->token_key);

  G_OBJECT_CLASS (desk_service_parent_class)->finalize (object);
}

static void
desk_service_class_init (DeskServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_service_finalize;
}

static void
desk_service_init (DeskService *self)
{
}

/**
 * desk_service_prepare:
 * @db: a migrated database without a desk
 * @preset: the words and rules that the desk gets
 * @error: %DESK_ERROR_CONFLICT when there is a desk already
 *
 * Makes an empty desk: its preset, its feed's epoch and its own keys.
 *
 * Returns: whether it was made
 */
gboolean
desk_service_prepare (DeskDb *db, DeskPreset *preset, GError **error)
{
  return desk_db_run (db, DESK_DB_WRITE, write_settings, preset, error);
}

/**
 * desk_service_open:
 * @db: a migrated database
 * @error: %DESK_ERROR_NOT_FOUND when there is no desk in it
 *
 * Returns: (transfer full): the desk
 */
DeskService *
desk_service_open (DeskDb *db, GError **error)
{
  g_autoptr (DeskService) self = g_object_new (DESK_TYPE_SERVICE, NULL);

  self->db = g_object_ref (db);
  if (!desk_db_run (db, DESK_DB_READ, read_settings, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * desk_service_get_db:
 * @self: the desk
 *
 * Returns: (transfer none): its database
 */
DeskDb *
desk_service_get_db (DeskService *self)
{
  return self->db;
}

/**
 * desk_service_get_preset:
 * @self: the desk
 *
 * Returns: (transfer none): its words and rules
 */
DeskPreset *
desk_service_get_preset (DeskService *self)
{
  return self->preset;
}

/**
 * desk_service_get_epoch:
 * @self: the desk
 *
 * Returns: what names this run of the change feed
 */
const char *
desk_service_get_epoch (DeskService *self)
{
  return self->epoch;
}

/**
 * desk_service_get_token_key:
 * @self: the desk
 *
 * Returns: the secret that signs access tokens
 */
const char *
desk_service_get_token_key (DeskService *self)
{
  return self->token_key;
}

/**
 * desk_service_run_async:
 * @self: the desk
 * @mode: whether it writes
 * @work: what to do, on a database thread
 * @data: for @work; has to live until @callback
 * @callback: called on the thread-default context of the caller, once it is durable or rolled back
 * @user_data: for @callback
 */
void
desk_service_run_async (DeskService *self,
                        DeskDbMode mode,
                        DeskServiceWork work,
                        gpointer data,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->service = g_object_ref (self);
  job->work = work;
  job->data = data;
  desk_db_run_async (self->db, mode, run_job, job, free_job, NULL, callback, user_data);
}

/**
 * desk_service_run_finish:
 * @self: the desk
 * @result: what the callback got
 * @error: what the work said, or why the database could not
 *
 * Returns: whether it was committed
 */
gboolean
desk_service_run_finish (DeskService *self, GAsyncResult *result, GError **error)
{
  return desk_db_run_finish (self->db, result, error);
}

/**
 * desk_service_can_read_here:
 * @self: the desk
 *
 * Returns: whether desk_service_read_here() is to be had
 */
gboolean
desk_service_can_read_here (DeskService *self)
{
  return desk_db_can_read_here (self->db);
}

/**
 * desk_service_read_here:
 * @self: the desk
 * @work: what to read: a few rows by their keys
 * @data: for @work
 * @error: what the work said, or why the database could not
 *
 * Reads on the calling thread.
 *
 * Returns: whether it was done
 */
gboolean
desk_service_read_here (DeskService *self, DeskServiceWork work, gpointer data, GError **error)
{
  Job job = { .service = self, .work = work, .data = data };

  return desk_db_read_here (self->db, run_job, &job, error);
}

/**
 * desk_service_run:
 * @self: the desk
 * @mode: whether it writes
 * @work: what to do, on a database thread
 * @data: for @work
 * @error: what the work said, or why the database could not
 *
 * Blocks until it is done.
 *
 * Returns: whether it was committed
 */
gboolean
desk_service_run (DeskService *self, DeskDbMode mode, DeskServiceWork work, gpointer data, GError **error)
{
  Job job = { .service = self, .work = work, .data = data };

  return desk_db_run (self->db, mode, run_job, &job, error);
}
