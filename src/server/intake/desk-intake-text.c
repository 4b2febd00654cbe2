/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/intake/desk-intake-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The place at or before @max where no letter is cut through. */
static gsize
find_end (const char *text, gsize max)
{
  while (max > 0 && ((guchar) text[max] & 0xc0) == 0x80)
    max--;
  return max;
}

/* Control characters, also those that turn the direction of text around, have no business in a message. */
static gboolean
is_kept (gunichar letter)
{
  if (letter == '\n' || letter == '\t')
    return TRUE;
  return !g_unichar_iscntrl (letter) && !(letter >= 0x202a && letter <= 0x202e)
         && !(letter >= 0x2066 && letter <= 0x2069);
}

char *
desk_intake_text_clean (const char *bytes, gssize length)
{
  g_autofree char *valid = g_utf8_make_valid (bytes, length < 0 ? (gssize) strlen (bytes) : length);
  GString *text = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (letter == '\r')
        letter = p[1] == '\n' ? 0 : '\n';
      if (letter != 0 && is_kept (letter))
        g_string_append_unichar (text, letter);
    }
  return g_string_free (text, FALSE);
}

char *
desk_intake_text_clean_line (const char *text, gsize max)
{
  g_autofree char *clean = text != NULL ? desk_intake_text_clean (text, -1) : NULL;

  if (clean == NULL)
    return NULL;
  g_strdelimit (clean, "\n\t", ' ');
  g_strstrip (clean);
  if (strlen (clean) > max)
    clean[find_end (clean, max)] = '\0';
  return clean[0] != '\0' ? g_steal_pointer (&clean) : NULL;
}

char *
desk_intake_text_cut (char *text, gsize max)
{
  g_autofree char *owned = text;
  g_autofree char *said = NULL;
  gsize length = strlen (owned);
  gsize end;

  if (length <= max)
    return g_steal_pointer (&owned);
  said = g_strdup_printf (_ ("\n[%" G_GSIZE_FORMAT " more bytes are left out]"), length);
  end = find_end (owned, max - strlen (said));
  g_free (said);
  said = g_strdup_printf (_ ("\n[%" G_GSIZE_FORMAT " more bytes are left out]"), length - end);
  owned[end] = '\0';
  return g_strconcat (owned, said, NULL);
}
