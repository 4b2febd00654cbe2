/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-media-type.h"

#include <string.h>

#define LONGEST_NAME 200
#define UNKNOWN_TYPE "application/octet-stream"

/* What stands at a place in the file. */
typedef struct
{
  gsize offset;
  const char *bytes;
  gsize length;
  const char *media_type;
} Magic;

#define MAGIC(offset, text, type)                                                                                      \
  {                                                                                                                    \
    offset, text, sizeof text - 1, type                                                                                \
  }

static const Magic magics[] = {
  MAGIC (0, "\211PNG\r\n\032\n", "image/png"),
  MAGIC (0, "\377\330\377", "image/jpeg"),
  MAGIC (0, "GIF87a", "image/gif"),
  MAGIC (0, "GIF89a", "image/gif"),
  MAGIC (8, "WEBPVP8", "image/webp"),
  MAGIC (0, "%PDF-", "application/pdf"),
  MAGIC (4, "ftypiso", "video/mp4"),
  MAGIC (4, "ftypmp4", "video/mp4"),
  MAGIC (4, "ftypavc1", "video/mp4"),
  MAGIC (4, "ftypM4V", "video/mp4"),
  MAGIC (4, "ftypqt", "video/quicktime"),
};

/* An office document is a zip whose first entries have these names. */
static const Magic office[] = {
  MAGIC (0, "word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
  MAGIC (0, "xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  MAGIC (0, "ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
  MAGIC (0, "mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
  MAGIC (0, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
  MAGIC (0,
         "mimetypeapplication/vnd.oasis.opendocument.presentation",
         "application/vnd.oasis.opendocument.presentation"),
};

/* Which of gdk-pixbuf's loaders makes a picture of it; no other one is ever asked. */
static const struct
{
  const char *media_type;
  const char *loader;
} loaders[] = {
  { "image/png", "png" },
  { "image/jpeg", "jpeg" },
  { "image/gif", "gif" },
};

static const char *
find_zip (const guint8 *head, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (office); i++)
    if (memmem (head, length, office[i].bytes, office[i].length) != NULL)
      return office[i].media_type;
  return "application/zip";
}

/* Whole letters of UTF-8, the last one may be cut, and nothing that no text has. */
static gboolean
is_text (const guint8 *head, gsize length)
{
  const char *end = NULL;

  if (length == 0)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (head[i] < ' ' && strchr ("\t\n\r\f\033", head[i]) == NULL)
      return FALSE;
  return memchr (head, '\0', length) == NULL
         && (g_utf8_validate_len ((const char *) head, length, &end)
             || (length == DESK_MEDIA_TYPE_HEAD && (const char *) head + length - end < 4));
}

/* What changes the order of letters on the screen makes "fdp.exe" of a program. */
static gboolean
is_harmless (gunichar letter)
{
  return !g_unichar_iscntrl (letter) && !(letter >= 0x202a && letter <= 0x202e)
         && !(letter >= 0x2066 && letter <= 0x2069) && letter != 0x200e && letter != 0x200f && letter != 0xfffd
         && strchr ("<>:\"|?*", (int) MIN (letter, 0x7f)) == NULL;
}

/* Keeps what stands behind the last dot. */
static void
shorten (GString *name)
{
  const char *dot = strrchr (name->str, '.');
  g_autofree char *suffix = dot != NULL && strlen (dot) <= 16 ? g_strdup (dot) : g_strdup ("");
  gsize length = LONGEST_NAME - strlen (suffix);

  if (name->len <= LONGEST_NAME)
    return;
  while (length > 0 && ((guchar) name->str[length] & 0xc0) == 0x80)
    length--;
  g_string_truncate (name, length);
  g_string_append (name, suffix);
}

/**
 * desk_media_type_find:
 * @head: a file's first bytes
 * @length: how many; %DESK_MEDIA_TYPE_HEAD where there are as many
 *
 * Finds out what a file is by what stands in it; its name does not matter.
 *
 * Returns: its media type, "application/octet-stream" for what is not known
 */
const char *
desk_media_type_find (const guint8 *head, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      const Magic *magic = &magics[i];

      if (length >= magic->offset + magic->length && memcmp (head + magic->offset, magic->bytes, magic->length) == 0)
        return magic->media_type;
    }
  if (length >= 4 && memcmp (head, "PK\003\004", 4) == 0)
    return find_zip (head, length);
  return is_text (head, length) ? "text/plain" : UNKNOWN_TYPE;
}

/**
 * desk_media_type_may_be_shown:
 * @media_type: from desk_media_type_find()
 *
 * Returns: whether a browser may show it in its window; all else is only ever downloaded
 */
gboolean
desk_media_type_may_be_shown (const char *media_type)
{
  return g_str_has_prefix (media_type, "image/") || g_str_equal (media_type, "application/pdf")
         || g_str_equal (media_type, "text/plain");
}

/**
 * desk_media_type_get_loader:
 * @media_type: from desk_media_type_find()
 *
 * Returns: (nullable): the name of the loader that makes a thumbnail of it
 */
const char *
desk_media_type_get_loader (const char *media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (loaders); i++)
    if (g_str_equal (loaders[i].media_type, media_type))
      return loaders[i].loader;
  return NULL;
}

/**
 * desk_file_name_clean:
 * @name: (nullable): what somebody calls a file
 *
 * Returns: (transfer full): a name without folders and without letters that do anything; never empty
 */
char *
desk_file_name_clean (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autoptr (GString) clean = g_string_new (NULL);
  const char *base = valid;

  for (const char *p = valid; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      base = p + 1;
  for (const char *p = base; *p != '\0'; p = g_utf8_next_char (p))
    if (is_harmless (g_utf8_get_char (p)))
      g_string_append_unichar (clean, g_utf8_get_char (p));
  shorten (clean);
  g_strstrip (clean->str);
  base = clean->str + strspn (clean->str, ". ");
  return g_strdup (*base != '\0' ? base : "file");
}
