/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-peer-input.h"

#include <string.h>

struct _DeskPeerInput
{
  GFilterInputStream parent_instance;

  GSocket *socket; /* owned */
  gboolean is_idle;
};

static void desk_peer_input_iface_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DeskPeerInput,
                               desk_peer_input,
                               G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, desk_peer_input_iface_init))

/* What libsoup gets to read at the end of an idle connection: no request. */
static const char farewell[] = "x\r\n\r\n";

static GPollableInputStream *
get_base (gpointer self)
{
  return G_POLLABLE_INPUT_STREAM (g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self)));
}

static gssize
say_farewell (DeskPeerInput *self, gssize n, void *buffer, gsize count)
{
  if (n != 0 || count < sizeof farewell || !self->is_idle)
    return n;
  self->is_idle = FALSE;
  /* The refusal is for libsoup; nobody else is to read it. */
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  memcpy (buffer, farewell, sizeof farewell - 1);
  return sizeof farewell - 1;
}

static gboolean
desk_peer_input_can_poll (GPollableInputStream *stream)
{
  return g_pollable_input_stream_can_poll (get_base (stream));
}

static gboolean
desk_peer_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (get_base (stream));
}

static GSource *
desk_peer_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) child = g_pollable_input_stream_create_source (get_base (stream), NULL);

  return g_pollable_source_new_full (stream, child, cancellable);
}

static gssize
desk_peer_input_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize count, GError **error)
{
  gssize n = g_pollable_input_stream_read_nonblocking (get_base (stream), buffer, count, NULL, error);

  return say_farewell (DESK_PEER_INPUT (stream), n, buffer, count);
}

static void
desk_peer_input_finalize (GObject *object)
{
  g_clear_object (&DESK_PEER_INPUT (object)->socket);

  G_OBJECT_CLASS (desk_peer_input_parent_class)->finalize (object);
}

static void
desk_peer_input_iface_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = desk_peer_input_can_poll;
  iface->is_readable = desk_peer_input_is_readable;
  iface->create_source = desk_peer_input_create_source;
  iface->read_nonblocking = desk_peer_input_read_nonblocking;
}

static void
desk_peer_input_class_init (DeskPeerInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_peer_input_finalize;
}

static void
desk_peer_input_init (DeskPeerInput *self)
{
}

/**
 * desk_peer_input_new:
 * @base: (transfer none): what is read; it can be polled
 * @socket: (transfer none): below it
 *
 * Returns: (transfer full): the stream
 */
GInputStream *
desk_peer_input_new (GInputStream *base, GSocket *socket)
{
  DeskPeerInput *self = g_object_new (DESK_TYPE_PEER_INPUT, "base-stream", base, "close-base-stream", FALSE, NULL);

  self->socket = g_object_ref (socket);
  return G_INPUT_STREAM (self);
}

/**
 * desk_peer_input_set_idle:
 * @self: a stream
 * @is_idle: whether nothing of a request has come yet
 */
void
desk_peer_input_set_idle (DeskPeerInput *self, gboolean is_idle)
{
  self->is_idle = is_idle;
}
