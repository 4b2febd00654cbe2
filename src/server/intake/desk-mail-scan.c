/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/intake/desk-mail-scan.h"

#include <string.h>

#include "core/desk-error.h"

/* Mail that people write has a handful of parts and some kilobytes of headers. */
#define MOST_BOUNDARIES 5000
#define MOST_HEADER_BYTES (1024 * 1024)

/* Lines that may be headers: those at the beginning, and those below what may be a boundary, up to an empty one. */
typedef struct
{
  guint boundaries;
  gsize header_bytes;
  gboolean is_header;
  gboolean is_message; /* the headers say that those of another message follow */
} Scan;

static gboolean
is_empty (const char *line, gsize length)
{
  return length == 0 || (length == 1 && line[0] == '\r');
}

static gboolean
names_message (const char *line, gsize length)
{
  for (gsize i = 0; i + strlen ("message/") <= length; i++)
    if (g_ascii_strncasecmp (line + i, "message/", strlen ("message/")) == 0)
      return TRUE;
  return FALSE;
}

static void
look_at (Scan *scan, const char *line, gsize length)
{
  if (length >= 2 && line[0] == '-' && line[1] == '-')
    {
      scan->boundaries++;
      scan->is_header = TRUE;
      scan->is_message = FALSE;
    }
  else if (scan->is_header && is_empty (line, length))
    {
      scan->is_header = scan->is_message;
      scan->is_message = FALSE;
    }
  else if (scan->is_header)
    {
      scan->header_bytes += length;
      scan->is_message = scan->is_message || names_message (line, length);
    }
}

gboolean
desk_mail_scan (const char *bytes, gsize length, GError **error)
{
  Scan scan = { .is_header = TRUE };
  const char *end = bytes + length;

  for (const char *p = bytes; p < end;)
    {
      const char *line_end = memchr (p, '\n', (gsize) (end - p));
      gsize n = (gsize) ((line_end != NULL ? line_end : end) - p);

      look_at (&scan, p, n);
      p += n + 1;
    }
  if (scan.boundaries <= MOST_BOUNDARIES && scan.header_bytes <= MOST_HEADER_BYTES)
    return TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_TOO_LARGE, "The message has more parts or headers than are read");
  return FALSE;
}
