/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-peer-stream.h"

#include "server/http/desk-peer-input.h"

struct _DeskPeerStream
{
  GIOStream parent_instance;

  /* owned */
  GIOStream *base;
  GInputStream *input;
};

G_DEFINE_FINAL_TYPE (DeskPeerStream, desk_peer_stream, G_TYPE_IO_STREAM)

static GInputStream *
desk_peer_stream_get_input_stream (GIOStream *stream)
{
  return DESK_PEER_STREAM (stream)->input;
}

static GOutputStream *
desk_peer_stream_get_output_stream (GIOStream *stream)
{
  return g_io_stream_get_output_stream (DESK_PEER_STREAM (stream)->base);
}

static gboolean
desk_peer_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return g_io_stream_close (DESK_PEER_STREAM (stream)->base, cancellable, error);
}

static void
desk_peer_stream_finalize (GObject *object)
{
  DeskPeerStream *self = DESK_PEER_STREAM (object);

  g_clear_object (&self->input);
  g_clear_object (&self->base);

  G_OBJECT_CLASS (desk_peer_stream_parent_class)->finalize (object);
}

static void
desk_peer_stream_class_init (DeskPeerStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = desk_peer_stream_finalize;
  stream_class->get_input_stream = desk_peer_stream_get_input_stream;
  stream_class->get_output_stream = desk_peer_stream_get_output_stream;
  stream_class->close_fn = desk_peer_stream_close;
}

static void
desk_peer_stream_init (DeskPeerStream *self)
{
}

/**
 * desk_peer_stream_new:
 * @base: (transfer none): the connection, plain or TLS
 * @socket: (transfer none): below it
 *
 * Returns: (transfer full): what libsoup gets
 */
GIOStream *
desk_peer_stream_new (GIOStream *base, GSocket *socket)
{
  DeskPeerStream *self = g_object_new (DESK_TYPE_PEER_STREAM, NULL);

  self->base = g_object_ref (base);
  self->input = desk_peer_input_new (g_io_stream_get_input_stream (base), socket);
  return G_IO_STREAM (self);
}

/**
 * desk_peer_stream_set_idle:
 * @self: a stream
 * @is_idle: whether it stands between two requests
 */
void
desk_peer_stream_set_idle (DeskPeerStream *self, gboolean is_idle)
{
  desk_peer_input_set_idle (DESK_PEER_INPUT (self->input), is_idle);
}
