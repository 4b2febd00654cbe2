/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-file-format.h"

#include <string.h>

/**
 * desk_file_derive_key:
 * @desk_key: 32 bytes
 * @salt: 32 random bytes of the file
 * @key: (out): 32 bytes
 */
void
desk_file_derive_key (const guint8 *desk_key, const guint8 *salt, guint8 *key)
{
  crypto_generichash (key, 32, salt, 32, desk_key, 32);
}

/**
 * desk_file_make_nonce:
 * @number: of a chunk, from 0
 * @is_last: whether the file ends with it
 * @nonce: (out): 24 bytes
 */
void
desk_file_make_nonce (guint64 number, gboolean is_last, guint8 *nonce)
{
  guint64 little = GUINT64_TO_LE (number);

  memset (nonce, 0, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  memcpy (nonce, &little, sizeof little);
  nonce[sizeof little] = is_last ? 1 : 0;
}

/**
 * desk_file_seal:
 * @head: a file's head
 * @key: the file's key
 * @seal: (out): 32 bytes that only who has the key can make of it
 */
void
desk_file_seal (const DeskFileHead *head, const guint8 *key, guint8 *seal)
{
  crypto_generichash (seal, 32, (const guint8 *) head, G_STRUCT_OFFSET (DeskFileHead, seal), key, 32);
}
