/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-session.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/desk-account-list.h"
#include "client/desk-session-private.h"
#include "core/desk-error.h"
#include "core/desk-time.h"

/* A notification that was made longer ago is no news: it stands in the list. */
#define RECENT (15 * DESK_TIME_MINUTE)

G_DEFINE_FINAL_TYPE (DeskSession, desk_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_OFFLINE_SINCE,
  PROP_NEXT_TRY_AT,
  PROP_LAST_SYNC,
  PROP_SYNC_PROGRESS,
  PROP_OUTBOX_WAITING,
  PROP_OUTBOX_REFUSED,
  PROP_ME,
  PROP_PRESET,
  PROP_SERVER_URL,
  PROP_EMAIL,
  PROP_KEYRING_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  NOTIFIED,
  NOTIFICATION_READ,
  COMMAND_DONE,
  COMMAND_REFUSED,
  SIGNED_OUT,
  PRESENCE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
notify_property (DeskSession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
on_profile_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  desk_session_open_account (DESK_SESSION (source), user_data);
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!desk_rest_sign_in_finish (DESK_REST (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    desk_session_fetch_profile (self, g_steal_pointer (&task), on_profile_known_cb);
}

/* People leave out what is always the same. */
static char *
complete_url (const char *text)
{
  g_autofree char *url = g_strstrip (g_strdup (text));

  while (g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';
  if (*url == '\0' || strstr (url, "://") != NULL)
    return g_steal_pointer (&url);
  return g_strconcat ("https://", url, NULL);
}

static gboolean
check_sign_in (const char *url, const char *email, const char *password, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if (uri == NULL || strpbrk (url, " \t") != NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")))
    desk_error_add_field (&local_error, "server", "%s",
                          _ ("The address of a desk was expected, such as https://desk.example.com"));
  if (email == NULL || strchr (email, '@') == NULL)
    desk_error_add_field (&local_error, "email", "%s", _ ("Your e-mail address was expected"));
  if (password == NULL || *password == '\0')
    desk_error_add_field (&local_error, "password", "%s", _ ("Your password was expected"));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* --- what happens --- */

static void
end_session (DeskSession *self, const char *why)
{
  desk_session_close_account (self);
  desk_session_notify_account (self);
  g_signal_emit (self, signals[SIGNED_OUT], 0, why);
}

static void
on_token_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskSession *self = g_task_get_source_object (task);
  g_autofree char *token = desk_keyring_look_up_finish (DESK_KEYRING (source), result, NULL);

  if (g_task_get_cancellable (task) != self->cancellable)
    return;
  if (token == NULL)
    {
      end_session (self, _ ("Please sign in again: your sign-in was not kept"));
      return;
    }
  desk_rest_set_server (self->rest, self->server);
  desk_rest_set_refresh_token (self->rest, token);
  desk_session_start (self);
  desk_session_refresh_profile (self);
}

static void
on_tokens_changed_cb (DeskRest *rest, DeskSession *self)
{
  if (self->server != NULL && desk_rest_get_refresh_token (rest) != NULL)
    desk_keyring_store (self->keyring, self->server, self->email, desk_rest_get_refresh_token (rest));
}

/* The files stay: what was written is sent after the next sign-in. */
static void
on_rest_signed_out_cb (DeskRest *rest, const char *why, DeskSession *self)
{
  if (self->server == NULL)
    return;
  desk_keyring_clear (self->keyring, self->server, self->email);
  end_session (self, why);
}

static gboolean
is_news (DeskSession *self, DeskNotification *notification)
{
  gint64 age = desk_rest_get_server_time (self->rest) - desk_entity_get_time (notification, DESK_ENTITY_CREATED_AT);

  return self->was_in_step && !desk_entity_is_set (DESK_ENTITY (notification), DESK_NOTIFICATION_READ_AT)
         && age < RECENT;
}

static void
on_cache_changed_cb (DeskCache *cache, DeskCacheChanges *changes, DeskSession *self)
{
  for (guint i = 0; i < changes->arrived->len; i++)
    if (is_news (self, changes->arrived->pdata[i]))
      g_signal_emit (self, signals[NOTIFIED], 0, changes->arrived->pdata[i]);
  for (guint i = 0; i < changes->read_elsewhere->len; i++)
    g_signal_emit (self, signals[NOTIFICATION_READ], 0, changes->read_elsewhere->pdata[i]);
  if (self->me == NULL && desk_cache_changes_get_ids (changes, &desk_agent_kind) != NULL)
    desk_session_find_me (self);
}

static void
on_cache_damaged_cb (DeskCache *cache, DeskSession *self)
{
  desk_session_make_cache_anew (self);
}

static void
on_connection_notify_cb (DeskConnection *connection, GParamSpec *pspec, DeskSession *self)
{
  static const struct
  {
    const char *name;
    guint property;
  } rows[] = { { "state", PROP_STATE },
               { "offline-since", PROP_OFFLINE_SINCE },
               { "next-try-at", PROP_NEXT_TRY_AT },
               { "last-sync", PROP_LAST_SYNC },
               { "progress", PROP_SYNC_PROGRESS } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (pspec->name, rows[i].name))
      notify_property (self, rows[i].property);
  if (g_str_equal (pspec->name, "last-sync") && desk_connection_get_last_sync (connection) != 0
      && desk_cache_is_open (self->cache))
    self->was_in_step = TRUE;
}

static void
on_outbox_notify_cb (DeskOutbox *outbox, GParamSpec *pspec, DeskSession *self)
{
  /* allow wire-words-only-in-core: a property's name */
  notify_property (self, g_str_equal (pspec->name, "waiting") ? PROP_OUTBOX_WAITING : PROP_OUTBOX_REFUSED);
}

static void
on_keyring_problem_cb (DeskKeyring *keyring, GParamSpec *pspec, DeskSession *self)
{
  notify_property (self, PROP_KEYRING_PROBLEM);
}

static void
on_command_done_cb (DeskOutbox *outbox, const char *id, DeskSession *self)
{
  g_signal_emit (self, signals[COMMAND_DONE], 0, id);
}

static void
on_command_refused_cb (DeskOutbox *outbox, DeskOutboxItem *item, DeskSession *self)
{
  g_signal_emit (self, signals[COMMAND_REFUSED], 0, item);
}

static void
on_presence_cb (DeskPresence *presence, const char *thread_id, DeskSession *self)
{
  g_signal_emit (self, signals[PRESENCE], 0, thread_id);
}

static void
on_event_cb (DeskConnection *connection, const char *event, JsonObject *data, DeskSession *self)
{
  if (g_str_equal (event, "hello"))
    desk_presence_rejoin (self->presence);
  else
    desk_presence_take_event (self->presence, event, data);
}

static void
on_signed_off_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = desk_rest_call_finish (DESK_REST (source), result, &error);

  if (answer == NULL)
    g_debug ("The server was not told of the sign-out: %s", error->message);
}

/* --- the object --- */

static void
desk_session_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskSession *self = DESK_SESSION (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_object_get_property (G_OBJECT (self->connection), "state", value);
      break;
    case PROP_OFFLINE_SINCE:
      g_object_get_property (G_OBJECT (self->connection), "offline-since", value);
      break;
    case PROP_NEXT_TRY_AT:
      g_object_get_property (G_OBJECT (self->connection), "next-try-at", value);
      break;
    case PROP_LAST_SYNC:
      g_object_get_property (G_OBJECT (self->connection), "last-sync", value);
      break;
    case PROP_SYNC_PROGRESS:
      g_object_get_property (G_OBJECT (self->connection), "progress", value);
      break;
    case PROP_OUTBOX_WAITING:
      g_value_set_uint (value, desk_outbox_get_n_waiting (self->outbox));
      break;
    case PROP_OUTBOX_REFUSED:
      g_value_set_uint (value, desk_outbox_get_n_refused (self->outbox));
      break;
    case PROP_ME:
      g_value_set_object (value, self->me);
      break;
    case PROP_PRESET:
      g_value_set_object (value, self->preset);
      break;
    case PROP_SERVER_URL:
      g_value_set_string (value, self->server);
      break;
    case PROP_EMAIL:
      g_value_set_string (value, self->email);
      break;
    case PROP_KEYRING_PROBLEM:
      g_value_set_string (value, desk_keyring_get_problem (self->keyring));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_session_constructed (GObject *object)
{
  DeskSession *self = DESK_SESSION (object);

  self->cache = desk_cache_new ();
  self->rest = desk_rest_new ();
  self->outbox = desk_outbox_new (self->cache, self->rest);
  self->connection = desk_connection_new (self->cache, self->rest, self->outbox);
  self->presence = desk_presence_new (desk_connection_get_link (self->connection));
  self->keyring = desk_keyring_new ();
  g_signal_connect (self->rest, "tokens-changed", G_CALLBACK (on_tokens_changed_cb), self);
  g_signal_connect (self->rest, "signed-out", G_CALLBACK (on_rest_signed_out_cb), self);
  g_signal_connect (self->cache, "changed", G_CALLBACK (on_cache_changed_cb), self);
  g_signal_connect (self->cache, "damaged", G_CALLBACK (on_cache_damaged_cb), self);
  g_signal_connect (self->connection, "notify", G_CALLBACK (on_connection_notify_cb), self);
  g_signal_connect (self->connection, "event", G_CALLBACK (on_event_cb), self);
  g_signal_connect (self->outbox, "notify", G_CALLBACK (on_outbox_notify_cb), self);
  g_signal_connect (self->outbox, "command-done", G_CALLBACK (on_command_done_cb), self);
  g_signal_connect (self->outbox, "command-refused", G_CALLBACK (on_command_refused_cb), self);
  g_signal_connect (self->presence, "presence", G_CALLBACK (on_presence_cb), self);
  g_signal_connect (self->keyring, "notify::problem", G_CALLBACK (on_keyring_problem_cb), self);
  G_OBJECT_CLASS (desk_session_parent_class)->constructed (object);
}

static void
desk_session_dispose (GObject *object)
{
  DeskSession *self = DESK_SESSION (object);
  GObject *parts[] = { G_OBJECT (self->rest),   G_OBJECT (self->cache),    G_OBJECT (self->connection),
                       G_OBJECT (self->outbox), G_OBJECT (self->presence), G_OBJECT (self->keyring) };

  desk_session_close_account (self);
  desk_rest_abort (self->rest);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_signal_handlers_disconnect_by_data (parts[i], self);
  G_OBJECT_CLASS (desk_session_parent_class)->dispose (object);
}

static void
desk_session_finalize (GObject *object)
{
  DeskSession *self = DESK_SESSION (object);

  g_object_unref (self->presence);
  g_object_unref (self->connection);
  g_object_unref (self->outbox);
  g_object_unref (self->rest);
  g_object_unref (self->cache);
  g_object_unref (self->keyring);
  g_free (self->data_dir);
  G_OBJECT_CLASS (desk_session_parent_class)->finalize (object);
}

static void
desk_session_class_init (DeskSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->constructed = desk_session_constructed;
  object_class->dispose = desk_session_dispose;
  object_class->finalize = desk_session_finalize;
  object_class->get_property = desk_session_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, DESK_SESSION_SIGNED_OUT, DESK_SESSION_OFFLINE,
                                             DESK_SESSION_SIGNED_OUT, flags);
  properties[PROP_OFFLINE_SINCE] = g_param_spec_int64 ("offline-since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_NEXT_TRY_AT] = g_param_spec_int64 ("next-try-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_LAST_SYNC] = g_param_spec_int64 ("last-sync", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SYNC_PROGRESS] = g_param_spec_double ("sync-progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_OUTBOX_WAITING] = g_param_spec_uint ("outbox-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_OUTBOX_REFUSED] = g_param_spec_uint ("outbox-refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ME] = g_param_spec_object ("me", NULL, NULL, DESK_TYPE_AGENT, flags);
  properties[PROP_PRESET] = g_param_spec_object ("preset", NULL, NULL, DESK_TYPE_PRESET, flags);
  properties[PROP_SERVER_URL] = g_param_spec_string ("server-url", NULL, NULL, NULL, flags);
  properties[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  properties[PROP_KEYRING_PROBLEM] = g_param_spec_string ("keyring-problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[NOTIFIED] = g_signal_new ("notified", DESK_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, DESK_TYPE_NOTIFICATION);
  signals[NOTIFICATION_READ] = g_signal_new ("notification-read", DESK_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[COMMAND_DONE] = g_signal_new ("command-done", DESK_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[COMMAND_REFUSED] = g_signal_new ("command-refused", DESK_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, DESK_TYPE_OUTBOX_ITEM);
  signals[SIGNED_OUT] = g_signal_new ("signed-out", DESK_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[PRESENCE] = g_signal_new ("presence", DESK_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, G_TYPE_STRING);
}

static void
desk_session_init (DeskSession *self)
{
}

/**
 * desk_session_new:
 * @data_dir: (nullable): where the caches are; %NULL for the user's data folder
 *
 * Returns: (transfer full): a session in which nobody is signed in
 */
DeskSession *
desk_session_new (const char *data_dir)
{
  DeskSession *self = g_object_new (DESK_TYPE_SESSION, NULL);

  self->data_dir = data_dir != NULL ? g_strdup (data_dir) : g_build_filename (g_get_user_data_dir (), "deskbell", NULL);
  return self;
}

/**
 * desk_session_sign_in_async:
 * @self: a session
 * @server_url: the desk's address; "https://" may be left out
 * @email: who
 * @password: their password
 * @cancellable: (nullable): to give up
 * @callback: called when the account is open, or why it is not
 * @user_data: for @callback
 *
 * Signs in and opens the account. What is in its cache is there at once; the rest comes by and by.
 */
void
desk_session_sign_in_async (DeskSession *self,
                            const char *server_url,
                            const char *email,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree char *url = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (DESK_IS_SESSION (self) && server_url != NULL);

  url = complete_url (server_url);
  address = email != NULL ? g_strstrip (g_strdup (email)) : NULL;
  task = desk_session_make_opening (self, url, address, cancellable, callback, user_data);
  g_task_set_source_tag (task, desk_session_sign_in_async);
  if (!check_sign_in (url, address, password, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->server != NULL)
    end_session (self, _ ("Another account signs in"));
  desk_rest_set_server (self->rest, url);
  desk_rest_sign_in_async (self->rest, address, password, cancellable, on_signed_in_cb, g_steal_pointer (&task));
}

gboolean
desk_session_sign_in_finish (DeskSession *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (!desk_account_list_set_last (self->data_dir, self->server, self->email, &local_error))
    g_warning ("The account will have to be given again at the next start: %s", local_error->message);
  on_tokens_changed_cb (self->rest, self);
  desk_session_start (self);
  return TRUE;
}

/**
 * desk_session_resume_async:
 * @self: a session
 * @cancellable: (nullable): to give up
 * @callback: called when the last account is open, or there is none
 * @user_data: for @callback
 *
 * Opens the last account from its cache, without the network. Where its sign-in was not kept, "signed-out" follows.
 */
void
desk_session_resume_async (DeskSession *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autofree char *server = NULL;
  g_autofree char *email = NULL;
  GTask *task;

  g_return_if_fail (DESK_IS_SESSION (self));

  if (desk_account_list_get_last (self->data_dir, &server, &email))
    {
      task = desk_session_make_opening (self, server, email, cancellable, callback, user_data);
      g_task_set_source_tag (task, desk_session_resume_async);
      desk_session_open_account (self, task);
      return;
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, desk_session_resume_async);
  g_task_return_boolean (task, FALSE);
  g_object_unref (task);
}

gboolean
desk_session_resume_finish (DeskSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  desk_keyring_look_up_async (self->keyring, self->server, self->email, self->cancellable, on_token_found_cb,
                              g_task_new (self, self->cancellable, NULL, NULL));
  return TRUE;
}

/**
 * desk_session_sign_out:
 * @self: a session
 *
 * Forgets the tokens and wipes the cache. What was written and not sent stays, for the next time this account signs in.
 */
void
desk_session_sign_out (DeskSession *self)
{
  g_autofree char *folder = NULL;
  DeskRestCall call = { .method = "POST", .path = "/auth/logout" };
  gboolean has_unsent;

  g_return_if_fail (DESK_IS_SESSION (self));

  if (self->server == NULL)
    return;
  has_unsent = desk_outbox_get_n_waiting (self->outbox) + desk_outbox_get_n_refused (self->outbox) > 0
               || desk_drafts_get_n (self->drafts) > 0;
  folder = g_strdup (self->folder);
  desk_rest_call_async (self->rest, &call, NULL, on_signed_off_cb, NULL);
  desk_keyring_clear (self->keyring, self->server, self->email);
  desk_account_list_forget_last (self->data_dir);
  end_session (self, _ ("You have signed out"));
  desk_rest_set_refresh_token (self->rest, NULL);
  desk_session_wipe_files (folder, !has_unsent);
}

/**
 * desk_session_reconnect:
 * @self: a session
 *
 * Tries to reach the desk now, instead of waiting for the next try.
 */
void
desk_session_reconnect (DeskSession *self)
{
  g_return_if_fail (DESK_IS_SESSION (self));

  desk_connection_reconnect (self->connection);
}

DeskSessionState
desk_session_get_state (DeskSession *self)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), DESK_SESSION_SIGNED_OUT);

  return desk_connection_get_state (self->connection);
}

DeskAgent *
desk_session_get_me (DeskSession *self)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), NULL);

  return self->me;
}

DeskPreset *
desk_session_get_preset (DeskSession *self)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), NULL);

  return self->preset;
}
