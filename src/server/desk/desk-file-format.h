/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sodium.h>

G_BEGIN_DECLS

/* A file as it stands on the disk: a head, and chunks that are each encrypted and authenticated by themselves with
 * XChaCha20-Poly1305, so that any part can be read without the rest. Each file has a key of its own, made from the
 * desk's and the salt; a chunk's nonce is its number and whether it is the last, so that none can be left out, moved or
 * taken from another file. libsodium's secretstream does the same in one pass, but there each chunk needs all before
 * it. */
#define DESK_FILE_CHUNK (64 * 1024)
#define DESK_FILE_SEALED_CHUNK (DESK_FILE_CHUNK + crypto_aead_xchacha20poly1305_ietf_ABYTES)
#define DESK_FILE_MAGIC "DESKFIL1"

typedef struct
{
  char magic[8];
  guint8 salt[32];
  guint64 size; /* of the content, little endian */
  guint8 sha256[crypto_hash_sha256_BYTES];
  guint8 seal[32]; /* of all above, with the file's key */
} DeskFileHead;

G_STATIC_ASSERT (sizeof (DeskFileHead) == 112);

void desk_file_derive_key (const guint8 *desk_key, const guint8 *salt, guint8 *key);
void desk_file_make_nonce (guint64 number, gboolean is_last, guint8 *nonce);
void desk_file_seal (const DeskFileHead *head, const guint8 *key, guint8 *seal);

G_END_DECLS
