/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The biggest message that a client may send, in however many frames. */
#define DESK_FRAME_MAX_MESSAGE (64 * 1024)
#define DESK_FRAME_MAX_FRAGMENTS 64

/* Why a connection is closed, as RFC 6455 numbers it. */
typedef enum
{
  DESK_CLOSE_NORMAL = 1000,
  DESK_CLOSE_GOING_AWAY = 1001,
  DESK_CLOSE_PROTOCOL = 1002,
  DESK_CLOSE_UNSUPPORTED = 1003,
  DESK_CLOSE_BAD_TEXT = 1007,
  DESK_CLOSE_POLICY = 1008,
  DESK_CLOSE_TOO_BIG = 1009,
  DESK_CLOSE_TRY_AGAIN = 1013,
} DeskClose;

typedef enum
{
  DESK_FRAME_CONTINUATION = 0,
  DESK_FRAME_TEXT = 1,
  DESK_FRAME_BINARY = 2,
  DESK_FRAME_CLOSE = 8,
  DESK_FRAME_PING = 9,
  DESK_FRAME_PONG = 10,
} DeskFrameOpcode;

/**
 * DeskFrameReader:
 *
 * Makes messages of bytes that come from a client (RFC 6455, without extensions), and never holds more than one message
 * of the allowed size: libsoup 3.2 limits only the single frame.
 */
typedef struct _DeskFrameReader DeskFrameReader;

/* A whole message, or a control frame. @text is ended by a zero byte. Returns FALSE to read no further. */
typedef gboolean (*DeskFrameFunction) (DeskFrameOpcode opcode, const char *text, gsize length, gpointer data);

DeskFrameReader *desk_frame_reader_new (void);
void desk_frame_reader_free (DeskFrameReader *self);
DeskClose desk_frame_reader_take (DeskFrameReader *self,
                                  const guint8 *bytes,
                                  gsize length,
                                  DeskFrameFunction function,
                                  gpointer data);

GBytes *desk_frame_write (DeskFrameOpcode opcode, const char *payload, gsize length);
GBytes *desk_frame_write_close (DeskClose code, const char *reason);

G_END_DECLS
