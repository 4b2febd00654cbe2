/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "fuzz/fuzz.h"
#include "server/live/desk-frame.h"

static gboolean
on_frame (DeskFrameOpcode opcode, const char *text, gsize length, gpointer data)
{
  guint *n = data;

  g_assert_cmpuint (length, <=, DESK_FRAME_MAX_MESSAGE);
  g_assert_cmpint (text[length], ==, '\0');
  if (opcode == DESK_FRAME_TEXT)
    g_assert_true (g_utf8_validate (text, (gssize) length, NULL));
  (*n)++;
  return TRUE;
}

static DeskClose
take_all (const uint8_t *data, size_t size, size_t step, guint *n)
{
  DeskFrameReader *reader = desk_frame_reader_new ();
  DeskClose close = 0;

  for (size_t i = 0; i < size && close == 0; i += step)
    close = desk_frame_reader_take (reader, data + i, MIN (step, size - i), on_frame, n);
  desk_frame_reader_free (reader);
  return close;
}

/* However the bytes are cut into pieces on their way, they say the same. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  guint n_whole = 0;
  guint n_pieces = 0;
  DeskClose whole = take_all (data, size, MAX (size, 1), &n_whole);
  DeskClose pieces = take_all (data, size, 1 + size / 7, &n_pieces);

  g_assert_cmpint (whole, ==, pieces);
  g_assert_cmpuint (n_whole, ==, n_pieces);
  return 0;
}
