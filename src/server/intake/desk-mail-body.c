/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/intake/desk-mail-body.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/intake/desk-intake-text.h"
#include "server/intake/desk-mail-html.h"

/* Deeper, or with more parts, nobody writes: what lies there is told and not read. */
#define DEEPEST 20
#define MOST_PARTS 500
#define MOST_SHOWN 50
/* So many bytes of one part are read; a message of the desk is far shorter. */
#define MAX_PART (512 * 1024)
#define MAX_FILE_NAME 200

/* A mail on its way into text. */
typedef struct
{
  GString *text;
  GString *attachments;
  guint parts;
  guint attached;
} Body;

static gboolean
is_type (GMimeObject *part, const char *type, const char *subtype)
{
  GMimeContentType *content_type = g_mime_object_get_content_type (part);

  return content_type != NULL && g_mime_content_type_is_type (content_type, type, subtype);
}

static gsize
measure (GMimePart *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GMimeStream *stream = content != NULL ? g_mime_data_wrapper_get_stream (content) : NULL;
  gint64 length = stream != NULL ? g_mime_stream_length (stream) : 0;

  if (length <= 0)
    return 0;
  return g_mime_part_get_content_encoding (part) == GMIME_CONTENT_ENCODING_BASE64 ? (gsize) length / 4 * 3
                                                                                  : (gsize) length;
}

static void
add_attachment (Body *body, GMimeObject *object, const char *name)
{
  GMimeContentType *type = g_mime_object_get_content_type (object);
  g_autofree char *word = type != NULL ? g_mime_content_type_get_mime_type (type) : NULL;
  g_autofree char *shown = desk_intake_text_clean_line (name, MAX_FILE_NAME);
  g_autofree char *shown_type = desk_intake_text_clean_line (word, MAX_FILE_NAME);
  g_autofree char *size = GMIME_IS_PART (object) ? g_format_size (measure (GMIME_PART (object))) : NULL;

  if (++body->attached > MOST_SHOWN)
    return;
  g_string_append_printf (body->attachments, _ ("[Attachment: %s, %s%s%s]\n"), shown != NULL ? shown : _ ("no name"),
                          shown_type != NULL ? shown_type : "?", size != NULL ? ", " : "", size != NULL ? size : "");
}

static GByteArray *
read_part (GMimePart *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GMimeStream *stream = content != NULL ? g_mime_data_wrapper_get_stream (content) : NULL;
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GMimeStream) filtered = NULL;
  g_autoptr (GMimeFilter) decoder = NULL;
  char buffer[8192];
  gssize n;

  if (stream == NULL)
    return bytes;
  g_mime_stream_reset (stream);
  filtered = g_mime_stream_filter_new (stream);
  decoder = g_mime_filter_basic_new (g_mime_data_wrapper_get_encoding (content), FALSE);
  g_mime_stream_filter_add (GMIME_STREAM_FILTER (filtered), decoder);
  while (bytes->len < MAX_PART && (n = g_mime_stream_read (filtered, buffer, sizeof buffer)) > 0)
    g_byte_array_append (bytes, (const guint8 *) buffer, (guint) n);
  return bytes;
}

static char *
convert (GByteArray *bytes, const char *charset)
{
  gsize read = 0;
  gsize written = 0;
  g_autofree char *text =
      g_convert_with_fallback ((const char *) bytes->data, bytes->len, "UTF-8", charset, "?", &read, &written, NULL);

  return text != NULL ? desk_intake_text_clean (text, (gssize) written) : NULL;
}

/* In the character set that the part says it has; where that can't be, in UTF-8, and else in the one that most mail
 * without a word about it is in. */
static char *
decode (GMimeObject *part, GByteArray *bytes)
{
  const char *charset = g_mime_object_get_content_type_parameter (part, "charset");
  gboolean is_plain =
      charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0 || g_ascii_strcasecmp (charset, "us-ascii") == 0;
  gboolean is_utf8 = g_utf8_validate_len ((const char *) bytes->data, bytes->len, NULL);
  char *text = NULL;

  if (bytes->len == 0)
    return g_strdup ("");
  if (!is_plain)
    text = convert (bytes, charset);
  if (text == NULL && !is_utf8)
    text = convert (bytes, "WINDOWS-1252");
  return text != NULL ? text : desk_intake_text_clean ((const char *) bytes->data, bytes->len);
}

static void
add_text (Body *body, GMimeObject *part)
{
  g_autoptr (GByteArray) bytes = read_part (GMIME_PART (part));
  g_autofree char *text = decode (part, bytes);

  if (is_type (part, "text", "html"))
    {
      g_autofree char *said = desk_mail_html_to_text (text);

      g_free (text);
      text = desk_intake_text_clean (said, -1);
    }
  g_strstrip (text);
  if (text[0] != '\0')
    g_string_append_printf (body->text, "%s%s", body->text->len > 0 ? "\n\n" : "", text);
}

static gboolean
is_attachment (GMimeObject *part)
{
  const char *disposition = g_mime_object_get_disposition (part);

  return !(is_type (part, "text", "plain") || is_type (part, "text", "html"))
         || g_mime_part_get_filename (GMIME_PART (part)) != NULL
         || (disposition != NULL && g_ascii_strcasecmp (disposition, "attachment") == 0);
}

/* What of several equal parts is read: the plainest that can be. */
static GMimeObject *
choose (GMimeMultipart *multipart)
{
  int n = MIN (g_mime_multipart_get_count (multipart), MOST_PARTS);

  for (int i = 0; i < n; i++)
    if (is_type (g_mime_multipart_get_part (multipart, i), "text", "plain"))
      return g_mime_multipart_get_part (multipart, i);
  for (int i = n - 1; i >= 0; i--)
    {
      GMimeObject *part = g_mime_multipart_get_part (multipart, i);

      if (GMIME_IS_MULTIPART (part) || is_type (part, "text", "html"))
        return part;
    }
  return n > 0 ? g_mime_multipart_get_part (multipart, 0) : NULL;
}

static void add_part (Body *body, GMimeObject *part, guint depth);

static void
add_multipart (Body *body, GMimeMultipart *multipart, guint depth)
{
  gboolean is_choice = is_type (GMIME_OBJECT (multipart), "multipart", "alternative");

  if (is_choice)
    {
      add_part (body, choose (multipart), depth + 1);
      return;
    }
  for (int i = 0; i < g_mime_multipart_get_count (multipart) && body->parts < MOST_PARTS; i++)
    add_part (body, g_mime_multipart_get_part (multipart, i), depth + 1);
}

static void
add_part (Body *body, GMimeObject *part, guint depth)
{
  if (part == NULL || ++body->parts > MOST_PARTS)
    return;
  if (depth > DEEPEST)
    add_attachment (body, part, NULL);
  else if (GMIME_IS_MULTIPART (part))
    add_multipart (body, GMIME_MULTIPART (part), depth);
  else if (GMIME_IS_PART (part) && !is_attachment (part))
    add_text (body, part);
  else
    add_attachment (body, part, GMIME_IS_PART (part) ? g_mime_part_get_filename (GMIME_PART (part)) : NULL);
}

void
desk_mail_body_read (GMimeMessage *message, char **text, char **attachments)
{
  Body body = { .text = g_string_new (NULL), .attachments = g_string_new (NULL) };

  add_part (&body, g_mime_message_get_mime_part (message), 0);
  if (body.attached > MOST_SHOWN)
    g_string_append_printf (body.attachments, _ ("[%u more attachments]"), body.attached - MOST_SHOWN);
  *text = g_string_free (body.text, FALSE);
  *attachments = body.attachments->len > 0 ? g_strchomp (g_string_free (body.attachments, FALSE))
                                           : (g_string_free (body.attachments, TRUE), NULL);
}
