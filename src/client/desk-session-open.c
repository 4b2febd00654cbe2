/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-session-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "client/desk-account-list.h"
#include "client/desk-cache-feed.h"
#include "client/desk-cache-schema.h"
#include "client/desk-outbox-store.h"
#include "core/desk-entity-json.h"
#include "core/desk-error.h"

/* A part of a session: how an account is opened and closed. */

#define CACHE_FILE "cache.db"
#define JOURNAL_FILE "outbox.db"

/* An account being opened. */
typedef struct
{
  char *server;
  char *email;
  char *folder;
  DeskDb *journal;
  GPtrArray *entries;
  DeskDrafts *drafts;
  JsonObject *me;   /* what the server said, or NULL */
  JsonObject *meta; /* what the server said, or NULL */
  GAsyncReadyCallback next;
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_free (opening->server);
  g_free (opening->email);
  g_free (opening->folder);
  g_clear_object (&opening->journal);
  g_clear_pointer (&opening->entries, g_ptr_array_unref);
  g_clear_pointer (&opening->drafts, desk_drafts_free);
  g_clear_pointer (&opening->me, json_object_unref);
  g_clear_pointer (&opening->meta, json_object_unref);
  g_free (opening);
}

static void
set_preset (DeskSession *self, const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPreset) preset = json != NULL ? desk_preset_parse (json, -1, &error) : NULL;

  if (error != NULL)
    g_warning ("The desk's preset can't be read: %s", error->message);
  if (g_set_object (&self->preset, preset))
    g_object_notify (G_OBJECT (self), "preset");
}

static void
open_journal_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Opening *opening = task_data;
  g_autofree char *path = g_build_filename (opening->folder, JOURNAL_FILE, NULL);
  GError *error = NULL;

  opening->journal = desk_outbox_store_open (path, &error);
  if (opening->journal != NULL)
    opening->entries = desk_outbox_store_load (opening->journal, &error);
  if (opening->entries != NULL)
    opening->drafts = desk_drafts_new (opening->journal, &error);
  if (opening->drafts != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What the server said about this person goes where everything else is read from. */
static void
keep_profile (DeskSession *self, JsonObject *me, JsonObject *meta)
{
  JsonNode *node = json_object_get_member (me, "agent");
  JsonNode *preset_node = json_object_get_member (meta, "preset");
  g_autoptr (JsonNode) meta_node = json_node_init_object (json_node_alloc (), meta);
  g_autoptr (DeskEntity) agent = desk_entity_new (&desk_agent_kind);
  g_autoptr (DeskOverlay) overlay = NULL;
  g_autofree char *preset = NULL;
  DeskCacheFeed *feed;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)
      || !desk_entity_read_json (agent, json_node_get_object (node), NULL))
    return;
  preset =
      json_to_string (preset_node != NULL && JSON_NODE_HOLDS_OBJECT (preset_node) ? preset_node : meta_node, FALSE);
  desk_cache_set_setting (self->cache, DESK_CACHE_PRESET, preset);
  desk_cache_set_setting (self->cache, DESK_CACHE_ME, desk_entity_get_id (agent));
  set_preset (self, preset);
  overlay = desk_outbox_dup_overlay (self->outbox);
  feed = desk_cache_feed_new (desk_feed_batch_new_for_entity (agent), overlay, TRUE);
  desk_cache_write_async (self->cache, desk_cache_feed_work, feed, desk_cache_feed_free, NULL, NULL);
}

static void
on_profile_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskSession) self = user_data;

  if (desk_cache_write_finish (DESK_CACHE (source), result, NULL) && self->server != NULL)
    desk_session_find_me (self);
}

static gboolean
do_nothing (DeskDbTransaction *transaction, gpointer data, DeskCacheChanges *changes, GError **error)
{
  return TRUE;
}

static void
on_meta_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  JsonObject *meta = desk_rest_call_finish (DESK_REST (source), result, &error);
  Opening *opening = g_task_get_task_data (task);

  if (meta == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  opening->meta = meta;
  if (opening->next != NULL)
    {
      opening->next (G_OBJECT (self), G_ASYNC_RESULT (task), g_object_ref (task));
      return;
    }
  if (desk_cache_is_open (self->cache) && g_strcmp0 (opening->server, self->server) == 0)
    {
      keep_profile (self, opening->me, meta);
      desk_cache_write_async (self->cache, do_nothing, NULL, NULL, on_profile_kept_cb, g_object_ref (self));
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_me_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  DeskRestCall call = { .method = "GET", .path = "/support/meta" };
  g_autoptr (GError) error = NULL;

  opening->me = desk_rest_call_finish (DESK_REST (source), result, &error);
  if (opening->me == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!json_object_has_member (opening->me, "agent"))
    g_task_return_new_error (task, DESK_ERROR, DESK_ERROR_FORBIDDEN, "%s",
                             _ ("This is a customer’s account; Deskbell is for those who work at the desk"));
  else
    desk_rest_call_async (DESK_REST (source), &call, g_task_get_cancellable (task), on_meta_cb, g_object_ref (task));
}

static void
on_profile_refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_debug ("The profile could not be refreshed: %s", error->message);
}

static void
on_cache_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskSession *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *preset = NULL;

  if (!desk_cache_open_finish (DESK_CACHE (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->cancellable = g_cancellable_new ();
  self->server = g_strdup (opening->server);
  self->email = g_strdup (opening->email);
  self->folder = g_strdup (opening->folder);
  self->journal = g_steal_pointer (&opening->journal);
  self->drafts = g_steal_pointer (&opening->drafts);
  if (opening->me != NULL)
    keep_profile (self, opening->me, opening->meta);
  else
    {
      preset = desk_cache_dup_setting (self->cache, DESK_CACHE_PRESET);
      set_preset (self, preset);
    }
  desk_session_find_me (self);
  desk_outbox_open (self->outbox, self->journal, g_steal_pointer (&opening->entries));
  desk_cache_write_async (self->cache, do_nothing, NULL, NULL, on_profile_kept_cb, g_object_ref (self));
  desk_session_notify_account (self);
  g_task_return_boolean (task, TRUE);
}

static void
on_cache_made_anew_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskSession) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!desk_cache_open_finish (DESK_CACHE (source), result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("The cache could not be made anew: %s", error->message);
      return;
    }
  desk_outbox_show_again (self->outbox);
  desk_session_refresh_profile (self);
  desk_connection_reconnect (self->connection);
}

static void
on_journal_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskSession *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autofree char *path = g_build_filename (opening->folder, CACHE_FILE, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    desk_cache_open_async (self->cache, path, g_task_get_cancellable (task), on_cache_opened_cb, g_object_ref (task));
}

/**
 * desk_session_find_me:
 * @self: a session
 *
 * Finds in the cache who is signed in, and tells everybody who has to know.
 */
void
desk_session_find_me (DeskSession *self)
{
  g_autofree char *id = desk_cache_dup_setting (self->cache, DESK_CACHE_ME);
  g_autoptr (DeskEntity) me = desk_cache_dup_entity (self->cache, &desk_agent_kind, id);

  if (g_set_object (&self->me, (DeskAgent *) me))
    g_object_notify (G_OBJECT (self), "me");
  desk_presence_set_me (self->presence, id);
  desk_outbox_set_person (self->outbox, id, me != NULL ? desk_entity_get_string (me, DESK_AGENT_NAME) : NULL,
                          self->preset);
}

/**
 * desk_session_make_cache_anew:
 * @self: a session with an open account
 *
 * Fetches everything again into an empty cache. What the user wrote is not in it.
 */
void
desk_session_make_cache_anew (DeskSession *self)
{
  if (self->server == NULL || !desk_cache_is_open (self->cache))
    return;
  desk_connection_hold (self->connection);
  desk_cache_make_anew_async (self->cache, self->cancellable, on_cache_made_anew_cb, g_object_ref (self));
}

/**
 * desk_session_close_account:
 * @self: a session
 *
 * Closes whatever is open. The files stay.
 */
void
desk_session_close_account (DeskSession *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  desk_connection_stop (self->connection);
  desk_outbox_close (self->outbox);
  desk_cache_close (self->cache);
  g_clear_pointer (&self->drafts, desk_drafts_free);
  if (self->journal != NULL)
    desk_db_close (self->journal);
  g_clear_object (&self->journal);
  g_clear_object (&self->me);
  g_clear_object (&self->preset);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->folder, g_free);
  self->was_in_step = FALSE;
}

/**
 * desk_session_notify_account:
 * @self: a session
 *
 * Tells that another account is open, or none.
 */
void
desk_session_notify_account (DeskSession *self)
{
  g_object_notify (G_OBJECT (self), "me");
  g_object_notify (G_OBJECT (self), "preset");
  g_object_notify (G_OBJECT (self), "server-url");
  g_object_notify (G_OBJECT (self), "email");
}

/**
 * desk_session_wipe_files:
 * @folder: an account's folder, closed
 * @with_journal: whether what the user wrote goes, too
 */
void
desk_session_wipe_files (const char *folder, gboolean with_journal)
{
  g_autofree char *cache = g_build_filename (folder, CACHE_FILE, NULL);
  g_autofree char *journal = g_build_filename (folder, JOURNAL_FILE, NULL);

  desk_cache_delete_files (cache);
  if (with_journal)
    desk_cache_delete_files (journal);
  g_rmdir (folder);
}

/**
 * desk_session_fetch_profile:
 * @self: a session whose rest is signed in
 * @task: (transfer full): from desk_session_make_opening()
 * @next: (nullable): goes on with the task, as its user data, when the server has said who this is; without it the
 * answer is kept, and the task returns
 */
void
desk_session_fetch_profile (DeskSession *self, GTask *task, GAsyncReadyCallback next)
{
  DeskRestCall call = { .method = "GET", .path = "/auth/me" };
  Opening *opening = g_task_get_task_data (task);

  opening->next = next;
  desk_rest_call_async (self->rest, &call, g_task_get_cancellable (task), on_me_cb, task);
}

/**
 * desk_session_refresh_profile:
 * @self: a session with an open account
 *
 * Asks the server once more who this is, and what the desk's words and rules are.
 */
void
desk_session_refresh_profile (DeskSession *self)
{
  GTask *task = g_task_new (self, self->cancellable, on_profile_refreshed_cb, NULL);
  Opening *opening = g_new0 (Opening, 1);

  opening->server = g_strdup (self->server);
  g_task_set_task_data (task, opening, free_opening);
  desk_session_fetch_profile (self, task, NULL);
}

/**
 * desk_session_start:
 * @self: a session with an open account
 *
 * Gets in touch with the desk.
 */
void
desk_session_start (DeskSession *self)
{
  g_autofree char *synced = desk_cache_dup_setting (self->cache, DESK_CACHE_SYNCED);
  gint64 last_sync = synced != NULL ? g_ascii_strtoll (synced, NULL, 10) : 0;

  self->was_in_step = last_sync != 0;
  desk_connection_start (self->connection, last_sync);
}

/**
 * desk_session_open_account:
 * @self: a session
 * @task: (transfer full): from desk_session_make_opening(); it returns when the account is open
 */
void
desk_session_open_account (DeskSession *self, GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GTask) work = NULL;
  g_autoptr (GError) error = NULL;

  desk_session_close_account (self);
  opening->folder = desk_account_list_dup_folder (self->data_dir, opening->server, opening->email, &error);
  if (opening->folder == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  work = g_task_new (self, NULL, on_journal_opened_cb, task);
  g_task_set_task_data (work, opening, NULL);
  g_task_run_in_thread (work, open_journal_in_thread);
}

/**
 * desk_session_make_opening:
 * @self: a session
 * @server: the desk's address
 * @email: who
 * @cancellable: (nullable): to give up
 * @callback: called when the task returns
 * @user_data: for @callback
 *
 * Returns: (transfer full): a task that opens an account
 */
GTask *
desk_session_make_opening (DeskSession *self,
                           const char *server,
                           const char *email,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->server = g_strdup (server);
  opening->email = g_strdup (email);
  g_task_set_task_data (task, opening, free_opening);
  return task;
}
