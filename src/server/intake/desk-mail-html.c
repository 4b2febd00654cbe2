/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/intake/desk-mail-html.h"

#include <string.h>

#define LONGEST_ENTITY 32
#define MOST_QUOTES 20

/* A page on its way to text. */
typedef struct
{
  GString *text;
  guint quotes;         /* how many quotations deep */
  guint wanted_ends;    /* ends of lines before the next word */
  gboolean wants_space; /* a space before the next word */
  gboolean is_at_start; /* of a line */
  gboolean is_preformatted;
  char *link;       /* owned; where the open link leads */
  gsize link_begin; /* where its words begin in the text */
} Page;

typedef struct
{
  const char *name;
  gunichar letter;
} Entity;

static const Entity entities[] = {
  { "amp", '&' },       { "lt", '<' },       { "gt", '>' },       { "quot", '"' },     { "apos", '\'' },
  { "nbsp", ' ' },      { "euro", 0x20ac },  { "pound", 0xa3 },   { "copy", 0xa9 },    { "reg", 0xae },
  { "hellip", 0x2026 }, { "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 },
  { "ldquo", 0x201c },  { "rdquo", 0x201d }, { "bull", 0x2022 },  { "middot", 0xb7 },  { "auml", 0xe4 },
  { "ouml", 0xf6 },     { "uuml", 0xfc },    { "Auml", 0xc4 },    { "Ouml", 0xd6 },    { "Uuml", 0xdc },
  { "szlig", 0xdf },    { "eacute", 0xe9 },  { "egrave", 0xe8 },  { "agrave", 0xe0 },  { "ccedil", 0xe7 },
};

static void
begin_line (Page *page)
{
  for (guint i = 0; i < page->wanted_ends; i++)
    {
      g_string_append_c (page->text, '\n');
      page->is_at_start = TRUE;
      if (i + 1 < page->wanted_ends)
        for (guint quote = 0; quote < page->quotes; quote++)
          g_string_append (page->text, ">");
    }
  page->wanted_ends = 0;
  if (page->is_at_start)
    for (guint quote = 0; quote < page->quotes; quote++)
      g_string_append (page->text, "> ");
}

static void
put (Page *page, gunichar letter)
{
  if (page->wanted_ends > 0 || page->is_at_start)
    begin_line (page);
  else if (page->wants_space)
    g_string_append_c (page->text, ' ');
  page->wants_space = FALSE;
  page->is_at_start = FALSE;
  g_string_append_unichar (page->text, letter);
}

static void
end_line (Page *page, guint n)
{
  if (page->text->len > 0)
    page->wanted_ends = MAX (page->wanted_ends, n);
  page->wants_space = FALSE;
}

static void
put_letter (Page *page, gunichar letter)
{
  if (letter == '\n' && page->is_preformatted)
    page->wanted_ends = MIN (page->wanted_ends + 1, 2);
  else if (letter == ' ' && page->is_preformatted && !page->is_at_start)
    put (page, ' ');
  else if (letter < 128 && g_ascii_isspace ((char) letter))
    page->wants_space = page->wanted_ends == 0 && !page->is_at_start;
  else if (letter != 0)
    put (page, letter);
}

static gunichar
find_entity (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (strlen (entities[i].name) == length && strncmp (entities[i].name, name, length) == 0)
      return entities[i].letter;
  return 0;
}

/* @p: at an ampersand. Returns what follows; an ampersand that begins nothing is one. */
static const char *
put_entity (Page *page, const char *p)
{
  const char *end = p + 1;
  gunichar letter = 0;

  while (*end != '\0' && *end != ';' && end - p < LONGEST_ENTITY && (g_ascii_isalnum (*end) || *end == '#'))
    end++;
  if (*end == ';' && p[1] == '#')
    {
      gboolean is_hexadecimal = p[2] == 'x' || p[2] == 'X';
      guint64 number = g_ascii_strtoull (p + (is_hexadecimal ? 3 : 2), NULL, is_hexadecimal ? 16 : 10);

      letter = number <= 0x10ffff && g_unichar_validate ((gunichar) number) ? (gunichar) number : 0;
    }
  else if (*end == ';')
    letter = find_entity (p + 1, (gsize) (end - p - 1));
  if (letter == 0)
    {
      put_letter (page, '&');
      return p + 1;
    }
  put_letter (page, letter == 0xa0 ? ' ' : letter);
  return end + 1;
}

/* What an attribute of a tag says; its entities stay as they are. */
static char *
dup_attribute (const char *tag, gsize length, const char *name)
{
  const char *end = tag + length;
  gsize name_length = strlen (name);

  for (const char *p = tag; p + name_length + 1 < end; p++)
    {
      const char *value = p + name_length;
      char quote;

      if (g_ascii_strncasecmp (p, name, name_length) != 0 || p == tag || !(g_ascii_isspace (p[-1]) || p[-1] == '"'))
        continue;
      while (value < end && g_ascii_isspace (*value))
        value++;
      if (value >= end || *value++ != '=')
        continue;
      while (value < end && g_ascii_isspace (*value))
        value++;
      quote = value < end && (*value == '"' || *value == '\'') ? *value++ : '\0';
      p = value;
      while (p < end && (quote != '\0' ? *p != quote : !g_ascii_isspace (*p)))
        p++;
      return g_strndup (value, (gsize) (p - value));
    }
  return NULL;
}

static void
open_link (Page *page, const char *tag, gsize length)
{
  g_autofree char *href = dup_attribute (tag, length, "href");

  g_clear_pointer (&page->link, g_free);
  if (href != NULL && (g_ascii_strncasecmp (href, "http://", 7) == 0 || g_ascii_strncasecmp (href, "https://", 8) == 0))
    page->link = g_steal_pointer (&href);
  page->link_begin = page->text->len;
}

/* Where a link leads stands behind its words, unless those say it themselves. */
static void
close_link (Page *page)
{
  g_autofree char *link = g_steal_pointer (&page->link);

  if (link == NULL || strstr (page->text->str + MIN (page->link_begin, page->text->len), link) != NULL)
    return;
  page->wants_space = TRUE;
  put (page, '<');
  for (const char *p = link; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (page->text, g_utf8_get_char (p));
  g_string_append_c (page->text, '>');
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

static void
set_quotes (Page *page, gboolean is_end)
{
  end_line (page, 2);
  if (is_end)
    page->quotes -= page->quotes > 0 ? 1 : 0;
  else
    page->quotes += page->quotes < MOST_QUOTES ? 1 : 0;
}

static void
heed_tag (Page *page, const char *name, gboolean is_end, const char *tag, gsize length)
{
  static const char *const paragraphs[] = { "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", NULL };
  static const char *const lines[] = { "div",    "tr", "li", "section", "article", "header",
                                       "footer", "dt", "dd", "body",    NULL };

  if (g_str_equal (name, "br"))
    page->wanted_ends = page->text->len > 0 ? MIN (page->wanted_ends + 1, 2) : 0;
  else if (is_one_of (name, paragraphs))
    end_line (page, 2);
  else if (is_one_of (name, lines))
    end_line (page, 1);
  else if (g_str_equal (name, "blockquote"))
    set_quotes (page, is_end);
  else if (g_str_equal (name, "td") || g_str_equal (name, "th"))
    page->wants_space = page->wanted_ends == 0;
  else if (g_str_equal (name, "a"))
    is_end ? close_link (page) : open_link (page, tag, length);
  if (g_str_equal (name, "pre"))
    page->is_preformatted = !is_end;
  else if (g_str_equal (name, "li") && !is_end)
    {
      put (page, 0x2022);
      page->wants_space = TRUE;
    }
}

/* The end of what nobody reads, such as a script: behind its closing tag, or of the page. */
static const char *
skip_unread (const char *p, const char *name)
{
  g_autofree char *close = g_strconcat ("</", name, NULL);
  gsize length = strlen (close);

  for (; *p != '\0'; p++)
    if (*p == '<' && g_ascii_strncasecmp (p, close, length) == 0)
      {
        const char *end = strchr (p, '>');

        return end != NULL ? end + 1 : p + strlen (p);
      }
  return p;
}

/* The end of a tag: the first > outside of quotes, where the quotes are closed at all. */
static const char *
find_tag_end (const char *p)
{
  const char *first = strchr (p, '>');
  char quote = '\0';

  for (; *p != '\0'; p++)
    {
      if (quote != '\0' && *p == quote)
        quote = '\0';
      else if (quote == '\0' && (*p == '"' || *p == '\''))
        quote = *p;
      else if (quote == '\0' && *p == '>')
        return p;
      else if (first != NULL && p - first > 4096)
        break;
    }
  return first;
}

/* @p: at a <. Returns what follows the tag; a < that begins none is one. */
static const char *
heed (Page *page, const char *p)
{
  static const char *const unread[] = { "script", "style",  "head",   "title",    "template", "noscript",
                                        "svg",    "object", "select", "textarea", NULL };
  g_autofree char *name = NULL;
  const char *begin = p + (p[1] == '/' ? 2 : 1);
  const char *end = begin;

  if (g_str_has_prefix (p, "<!--"))
    {
      end = strstr (p + 4, "-->");
      return end != NULL ? end + 3 : p + strlen (p);
    }
  while (g_ascii_isalnum (*end))
    end++;
  if (end == begin && p[1] != '!' && p[1] != '?')
    {
      put_letter (page, '<');
      return p + 1;
    }
  name = g_ascii_strdown (begin, MIN (end - begin, 20));
  end = find_tag_end (p);
  if (end == NULL)
    return p + strlen (p);
  if (p[1] != '/' && is_one_of (name, unread))
    return skip_unread (end + 1, name);
  heed_tag (page, name, p[1] == '/', p, (gsize) (end - p));
  return end + 1;
}

/**
 * desk_mail_html_to_text:
 * @html: a page, in UTF-8
 *
 * Takes no longer than the page is long.
 *
 * Returns: (transfer full): what it says
 */
char *
desk_mail_html_to_text (const char *html)
{
  Page page = { .text = g_string_sized_new (strlen (html) / 2 + 1), .is_at_start = TRUE };
  const char *p = html;

  while (*p != '\0')
    {
      if (*p == '<')
        p = heed (&page, p);
      else if (*p == '&')
        p = put_entity (&page, p);
      else
        {
          put_letter (&page, g_utf8_get_char (p));
          p = g_utf8_next_char (p);
        }
    }
  g_free (page.link);
  return g_string_free (page.text, FALSE);
}
