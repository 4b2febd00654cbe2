/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-peer.h"

#include <string.h>
#include <sys/socket.h>

#include "server/http/desk-peer-stream.h"

/* Of what somebody still sends after they were turned away, so much is read, so that they get to read why. */
#define MOST_DRAINED (256 * 1024)
#define DRAIN_TIME (2 * DESK_TIME_SECOND)

struct _DeskPeer
{
  gatomicrefcount references;

  /* owned */
  GSocket *socket;
  DeskGuest *guest; /* NULL once released */
  GMainContext *context;

  /* borrowed */
  GIOStream *plain;   /* the socket's own stream, NULL once it is gone */
  GIOStream *stream;  /* what is read and written: plain, or TLS over it; NULL once it is gone */
  GIOStream *wrapped; /* the same as libsoup has it; NULL once it is gone */
  GQueue *peers;

  GList link;
  gint64 deadline; /* monotonic; 0: none */
  gint64 shut_at;  /* monotonic; 0: not yet */
  gsize n_drained;
  gboolean is_waiting; /* for a request to begin or to end */
  gboolean is_turned_away;
};

/* How long libsoup has to notice that a connection was cut before its descriptor is taken back. */
#define CLEAN_UP_TIME (5 * G_USEC_PER_SEC)

static GQuark
get_quark (void)
{
  return g_quark_from_static_string ("desk-peer");
}

static void
leave (DeskPeer *self)
{
  if (self->guest == NULL)
    return;
  g_queue_unlink (self->peers, &self->link);
  desk_guest_leave (self->guest);
  g_clear_pointer (&self->guest, desk_guest_unref);
  desk_peer_unref (self);
}

static void
on_stream_gone_cb (gpointer data, GObject *stream)
{
  DeskPeer *self = data;

  self->plain = NULL;
  self->stream = NULL;
  g_clear_weak_pointer (&self->wrapped);
  leave (self);
}

static gboolean
on_evicted_cb (gpointer data)
{
  desk_peer_shut (data);
  return G_SOURCE_REMOVE;
}

/* Comes on any thread, with the crowd locked. */
static void
evict (DeskGuest *guest, gpointer data)
{
  DeskPeer *self = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, on_evicted_cb, desk_peer_ref (self), (GDestroyNotify) desk_peer_unref);
  g_source_attach (source, self->context);
}

/**
 * desk_peer_new:
 * @plain: (transfer none): the socket's stream; the peer leaves the crowd when that is gone
 * @socket: (transfer full): the connection
 * @guest: (transfer full): its place in the crowd
 * @context: the worker's
 * @peers: the worker's list, which holds a reference until the connection is gone
 *
 * Returns: (transfer none): the peer
 */
DeskPeer *
desk_peer_new (GIOStream *plain, GSocket *socket, DeskGuest *guest, GMainContext *context, GQueue *peers)
{
  DeskPeer *self = g_new0 (DeskPeer, 1);

  g_atomic_ref_count_init (&self->references);
  self->socket = socket;
  self->guest = guest;
  self->context = g_main_context_ref (context);
  self->peers = peers;
  self->link.data = self;
  self->deadline = g_get_monotonic_time () + DESK_PEER_REQUEST_TIME;
  self->is_waiting = TRUE;
  g_queue_push_tail_link (peers, &self->link);
  self->plain = plain;
  g_object_weak_ref (G_OBJECT (plain), on_stream_gone_cb, self);
  desk_guest_set_evict (guest, evict, self);
  return self;
}

DeskPeer *
desk_peer_ref (DeskPeer *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
desk_peer_unref (DeskPeer *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_weak_pointer (&self->wrapped);
  g_object_unref (self->socket);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * desk_peer_wrap:
 * @self: a peer
 * @stream: (transfer none): what its requests are read from: the plain stream, or TLS over it
 * @address: what its messages give as remote address
 *
 * Returns: (transfer full): what libsoup gets
 */
GIOStream *
desk_peer_wrap (DeskPeer *self, GIOStream *stream, GSocketAddress *address)
{
  GIOStream *wrapped = desk_peer_stream_new (stream, self->socket);

  self->stream = stream;
  g_set_weak_pointer (&self->wrapped, wrapped);
  g_object_set_qdata_full (G_OBJECT (address), get_quark (), desk_peer_ref (self), (GDestroyNotify) desk_peer_unref);
  return wrapped;
}

/**
 * desk_peer_find:
 * @address: a message's remote address
 *
 * Returns: (transfer none): the peer that sent it
 */
DeskPeer *
desk_peer_find (GSocketAddress *address)
{
  return address != NULL ? g_object_get_qdata (G_OBJECT (address), get_quark ()) : NULL;
}

/**
 * desk_peer_release:
 * @self: a peer whose connection goes to somebody else
 *
 * Returns: (transfer full): its place in the crowd, to be given up with the connection
 */
DeskGuest *
desk_peer_release (DeskPeer *self)
{
  DeskGuest *guest = g_steal_pointer (&self->guest);

  desk_guest_set_evict (guest, NULL, NULL);
  desk_guest_end_waiting (guest);
  if (self->plain != NULL)
    g_object_weak_unref (G_OBJECT (self->plain), on_stream_gone_cb, self);
  self->plain = NULL;
  self->stream = NULL;
  g_clear_weak_pointer (&self->wrapped);
  g_queue_unlink (self->peers, &self->link);
  desk_peer_unref (self);
  return guest;
}

/**
 * desk_peer_get_socket:
 * @self: a peer
 *
 * Returns: (transfer none): its socket
 */
GSocket *
desk_peer_get_socket (DeskPeer *self)
{
  return self->socket;
}

/**
 * desk_peer_get_address:
 * @self: a peer that has not been released
 *
 * Returns: where it comes from
 */
const char *
desk_peer_get_address (DeskPeer *self)
{
  return self->guest != NULL ? desk_guest_get_address (self->guest) : "";
}

/**
 * desk_peer_expect_request:
 * @self: a peer
 * @time: microseconds that it has for what comes next
 *
 * It is the other side's turn.
 */
void
desk_peer_expect_request (DeskPeer *self, gint64 time)
{
  self->deadline = g_get_monotonic_time () + time;
  if (!self->is_waiting && self->guest != NULL)
    desk_guest_begin_waiting (self->guest);
  self->is_waiting = TRUE;
  if (self->wrapped != NULL)
    desk_peer_stream_set_idle (DESK_PEER_STREAM (self->wrapped), FALSE);
}

/**
 * desk_peer_rest:
 * @self: a peer that was answered
 *
 * It may ask for something else, or go.
 */
void
desk_peer_rest (DeskPeer *self)
{
  desk_peer_expect_request (self, DESK_PEER_IDLE_TIME);
  if (self->wrapped != NULL)
    desk_peer_stream_set_idle (DESK_PEER_STREAM (self->wrapped), TRUE);
}

/**
 * desk_peer_work:
 * @self: a peer whose request is complete
 *
 * It is our turn.
 */
void
desk_peer_work (DeskPeer *self)
{
  self->deadline = 0;
  if (self->is_waiting && self->guest != NULL)
    desk_guest_end_waiting (self->guest);
  self->is_waiting = FALSE;
}

/**
 * desk_peer_expect_reader:
 * @self: a peer that is being answered
 * @length: of the answer
 */
void
desk_peer_expect_reader (DeskPeer *self, gsize length)
{
  self->deadline =
      g_get_monotonic_time () + DESK_PEER_ANSWER_TIME + (gint64) (length / DESK_PEER_SLOWEST_READER) * DESK_TIME_SECOND;
}

/**
 * desk_peer_turn_away:
 * @self: a peer that sends more than it may
 * @answer: a whole answer, head and body
 *
 * Answers at once, past libsoup, which would read the body to its end first. What still comes is read for a moment, so
 * that the other side gets to read the answer before the connection is cut.
 */
void
desk_peer_turn_away (DeskPeer *self, const char *answer)
{
  if (self->is_turned_away || self->stream == NULL)
    return;
  self->is_turned_away = TRUE;
  self->deadline = g_get_monotonic_time () + DRAIN_TIME;
  g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream)),
                                              answer, strlen (answer), NULL, NULL);
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
}

/**
 * desk_peer_is_turned_away:
 * @self: a peer
 *
 * Returns: whether it has been answered past libsoup and only waits to be cut
 */
gboolean
desk_peer_is_turned_away (DeskPeer *self)
{
  return self->is_turned_away;
}

/**
 * desk_peer_drain:
 * @self: a peer that was turned away
 * @length: how much more it sent
 *
 * Returns: whether it goes on reading; else it was cut
 */
gboolean
desk_peer_drain (DeskPeer *self, gsize length)
{
  self->n_drained += length;
  if (self->n_drained <= MOST_DRAINED)
    return TRUE;
  desk_peer_shut (self);
  return FALSE;
}

/**
 * desk_peer_shut:
 * @self: a peer
 *
 * Cuts the connection; libsoup finds it closed and cleans up.
 */
void
desk_peer_shut (DeskPeer *self)
{
  const struct linger at_once = { .l_onoff = 1 };

  self->deadline = 0;
  self->shut_at = g_get_monotonic_time ();
  /* Somebody who still sends would wait for a minute for us to read on: a reset tells them. */
  if (self->is_turned_away)
    setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

/**
 * desk_peers_sweep:
 * @peers: a worker's
 * @now: monotonic time
 *
 * Cuts those whose time is up.
 */
void
desk_peers_sweep (GQueue *peers, gint64 now)
{
  for (GList *link = peers->head; link != NULL; link = link->next)
    {
      DeskPeer *self = link->data;

      if (self->deadline != 0 && self->deadline <= now)
        desk_peer_shut (self);
      else if (self->shut_at != 0 && now - self->shut_at > CLEAN_UP_TIME && !g_socket_is_closed (self->socket))
        g_socket_close (self->socket, NULL);
    }
}

/**
 * desk_peers_shut_idle:
 * @peers: a worker's
 *
 * Cuts those who wait or are waited for; who is being served stays.
 */
void
desk_peers_shut_idle (GQueue *peers)
{
  for (GList *link = peers->head; link != NULL; link = link->next)
    {
      DeskPeer *self = link->data;

      if (self->is_waiting)
        desk_peer_shut (self);
    }
}
