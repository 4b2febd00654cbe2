/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-text.h"

#include <string.h>

/**
 * desk_text_dup_excerpt:
 * @text: UTF-8
 * @max: bytes, at most
 *
 * Returns: (transfer full): the beginning of a text, whole letters only, in one line
 */
char *
desk_text_dup_excerpt (const char *text, gsize max)
{
  gsize length = strlen (text);

  if (length > max)
    for (length = max; length > 0 && ((guchar) text[length] & 0xc0) == 0x80; length--)
      continue;
  return g_strdelimit (g_strndup (text, length), "\r\n\t", ' ');
}
