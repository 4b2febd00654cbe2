/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-link.h"

#include <glib/gi18n-lib.h>

#include "client/desk-backoff.h"
#include "core/desk-json.h"
#include "core/desk-time.h"

#define PING_EVERY 20   /* seconds */
#define SILENT_AFTER 50 /* seconds without a sign of life */
#define LOOK_EVERY 10   /* seconds */
#define LONGEST_FRAME (4 * 1024 * 1024)

struct _DeskLink
{
  GObject parent_instance;

  /* owned */
  DeskRest *rest;
  SoupWebsocketConnection *socket; /* NULL while there is none */
  GCancellable *cancellable;       /* of the try that is under way, or NULL */

  gint64 heard_at; /* monotonic */
  gint64 next_try; /* wall clock */
  gint64 last_id;  /* of a frame of ours */
  guint n_failures;
  guint retry_timer;
  guint silence_timer;
  gboolean is_wanted;
  gboolean is_greeted;
};

G_DEFINE_FINAL_TYPE (DeskLink, desk_link, G_TYPE_OBJECT)

enum
{
  CONNECTED,
  DISCONNECTED,
  EVENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void connect_now (DeskLink *self);

static gboolean
on_retry_cb (gpointer user_data)
{
  DeskLink *self = user_data;

  self->retry_timer = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

static void
plan_retry (DeskLink *self)
{
  gint64 delay = desk_backoff_get_delay (++self->n_failures);

  if (!self->is_wanted || self->retry_timer != 0)
    return;
  self->next_try = desk_time_now () + delay;
  self->retry_timer = g_timeout_add (delay / 1000, on_retry_cb, self);
}

static void
drop_socket (DeskLink *self)
{
  g_clear_handle_id (&self->silence_timer, g_source_remove);
  if (self->socket == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->socket, self);
  if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  g_clear_object (&self->socket);
  self->is_greeted = FALSE;
}

static void
lose (DeskLink *self, const char *why)
{
  drop_socket (self);
  plan_retry (self);
  g_signal_emit (self, signals[DISCONNECTED], 0, why);
}

/* The first frame says that the server takes part; from then on the connection counts. */
static void
take_frame (DeskLink *self, const char *event, JsonObject *data)
{
  if (!g_str_equal (event, "hello"))
    {
      g_signal_emit (self, signals[EVENT], 0, event, data);
      return;
    }
  self->is_greeted = TRUE;
  self->n_failures = 0;
  self->next_try = 0;
  g_signal_emit (self, signals[CONNECTED], 0, data);
}

static void
on_message_cb (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer user_data)
{
  DeskLink *self = user_data;
  gsize length;
  const char *text = g_bytes_get_data (message, &length);
  g_autoptr (JsonObject) frame = NULL;
  g_autoptr (JsonObject) nothing = NULL;
  JsonNode *data;
  const char *event;

  self->heard_at = g_get_monotonic_time ();
  if (type != SOUP_WEBSOCKET_DATA_TEXT)
    return;
  frame = desk_json_parse_object (text, length, NULL);
  event = frame != NULL ? json_object_get_string_member_with_default (frame, "event", NULL) : NULL;
  if (event == NULL)
    return;
  data = json_object_get_member (frame, "data");
  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    nothing = json_object_new ();
  g_object_ref (self);
  take_frame (self, event, nothing != NULL ? nothing : json_node_get_object (data));
  g_object_unref (self);
}

static void
on_pong_cb (SoupWebsocketConnection *socket, GBytes *message, gpointer user_data)
{
  ((DeskLink *) user_data)->heard_at = g_get_monotonic_time ();
}

static void
on_closed_cb (SoupWebsocketConnection *socket, gpointer user_data)
{
  lose (user_data, _ ("The connection to the desk’s server was closed"));
}

static gboolean
on_look_cb (gpointer user_data)
{
  DeskLink *self = user_data;

  if (g_get_monotonic_time () - self->heard_at < SILENT_AFTER * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;
  self->silence_timer = 0;
  lose (self, _ ("The desk’s server has fallen silent"));
  return G_SOURCE_REMOVE;
}

static void
take_socket (DeskLink *self, SoupWebsocketConnection *socket)
{
  self->socket = socket;
  self->heard_at = g_get_monotonic_time ();
  soup_websocket_connection_set_max_incoming_payload_size (socket, LONGEST_FRAME);
  soup_websocket_connection_set_keepalive_interval (socket, PING_EVERY);
  g_signal_connect (socket, "message", G_CALLBACK (on_message_cb), self);
  g_signal_connect (socket, "pong", G_CALLBACK (on_pong_cb), self);
  g_signal_connect (socket, "closed", G_CALLBACK (on_closed_cb), self);
  self->silence_timer = g_timeout_add_seconds (LOOK_EVERY, on_look_cb, self);
}

static void
on_connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskLink *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  SoupWebsocketConnection *socket = desk_rest_connect_finish (DESK_REST (source), result, &error);

  if (self->cancellable != g_task_get_cancellable (task))
    {
      g_clear_object (&socket);
      return;
    }
  g_clear_object (&self->cancellable);
  if (socket != NULL)
    take_socket (self, socket);
  else
    lose (self, error->message);
}

static void
connect_now (DeskLink *self)
{
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  if (!self->is_wanted || self->socket != NULL || self->cancellable != NULL)
    return;
  self->next_try = 0;
  self->cancellable = g_cancellable_new ();
  desk_rest_connect_async (self->rest, "/support/live", self->cancellable, on_connected_cb,
                           g_task_new (self, self->cancellable, NULL, NULL));
}

static void
desk_link_dispose (GObject *object)
{
  desk_link_stop (DESK_LINK (object));
  G_OBJECT_CLASS (desk_link_parent_class)->dispose (object);
}

static void
desk_link_finalize (GObject *object)
{
  g_object_unref (DESK_LINK (object)->rest);
  G_OBJECT_CLASS (desk_link_parent_class)->finalize (object);
}

static void
desk_link_class_init (DeskLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_link_dispose;
  object_class->finalize = desk_link_finalize;

  signals[CONNECTED] = g_signal_new ("connected", DESK_TYPE_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                     1, JSON_TYPE_OBJECT);
  signals[DISCONNECTED] = g_signal_new ("disconnected", DESK_TYPE_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EVENT] = g_signal_new ("event", DESK_TYPE_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_STRING, JSON_TYPE_OBJECT);
}

static void
desk_link_init (DeskLink *self)
{
}

/**
 * desk_link_new:
 * @rest: the way to the server
 *
 * Returns: (transfer full): a connection that nobody has asked for yet
 */
DeskLink *
desk_link_new (DeskRest *rest)
{
  DeskLink *self = g_object_new (DESK_TYPE_LINK, NULL);

  self->rest = g_object_ref (rest);
  return self;
}

/**
 * desk_link_start:
 * @self: a live connection
 *
 * Connects, and stays connected until desk_link_stop().
 */
void
desk_link_start (DeskLink *self)
{
  g_return_if_fail (DESK_IS_LINK (self));

  self->is_wanted = TRUE;
  connect_now (self);
}

void
desk_link_stop (DeskLink *self)
{
  g_return_if_fail (DESK_IS_LINK (self));

  self->is_wanted = FALSE;
  self->n_failures = 0;
  self->next_try = 0;
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  drop_socket (self);
}

/**
 * desk_link_reconnect:
 * @self: a live connection
 *
 * Tries now, when it is not connected.
 */
void
desk_link_reconnect (DeskLink *self)
{
  g_return_if_fail (DESK_IS_LINK (self));

  self->n_failures = 0;
  connect_now (self);
}

gboolean
desk_link_is_connected (DeskLink *self)
{
  g_return_val_if_fail (DESK_IS_LINK (self), FALSE);

  return self->is_greeted;
}

gint64
desk_link_get_next_try (DeskLink *self)
{
  g_return_val_if_fail (DESK_IS_LINK (self), 0);

  return self->next_try;
}

/**
 * desk_link_send:
 * @self: a live connection
 * @event: what it is
 * @data: what it says
 *
 * Returns: whether it is on its way
 */
gboolean
desk_link_send (DeskLink *self, const char *event, JsonObject *data)
{
  g_autoptr (JsonObject) frame = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (DESK_IS_LINK (self) && event != NULL && data != NULL, FALSE);

  if (self->socket == NULL || !self->is_greeted
      || soup_websocket_connection_get_state (self->socket) != SOUP_WEBSOCKET_STATE_OPEN)
    return FALSE;
  frame = json_object_new ();
  json_object_set_string_member (frame, "event", event);
  json_object_set_int_member (frame, "id", ++self->last_id);
  json_object_set_object_member (frame, "data", json_object_ref (data));
  node = json_node_init_object (json_node_alloc (), frame);
  text = json_to_string (node, FALSE);
  soup_websocket_connection_send_text (self->socket, text);
  return TRUE;
}
