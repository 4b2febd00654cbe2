/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-multipart.h"

#include <libsoup/soup.h>
#include <string.h>

#include "core/desk-error.h"

/* Longest head of a part, and longest text before the first one. */
#define LONGEST_HEAD (8 * 1024)
#define LONGEST_BOUNDARY 70

typedef enum
{
  STATE_PREAMBLE,       /* before the first boundary */
  STATE_AFTER_BOUNDARY, /* a line's end begins a part, two dashes end the form */
  STATE_HEAD,
  STATE_BODY,
  STATE_END, /* what comes behind is not looked at */
} State;

struct _DeskMultipart
{
  char *delimiter; /* owned: the line's end before a boundary, and the boundary */
  const DeskMultipartPart *part;
  gpointer data;
  GByteArray *buffer; /* owned; what could not be told yet */
  State state;
};

static gboolean
fail (GError **error, const char *why)
{
  g_set_error (error, DESK_ERROR, DESK_ERROR_MALFORMED, "The form can't be read: %s", why);
  return FALSE;
}

static const guint8 *
find (DeskMultipart *self, const char *text)
{
  return self->buffer->len > 0 ? memmem (self->buffer->data, self->buffer->len, text, strlen (text)) : NULL;
}

static void
drop (DeskMultipart *self, gsize n)
{
  g_byte_array_remove_range (self->buffer, 0, (guint) n);
}

/* @head: the lines of a part's head, each with its end. */
static gboolean
begin_part (DeskMultipart *self, const char *head, gsize length, GError **error)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_MULTIPART);
  g_autoptr (GHashTable) parameters = NULL;
  g_autofree char *disposition = NULL;
  g_autofree char *text = NULL;
  const char *name;

  if (memchr (head, '\0', length) != NULL)
    return fail (error, "there is a zero byte in the head of a part");
  /* The first line is passed over: a request has its own there. */
  text = g_strdup_printf ("form\r\n%.*s", (int) length, head);
  if (!soup_headers_parse (text, (int) strlen (text), headers)
      || !soup_message_headers_get_content_disposition (headers, &disposition, &parameters)
      || g_ascii_strcasecmp (disposition, "form-data") != 0)
    return fail (error, "each part needs Content-Disposition: form-data");
  name = g_hash_table_lookup (parameters, "name");
  if (name == NULL)
    return fail (error, "a part has no name");
  return self->part->begin (name, g_hash_table_lookup (parameters, "filename"), self->data, error);
}

static gboolean
read_preamble (DeskMultipart *self, gboolean *goes_on, GError **error)
{
  const guint8 *place = find (self, self->delimiter);

  *goes_on = place != NULL;
  if (place != NULL)
    {
      drop (self, place - self->buffer->data + strlen (self->delimiter));
      self->state = STATE_AFTER_BOUNDARY;
    }
  else if (self->buffer->len > LONGEST_HEAD)
    return fail (error, "it does not begin with the boundary that its content type names");
  return TRUE;
}

static gboolean
read_after_boundary (DeskMultipart *self, gboolean *goes_on, GError **error)
{
  *goes_on = self->buffer->len >= 2;
  if (!*goes_on)
    return TRUE;
  if (memcmp (self->buffer->data, "--", 2) == 0)
    self->state = STATE_END;
  else if (memcmp (self->buffer->data, "\r\n", 2) == 0)
    self->state = STATE_HEAD;
  else
    return fail (error, "a boundary is not the end of its line");
  drop (self, 2);
  return TRUE;
}

static gboolean
read_head (DeskMultipart *self, gboolean *goes_on, GError **error)
{
  const guint8 *place = find (self, "\r\n\r\n");
  gsize length;

  *goes_on = place != NULL;
  if (place == NULL)
    return self->buffer->len <= LONGEST_HEAD || fail (error, "the head of a part is too long");
  length = place - self->buffer->data + 2;
  if (length > LONGEST_HEAD)
    return fail (error, "the head of a part is too long");
  if (!begin_part (self, (const char *) self->buffer->data, length, error))
    return FALSE;
  drop (self, length + 2);
  self->state = STATE_BODY;
  return TRUE;
}

static gboolean
read_body (DeskMultipart *self, gboolean *goes_on, GError **error)
{
  const guint8 *place = find (self, self->delimiter);
  gsize n_kept = strlen (self->delimiter) - 1;
  gsize n = place != NULL ? (gsize) (place - self->buffer->data)
                          : (self->buffer->len > n_kept ? self->buffer->len - n_kept : 0);

  *goes_on = place != NULL;
  if (n > 0 && !self->part->write (self->buffer->data, n, self->data, error))
    return FALSE;
  if (place == NULL)
    {
      drop (self, n);
      return TRUE;
    }
  drop (self, n + strlen (self->delimiter));
  self->state = STATE_AFTER_BOUNDARY;
  return self->part->end (self->data, error);
}

/**
 * desk_multipart_new:
 * @boundary: what the content type says; 1 to 70 characters
 * @part: (transfer none): who is told; outlives the form
 * @data: for @part
 *
 * Returns: (transfer full) (nullable): a form of which nothing has come yet; %NULL for a boundary that is none
 */
DeskMultipart *
desk_multipart_new (const char *boundary, const DeskMultipartPart *part, gpointer data)
{
  DeskMultipart *self;

  if (boundary == NULL || *boundary == '\0' || strlen (boundary) > LONGEST_BOUNDARY)
    return NULL;
  self = g_new0 (DeskMultipart, 1);
  self->delimiter = g_strconcat ("\r\n--", boundary, NULL);
  self->part = part;
  self->data = data;
  self->buffer = g_byte_array_new ();
  /* The first boundary begins the form, without a line's end before it. */
  g_byte_array_append (self->buffer, (const guint8 *) "\r\n", 2);
  return self;
}

void
desk_multipart_free (DeskMultipart *self)
{
  g_byte_array_unref (self->buffer);
  g_free (self->delimiter);
  g_free (self);
}

/**
 * desk_multipart_write:
 * @self: a form
 * @bytes: what comes next
 * @length: of @bytes
 * @error: %DESK_ERROR_MALFORMED, or what the part said
 *
 * Returns: whether it goes on
 */
gboolean
desk_multipart_write (DeskMultipart *self, const void *bytes, gsize length, GError **error)
{
  gboolean goes_on = TRUE;

  if (self->state == STATE_END)
    return TRUE;
  g_byte_array_append (self->buffer, bytes, (guint) length);
  while (goes_on)
    {
      gboolean is_right = TRUE;

      if (self->state == STATE_PREAMBLE)
        is_right = read_preamble (self, &goes_on, error);
      else if (self->state == STATE_AFTER_BOUNDARY)
        is_right = read_after_boundary (self, &goes_on, error);
      else if (self->state == STATE_HEAD)
        is_right = read_head (self, &goes_on, error);
      else if (self->state == STATE_BODY)
        is_right = read_body (self, &goes_on, error);
      else
        goes_on = FALSE;
      if (!is_right)
        return FALSE;
    }
  return TRUE;
}

/**
 * desk_multipart_finish:
 * @self: a form of which all has come
 * @error: %DESK_ERROR_MALFORMED when it is not complete
 *
 * Returns: whether it is complete
 */
gboolean
desk_multipart_finish (DeskMultipart *self, GError **error)
{
  return self->state == STATE_END || fail (error, "it ends before its last boundary");
}
