/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-upload.h"

#include "core/desk-error.h"
#include "core/desk-time.h"
#include "server/desk/desk-attach.h"
#include "server/desk/desk-file-writer.h"
#include "server/desk/desk-media-type.h"
#include "server/http/desk-multipart.h"

struct _DeskUpload
{
  DeskFiles *place;       /* borrowed */
  DeskMultipart *form;    /* owned */
  GPtrArray *files;       /* owned, of DeskNewFile */
  GPtrArray *writers;     /* owned, of DeskFileWriter, beside files */
  DeskFileWriter *writer; /* owned; of the part that is coming */
  char *file_name;        /* owned; of the same */
  gint64 n_all;
  GError *error; /* owned; what is wrong with it, after which nothing is written any more */
};

static void
free_file (gpointer data)
{
  DeskNewFile *file = data;

  g_free (file->file_name);
  g_free (file->media_type);
  g_free (file->sha256);
  g_free (file);
}

/* What the disk says is for who looks after the desk. */
static void
hide_trouble (GError **error)
{
  if (!g_error_matches (*error, DESK_ERROR, DESK_ERROR_UNAVAILABLE))
    return;
  g_warning ("An upload failed: %s", (*error)->message);
  g_clear_error (error);
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "Files can't be stored here now, please try again");
}

static gboolean
begin_part (const char *name, const char *file_name, gpointer data, GError **error)
{
  DeskUpload *self = data;

  if (!g_str_equal (name, "file"))
    desk_error_add_field (error, name, "this field is not known here");
  else if (file_name == NULL)
    desk_error_add_field (error, name, "a file was expected");
  else if (self->files->len >= DESK_UPLOAD_MOST_FILES)
    desk_error_add_field (error, name, "at most %d files were expected", DESK_UPLOAD_MOST_FILES);
  else
    {
      self->file_name = desk_file_name_clean (file_name);
      self->writer = desk_file_writer_new (self->place, error);
    }
  return self->writer != NULL;
}

static gboolean
write_part (const void *bytes, gsize length, gpointer data, GError **error)
{
  DeskUpload *self = data;

  if (desk_file_writer_get_size (self->writer) + (gint64) length <= DESK_UPLOAD_MOST_OF_FILE)
    return desk_file_writer_write (self->writer, bytes, length, error);
  g_set_error (error, DESK_ERROR, DESK_ERROR_TOO_LARGE, "A file may have %d MiB", DESK_UPLOAD_MOST_OF_FILE >> 20);
  return FALSE;
}

static gboolean
end_part (gpointer data, GError **error)
{
  DeskUpload *self = data;
  DeskNewFile *file;

  if (desk_file_writer_get_size (self->writer) == 0)
    {
      desk_error_add_field (error, "file", "%s is empty", self->file_name);
      return FALSE;
    }
  if (!desk_file_writer_finish (self->writer, error))
    return FALSE;
  file = g_new0 (DeskNewFile, 1);
  file->file_name = g_steal_pointer (&self->file_name);
  file->media_type = g_strdup (desk_file_writer_get_media_type (self->writer));
  file->sha256 = g_strdup (desk_file_writer_get_sha256 (self->writer));
  file->size = desk_file_writer_get_size (self->writer);
  g_ptr_array_add (self->files, file);
  g_ptr_array_add (self->writers, g_steal_pointer (&self->writer));
  return TRUE;
}

static const DeskMultipartPart part = { begin_part, write_part, end_part };

static const char *
get_boundary (SoupMessageHeaders *headers, GHashTable **parameters)
{
  const char *type = soup_message_headers_get_content_type (headers, parameters);

  return g_strcmp0 (type, "multipart/form-data") == 0 ? g_hash_table_lookup (*parameters, "boundary") : NULL;
}

/* Who has no token of ours does not get to write on the disk. */
static gboolean
is_known (DeskDoor *door, SoupMessageHeaders *headers)
{
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  g_autofree char *session_id = authorization != NULL && g_ascii_strncasecmp (authorization, "Bearer ", 7) == 0
                                    ? desk_tokens_verify (door->tokens, authorization + 7, desk_time_now (), NULL)
                                    : NULL;

  return session_id != NULL;
}

static gboolean
takes_files (DeskDoor *door, SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  g_auto (DeskRouteMatch) match = { 0 };

  desk_router_find (door->router, soup_server_message_get_method (message), path, &match);
  return match.route != NULL && (match.route->flags & DESK_ROUTE_UPLOAD) != 0;
}

/**
 * desk_upload_new:
 * @door: where it comes in; outlives the upload
 * @message: a request whose head has come
 *
 * Returns: (transfer full) (nullable): an upload; %NULL for a request that brings no files, or may not
 */
DeskUpload *
desk_upload_new (DeskDoor *door, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GHashTable) parameters = NULL;
  const char *boundary = get_boundary (headers, &parameters);
  DeskUpload *self;

  if (boundary == NULL || door->files == NULL || !takes_files (door, message) || !is_known (door, headers))
    return NULL;
  self = g_new0 (DeskUpload, 1);
  self->place = door->files;
  self->files = g_ptr_array_new_with_free_func (free_file);
  self->writers = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_file_writer_free);
  self->form = desk_multipart_new (boundary, &part, self);
  if (self->form == NULL)
    g_set_error_literal (&self->error, DESK_ERROR, DESK_ERROR_MALFORMED, "The form's boundary is too long");
  return self;
}

void
desk_upload_free (DeskUpload *self)
{
  g_clear_pointer (&self->form, desk_multipart_free);
  g_clear_pointer (&self->writer, desk_file_writer_free);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->writers);
  g_free (self->file_name);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * desk_upload_write:
 * @self: an upload
 * @bytes: what comes next
 * @length: of @bytes
 *
 * What is wrong is kept, see desk_upload_get_error().
 */
void
desk_upload_write (DeskUpload *self, const void *bytes, gsize length)
{
  self->n_all += length;
  if (self->error != NULL)
    return;
  if (self->n_all > DESK_UPLOAD_MOST_OF_BODY)
    g_set_error (&self->error, DESK_ERROR, DESK_ERROR_TOO_LARGE, "All files together may have %d MiB",
                 DESK_UPLOAD_MOST_OF_BODY >> 20);
  else
    {
      desk_multipart_write (self->form, bytes, length, &self->error);
      hide_trouble (&self->error);
    }
}

const GError *
desk_upload_get_error (DeskUpload *self)
{
  return self->error;
}

/**
 * desk_upload_finish:
 * @self: an upload of which all has come
 * @error: what is wrong with it
 *
 * Returns: whether there is at least one file, and all are complete
 */
gboolean
desk_upload_finish (DeskUpload *self, GError **error)
{
  g_autoptr (GError) invalid = NULL;

  if (self->error == NULL)
    desk_multipart_finish (self->form, &self->error);
  if (self->error == NULL && self->files->len == 0)
    {
      desk_error_add_field (&invalid, "file", "a file was expected");
      self->error = g_steal_pointer (&invalid);
    }
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

/**
 * desk_upload_keep:
 * @self: a finished upload
 * @error: %DESK_ERROR_UNAVAILABLE
 *
 * Puts the files in their places. Waits for the disk.
 *
 * Returns: whether all are there
 */
gboolean
desk_upload_keep (DeskUpload *self, GError **error)
{
  g_autoptr (GError) trouble = NULL;

  for (guint i = 0; i < self->writers->len && trouble == NULL; i++)
    desk_file_writer_keep (self->writers->pdata[i], NULL, &trouble);
  if (trouble == NULL)
    return TRUE;
  hide_trouble (&trouble);
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

/**
 * desk_upload_get_files:
 * @self: a finished upload
 *
 * Returns: (transfer none) (element-type DeskNewFile): what came
 */
GPtrArray *
desk_upload_get_files (DeskUpload *self)
{
  return self->files;
}

/**
 * desk_upload_describe:
 * @self: a finished upload
 *
 * Returns: (transfer full): the same as JSON, for telling requests apart
 */
JsonObject *
desk_upload_describe (DeskUpload *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < self->files->len; i++)
    {
      const DeskNewFile *file = g_ptr_array_index (self->files, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "file_name", file->file_name);
      json_object_set_string_member (entry, "sha256", file->sha256);
      json_array_add_object_element (list, entry);
    }
  json_object_set_array_member (object, "files", list);
  return object;
}
