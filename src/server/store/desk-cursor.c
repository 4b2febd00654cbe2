/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-cursor.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-id.h"

/* A sort, then "=" with a key or "~" without one, an id, and the key, which may hold anything. */
#define SEPARATOR "\n"

static char *
encode (const char *text)
{
  char *encoded = g_base64_encode ((const guchar *) text, strlen (text));
  char *end = strchr (encoded, '=');

  if (end != NULL)
    *end = '\0';
  for (char *p = encoded; *p != '\0'; p++)
    *p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
  return encoded;
}

static char *
decode (const char *text)
{
  g_autoptr (GString) padded = g_string_new (text);
  g_autofree guchar *bytes = NULL;
  gsize length;

  if (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != padded->len
      || padded->len > 4096)
    return NULL;
  for (char *p = padded->str; *p != '\0'; p++)
    *p = *p == '-' ? '+' : *p == '_' ? '/' : *p;
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  bytes = g_base64_decode (padded->str, &length);
  if (bytes == NULL || !g_utf8_validate ((const char *) bytes, length, NULL))
    return NULL;
  return g_strndup ((const char *) bytes, length);
}

static gboolean
is_number_text (const char *text)
{
  gint64 number;

  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL);
}

/**
 * desk_cursor_write:
 * @sort: the list's sort
 * @is_behind: whether the last row had nothing to be sorted by
 * @key: (nullable): what it was sorted by
 * @id: its id
 *
 * Returns: (transfer full): a text for the caller to give back
 */
char *
desk_cursor_write (const char *sort, gboolean is_behind, const char *key, const char *id)
{
  g_autofree char *text =
      g_strconcat (sort, SEPARATOR, is_behind ? "~" : "=", SEPARATOR, id, SEPARATOR, is_behind ? "" : key, NULL);

  return encode (text);
}

/**
 * desk_cursor_read:
 * @text: what a caller gave back
 * @sort: the sort that is asked for now
 * @is_number: whether the sort's keys are numbers
 * @error: the field "cursor" when it is none, or belongs to another sort
 *
 * Returns: (transfer full): where to go on
 */
DeskCursor *
desk_cursor_read (const char *text, const char *sort, gboolean is_number, GError **error)
{
  g_autofree char *decoded = decode (text);
  g_auto (GStrv) parts = decoded != NULL ? g_strsplit (decoded, SEPARATOR, 4) : NULL;
  DeskCursor *self;

  if (parts == NULL || g_strv_length (parts) != 4 || !desk_id_is_valid (parts[2])
      || !(g_str_equal (parts[1], "~") || (g_str_equal (parts[1], "=") && (!is_number || is_number_text (parts[3])))))
    {
      desk_error_add_field (error, "cursor", "the next_cursor of an answer was expected");
      return NULL;
    }
  if (!g_str_equal (parts[0], sort))
    {
      desk_error_add_field (error, "cursor", "this cursor belongs to a list with another sort");
      return NULL;
    }
  self = g_new0 (DeskCursor, 1);
  self->sort = g_strdup (sort);
  self->is_behind = g_str_equal (parts[1], "~");
  self->id = g_strdup (parts[2]);
  self->key = self->is_behind ? NULL : g_strdup (parts[3]);
  return self;
}

/**
 * desk_cursor_free:
 * @self: (transfer full) (nullable): a cursor
 */
void
desk_cursor_free (DeskCursor *self)
{
  if (self == NULL)
    return;
  g_free (self->sort);
  g_free (self->key);
  g_free (self->id);
  g_free (self);
}
