/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-id.h"

#include <string.h>
#include <sys/random.h>

/**
 * desk_id_new:
 *
 * Returns: (transfer full): a new UUID of version 7 (RFC 9562): made by whoever creates an entity, in the order of
 * time, without asking anybody. Any thread.
 */
char *
desk_id_new (void)
{
  guint64 random[2];

  if (getrandom (random, sizeof random, 0) != sizeof random)
    g_error ("The system gives no random numbers");
  return desk_id_new_at (g_get_real_time (), random[0], random[1]);
}

/**
 * desk_id_new_at:
 * @microseconds: its time, since 1970 UTC
 * @random_high: 12 bits of this are used
 * @random_low: 62 bits of this are used
 *
 * Makes an id that is the same for the same input: for made-up desks that have to come out alike every time.
 *
 * Returns: (transfer full): a UUID of version 7
 */
char *
desk_id_new_at (gint64 microseconds, guint64 random_high, guint64 random_low)
{
  guint64 milliseconds = microseconds / 1000;
  guint64 low = (random_low & G_GUINT64_CONSTANT (0x3fffffffffffffff)) | G_GUINT64_CONSTANT (0x8000000000000000);

  return g_strdup_printf ("%08x-%04x-%04x-%04x-%012" G_GINT64_MODIFIER "x", (guint) (milliseconds >> 16),
                          (guint) (milliseconds & 0xffff), (guint) (0x7000 | (random_high & 0xfff)),
                          (guint) (low >> 48), low & G_GUINT64_CONSTANT (0xffffffffffff));
}

/**
 * desk_id_is_valid:
 * @text: (nullable): perhaps an id
 *
 * Returns: whether it is a UUID in lower case
 */
gboolean
desk_id_is_valid (const char *text)
{
  if (text == NULL || strlen (text) != DESK_ID_LENGTH)
    return FALSE;
  for (guint i = 0; i < DESK_ID_LENGTH; i++)
    {
      gboolean is_dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (is_dash ? text[i] != '-' : !(g_ascii_isxdigit (text[i]) && !g_ascii_isupper (text[i])))
        return FALSE;
    }
  return TRUE;
}
