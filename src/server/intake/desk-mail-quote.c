/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/intake/desk-mail-quote.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* An attribution ("On Monday Mary wrote:") may be wrapped into so many lines. */
#define ATTRIBUTION_LINES 3

static gboolean
is_blank (const char *line)
{
  return line[strspn (line, " \t")] == '\0';
}

/* "-----Original Message-----" and the like. */
static gboolean
is_divider (const char *line)
{
  gsize dashes = strspn (line, "-");
  gsize length = strlen (line);

  return dashes >= 4 && length > dashes + 4 && g_str_has_suffix (line, "----") && strcspn (line + dashes, "-") > 4;
}

/* The head that Outlook puts above what it repeats: "From:" and, soon below, "Subject:" and a date. */
static gboolean
is_repeated_head (char **lines, guint i, guint n)
{
  gboolean has_date = FALSE;
  gboolean has_subject = FALSE;

  if (!g_str_has_prefix (lines[i], "From: ") && !g_str_has_prefix (lines[i], "Von: "))
    return FALSE;
  for (guint k = i + 1; k < MIN (i + 6, n); k++)
    {
      has_date = has_date || g_str_has_prefix (lines[k], "Sent: ") || g_str_has_prefix (lines[k], "Date: ")
                 || g_str_has_prefix (lines[k], "Gesendet: ");
      has_subject = has_subject || g_str_has_prefix (lines[k], "Subject: ") || g_str_has_prefix (lines[k], "Betreff: ");
    }
  return has_date && has_subject;
}

/* Where the lines that are quoted at the very end begin. */
static guint
find_quoted_end (char **lines, guint n)
{
  guint begin = n;

  for (guint i = n; i > 0 && (lines[i - 1][0] == '>' || is_blank (lines[i - 1])); i--)
    if (lines[i - 1][0] == '>')
      begin = i - 1;
  return begin;
}

/* Takes the attribution above a quotation to it. */
static guint
include_attribution (char **lines, guint begin)
{
  guint i = begin;

  while (i > 0 && is_blank (lines[i - 1]))
    i--;
  if (i == 0 || !g_str_has_suffix (lines[i - 1], ":"))
    return begin;
  for (guint k = i; k > 0 && i - k < ATTRIBUTION_LINES && !is_blank (lines[k - 1]); k--)
    if (g_str_has_prefix (lines[k - 1], "On ") || g_str_has_prefix (lines[k - 1], "Am ")
        || g_str_has_prefix (lines[k - 1], "Le "))
      return k - 1;
  return i - 1;
}

static guint
find_begin (char **lines, guint n)
{
  guint begin = find_quoted_end (lines, n);

  if (begin < n)
    begin = include_attribution (lines, begin);
  for (guint i = 0; i < begin; i++)
    if (is_divider (lines[i]) || is_repeated_head (lines, i, n))
      return i;
  return begin;
}

/* What stands before it is the writer's own. */
static guint
find_signature (char **lines, guint n)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (lines[i], "-- ") || g_str_equal (lines[i], "--"))
      return i;
  return n;
}

char *
desk_mail_quote_dup_own (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);
  guint begin = find_signature (lines, find_begin (lines, n));

  for (guint i = begin; i < n; i++)
    g_clear_pointer (&lines[i], g_free);
  return g_strchomp (g_strjoinv ("\n", lines));
}

char *
desk_mail_quote_cut (char *text)
{
  g_autofree char *owned = text;
  g_auto (GStrv) lines = g_strsplit (owned, "\n", -1);
  guint n = g_strv_length (lines);
  guint begin = find_begin (lines, n);
  guint own = begin;
  g_autofree char *rest = NULL;
  g_autofree char *said = NULL;

  while (own > 0 && is_blank (lines[own - 1]))
    own--;
  if (begin >= n || own == 0)
    return g_steal_pointer (&owned);
  g_clear_pointer (&lines[own], g_free);
  rest = g_strjoinv ("\n", lines);
  for (guint i = own + 1; i < n; i++)
    g_free (lines[i]);
  said = g_strdup_printf (ngettext ("[%u line of earlier messages is left out]",
                                    "[%u lines of earlier messages are left out]", n - begin),
                          n - begin);
  return g_strconcat (rest, "\n\n", said, NULL);
}
