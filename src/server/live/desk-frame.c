/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/live/desk-frame.h"

#include <string.h>

#define FIN 0x80
#define RESERVED 0x70
#define OPCODE 0x0f
#define MASKED 0x80
#define LONGEST_CONTROL 125

/* Lengths that stand for a longer length behind them. */
#define LENGTH_16 126
#define LENGTH_64 127

struct _DeskFrameReader
{
  GByteArray *pending; /* owned; the frame that has not come whole yet; NULL for none */
  GByteArray *message; /* owned; the fragments of the message so far; NULL for none */
  guint n_fragments;
  DeskFrameOpcode opcode; /* of the message */
};

typedef struct
{
  gboolean is_final;
  DeskFrameOpcode opcode;
  gsize head; /* bytes before the payload */
  guint64 length;
  guint8 mask[4];
} Head;

static gboolean
is_control (DeskFrameOpcode opcode)
{
  return opcode >= DESK_FRAME_CLOSE;
}

/* FALSE while the head has not come whole. */
static gboolean
read_head (const guint8 *bytes, gsize length, Head *head)
{
  gsize n_length;

  if (length < 2)
    return FALSE;
  head->is_final = (bytes[0] & FIN) != 0;
  head->opcode = bytes[0] & OPCODE;
  head->length = bytes[1] & ~MASKED;
  n_length = head->length == LENGTH_16 ? 2 : head->length == LENGTH_64 ? 8 : 0;
  head->head = 2 + n_length + 4;
  if (length < head->head)
    return FALSE;
  if (n_length > 0)
    head->length = 0;
  for (gsize i = 0; i < n_length; i++)
    head->length = head->length << 8 | bytes[2 + i];
  memcpy (head->mask, bytes + 2 + n_length, sizeof head->mask);
  return TRUE;
}

/* What RFC 6455 forbids, and what we do not take. */
static DeskClose
check_head (DeskFrameReader *self, const guint8 *bytes, const Head *head)
{
  if ((bytes[0] & RESERVED) != 0 || (bytes[1] & MASKED) == 0)
    return DESK_CLOSE_PROTOCOL;
  if (is_control (head->opcode))
    return head->opcode <= DESK_FRAME_PONG && head->is_final && head->length <= LONGEST_CONTROL ? 0
                                                                                                : DESK_CLOSE_PROTOCOL;
  if (head->opcode > DESK_FRAME_BINARY || (head->opcode == DESK_FRAME_CONTINUATION) != (self->message != NULL))
    return DESK_CLOSE_PROTOCOL;
  if (head->opcode == DESK_FRAME_BINARY)
    return DESK_CLOSE_UNSUPPORTED;
  if (head->length > DESK_FRAME_MAX_MESSAGE
      || head->length + (self->message != NULL ? self->message->len : 0) > DESK_FRAME_MAX_MESSAGE
      || self->n_fragments >= DESK_FRAME_MAX_FRAGMENTS)
    return DESK_CLOSE_TOO_BIG;
  return 0;
}

static void
unmask (guint8 *payload, gsize length, const guint8 mask[4])
{
  for (gsize i = 0; i < length; i++)
    payload[i] ^= mask[i % 4];
}

static DeskClose
give (DeskFrameOpcode opcode, GByteArray *message, DeskFrameFunction function, gpointer data, gboolean *goes_on)
{
  gsize length = message->len;

  if (opcode == DESK_FRAME_TEXT && length > 0 && !g_utf8_validate_len ((const char *) message->data, length, NULL))
    return DESK_CLOSE_BAD_TEXT;
  g_byte_array_append (message, (const guint8 *) "", 1);
  *goes_on = function (opcode, (const char *) message->data, length, data);
  return 0;
}

/* A frame that came whole. */
static DeskClose
take_frame (DeskFrameReader *self,
            const Head *head,
            const guint8 *payload,
            DeskFrameFunction function,
            gpointer data,
            gboolean *goes_on)
{
  g_autoptr (GByteArray) whole = NULL;
  guint before;

  if (is_control (head->opcode))
    {
      whole = g_byte_array_new ();
      g_byte_array_append (whole, payload, (guint) head->length);
      unmask (whole->data, whole->len, head->mask);
      return give (head->opcode, whole, function, data, goes_on);
    }
  if (self->message == NULL)
    {
      self->message = g_byte_array_new ();
      self->opcode = head->opcode;
      self->n_fragments = 0;
    }
  before = self->message->len;
  self->n_fragments++;
  g_byte_array_append (self->message, payload, (guint) head->length);
  /* Of nothing there is no address. */
  if (head->length > 0)
    unmask (self->message->data + before, head->length, head->mask);
  if (!head->is_final)
    return 0;
  whole = g_steal_pointer (&self->message);
  self->n_fragments = 0;
  return give (self->opcode, whole, function, data, goes_on);
}

DeskFrameReader *
desk_frame_reader_new (void)
{
  return g_new0 (DeskFrameReader, 1);
}

void
desk_frame_reader_free (DeskFrameReader *self)
{
  g_clear_pointer (&self->pending, g_byte_array_unref);
  g_clear_pointer (&self->message, g_byte_array_unref);
  g_free (self);
}

/**
 * desk_frame_reader_take:
 * @self: a reader
 * @bytes: what came
 * @length: of @bytes
 * @function: called for each message and control frame
 * @data: for @function
 *
 * Returns: 0, or why the connection has to be closed
 */
DeskClose
desk_frame_reader_take (DeskFrameReader *self,
                        const guint8 *bytes,
                        gsize length,
                        DeskFrameFunction function,
                        gpointer data)
{
  g_autoptr (GByteArray) pending = g_steal_pointer (&self->pending);
  gboolean goes_on = TRUE;
  Head head;

  if (pending != NULL)
    {
      g_byte_array_append (pending, bytes, (guint) length);
      bytes = pending->data;
      length = pending->len;
    }
  while (goes_on && read_head (bytes, length, &head))
    {
      DeskClose trouble = check_head (self, bytes, &head);

      if (trouble != 0)
        return trouble;
      if (length - head.head < head.length)
        break;
      trouble = take_frame (self, &head, bytes + head.head, function, data, &goes_on);
      if (trouble != 0)
        return trouble;
      bytes += head.head + head.length;
      length -= head.head + head.length;
    }
  if (pending != NULL && bytes == pending->data && goes_on)
    self->pending = g_steal_pointer (&pending);
  else if (length > 0 && goes_on)
    {
      self->pending = g_byte_array_new ();
      g_byte_array_append (self->pending, bytes, (guint) length);
    }
  return 0;
}

/**
 * desk_frame_write:
 * @opcode: what it is
 * @payload: what it says
 * @length: of @payload
 *
 * Returns: (transfer full): one whole frame, which any number of connections can send
 */
GBytes *
desk_frame_write (DeskFrameOpcode opcode, const char *payload, gsize length)
{
  gsize n_length = length < LENGTH_16 ? 0 : length <= G_MAXUINT16 ? 2 : 8;
  guint8 *frame = g_malloc (2 + n_length + length);

  frame[0] = FIN | (guint8) opcode;
  frame[1] = (guint8) (n_length == 0 ? length : n_length == 2 ? LENGTH_16 : LENGTH_64);
  for (gsize i = 0; i < n_length; i++)
    frame[2 + i] = (guint8) (length >> 8 * (n_length - 1 - i));
  if (length > 0)
    memcpy (frame + 2 + n_length, payload, length);
  return g_bytes_new_take (frame, 2 + n_length + length);
}

/**
 * desk_frame_write_close:
 * @code: why
 * @reason: the same in words, short
 *
 * Returns: (transfer full): a closing frame
 */
GBytes *
desk_frame_write_close (DeskClose code, const char *reason)
{
  char payload[LONGEST_CONTROL];
  gsize length = MIN (strlen (reason), sizeof payload - 2);

  payload[0] = (char) (code >> 8);
  payload[1] = (char) (code & 0xff);
  memcpy (payload + 2, reason, length);
  return desk_frame_write (DESK_FRAME_CLOSE, payload, 2 + length);
}
