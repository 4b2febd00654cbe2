/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-file-writer.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/desk-error.h"
#include "server/desk/desk-file-format.h"
#include "server/desk/desk-media-type.h"

struct _DeskFileWriter
{
  DeskFiles *files; /* borrowed */
  char *path;       /* owned; NULL once it was kept */
  int fd;
  DeskFileHead head;
  guint8 key[32];
  crypto_hash_sha256_state hash;
  guint8 chunk[DESK_FILE_CHUNK];
  gsize n_chunk;
  guint64 n_chunks;
  guint8 first[DESK_MEDIA_TYPE_HEAD];
  gsize n_first;
  gint64 size;
  char sha256[crypto_hash_sha256_BYTES * 2 + 1];
};

static gboolean
write_at (DeskFileWriter *self, const guint8 *bytes, gsize length, goffset offset, GError **error)
{
  while (length > 0)
    {
      gssize n = pwrite (self->fd, bytes, length, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          g_set_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "There is no room for the file: %s",
                       g_strerror (errno));
          return FALSE;
        }
      bytes += n;
      offset += n;
      length -= n;
    }
  return TRUE;
}

static gboolean
flush (DeskFileWriter *self, gboolean is_last, GError **error)
{
  guint8 sealed[DESK_FILE_SEALED_CHUNK];
  guint8 nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
  unsigned long long length = 0;
  goffset offset = sizeof self->head + (goffset) self->n_chunks * DESK_FILE_SEALED_CHUNK;

  desk_file_make_nonce (self->n_chunks, is_last, nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed, &length, self->chunk, self->n_chunk, NULL, 0, NULL, nonce,
                                              self->key);
  self->n_chunks++;
  self->n_chunk = 0;
  return write_at (self, sealed, length, offset, error);
}

/**
 * desk_file_writer_new:
 * @files: (transfer none): where it goes; outlives the writer
 * @error: %DESK_ERROR_UNAVAILABLE when there is no room
 *
 * Returns: (transfer full): an empty file
 */
DeskFileWriter *
desk_file_writer_new (DeskFiles *files, GError **error)
{
  g_autoptr (DeskFileWriter) self = g_new0 (DeskFileWriter, 1);

  self->files = files;
  self->fd = desk_files_create (files, &self->path, error);
  if (self->fd < 0)
    return NULL;
  memcpy (self->head.magic, DESK_FILE_MAGIC, sizeof self->head.magic);
  randombytes_buf (self->head.salt, sizeof self->head.salt);
  desk_file_derive_key (desk_files_get_key (files), self->head.salt, self->key);
  crypto_hash_sha256_init (&self->hash);
  return g_steal_pointer (&self);
}

/**
 * desk_file_writer_free:
 * @self: (transfer full): a writer
 *
 * A file that was not kept is gone.
 */
void
desk_file_writer_free (DeskFileWriter *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

gboolean
desk_file_writer_write (DeskFileWriter *self, const void *data, gsize length, GError **error)
{
  const guint8 *bytes = data;
  gsize n_first = MIN (length, sizeof self->first - self->n_first);

  memcpy (self->first + self->n_first, bytes, n_first);
  self->n_first += n_first;
  self->size += length;
  crypto_hash_sha256_update (&self->hash, bytes, length);
  while (length > 0)
    {
      gsize n = MIN (length, sizeof self->chunk - self->n_chunk);

      /* A full chunk waits for what comes behind it: the last one says that it is. */
      if (n == 0)
        {
          if (!flush (self, FALSE, error))
            return FALSE;
          continue;
        }
      memcpy (self->chunk + self->n_chunk, bytes, n);
      self->n_chunk += n;
      bytes += n;
      length -= n;
    }
  return TRUE;
}

/**
 * desk_file_writer_finish:
 * @self: a writer that got all of the file
 * @error: %DESK_ERROR_UNAVAILABLE when there is no room
 *
 * Returns: whether the file is complete
 */
gboolean
desk_file_writer_finish (DeskFileWriter *self, GError **error)
{
  if (!flush (self, TRUE, error))
    return FALSE;
  self->head.size = GUINT64_TO_LE ((guint64) self->size);
  crypto_hash_sha256_final (&self->hash, self->head.sha256);
  desk_file_seal (&self->head, self->key, self->head.seal);
  sodium_bin2hex (self->sha256, sizeof self->sha256, self->head.sha256, sizeof self->head.sha256);
  return write_at (self, (const guint8 *) &self->head, sizeof self->head, 0, error);
}

/**
 * desk_file_writer_keep:
 * @self: a finished file
 * @path: (nullable): its place, %NULL for that of its hash
 * @error: %DESK_ERROR_UNAVAILABLE
 *
 * Waits for the disk: not for a thread on which others wait.
 *
 * Returns: whether it is in its place for good
 */
gboolean
desk_file_writer_keep (DeskFileWriter *self, const char *path, GError **error)
{
  g_autofree char *own = path == NULL ? desk_files_dup_path (self->files, self->sha256) : NULL;

  if (self->path == NULL)
    return TRUE;
  if (fdatasync (self->fd) != 0)
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "The file can't be written: %s", g_strerror (errno));
      return FALSE;
    }
  if (!desk_files_keep (self->files, self->path, path != NULL ? path : own, error))
    return FALSE;
  g_clear_pointer (&self->path, g_free);
  return TRUE;
}

gint64
desk_file_writer_get_size (DeskFileWriter *self)
{
  return self->size;
}

/**
 * desk_file_writer_get_sha256:
 * @self: a finished file
 *
 * Returns: the SHA-256 of its content, in hexadecimal
 */
const char *
desk_file_writer_get_sha256 (DeskFileWriter *self)
{
  return self->sha256;
}

const char *
desk_file_writer_get_media_type (DeskFileWriter *self)
{
  return desk_media_type_find (self->first, self->n_first);
}
