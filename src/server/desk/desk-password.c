/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-password.h"

#include <sodium.h>
#include <string.h>

#include "core/desk-error.h"

/* Argon2id with 19 MiB and two passes, the second of OWASP's equal choices: some 25 ms and 19 MiB for each of the few
 * that are computed at once, where libsodium's INTERACTIVE takes 64 MiB. */
#define OPS 2
#define MEMORY (19 * 1024 * 1024)

#define SECRET_BYTES 32

static void
start_sodium (void)
{
  static gsize started = 0;

  if (g_once_init_enter (&started))
    {
      if (sodium_init () < 0)
        g_error ("libsodium does not start");
      g_once_init_leave (&started, 1);
    }
}

static char *
encode (const guint8 *bytes, gsize length)
{
  gsize size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/**
 * desk_password_check:
 * @password: a new password
 * @field: what the error calls it
 * @error: %DESK_ERROR_INVALID when it is too short or too long
 *
 * Returns: whether it may be used
 */
gboolean
desk_password_check (const char *password, const char *field, GError **error)
{
  g_autoptr (GError) invalid = NULL;
  gsize length = strlen (password);

  if (length >= DESK_PASSWORD_SHORTEST && length <= DESK_PASSWORD_LONGEST)
    return TRUE;
  desk_error_add_field (&invalid, field, "a password of %d to %d characters was expected", DESK_PASSWORD_SHORTEST,
                        DESK_PASSWORD_LONGEST);
  g_propagate_error (error, g_steal_pointer (&invalid));
  return FALSE;
}

/**
 * desk_password_hash:
 * @password: in plain
 * @error: %DESK_ERROR_UNAVAILABLE when there is no memory for it
 *
 * Takes some 25 ms of one core and 19 MiB. Any thread.
 *
 * Returns: (transfer full): its Argon2id hash, salt and parameters included
 */
char *
desk_password_hash (const char *password, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];

  start_sodium ();
  if (crypto_pwhash_str_alg (hash, password, strlen (password), OPS, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "There is no memory to hash a password now");
      return NULL;
    }
  return g_strdup (hash);
}

/**
 * desk_password_verify:
 * @hash: from desk_password_hash()
 * @password: in plain
 *
 * Takes as long as hashing. Any thread.
 *
 * Returns: whether it is the one
 */
gboolean
desk_password_verify (const char *hash, const char *password)
{
  start_sodium ();
  return crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}

/**
 * desk_password_get_nobodys_hash:
 *
 * What a password is compared with when there is no such account, so that the answer takes as long.
 *
 * Returns: a hash that no password has
 */
const char *
desk_password_get_nobodys_hash (void)
{
  static char *hash = NULL;

  if (g_once_init_enter (&hash))
    {
      g_autofree char *secret = desk_secret_new ();
      char *made = desk_password_hash (secret, NULL);

      g_once_init_leave (&hash, made != NULL ? made : g_strdup ("*"));
    }
  return hash;
}

/**
 * desk_secret_new:
 *
 * Returns: (transfer full): 256 random bits, in base64url
 */
char *
desk_secret_new (void)
{
  guint8 bytes[SECRET_BYTES];

  start_sodium ();
  randombytes_buf (bytes, sizeof bytes);
  return encode (bytes, sizeof bytes);
}

/**
 * desk_secret_derive:
 * @key: the desk's own secret
 * @text: what it is derived from
 *
 * Returns: (transfer full): 256 bits that only who has the key can tell, always the same for the same text
 */
char *
desk_secret_derive (const char *key, const char *text)
{
  guint8 bytes[SECRET_BYTES];

  start_sodium ();
  crypto_generichash (bytes, sizeof bytes, (const guint8 *) text, strlen (text), (const guint8 *) key,
                      MIN (strlen (key), crypto_generichash_KEYBYTES_MAX));
  return encode (bytes, sizeof bytes);
}

/**
 * desk_secret_hash:
 * @secret: a token
 *
 * Returns: (transfer full): what is stored of it and looked up by
 */
char *
desk_secret_hash (const char *secret)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}
