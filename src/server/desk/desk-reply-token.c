/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-reply-token.h"

#include <sodium.h>
#include <string.h>

#include "core/desk-id.h"

#define ID_BYTES 16
#define MAC_BYTES 12
#define TOKEN_BYTES (1 + ID_BYTES + MAC_BYTES)
/* Of five bits each, the last with some of nothing. */
#define TOKEN_LETTERS ((TOKEN_BYTES * 8 + 4) / 5)

static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

static void
sign (const char *key, const guint8 *bytes, guint8 *mac)
{
  static const char purpose[] = "deskbell reply token";
  guint8 full[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;

  crypto_auth_hmacsha256_init (&state, (const guint8 *) key, strlen (key));
  crypto_auth_hmacsha256_update (&state, (const guint8 *) purpose, sizeof purpose);
  crypto_auth_hmacsha256_update (&state, bytes, 1 + ID_BYTES);
  crypto_auth_hmacsha256_final (&state, full);
  memcpy (mac, full, MAC_BYTES);
}

static char *
encode (const guint8 *bytes)
{
  char *text = g_malloc0 (TOKEN_LETTERS + 1);

  for (guint i = 0; i < TOKEN_LETTERS; i++)
    {
      guint value = 0;

      for (guint bit = i * 5; bit < i * 5 + 5; bit++)
        value = value << 1 | (bit < TOKEN_BYTES * 8 ? bytes[bit / 8] >> (7 - bit % 8) & 1 : 0);
      text[i] = letters[value];
    }
  return text;
}

static gboolean
decode (const char *text, guint8 *bytes)
{
  if (strlen (text) != TOKEN_LETTERS)
    return FALSE;
  memset (bytes, 0, TOKEN_BYTES);
  for (guint i = 0; i < TOKEN_LETTERS; i++)
    {
      const char *letter = strchr (letters, g_ascii_tolower (text[i]));

      if (letter == NULL)
        return FALSE;
      for (guint bit = 0; bit < 5; bit++)
        if (((letter - letters) >> (4 - bit) & 1) != 0 && i * 5 + bit < TOKEN_BYTES * 8)
          bytes[(i * 5 + bit) / 8] |= (guint8) (1 << (7 - (i * 5 + bit) % 8));
    }
  return TRUE;
}

static gboolean
pack_id (const char *id, guint8 *bytes)
{
  guint n = 0;

  for (const char *p = id; *p != '\0' && n < ID_BYTES * 2; p++)
    if (g_ascii_isxdigit (*p))
      {
        bytes[n / 2] = (guint8) (bytes[n / 2] << 4 | g_ascii_xdigit_value (*p));
        n++;
      }
  return n == ID_BYTES * 2;
}

static char *
unpack_id (const guint8 *bytes)
{
  GString *id = g_string_new (NULL);

  for (guint i = 0; i < ID_BYTES; i++)
    g_string_append_printf (id, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", bytes[i]);
  return g_string_free (id, FALSE);
}

/**
 * desk_reply_token_make:
 * @key: the desk's own secret
 * @thread_kind: query or ticket
 * @thread_id: its id
 *
 * Returns: (transfer full): the token
 */
char *
desk_reply_token_make (const char *key, DeskSubject thread_kind, const char *thread_id)
{
  guint8 bytes[TOKEN_BYTES] = { (guint8) thread_kind };

  g_return_val_if_fail (pack_id (thread_id, bytes + 1), NULL);
  sign (key, bytes, bytes + 1 + ID_BYTES);
  return encode (bytes);
}

/**
 * desk_reply_token_read:
 * @key: the desk's own secret
 * @token: what stood in an address
 * @thread_kind: (out): query or ticket
 *
 * Takes as long for a forged token as for one of ours.
 *
 * Returns: (transfer full) (nullable): the thread's id
 */
char *
desk_reply_token_read (const char *key, const char *token, DeskSubject *thread_kind)
{
  guint8 bytes[TOKEN_BYTES];
  guint8 mac[MAC_BYTES];

  if (!decode (token, bytes))
    return NULL;
  sign (key, bytes, mac);
  if (sodium_memcmp (mac, bytes + 1 + ID_BYTES, MAC_BYTES) != 0)
    return NULL;
  *thread_kind = bytes[0];
  return unpack_id (bytes + 1);
}
