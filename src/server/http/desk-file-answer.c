/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-file-answer.h"

#include <string.h>

#include "core/desk-error.h"
#include "server/desk/desk-file-reader.h"
#include "server/desk/desk-media-type.h"
#include "server/desk/desk-thumbnail.h"
#include "server/http/desk-peer.h"
#include "server/http/desk-response.h"

/* A file on its way out, a chunk at a time. */
typedef struct
{
  DeskFileReader *reader; /* owned */
  gint64 place;
  gint64 end;
} Sending;

static void
free_sending (gpointer data)
{
  Sending *sending = data;

  desk_file_reader_free (sending->reader);
  g_free (sending);
}

/* libsoup asks for more once a chunk is out, so that no more than one is ever held. */
static void
on_wrote_cb (SoupServerMessage *message, gpointer data)
{
  Sending *sending = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = NULL;

  if (sending->place >= sending->end)
    return;
  piece = desk_file_reader_read (sending->reader, sending->place, (gsize) (sending->end - sending->place), &error);
  if (piece == NULL)
    {
      DeskPeer *peer = desk_peer_find (soup_server_message_get_remote_address (message));

      g_warning ("A file could not be sent: %s", error->message);
      sending->place = sending->end;
      if (peer != NULL)
        desk_peer_shut (peer);
      return;
    }
  sending->place += (gint64) g_bytes_get_size (piece);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), piece);
}

static char *
dup_etag (const DeskFileAnswer *file)
{
  return file->size > 0 ? g_strdup_printf ("\"%s-%u\"", file->sha256, file->size)
                        : g_strdup_printf ("\"%s\"", file->sha256);
}

/* Whether a list of ETags, weak ones too, has this one. */
static gboolean
has_etag (const char *list, const char *etag)
{
  g_auto (GStrv) tags = g_strsplit (list, ",", -1);

  for (guint i = 0; tags[i] != NULL; i++)
    {
      const char *tag = g_strstrip (tags[i]);

      if (g_str_equal (tag, "*") || g_str_equal (g_str_has_prefix (tag, "W/") ? tag + 2 : tag, etag))
        return TRUE;
    }
  return FALSE;
}

/* The name as RFC 6266 has it: with ASCII letters for those who know no better, and as it is. */
static char *
dup_disposition (const DeskFileAnswer *file, const char *media_type)
{
  const char *way = desk_media_type_may_be_shown (media_type) ? "inline" : "attachment";
  g_autofree char *encoded = g_uri_escape_string (file->file_name, "!#$&+-.^_`|~", FALSE);
  g_autofree char *plain = g_strdup (file->file_name);

  for (char *p = plain; *p != '\0'; p++)
    if ((guchar) *p < ' ' || (guchar) *p > '~' || strchr ("\"\\%", *p) != NULL)
      *p = '_';
  return g_strdup_printf ("%s; filename=\"%s\"; filename*=UTF-8''%s", way, plain, encoded);
}

/* One range, as bytes from and behind; FALSE where all of it is to be given: none was asked for, several were, or it is
 * of another version. @is_outside: it was asked for what is not there. */
static gboolean
read_range (SoupMessageHeaders *headers,
            const char *etag,
            gint64 size,
            gint64 *from,
            gint64 *behind,
            gboolean *is_outside)
{
  const char *if_range = soup_message_headers_get_one (headers, "If-Range");
  const char *text = soup_message_headers_get_one (headers, "Range");
  guint64 first = 0, last = 0;
  const char *dash;
  g_autofree char *start = NULL;

  *is_outside = FALSE;
  if (text == NULL || (if_range != NULL && !g_str_equal (if_range, etag)) || !g_str_has_prefix (text, "bytes=")
      || strchr (text, ',') != NULL)
    return FALSE;
  text += strlen ("bytes=");
  dash = strchr (text, '-');
  if (dash == NULL)
    return FALSE;
  start = g_strndup (text, dash - text);
  if (*start == '\0')
    {
      if (!g_ascii_string_to_unsigned (dash + 1, 10, 0, G_MAXINT64, &last, NULL))
        return FALSE;
      *is_outside = last == 0;
      *from = MAX (size - (gint64) last, 0);
      *behind = size;
      return TRUE;
    }
  if (!g_ascii_string_to_unsigned (start, 10, 0, G_MAXINT64 - 1, &first, NULL))
    return FALSE;
  last = G_MAXINT64 - 1;
  if (dash[1] != '\0' && (!g_ascii_string_to_unsigned (dash + 1, 10, 0, G_MAXINT64 - 1, &last, NULL) || last < first))
    return FALSE;
  *is_outside = (gint64) first >= size;
  *from = (gint64) first;
  *behind = MIN ((gint64) last + 1, size);
  return TRUE;
}

static void
add_headers (SoupMessageHeaders *headers, const DeskFileAnswer *file, const char *media_type, const char *etag)
{
  g_autofree char *disposition = dup_disposition (file, media_type);

  soup_message_headers_replace (headers, "ETag", etag);
  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  soup_message_headers_replace (headers, "Content-Disposition", disposition);
  /* Kept by who asked, and asked for again each time: sight of it may be lost. */
  soup_message_headers_replace (headers, "Cache-Control", "private, no-cache");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                "default-src 'none'; sandbox; frame-ancestors 'none'");
  if (g_str_equal (media_type, "text/plain"))
    soup_message_headers_replace (headers, "Content-Type", "text/plain; charset=utf-8");
  else
    soup_message_headers_replace (headers, "Content-Type", media_type);
}

/* Takes @reader. */
static void
send_part (SoupServerMessage *message, DeskFileReader *reader, gint64 from, gint64 behind)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  Sending *sending = g_new0 (Sending, 1);

  sending->reader = reader;
  sending->place = from;
  sending->end = behind;
  soup_message_headers_set_content_length (headers, behind - from);
  soup_message_body_set_accumulate (body, FALSE);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_cb), sending);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_wrote_cb), sending);
  g_object_set_data_full (G_OBJECT (message), "desk-sending", sending, free_sending);
}

static char *
dup_path (DeskCall *call)
{
  const DeskFileAnswer *file = call->file;

  return file->size > 0 ? desk_files_dup_thumbnail_path (call->door->files, file->sha256, file->size)
                        : desk_files_dup_path (call->door->files, file->sha256);
}

/* A thumbnail is a picture of its own: what it is stands at its beginning. */
static const char *
find_media_type (const DeskFileAnswer *file, DeskFileReader *reader)
{
  g_autoptr (GBytes) head = NULL;

  if (file->size == 0 || desk_file_reader_get_size (reader) == 0)
    return file->media_type;
  head = desk_file_reader_read (reader, 0, DESK_MEDIA_TYPE_HEAD, NULL);
  return head != NULL ? desk_media_type_find (g_bytes_get_data (head, NULL), g_bytes_get_size (head))
                      : file->media_type;
}

/**
 * desk_file_answer_prepare:
 * @call: a call that is answered with a file
 * @error: what the caller is told
 *
 * Makes the thumbnail that is asked for, where it is not there yet. Takes time: for a thread that has it.
 *
 * Returns: whether the file can be sent
 */
gboolean
desk_file_answer_prepare (DeskCall *call, GError **error)
{
  const DeskFileAnswer *file = call->file;

  if (call->door->files == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "This server has no folder for files");
      return FALSE;
    }
  return file->size == 0 || desk_thumbnail_make (call->door->files, file->sha256, file->media_type, file->size, error);
}

/**
 * desk_file_answer_write:
 * @message: what is answered
 * @call: (transfer none): with the file that it was answered with
 * @is_secure: whether the connection is encrypted
 *
 * Writes the head of the answer, and lets the file follow as the other side takes it.
 *
 * Returns: how many bytes follow
 */
gsize
desk_file_answer_write (SoupServerMessage *message, DeskCall *call, gboolean is_secure)
{
  SoupMessageHeaders *asked = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dup_path (call);
  g_autofree char *etag = dup_etag (call->file);
  const char *known = soup_message_headers_get_list (asked, "If-None-Match");
  g_autoptr (DeskFileReader) reader = desk_file_reader_open (call->door->files, path, &error);
  gint64 size, from = 0, behind;
  gboolean is_outside = FALSE, is_part;
  g_autofree char *range = NULL;

  if (reader == NULL)
    {
      g_warning ("A file of the desk can't be read: %s", error->message);
      return desk_response_write_error (message, error, is_secure);
    }
  size = desk_file_reader_get_size (reader);
  behind = size;
  desk_response_write_head (message, known != NULL && has_etag (known, etag) ? 304 : 200, is_secure);
  add_headers (headers, call->file, find_media_type (call->file, reader), etag);
  if (soup_server_message_get_status (message) == 304)
    return 0;
  is_part = read_range (asked, etag, size, &from, &behind, &is_outside);
  if (is_outside)
    {
      range = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);
      soup_message_headers_replace (headers, "Content-Range", range);
      soup_message_headers_set_content_length (headers, 0);
      soup_server_message_set_status (message, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE, NULL);
      return 0;
    }
  if (is_part)
    {
      range =
          g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, from, behind - 1, size);
      soup_message_headers_replace (headers, "Content-Range", range);
      soup_server_message_set_status (message, SOUP_STATUS_PARTIAL_CONTENT, NULL);
    }
  send_part (message, g_steal_pointer (&reader), from, behind);
  return (gsize) (behind - from);
}
