/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "client/desk-cache-objects.h"
#include "client/desk-cache-schema.h"
#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"

/* Shared objects that nobody holds at the moment: some screens of rows and the people in them. */
#define N_KEPT 1024

struct _DeskCache
{
  GObject parent_instance;

  /* owned */
  DeskDb *db;              /* NULL while closed */
  DeskCacheReader *reader; /* NULL while closed */
  DeskCacheObjects *objects;
  char *path;

  gboolean is_doubted; /* it failed, and is looked through */
};

/* A piece of writing on its way. */
typedef struct
{
  DeskCacheWork work;
  gpointer data;
  GDestroyNotify destroy;
  DeskCacheChanges *changes;
} Job;

typedef struct
{
  char *name;
  char *value;
} Setting;

G_DEFINE_FINAL_TYPE (DeskCache, desk_cache, G_TYPE_OBJECT)

enum
{
  CHANGED,
  OPENED,
  CLOSED,
  DAMAGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job->destroy != NULL)
    job->destroy (job->data);
  desk_cache_changes_free (job->changes);
  g_free (job);
}

static void
free_setting (gpointer data)
{
  Setting *setting = data;

  g_free (setting->name);
  g_free (setting->value);
  g_free (setting);
}

static gboolean
create_tables (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_cache_schema_create (transaction, error);
}

/* TRUE when the file is new or of this version. */
static gboolean
check_version (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gboolean *is_right = data;
  g_autofree char *wanted = desk_cache_schema_dup_version ();
  g_autofree char *found = NULL;
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, error, desk_db_get_sql (transaction, DESK_DB_SQL_TABLE_EXISTS), "s", "settings");

  if (statement == NULL)
    return FALSE;
  *is_right = TRUE;
  if (!desk_db_step (statement, error))
    return TRUE;
  found = desk_cache_settings_dup (transaction, DESK_CACHE_SCHEMA, error);
  *is_right = g_strcmp0 (found, wanted) == 0;
  return TRUE;
}

static DeskDb *
open_file (const char *path, gboolean *is_right, GError **error)
{
  g_autoptr (DeskDb) db = desk_db_open (path, error);

  *is_right = FALSE;
  if (db == NULL || !desk_db_run (db, DESK_DB_READ, check_version, is_right, error))
    return NULL;
  if (*is_right && !desk_db_run (db, DESK_DB_WRITE, create_tables, NULL, error))
    return NULL;
  return g_steal_pointer (&db);
}

/* Whatever is wrong with a cache, it can be fetched anew. What the user wrote is not in it. */
static void
open_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const char *path = task_data;
  gboolean is_right;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskDb) db = open_file (path, &is_right, &error);

  /* A disk that is full, or fails, says nothing about the file. */
  if (db == NULL && g_error_matches (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE) && g_access (path, R_OK | W_OK) == 0)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (db == NULL || !is_right)
    {
      g_message ("The cache is made anew: %s", error != NULL ? error->message : "it is of another version");
      g_clear_error (&error);
      if (db != NULL)
        desk_db_close (db);
      g_clear_object (&db);
      desk_cache_delete_files (path);
      db = open_file (path, &is_right, &error);
    }
  if (db == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&db), g_object_unref);
}

static DeskEntity *
share (DeskCache *self, DeskEntity *fresh, gint64 row)
{
  return fresh != NULL ? desk_cache_objects_add (self->objects, fresh, row) : NULL;
}

static void
refresh_object (DeskCache *self, const DeskKind *kind, const char *id)
{
  gint64 row = 0;
  DeskEntity *fresh;

  if (desk_cache_objects_get_by_id (self->objects, id) == NULL)
    return;
  fresh = desk_cache_reader_dup_by_id (self->reader, kind, id, &row);
  if (fresh == NULL)
    desk_cache_objects_forget (self->objects, id);
  else
    g_object_unref (desk_cache_objects_add (self->objects, fresh, row));
}

static void
refresh_all_objects (DeskCache *self)
{
  g_autoptr (GPtrArray) all = desk_cache_objects_dup_all (self->objects);

  for (guint i = 0; i < all->len; i++)
    refresh_object (self, desk_entity_get_kind (all->pdata[i]), desk_entity_get_id (all->pdata[i]));
}

static void
tell_changes (DeskCache *self, DeskCacheChanges *changes)
{
  GHashTableIter iter;
  gpointer kind, ids;

  if (self->reader == NULL || desk_cache_changes_is_empty (changes))
    return;
  if (changes->is_everything)
    refresh_all_objects (self);
  g_hash_table_iter_init (&iter, changes->ids);
  while (!changes->is_everything && g_hash_table_iter_next (&iter, &kind, &ids))
    for (guint i = 0; i < ((GPtrArray *) ids)->len; i++)
      refresh_object (self, kind, g_ptr_array_index ((GPtrArray *) ids, i));
  g_signal_emit (self, signals[CHANGED], 0, changes);
}

/* One row that says "ok", where all is well. */
static gboolean
look_through (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (transaction, error, "PRAGMA quick_check(1)", "");
  gboolean *is_sound = data;

  *is_sound =
      statement != NULL && desk_db_step (statement, error) && g_strcmp0 (desk_db_column_text (statement, 0), "ok") == 0;
  return TRUE;
}

static void
on_looked_through_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskCache *self = g_task_get_source_object (task);
  gboolean *is_sound = g_task_get_task_data (task);
  gboolean was_read = desk_db_run_finish (DESK_DB (source), result, NULL);

  if (self->db != DESK_DB (source))
    return;
  self->is_doubted = FALSE;
  if (was_read && *is_sound)
    return;
  g_message ("The cache is damaged");
  g_signal_emit (self, signals[DAMAGED], 0);
}

static gboolean
run_job (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Job *job = data;

  g_clear_pointer (&job->changes, desk_cache_changes_free);
  job->changes = desk_cache_changes_new ();
  return job->work (transaction, job->data, job->changes, error);
}

static gboolean
write_setting (DeskDbTransaction *transaction, gpointer data, DeskCacheChanges *changes, GError **error)
{
  Setting *setting = data;

  return desk_cache_settings_set (transaction, setting->name, setting->value, error);
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskCache *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!desk_db_run_finish (DESK_DB (source), result, &error))
    {
      if (self->db == DESK_DB (source))
        desk_cache_note_failure (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* What a file that was closed meanwhile still took in is nobody's news. */
  if (self->db == DESK_DB (source))
    tell_changes (self, job->changes);
  g_task_return_boolean (task, TRUE);
}

static void
on_setting_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!desk_cache_write_finish (DESK_CACHE (source), result, &error) && desk_cache_is_open (DESK_CACHE (source)))
    g_warning ("A setting of the cache was not kept: %s", error->message);
}

static void
on_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DeskCache *self = DESK_CACHE (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskDb) db = g_task_propagate_pointer (G_TASK (result), &error);

  /* Somebody opens another one meanwhile. */
  if (db != NULL && g_task_return_error_if_cancelled (task))
    {
      desk_db_close (db);
      return;
    }
  if (db != NULL)
    {
      const char *path = g_task_get_task_data (G_TASK (result));

      desk_cache_close (self);
      self->reader = desk_cache_reader_new (path, &error);
      if (self->reader != NULL)
        {
          self->path = g_strdup (path);
          self->db = g_steal_pointer (&db);
        }
      else
        desk_db_close (db);
    }
  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_signal_emit (self, signals[OPENED], 0);
  g_task_return_boolean (task, TRUE);
}

static void
desk_cache_finalize (GObject *object)
{
  DeskCache *self = DESK_CACHE (object);

  desk_cache_close (self);
  desk_cache_objects_free (self->objects);
  G_OBJECT_CLASS (desk_cache_parent_class)->finalize (object);
}

static void
desk_cache_class_init (DeskCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_cache_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", DESK_TYPE_CACHE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[OPENED] = g_signal_new ("opened", DESK_TYPE_CACHE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DAMAGED] = g_signal_new ("damaged", DESK_TYPE_CACHE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", DESK_TYPE_CACHE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_cache_init (DeskCache *self)
{
  self->objects = desk_cache_objects_new (N_KEPT);
}

/**
 * desk_cache_new:
 *
 * Returns: (transfer full): a closed cache
 */
DeskCache *
desk_cache_new (void)
{
  return g_object_new (DESK_TYPE_CACHE, NULL);
}

/**
 * desk_cache_open_async:
 * @self: a cache
 * @path: its file, in a folder that is there
 * @cancellable: (nullable): to give up
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens a cache's file. One that is damaged, or made by another version, is begun anew, empty.
 */
void
desk_cache_open_async (DeskCache *self,
                       const char *path,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;
  g_autoptr (GTask) work = NULL;

  g_return_if_fail (DESK_IS_CACHE (self) && path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, desk_cache_open_async);
  work = g_task_new (self, NULL, on_opened_cb, task);
  g_task_set_task_data (work, g_strdup (path), g_free);
  g_task_run_in_thread (work, open_in_thread);
}

gboolean
desk_cache_open_finish (DeskCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * desk_cache_close:
 * @self: a cache, open or not
 *
 * Waits for the work that is under way; lists become empty.
 */
void
desk_cache_close (DeskCache *self)
{
  g_return_if_fail (DESK_IS_CACHE (self));

  if (self->db == NULL)
    return;
  desk_db_close (self->db);
  g_clear_object (&self->db);
  g_clear_pointer (&self->reader, desk_cache_reader_free);
  g_clear_pointer (&self->path, g_free);
  self->is_doubted = FALSE;
  desk_cache_objects_clear (self->objects);
  g_signal_emit (self, signals[CLOSED], 0);
}

/**
 * desk_cache_make_anew_async:
 * @self: an open cache
 * @cancellable: (nullable): to give up
 * @callback: called when it is open again
 * @user_data: for @callback
 *
 * Deletes the file, and opens an empty one in its place.
 */
void
desk_cache_make_anew_async (DeskCache *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (DESK_IS_CACHE (self) && self->db != NULL);

  path = g_strdup (self->path);
  desk_cache_close (self);
  desk_cache_delete_files (path);
  desk_cache_open_async (self, path, cancellable, callback, user_data);
}

/**
 * desk_cache_note_failure:
 * @self: an open cache
 * @error: why it could not be read or written
 *
 * Looks the file through when it failed as a damaged one does; "damaged" follows when it is.
 */
void
desk_cache_note_failure (DeskCache *self, const GError *error)
{
  GTask *task;
  gboolean *is_sound;

  g_return_if_fail (DESK_IS_CACHE (self) && error != NULL);

  if (!g_error_matches (error, DESK_ERROR, DESK_ERROR_INTERNAL) || self->db == NULL || self->is_doubted)
    return;
  self->is_doubted = TRUE;
  is_sound = g_new0 (gboolean, 1);
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, is_sound, g_free);
  desk_db_run_async (self->db, DESK_DB_READ, look_through, is_sound, NULL, NULL, on_looked_through_cb, task);
}

gboolean
desk_cache_is_open (DeskCache *self)
{
  g_return_val_if_fail (DESK_IS_CACHE (self), FALSE);

  return self->db != NULL;
}

DeskDb *
desk_cache_get_db (DeskCache *self)
{
  g_return_val_if_fail (DESK_IS_CACHE (self), NULL);

  return self->db;
}

DeskCacheReader *
desk_cache_get_reader (DeskCache *self)
{
  g_return_val_if_fail (DESK_IS_CACHE (self), NULL);

  return self->reader;
}

/**
 * desk_cache_dup_entity:
 * @self: a cache
 * @kind: a kind
 * @id: (nullable): an id
 *
 * Returns: (transfer full) (nullable): the shared object of that id
 */
DeskEntity *
desk_cache_dup_entity (DeskCache *self, const DeskKind *kind, const char *id)
{
  DeskEntity *entity;
  gint64 row = 0;

  g_return_val_if_fail (DESK_IS_CACHE (self) && kind != NULL, NULL);

  if (id == NULL || self->reader == NULL)
    return NULL;
  entity = desk_cache_objects_get_by_id (self->objects, id);
  if (entity != NULL)
    return desk_entity_get_kind (entity) == kind ? g_object_ref (entity) : NULL;
  entity = desk_cache_reader_dup_by_id (self->reader, kind, id, &row);
  return share (self, entity, row);
}

/**
 * desk_cache_dup_by_row:
 * @self: a cache
 * @kind: a kind
 * @row: the number of a row in its table
 *
 * Returns: (transfer full) (nullable): the shared object of that row
 */
DeskEntity *
desk_cache_dup_by_row (DeskCache *self, const DeskKind *kind, gint64 row)
{
  DeskEntity *entity;

  g_return_val_if_fail (DESK_IS_CACHE (self) && kind != NULL, NULL);

  if (self->reader == NULL)
    return NULL;
  entity = desk_cache_objects_get_by_row (self->objects, kind, row);
  if (entity != NULL)
    return g_object_ref (entity);
  return share (self, desk_cache_reader_dup_by_row (self->reader, kind, row), row);
}

/**
 * desk_cache_dup_by_number:
 * @self: a cache
 * @kind: a kind that has numbers
 * @number: such as "TKT-2026-00417"
 *
 * Returns: (transfer full) (nullable): the shared object of that number
 */
DeskEntity *
desk_cache_dup_by_number (DeskCache *self, const DeskKind *kind, const char *number)
{
  g_autofree char *id = NULL;

  g_return_val_if_fail (DESK_IS_CACHE (self) && kind != NULL && number != NULL, NULL);

  if (self->reader == NULL)
    return NULL;
  id = desk_cache_reader_dup_id_of_number (self->reader, kind, number);
  return desk_cache_dup_entity (self, kind, id);
}

/**
 * desk_cache_get_name:
 * @self: a cache
 * @kind: customers, agents or departments
 * @id: (nullable): an id
 *
 * Returns: (transfer none): its name, "" when the cache has none; valid until the main loop goes on
 */
const char *
desk_cache_get_name (DeskCache *self, const DeskKind *kind, const char *id)
{
  g_autoptr (DeskEntity) entity = desk_cache_dup_entity (self, kind, id);
  int field = desk_kind_find_field (kind, "name");
  const char *name = entity != NULL && field >= 0 ? desk_entity_get_string (entity, field) : NULL;

  return name != NULL ? name : "";
}

/**
 * desk_cache_dup_setting:
 * @self: a cache
 * @name: a setting's name, see desk-cache-schema.h
 *
 * Returns: (transfer full) (nullable): its value
 */
char *
desk_cache_dup_setting (DeskCache *self, const char *name)
{
  g_return_val_if_fail (DESK_IS_CACHE (self) && name != NULL, NULL);

  return self->reader != NULL ? desk_cache_reader_dup_setting (self->reader, name) : NULL;
}

/**
 * desk_cache_write_async:
 * @self: a cache
 * @work: runs on the database thread that writes
 * @data: (transfer full): for @work
 * @destroy: (nullable): frees @data, on this thread
 * @callback: (nullable): called after the commit, when everybody was told of the changes
 * @user_data: for @callback
 *
 * Writes to the cache in one transaction; calls are worked off in their order.
 */
void
desk_cache_write_async (DeskCache *self,
                        DeskCacheWork work,
                        gpointer data,
                        GDestroyNotify destroy,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (DESK_IS_CACHE (self) && work != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, desk_cache_write_async);
  job = g_new0 (Job, 1);
  job->work = work;
  job->data = data;
  job->destroy = destroy;
  job->changes = desk_cache_changes_new ();
  g_task_set_task_data (task, job, free_job);
  if (self->db == NULL)
    {
      g_task_return_new_error (task, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "The cache is closed");
      return;
    }
  desk_db_run_async (self->db, DESK_DB_WRITE, run_job, job, NULL, NULL, on_written_cb, g_steal_pointer (&task));
}

gboolean
desk_cache_write_finish (DeskCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * desk_cache_set_setting:
 * @self: an open cache
 * @name: a setting's name, see desk-cache-schema.h
 * @value: (nullable): its value
 */
void
desk_cache_set_setting (DeskCache *self, const char *name, const char *value)
{
  Setting *setting = g_new0 (Setting, 1);

  setting->name = g_strdup (name);
  setting->value = g_strdup (value);
  desk_cache_write_async (self, write_setting, setting, free_setting, on_setting_written_cb, NULL);
}

/**
 * desk_cache_delete_files:
 * @path: a cache's file, closed
 */
void
desk_cache_delete_files (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}
