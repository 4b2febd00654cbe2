/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-text.h"

#include <string.h>

/* A text of more words says more than phrases. */
#define MOST_WORDS 24

static void
end_word (GPtrArray *words, GString *word)
{
  if (word->len == 0)
    return;
  g_ptr_array_add (words, g_utf8_casefold (word->str, (gssize) word->len));
  g_string_truncate (word, 0);
}

/* Letters and figures with the marks on them are words; so is each symbol, such as a face, and each question mark. */
static GPtrArray *
split_words (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) word = g_string_new (NULL);

  for (const char *p = normal; p != NULL && *p != '\0' && words->len <= MOST_WORDS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_symbol = g_unichar_type (c) == G_UNICODE_OTHER_SYMBOL || c == '?' || c == 0x061f;

      if (is_symbol || !(g_unichar_isalnum (c) || (g_unichar_ismark (c) && word->len > 0)))
        end_word (words, word);
      if (is_symbol || g_unichar_isalnum (c) || (g_unichar_ismark (c) && word->len > 0))
        g_string_append_unichar (word, c);
      if (is_symbol)
        end_word (words, word);
    }
  end_word (words, word);
  return g_steal_pointer (&words);
}

static gboolean
stands_at (GPtrArray *words, guint i, GPtrArray *phrase)
{
  if (phrase->len == 0 || i + phrase->len > words->len)
    return FALSE;
  for (guint k = 0; k < phrase->len; k++)
    if (!g_str_equal (words->pdata[i + k], phrase->pdata[k]))
      return FALSE;
  return TRUE;
}

/* How many words the longest phrase has that stands at the @i-th word. */
static guint
measure_phrase (GPtrArray *words, guint i, const char *const *phrases)
{
  guint longest = 0;

  for (guint k = 0; phrases[k] != NULL; k++)
    {
      g_autoptr (GPtrArray) phrase = split_words (phrases[k]);

      if (phrase->len > longest && stands_at (words, i, phrase))
        longest = phrase->len;
    }
  return longest;
}

/**
 * desk_text_dup_excerpt:
 * @text: UTF-8
 * @max: bytes, at most
 *
 * Returns: (transfer full): the beginning of a text, whole letters only, in one line
 */
char *
desk_text_dup_excerpt (const char *text, gsize max)
{
  gsize length = strlen (text);

  if (length > max)
    for (length = max; length > 0 && ((guchar) text[length] & 0xc0) == 0x80; length--)
      continue;
  return g_strdelimit (g_strndup (text, length), "\r\n\t", ' ');
}

/**
 * desk_text_says_only:
 * @text: UTF-8
 * @phrases: (nullable): what may be said, in any case and with any punctuation
 * @names: (nullable): names that may stand beside it, of whom it is said to and by
 *
 * "Thanks a lot, Ravi!" says only "thanks a lot" to Ravi; "Thanks, but it still leaks" does not, and nor does
 * "Thanks?".
 *
 * Returns: whether the text is made of some of the phrases and nothing else
 */
gboolean
desk_text_says_only (const char *text, const char *const *phrases, const char *names)
{
  g_autoptr (GPtrArray) words = split_words (text);
  g_autoptr (GPtrArray) beside = split_words (names != NULL ? names : "");
  gboolean says_one = FALSE;
  guint i = 0;

  if (phrases == NULL || words->len > MOST_WORDS)
    return FALSE;
  while (i < words->len)
    {
      guint length = measure_phrase (words, i, phrases);

      if (length == 0 && !g_ptr_array_find_with_equal_func (beside, words->pdata[i], g_str_equal, NULL))
        return FALSE;
      says_one = says_one || length > 0;
      i += MAX (length, 1);
    }
  return says_one;
}
