/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-file-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/desk-error.h"
#include "server/desk/desk-file-format.h"

struct _DeskFileReader
{
  int fd;
  gint64 size;
  guint8 key[32];
};

static gboolean
read_at (int fd, void *buffer, gsize length, goffset offset)
{
  guint8 *bytes = buffer;

  while (length > 0)
    {
      gssize n = pread (fd, bytes, length, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      offset += n;
      length -= n;
    }
  return TRUE;
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INTERNAL,
                       "A file of the desk is damaged, or was made with another key");
  return FALSE;
}

static gboolean
read_head (DeskFileReader *self, DeskFiles *files, GError **error)
{
  DeskFileHead head;
  guint8 seal[sizeof head.seal];

  if (!read_at (self->fd, &head, sizeof head, 0) || memcmp (head.magic, DESK_FILE_MAGIC, sizeof head.magic) != 0)
    return fail (error);
  desk_file_derive_key (desk_files_get_key (files), head.salt, self->key);
  desk_file_seal (&head, self->key, seal);
  if (sodium_memcmp (seal, head.seal, sizeof seal) != 0)
    return fail (error);
  self->size = (gint64) GUINT64_FROM_LE (head.size);
  return TRUE;
}

/**
 * desk_file_reader_open:
 * @files: the files
 * @path: from desk_files_dup_path() or desk_files_dup_thumbnail_path()
 * @error: %DESK_ERROR_NOT_FOUND when it is not there, %DESK_ERROR_INTERNAL when it is not what was written
 *
 * Returns: (transfer full): the open file
 */
DeskFileReader *
desk_file_reader_open (DeskFiles *files, const char *path, GError **error)
{
  g_autoptr (DeskFileReader) self = g_new0 (DeskFileReader, 1);

  self->fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (self->fd < 0)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "The file is not there any more");
      return NULL;
    }
  return read_head (self, files, error) ? g_steal_pointer (&self) : NULL;
}

void
desk_file_reader_free (DeskFileReader *self)
{
  if (self->fd >= 0)
    close (self->fd);
  sodium_memzero (self->key, sizeof self->key);
  g_free (self);
}

gint64
desk_file_reader_get_size (DeskFileReader *self)
{
  return self->size;
}

/**
 * desk_file_reader_read:
 * @self: an open file
 * @offset: where, before its end
 * @most: how many bytes at most
 * @error: %DESK_ERROR_INTERNAL when what stands there was changed
 *
 * Returns: (transfer full): at least one byte, and no more than to the end of a chunk of 64 KiB
 */
GBytes *
desk_file_reader_read (DeskFileReader *self, gint64 offset, gsize most, GError **error)
{
  guint64 number = (guint64) offset / DESK_FILE_CHUNK;
  gsize within = (gsize) (offset % DESK_FILE_CHUNK);
  gsize length = (gsize) MIN (self->size - (gint64) (number * DESK_FILE_CHUNK), DESK_FILE_CHUNK);
  gboolean is_last = (gint64) (number * DESK_FILE_CHUNK + length) == self->size;
  guint8 nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
  g_autofree guint8 *sealed = g_malloc (DESK_FILE_SEALED_CHUNK);
  g_autofree guint8 *chunk = g_malloc (DESK_FILE_CHUNK);
  goffset place = sizeof (DeskFileHead) + (goffset) number * DESK_FILE_SEALED_CHUNK;
  gsize n_sealed = length + crypto_aead_xchacha20poly1305_ietf_ABYTES;

  g_return_val_if_fail (offset >= 0 && offset < self->size && most > 0, NULL);

  desk_file_make_nonce (number, is_last, nonce);
  if (!read_at (self->fd, sealed, n_sealed, place)
      || crypto_aead_xchacha20poly1305_ietf_decrypt (chunk, NULL, NULL, sealed, n_sealed, NULL, 0, nonce, self->key)
             != 0)
    {
      fail (error);
      return NULL;
    }
  if (within == 0 && length <= most)
    return g_bytes_new_take (g_steal_pointer (&chunk), length);
  return g_bytes_new (chunk + within, MIN (length - within, most));
}
