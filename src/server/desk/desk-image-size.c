/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-image-size.h"

#include <string.h>

static guint
read_big (const guint8 *bytes, guint n)
{
  guint number = 0;

  for (guint i = 0; i < n; i++)
    number = number << 8 | bytes[i];
  return number;
}

/* The first chunk of a PNG is its header. */
static gboolean
read_png (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  if (length < 24 || memcmp (bytes + 12, "IHDR", 4) != 0)
    return FALSE;
  *width = read_big (bytes + 16, 4);
  *height = read_big (bytes + 20, 4);
  return TRUE;
}

static gboolean
read_gif (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  if (length < 10)
    return FALSE;
  *width = bytes[6] | bytes[7] << 8;
  *height = bytes[8] | bytes[9] << 8;
  return TRUE;
}

/* The colours that a packed byte says follow it, in bytes. */
static gsize
count_colours (guint8 packed)
{
  return (packed & 0x80) != 0 ? (gsize) 3 << ((packed & 0x07) + 1) : 0;
}

/* Behind a chain of blocks, each with its length before it; 0 where it is cut off. */
static gsize
skip_blocks (const guint8 *bytes, gsize length, gsize place)
{
  while (place < length && bytes[place] != 0)
    place += 1 + bytes[place];
  return place < length ? place + 1 : 0;
}

/* A frame's header is one of the markers C0 to CF, without the three among them that are tables. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
read_jpeg (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  gsize place = 2;

  while (place + 9 <= length && bytes[place] == 0xff)
    {
      guint8 marker = bytes[place + 1];

      if (marker == 0xff)
        {
          place++;
          continue;
        }
      if (is_frame (marker))
        {
          *height = read_big (bytes + place + 5, 2);
          *width = read_big (bytes + place + 7, 2);
          return TRUE;
        }
      if (marker == 0xd9 || marker == 0xda)
        return FALSE;
      place += 2 + read_big (bytes + place + 2, 2);
    }
  return FALSE;
}

/**
 * desk_image_size_read:
 * @media_type: "image/png", "image/jpeg" or "image/gif"
 * @bytes: the beginning of the file, or all of it
 * @length: of @bytes
 * @width: (out): in pixels
 * @height: (out): in pixels
 *
 * Reads how big a picture says it is, without making one of it: a few bytes can claim a billion pixels.
 *
 * Returns: whether it says so in what is there
 */
gboolean
desk_image_size_read (const char *media_type, const guint8 *bytes, gsize length, guint *width, guint *height)
{
  gboolean is_read = FALSE;

  if (g_str_equal (media_type, "image/png"))
    is_read = read_png (bytes, length, width, height);
  else if (g_str_equal (media_type, "image/jpeg"))
    is_read = read_jpeg (bytes, length, width, height);
  else if (g_str_equal (media_type, "image/gif"))
    is_read = read_gif (bytes, length, width, height);
  return is_read && *width > 0 && *height > 0;
}

/**
 * desk_image_size_find_still:
 * @bytes: a GIF
 * @length: of @bytes
 *
 * A GIF may have frames without end, and each says for itself how big it is. A still picture needs the first one.
 *
 * Returns: where the first frame ends; 0 when there is none, or it does not fit into the picture
 */
gsize
desk_image_size_find_still (const guint8 *bytes, gsize length)
{
  guint width = 0, height = 0;
  gsize place;

  if (length < 13 || !read_gif (bytes, length, &width, &height))
    return 0;
  place = 13 + count_colours (bytes[10]);
  while (place != 0 && place + 11 < length && bytes[place] == 0x21)
    place = skip_blocks (bytes, length, place + 2);
  if (place == 0 || place + 11 >= length || bytes[place] != 0x2c)
    return 0;
  if ((guint) (bytes[place + 1] | bytes[place + 2] << 8) + (guint) (bytes[place + 5] | bytes[place + 6] << 8) > width
      || (guint) (bytes[place + 3] | bytes[place + 4] << 8) + (guint) (bytes[place + 7] | bytes[place + 8] << 8)
             > height)
    return 0;
  return skip_blocks (bytes, length, place + 10 + count_colours (bytes[place + 9]) + 1);
}
