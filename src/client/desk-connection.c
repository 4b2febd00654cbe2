/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-connection.h"

#include "client/desk-backoff.h"
#include "client/desk-cache-feed.h"
#include "client/desk-sync.h"
#include "core/desk-error.h"
#include "core/desk-time.h"

/* A connection that is lost for less is only reconnecting. */
#define OFFLINE_AFTER 10 /* seconds */

/* Events come in bunches, and one look at the feed is enough for all of them. */
#define DRAIN_AFTER 30 /* milliseconds */

struct _DeskConnection
{
  GObject parent_instance;

  /* owned */
  DeskCache *cache;
  DeskRest *rest;
  DeskOutbox *outbox;
  DeskLink *link;
  DeskSync *sync;

  GNetworkMonitor *monitor; /* borrowed */

  DeskSessionState state;
  gint64 offline_since;
  gint64 last_sync;
  guint n_failures;    /* of the feed, while the link is there */
  guint drain_timer;   /* a source */
  guint offline_timer; /* a source */
  gboolean is_started;
  gboolean is_drained; /* since the link came */
};

G_DEFINE_FINAL_TYPE (DeskConnection, desk_connection, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_OFFLINE_SINCE,
  PROP_NEXT_TRY_AT,
  PROP_LAST_SYNC,
  PROP_PROGRESS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  EVENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
notify_property (DeskConnection *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
on_offline_cb (gpointer user_data)
{
  DeskConnection *self = user_data;

  self->offline_timer = 0;
  self->state = DESK_SESSION_OFFLINE;
  notify_property (self, PROP_STATE);
  return G_SOURCE_REMOVE;
}

static void
set_state (DeskConnection *self, DeskSessionState state)
{
  gint64 offline_since = state == DESK_SESSION_RECONNECTING || state == DESK_SESSION_OFFLINE ? self->offline_since : 0;

  if (state == DESK_SESSION_RECONNECTING && self->state == DESK_SESSION_OFFLINE)
    state = DESK_SESSION_OFFLINE;
  if (state == DESK_SESSION_RECONNECTING && self->offline_timer == 0)
    self->offline_timer = g_timeout_add_seconds (OFFLINE_AFTER, on_offline_cb, self);
  if (state != DESK_SESSION_RECONNECTING)
    g_clear_handle_id (&self->offline_timer, g_source_remove);
  if (offline_since == 0 && (state == DESK_SESSION_RECONNECTING || state == DESK_SESSION_OFFLINE))
    offline_since = desk_time_now ();
  if (offline_since != self->offline_since)
    {
      self->offline_since = offline_since;
      notify_property (self, PROP_OFFLINE_SINCE);
    }
  if (state != self->state)
    {
      self->state = state;
      notify_property (self, PROP_STATE);
    }
}

static void
drain_now (DeskConnection *self)
{
  g_clear_handle_id (&self->drain_timer, g_source_remove);
  desk_sync_drain (self->sync);
}

static gboolean
on_drain_cb (gpointer user_data)
{
  DeskConnection *self = user_data;

  self->drain_timer = 0;
  desk_sync_drain (self->sync);
  return G_SOURCE_REMOVE;
}

static void
drain_soon (DeskConnection *self, guint milliseconds)
{
  if (self->is_started && self->drain_timer == 0)
    self->drain_timer = g_timeout_add (milliseconds, on_drain_cb, self);
}

static void
on_renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskConnection) self = user_data;

  if (desk_cache_write_finish (DESK_CACHE (source), result, NULL))
    drain_soon (self, DRAIN_AFTER);
}

static void
renew (DeskConnection *self)
{
  if (desk_cache_is_open (self->cache))
    desk_cache_write_async (self->cache, desk_cache_feed_renew, NULL, NULL, on_renewed_cb, g_object_ref (self));
}

/* @result says where the feed ends, and was asked for when the cache stood at the cursor in the task. */
static void
on_end_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskConnection *self = g_task_get_source_object (task);
  gint64 *cursor = g_task_get_task_data (task);
  g_autoptr (JsonObject) meta = desk_rest_call_finish (DESK_REST (source), result, NULL);

  if (meta == NULL || !self->is_started || json_object_get_int_member_with_default (meta, "seq", G_MAXINT64) >= *cursor)
    return;
  g_message ("The desk has gone back in time: everything is fetched anew");
  desk_sync_stop (self->sync);
  renew (self);
}

/* A backup that was put back ends before where the cache stands. The greeting may be a little late, so it is only a
 * hint. */
static void
check_end (DeskConnection *self, gint64 end)
{
  gint64 cursor = desk_sync_get_cursor (self->sync);
  DeskRestCall call = { .method = "GET", .path = "/support/meta" };
  GTask *task;

  if (end >= cursor)
    return;
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, g_memdup2 (&cursor, sizeof cursor), g_free);
  desk_rest_call_async (self->rest, &call, NULL, on_end_known_cb, task);
}

static void
on_connected_cb (DeskLink *link, JsonObject *hello, DeskConnection *self)
{
  g_autoptr (JsonObject) data = json_object_new ();

  self->is_drained = FALSE;
  self->n_failures = 0;
  desk_sync_set_end (self->sync, json_object_get_int_member_with_default (hello, "seq", 0));
  json_object_set_int_member (data, "seq", desk_sync_get_cursor (self->sync));
  desk_link_send (link, "subscribe_tickets", data);
  notify_property (self, PROP_NEXT_TRY_AT);
  check_end (self, json_object_get_int_member_with_default (hello, "seq", G_MAXINT64));
  drain_now (self);
  g_signal_emit (self, signals[EVENT], 0, "hello", hello);
}

/* Where only the live link is kept out, the feed still tells all, if later. */
static void
on_disconnected_cb (DeskLink *link, const char *why, DeskConnection *self)
{
  if (!self->is_started)
    return;
  g_debug ("Not connected: %s", why);
  desk_outbox_set_online (self->outbox, FALSE);
  set_state (self, DESK_SESSION_RECONNECTING);
  notify_property (self, PROP_NEXT_TRY_AT);
  /* Only what is asked from now on says anything about the connection. */
  desk_sync_stop (self->sync);
  drain_now (self);
}

static void
on_event_cb (DeskLink *link, const char *event, JsonObject *data, DeskConnection *self)
{
  if (!desk_sync_take_event (self->sync, data))
    g_signal_emit (self, signals[EVENT], 0, event, data);
  if (json_object_get_int_member_with_default (data, "seq", 0) > desk_sync_get_cursor (self->sync))
    drain_soon (self, DRAIN_AFTER);
}

static void
on_drained_cb (DeskSync *sync, DeskConnection *self)
{
  self->last_sync = desk_time_now ();
  self->n_failures = 0;
  notify_property (self, PROP_LAST_SYNC);
  if (desk_link_is_connected (self->link))
    {
      self->is_drained = TRUE;
      set_state (self, DESK_SESSION_LIVE);
    }
  desk_outbox_set_online (self->outbox, TRUE);
}

static void
on_failed_cb (DeskSync *sync, const GError *error, DeskConnection *self)
{
  g_debug ("The feed could not be read: %s", error->message);
  if (!self->is_started)
    return;
  if (g_error_matches (error, DESK_ERROR, DESK_ERROR_GONE))
    renew (self);
  else if (desk_link_is_connected (self->link))
    {
      gint64 delay = desk_backoff_get_delay (++self->n_failures);

      drain_soon (self, MAX (delay, desk_error_get_retry_after (error) * G_USEC_PER_SEC) / 1000);
    }
}

static void
on_accepted_cb (DeskOutbox *outbox, DeskConnection *self)
{
  drain_soon (self, 1);
}

static void
on_progress_cb (DeskSync *sync, GParamSpec *pspec, DeskConnection *self)
{
  notify_property (self, PROP_PROGRESS);
}

static void
on_network_changed_cb (GNetworkMonitor *monitor, gboolean is_available, DeskConnection *self)
{
  if (is_available && self->is_started && !desk_link_is_connected (self->link))
    desk_connection_reconnect (self);
}

static void
desk_connection_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskConnection *self = DESK_CONNECTION (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_OFFLINE_SINCE:
      g_value_set_int64 (value, self->offline_since);
      break;
    case PROP_NEXT_TRY_AT:
      g_value_set_int64 (value, desk_link_get_next_try (self->link));
      break;
    case PROP_LAST_SYNC:
      g_value_set_int64 (value, self->last_sync);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, desk_sync_get_progress (self->sync));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_connection_dispose (GObject *object)
{
  DeskConnection *self = DESK_CONNECTION (object);

  desk_connection_stop (self);
  g_signal_handlers_disconnect_by_data (self->link, self);
  g_signal_handlers_disconnect_by_data (self->sync, self);
  g_signal_handlers_disconnect_by_data (self->outbox, self);
  g_signal_handlers_disconnect_by_data (self->monitor, self);
  G_OBJECT_CLASS (desk_connection_parent_class)->dispose (object);
}

static void
desk_connection_finalize (GObject *object)
{
  DeskConnection *self = DESK_CONNECTION (object);

  g_object_unref (self->cache);
  g_object_unref (self->rest);
  g_object_unref (self->outbox);
  g_object_unref (self->link);
  g_object_unref (self->sync);
  G_OBJECT_CLASS (desk_connection_parent_class)->finalize (object);
}

static void
desk_connection_class_init (DeskConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = desk_connection_dispose;
  object_class->finalize = desk_connection_finalize;
  object_class->get_property = desk_connection_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, DESK_SESSION_SIGNED_OUT, DESK_SESSION_OFFLINE,
                                             DESK_SESSION_SIGNED_OUT, flags);
  properties[PROP_OFFLINE_SINCE] = g_param_spec_int64 ("offline-since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_NEXT_TRY_AT] = g_param_spec_int64 ("next-try-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_LAST_SYNC] = g_param_spec_int64 ("last-sync", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[EVENT] = g_signal_new ("event", DESK_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_STRING, JSON_TYPE_OBJECT);
}

static void
desk_connection_init (DeskConnection *self)
{
  self->monitor = g_network_monitor_get_default ();
}

/**
 * desk_connection_new:
 * @cache: what is kept in step
 * @rest: the way to the server
 * @outbox: what is sent
 *
 * Returns: (transfer full): a connection that nobody has asked for yet
 */
DeskConnection *
desk_connection_new (DeskCache *cache, DeskRest *rest, DeskOutbox *outbox)
{
  DeskConnection *self = g_object_new (DESK_TYPE_CONNECTION, NULL);

  self->cache = g_object_ref (cache);
  self->rest = g_object_ref (rest);
  self->outbox = g_object_ref (outbox);
  self->link = desk_link_new (rest);
  self->sync = desk_sync_new (cache, rest, outbox);
  g_signal_connect (self->link, "connected", G_CALLBACK (on_connected_cb), self);
  g_signal_connect (self->link, "disconnected", G_CALLBACK (on_disconnected_cb), self);
  g_signal_connect (self->link, "event", G_CALLBACK (on_event_cb), self);
  g_signal_connect (self->sync, "drained", G_CALLBACK (on_drained_cb), self);
  g_signal_connect (self->sync, "failed", G_CALLBACK (on_failed_cb), self);
  g_signal_connect (self->sync, "notify::progress", G_CALLBACK (on_progress_cb), self);
  g_signal_connect (outbox, "accepted", G_CALLBACK (on_accepted_cb), self);
  g_signal_connect (self->monitor, "network-changed", G_CALLBACK (on_network_changed_cb), self);
  return self;
}

/**
 * desk_connection_start:
 * @self: a connection
 * @last_sync: when the cache was in step the last time, or 0
 */
void
desk_connection_start (DeskConnection *self, gint64 last_sync)
{
  g_return_if_fail (DESK_IS_CONNECTION (self));

  self->is_started = TRUE;
  self->last_sync = last_sync;
  notify_property (self, PROP_LAST_SYNC);
  set_state (self, DESK_SESSION_CONNECTING);
  desk_link_start (self->link);
  drain_now (self);
}

void
desk_connection_stop (DeskConnection *self)
{
  g_return_if_fail (DESK_IS_CONNECTION (self));

  self->is_started = FALSE;
  g_clear_handle_id (&self->drain_timer, g_source_remove);
  desk_link_stop (self->link);
  desk_sync_stop (self->sync);
  desk_outbox_set_online (self->outbox, FALSE);
  set_state (self, DESK_SESSION_SIGNED_OUT);
}

/**
 * desk_connection_reconnect:
 * @self: a connection
 *
 * Tries now, instead of waiting for the next try.
 */
void
desk_connection_reconnect (DeskConnection *self)
{
  g_return_if_fail (DESK_IS_CONNECTION (self));

  if (!self->is_started)
    return;
  desk_link_reconnect (self->link);
  notify_property (self, PROP_NEXT_TRY_AT);
  drain_now (self);
}

/**
 * desk_connection_hold:
 * @self: a connection
 *
 * Takes nothing in and sends nothing: the cache is made anew. Whoever holds it goes on with
 * desk_connection_reconnect().
 */
void
desk_connection_hold (DeskConnection *self)
{
  g_return_if_fail (DESK_IS_CONNECTION (self));

  g_clear_handle_id (&self->drain_timer, g_source_remove);
  desk_sync_stop (self->sync);
  desk_outbox_set_online (self->outbox, FALSE);
}

DeskLink *
desk_connection_get_link (DeskConnection *self)
{
  g_return_val_if_fail (DESK_IS_CONNECTION (self), NULL);

  return self->link;
}

DeskSessionState
desk_connection_get_state (DeskConnection *self)
{
  g_return_val_if_fail (DESK_IS_CONNECTION (self), DESK_SESSION_SIGNED_OUT);

  return self->state;
}

gint64
desk_connection_get_last_sync (DeskConnection *self)
{
  g_return_val_if_fail (DESK_IS_CONNECTION (self), 0);

  return self->last_sync;
}
