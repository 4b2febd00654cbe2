/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-thumbnail.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "core/desk-error.h"
#include "server/desk/desk-file-reader.h"
#include "server/desk/desk-file-writer.h"
#include "server/desk/desk-image-size.h"
#include "server/desk/desk-media-type.h"

static gboolean
fail (GError **error, const char *why)
{
  desk_error_add_field (error, "size", "%s", why);
  return FALSE;
}

static GByteArray *
read_file (DeskFiles *files, const char *sha256, GError **error)
{
  g_autofree char *path = desk_files_dup_path (files, sha256);
  g_autoptr (DeskFileReader) reader = desk_file_reader_open (files, path, error);
  g_autoptr (GByteArray) content = g_byte_array_new ();

  if (reader == NULL)
    return NULL;
  while (content->len < desk_file_reader_get_size (reader))
    {
      g_autoptr (GBytes) piece = desk_file_reader_read (reader, content->len, G_MAXSIZE, error);

      if (piece == NULL)
        return NULL;
      g_byte_array_append (content, g_bytes_get_data (piece, NULL), (guint) g_bytes_get_size (piece));
    }
  return g_steal_pointer (&content);
}

static void
on_size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  guint size = GPOINTER_TO_UINT (data);
  double scale = MIN (1.0, (double) size / MAX (width, height));

  gdk_pixbuf_loader_set_size (loader, MAX ((int) (width * scale), 1), MAX ((int) (height * scale), 1));
}

/* Of a GIF, its first frame and no more. */
static gboolean
cut_still (const char *media_type, GByteArray *content)
{
  gsize end;

  if (!g_str_equal (media_type, "image/gif"))
    return TRUE;
  end = desk_image_size_find_still (content->data, content->len);
  if (end == 0)
    return FALSE;
  g_byte_array_set_size (content, (guint) end);
  g_byte_array_append (content, (const guint8 *) ";", 1);
  return TRUE;
}

/* The loader is named, so that no other one ever sees what somebody sent. */
static GdkPixbuf *
load (const char *media_type, GByteArray *content, guint size, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (desk_media_type_get_loader (media_type), NULL);
  GdkPixbuf *picture = NULL;

  if (loader == NULL)
    {
      fail (error, "there are no thumbnails of files of this type here");
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared_cb), GUINT_TO_POINTER (size));
  /* What is cut off or damaged further down still shows its beginning. */
  gdk_pixbuf_loader_write (loader, content->data, content->len, NULL);
  gdk_pixbuf_loader_close (loader, NULL);
  picture = gdk_pixbuf_loader_get_pixbuf (loader);
  if (picture == NULL)
    {
      fail (error, "the picture can't be read");
      return NULL;
    }
  return gdk_pixbuf_apply_embedded_orientation (picture);
}

static gboolean
store (DeskFiles *files, const char *sha256, guint size, GdkPixbuf *picture, GError **error)
{
  gboolean is_clear = gdk_pixbuf_get_has_alpha (picture);
  g_autofree char *path = desk_files_dup_thumbnail_path (files, sha256, size);
  g_autoptr (DeskFileWriter) writer = desk_file_writer_new (files, error);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  return writer != NULL
         && (is_clear ? gdk_pixbuf_save_to_buffer (picture, &bytes, &length, "png", error, NULL)
                      : gdk_pixbuf_save_to_buffer (picture, &bytes, &length, "jpeg", error, "quality", "80", NULL))
         && desk_file_writer_write (writer, bytes, length, error) && desk_file_writer_finish (writer, error)
         && desk_file_writer_keep (writer, path, error);
}

/**
 * desk_thumbnail_round:
 * @size: what somebody wants
 *
 * Returns: the next of the few sizes that are kept
 */
guint
desk_thumbnail_round (guint size)
{
  guint rounded = DESK_THUMBNAIL_SMALLEST;

  while (rounded < size && rounded < DESK_THUMBNAIL_BIGGEST)
    rounded *= 2;
  return rounded;
}

/**
 * desk_thumbnail_make:
 * @files: the files
 * @sha256: a picture
 * @media_type: what it is
 * @size: width and height that it fits into, from desk_thumbnail_round()
 * @error: %DESK_ERROR_INVALID naming "size" where there is none of it
 *
 * Makes a small picture of a big one, once: it is kept beside it. Takes time and memory for up to
 * %DESK_THUMBNAIL_MOST_PIXELS; what claims more is not decoded at all.
 *
 * Returns: whether it is there
 */
gboolean
desk_thumbnail_make (DeskFiles *files, const char *sha256, const char *media_type, guint size, GError **error)
{
  g_autofree char *path = desk_files_dup_thumbnail_path (files, sha256, size);
  g_autoptr (GByteArray) content = NULL;
  g_autoptr (GdkPixbuf) picture = NULL;
  guint width = 0, height = 0;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (desk_media_type_get_loader (media_type) == NULL)
    return fail (error, "there are no thumbnails of files of this type");
  content = read_file (files, sha256, error);
  if (content == NULL)
    return FALSE;
  if (!desk_image_size_read (media_type, content->data, content->len, &width, &height)
      || !cut_still (media_type, content))
    return fail (error, "the picture can't be read");
  if ((guint64) width * height > DESK_THUMBNAIL_MOST_PIXELS)
    return fail (error, "the picture is too big for a thumbnail");
  picture = load (media_type, content, size, error);
  return picture != NULL && store (files, sha256, size, picture, error);
}
