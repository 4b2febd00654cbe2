/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-worker.h"

#include <gio/gunixsocketaddress.h>
#include <libsoup/soup.h>

#include "server/http/desk-exchange.h"
#include "server/http/desk-peer.h"

/* How often deadlines are looked at, milliseconds. */
#define SWEEP 500
/* How often a stopping worker looks whether everybody has been served, milliseconds. */
#define STOP_STEP 10

struct _DeskWorker
{
  /* owned */
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  SoupServer *server;
  GTlsCertificate *certificate; /* NULL without TLS */

  DeskDoor *door;     /* borrowed */
  GQueue peers;       /* of DeskPeer */
  guint n_under_way;  /* requests that are being served */
  gint64 stop_before; /* monotonic; 0 while it goes on */
};

/* Somebody on their way from the accept thread to the worker. */
typedef struct
{
  DeskWorker *worker; /* borrowed */
  GSocket *socket;    /* owned */
  DeskGuest *guest;   /* owned */
} Arrival;

static void
on_request_started_cb (SoupServer *server, SoupServerMessage *message, gpointer data)
{
  DeskWorker *self = data;
  DeskPeer *peer = desk_peer_find (soup_server_message_get_remote_address (message));

  if (peer != NULL)
    desk_exchange_begin (self->door, message, peer, &self->n_under_way);
}

static void
on_request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  DeskWorker *self = data;

  if (self->stop_before != 0)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
  desk_exchange_handle (message);
}

static void
serve (DeskWorker *self, DeskPeer *peer, GIOStream *stream)
{
  GSocket *socket = desk_peer_get_socket (peer);
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (GIOStream) wrapped = NULL;
  g_autoptr (GError) error = NULL;

  /* Gone already: the stream is dropped, and with it the peer. */
  if (local == NULL || remote == NULL)
    return;
  wrapped = desk_peer_wrap (peer, stream, remote);
  if (!soup_server_accept_iostream (self->server, wrapped, local, remote, &error))
    g_debug ("A connection could not be served: %s", error->message);
}

static void
on_handshaken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskPeer *peer = data;
  DeskWorker *self = g_object_get_data (source, "desk-worker");

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL))
    serve (self, peer, G_IO_STREAM (source));
  desk_peer_unref (peer);
}

static void
begin_handshake (DeskWorker *self, DeskPeer *peer, GIOStream *plain)
{
  g_autoptr (GIOStream) stream = g_tls_server_connection_new (plain, self->certificate, NULL);

  if (stream == NULL)
    return;
  g_object_set_data (G_OBJECT (stream), "desk-worker", self);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (stream), G_PRIORITY_DEFAULT, NULL, on_handshaken_cb,
                                    desk_peer_ref (peer));
}

static gboolean
on_arrival_cb (gpointer data)
{
  Arrival *arrival = data;
  DeskWorker *self = arrival->worker;
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (arrival->socket);
  DeskPeer *peer = desk_peer_new (G_IO_STREAM (stream), g_steal_pointer (&arrival->socket),
                                  g_steal_pointer (&arrival->guest), self->context, &self->peers);

  if (self->certificate != NULL)
    begin_handshake (self, peer, G_IO_STREAM (stream));
  else
    serve (self, peer, G_IO_STREAM (stream));
  return G_SOURCE_REMOVE;
}

static void
free_arrival (gpointer data)
{
  Arrival *arrival = data;

  g_clear_object (&arrival->socket);
  if (arrival->guest != NULL)
    {
      desk_guest_leave (arrival->guest);
      desk_guest_unref (arrival->guest);
    }
  g_free (arrival);
}

static gboolean
on_sweep_cb (gpointer data)
{
  DeskWorker *self = data;

  desk_peers_sweep (&self->peers, g_get_monotonic_time ());
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stop_step_cb (gpointer data)
{
  DeskWorker *self = data;

  desk_peers_shut_idle (&self->peers);
  if (self->n_under_way > 0 && g_get_monotonic_time () < self->stop_before)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static void
attach_timer (DeskWorker *self, guint milliseconds, GSourceFunc function)
{
  g_autoptr (GSource) source = g_timeout_source_new (milliseconds);

  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, self->context);
}

static gpointer
run (gpointer data)
{
  DeskWorker *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* libsoup closes each connection after one answer unless it listens somewhere itself: on a name that nobody knows. */
static gboolean
listen_nowhere (SoupServer *server, GError **error)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  g_autofree char *name = g_uuid_string_random ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new_with_type (name, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);

  return socket != NULL && g_socket_bind (socket, address, FALSE, error) && g_socket_listen (socket, error)
         && soup_server_listen_socket (server, socket, 0, error);
}

/**
 * desk_worker_new:
 * @door: (transfer none): what it serves; outlives it
 * @certificate: (nullable): with its key, for TLS
 * @error: when no descriptor is left
 *
 * Returns: (transfer full): a running worker
 */
DeskWorker *
desk_worker_new (DeskDoor *door, GTlsCertificate *certificate, GError **error)
{
  DeskWorker *self = g_new0 (DeskWorker, 1);
  gboolean is_ready;

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->door = door;
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  g_queue_init (&self->peers);
  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new ("server-header", "deskbelld", NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (on_request_started_cb), self);
  soup_server_add_handler (self->server, NULL, on_request_cb, self, NULL);
  is_ready = listen_nowhere (self->server, error);
  g_main_context_pop_thread_default (self->context);
  if (!is_ready)
    {
      desk_worker_free (self);
      return NULL;
    }
  attach_timer (self, SWEEP, on_sweep_cb);
  self->thread = g_thread_new ("http", run, self);
  return self;
}

/**
 * desk_worker_free:
 * @self: a worker, which has been stopped when it ran
 */
void
desk_worker_free (DeskWorker *self)
{
  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_clear_object (&self->server);
  g_clear_object (&self->certificate);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * desk_worker_take:
 * @self: a worker
 * @socket: (transfer full): somebody who came
 * @guest: (transfer full): their place in the crowd
 */
void
desk_worker_take (DeskWorker *self, GSocket *socket, DeskGuest *guest)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->worker = self;
  arrival->socket = socket;
  arrival->guest = guest;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_arrival_cb, arrival, free_arrival);
  g_source_attach (source, self->context);
}

/**
 * desk_worker_stop:
 * @self: a worker
 * @patience: microseconds that those who are being served have left
 *
 * Lets it end; desk_worker_free() waits for that.
 */
void
desk_worker_stop (DeskWorker *self, gint64 patience)
{
  self->stop_before = g_get_monotonic_time () + patience;
  attach_timer (self, STOP_STEP, on_stop_step_cb);
}
