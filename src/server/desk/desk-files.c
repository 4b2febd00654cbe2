/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/desk-error.h"

#define KEY_BYTES 32
#define HASH_LETTERS 64

struct _DeskFiles
{
  char *folder; /* owned */
  guint8 key[KEY_BYTES];
};

static gboolean
fail (GError **error, const char *path, const char *what)
{
  int code = errno;

  g_set_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "%s can't be %s: %s", path, what, g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      length -= n;
    }
  return TRUE;
}

/* A new key is there as a whole or not at all, also when two start at once: the second finds the first one's. */
static gboolean
make_key (const char *path, GError **error)
{
  g_autofree char *draft = g_strdup_printf ("%s.%d.new", path, getpid ());
  guint8 key[KEY_BYTES];
  int fd = g_open (draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean is_written;

  if (fd < 0)
    return fail (error, draft, "made");
  randombytes_buf (key, sizeof key);
  is_written = write_all (fd, key, sizeof key) && fsync (fd) == 0;
  sodium_memzero (key, sizeof key);
  close (fd);
  if (!is_written || (link (draft, path) != 0 && errno != EEXIST))
    {
      fail (error, path, "written");
      g_unlink (draft);
      return FALSE;
    }
  g_unlink (draft);
  return TRUE;
}

static gboolean
read_key (DeskFiles *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "key", NULL);
  gssize n;
  int fd;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !make_key (path, error))
    return FALSE;
  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    return fail (error, path, "read");
  n = read (fd, self->key, sizeof self->key);
  close (fd);
  if (n == sizeof self->key)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "%s is no key of %d bytes", path, KEY_BYTES);
  return FALSE;
}

static char *
dup_incoming (DeskFiles *self)
{
  return g_build_filename (self->folder, "incoming", NULL);
}

/* Whoever puts a file in its place or takes one away holds this, in whichever process. */
static int
lock (DeskFiles *self)
{
  g_autofree char *path = g_build_filename (self->folder, "lock", NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  while (fd >= 0 && flock (fd, LOCK_EX) != 0 && errno == EINTR)
    ;
  return fd;
}

static void
unlock (int fd)
{
  if (fd >= 0)
    close (fd);
}

static gboolean
is_older (const char *path, gint64 age)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && status.st_mtime < g_get_real_time () / G_USEC_PER_SEC - age;
}

static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
is_hash (const char *name)
{
  return strlen (name) == HASH_LETTERS && strspn (name, "0123456789abcdef") == HASH_LETTERS;
}

static void
forget_thumbnails (DeskFiles *self, const char *sha256)
{
  static const guint sizes[] = { 64, 128, 256, 512, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = desk_files_dup_thumbnail_path (self, sha256, sizes[i]);

      g_unlink (path);
    }
}

/**
 * desk_files_open:
 * @folder: where the files are; made where it is missing, with a new key
 * @error: %DESK_ERROR_UNAVAILABLE when it can't be made or read
 *
 * Returns: (transfer full): the files
 */
DeskFiles *
desk_files_open (const char *folder, GError **error)
{
  g_autoptr (DeskFiles) self = g_new0 (DeskFiles, 1);
  g_autofree char *incoming = NULL;

  self->folder = g_strdup (folder);
  incoming = dup_incoming (self);
  if (sodium_init () < 0)
    g_error ("libsodium does not start");
  if (g_mkdir_with_parents (incoming, 0700) != 0)
    {
      fail (error, folder, "made");
      return NULL;
    }
  return read_key (self, error) ? g_steal_pointer (&self) : NULL;
}

void
desk_files_free (DeskFiles *self)
{
  sodium_memzero (self->key, sizeof self->key);
  g_free (self->folder);
  g_free (self);
}

/**
 * desk_files_get_key:
 * @self: the files
 *
 * Returns: 32 bytes that the key of each file is derived from
 */
const guint8 *
desk_files_get_key (DeskFiles *self)
{
  return self->key;
}

char *
desk_files_dup_path (DeskFiles *self, const char *sha256)
{
  g_autofree char *shelf = g_strndup (sha256, 2);

  return g_build_filename (self->folder, shelf, sha256, NULL);
}

char *
desk_files_dup_thumbnail_path (DeskFiles *self, const char *sha256, guint size)
{
  g_autofree char *shelf = g_strndup (sha256, 2);
  g_autofree char *name = g_strdup_printf ("%s-%u", sha256, size);

  return g_build_filename (self->folder, shelf, name, NULL);
}

/**
 * desk_files_create:
 * @self: the files
 * @path: (out) (transfer full): where it is
 * @error: %DESK_ERROR_UNAVAILABLE
 *
 * Returns: a new file that has no place yet, open for writing; -1 with @error
 */
int
desk_files_create (DeskFiles *self, char **path, GError **error)
{
  g_autofree char *incoming = dup_incoming (self);
  g_autofree char *made = g_build_filename (incoming, "XXXXXX", NULL);
  int fd = g_mkstemp_full (made, O_WRONLY | O_CLOEXEC, 0600);

  if (fd < 0)
    fail (error, incoming, "written to");
  else
    *path = g_steal_pointer (&made);
  return fd;
}

/**
 * desk_files_keep:
 * @self: the files
 * @from: a file from desk_files_create() that is complete and on the disk
 * @to: its place
 * @error: %DESK_ERROR_UNAVAILABLE
 *
 * Puts a file in its place, over one that was there with the same content: its age begins anew, so that no sweep takes
 * it before a row refers to it.
 *
 * Returns: whether it is there, also after a power cut
 */
gboolean
desk_files_keep (DeskFiles *self, const char *from, const char *to, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (to);
  int lock_fd;
  gboolean is_kept;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (error, folder, "made");
  lock_fd = lock (self);
  is_kept = utimensat (AT_FDCWD, from, NULL, 0) == 0 && g_rename (from, to) == 0;
  if (!is_kept)
    fail (error, to, "written");
  unlock (lock_fd);
  if (is_kept)
    sync_folder (to);
  return is_kept;
}

/**
 * desk_files_list_old:
 * @self: the files
 * @age: seconds
 *
 * Returns: (transfer full) (element-type utf8): the hashes of those that were put in their place longer ago
 */
GPtrArray *
desk_files_list_old (DeskFiles *self, gint64 age)
{
  GPtrArray *hashes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *shelf, *name;

  while (folder != NULL && (shelf = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, shelf, NULL);
      g_autoptr (GDir) files = strlen (shelf) == 2 ? g_dir_open (path, 0, NULL) : NULL;

      while (files != NULL && (name = g_dir_read_name (files)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);

          if (is_hash (name) && is_older (file, age))
            g_ptr_array_add (hashes, g_strdup (name));
        }
    }
  return hashes;
}

/**
 * desk_files_forget:
 * @self: the files
 * @sha256: one that no row refers to
 * @age: seconds: it stays where somebody has put it there anew since
 */
void
desk_files_forget (DeskFiles *self, const char *sha256, gint64 age)
{
  g_autofree char *path = desk_files_dup_path (self, sha256);
  int lock_fd = lock (self);

  if (lock_fd >= 0 && is_older (path, age))
    {
      g_unlink (path);
      forget_thumbnails (self, sha256);
    }
  unlock (lock_fd);
}

/**
 * desk_files_forget_incoming:
 * @self: the files
 * @age: seconds
 *
 * Takes away what came in and was never complete, where nobody has written to it for that long.
 */
void
desk_files_forget_incoming (DeskFiles *self, gint64 age)
{
  g_autofree char *incoming = dup_incoming (self);
  g_autoptr (GDir) folder = g_dir_open (incoming, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (incoming, name, NULL);

      if (is_older (path, age))
        g_unlink (path);
    }
}
