/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-question.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-phone.h"
#include "server/store/desk-words.h"

#define MAX_BYTES 400
#define MAX_WORDS 16

/* Weights: a million for a document that says a word for ever and is short. How often is soon enough, and a document of
 * this many words is neither long nor short. */
#define WEIGHT 1000000
#define ENOUGH 1.2
#define USUAL_WORDS 60.0

/* One or more words that stand next to each other. */
typedef struct
{
  GPtrArray *words; /* owned, of texts */
  gboolean is_prefix;
} Term;

/* One way to say it: terms that all have to be found. */
typedef struct
{
  GPtrArray *terms; /* owned, of Term */
} Way;

struct _DeskQuestion
{
  Way ways[2];
  guint n_ways;
};

static void
free_term (gpointer data)
{
  Term *term = data;

  g_ptr_array_unref (term->words);
  g_free (term);
}

/* One letter begins nearly every word; in scripts that write words with one sign it is a word. */
static gboolean
is_too_short (const char *word)
{
  return g_utf8_strlen (word, -1) == 1 && !g_unichar_iswide (g_utf8_get_char (word));
}

static gboolean
add_term (Way *way, const char *name, const char *text, gsize length, gboolean is_quoted, GError **error)
{
  g_autofree char *chunk = g_strndup (text, length);
  g_autoptr (GPtrArray) words = desk_words_split (chunk);
  const DeskWord *last = words->len > 0 ? words->pdata[words->len - 1] : NULL;
  Term *term;

  if (last == NULL)
    return TRUE;
  if (!is_quoted && words->len == 1 && is_too_short (last->text))
    {
      desk_error_add_field (error, name,
                            "\"%s\" begins too many words: at least two letters were expected, or \"%s\" in quotes",
                            chunk, chunk);
      return FALSE;
    }
  term = g_new (Term, 1);
  term->words = g_ptr_array_new_with_free_func (g_free);
  term->is_prefix = !is_quoted && !is_too_short (last->text);
  for (guint i = 0; i < words->len; i++)
    g_ptr_array_add (term->words, g_strdup (((DeskWord *) words->pdata[i])->text));
  g_ptr_array_add (way->terms, term);
  return TRUE;
}

/* A quote that is never closed goes on to the end. */
static gboolean
read_terms (Way *way, const char *name, const char *text, GError **error)
{
  gboolean right = TRUE;

  for (const char *p = text; *p != '\0';)
    {
      gboolean is_quoted = *p == '"';
      gsize length;

      p += is_quoted ? 1 : strspn (p, " \t\r\n");
      length = strcspn (p, is_quoted ? "\"" : "\" \t\r\n");
      right = add_term (way, name, p, length, is_quoted, error) && right;
      p += length;
      if (is_quoted && *p == '"')
        p++;
    }
  return right;
}

static guint
count_words (const Way *way)
{
  guint n = 0;

  for (guint i = 0; i < way->terms->len; i++)
    n += ((Term *) way->terms->pdata[i])->words->len;
  return n;
}

static void
begin_way (DeskQuestion *self)
{
  self->ways[self->n_ways++].terms = g_ptr_array_new_with_free_func (free_term);
}

static gboolean
check (const DeskQuestion *self, const char *name, GError **error)
{
  guint n = count_words (&self->ways[0]);

  if (n == 0)
    desk_error_add_field (error, name, "at least one letter or digit was expected");
  else if (n > MAX_WORDS)
    desk_error_add_field (error, name, "at most %d words were expected, not %u", MAX_WORDS, n);
  return n > 0 && n <= MAX_WORDS;
}

static gboolean
is_word (const char *word, const Term *term, guint i)
{
  const char *wanted = term->words->pdata[i];

  return term->is_prefix && i + 1 == term->words->len ? g_str_has_prefix (word, wanted) : g_str_equal (word, wanted);
}

static gboolean
stands_at (const Term *term, const char *const *words, guint n_words, guint place)
{
  if (place + term->words->len > n_words)
    return FALSE;
  for (guint i = 0; i < term->words->len; i++)
    if (!is_word (words[place + i], term, i))
      return FALSE;
  return TRUE;
}

static guint
count_term (const Term *term, const char *const *words, guint n_words)
{
  guint n = 0;

  for (guint i = 0; i < n_words; i++)
    n += stands_at (term, words, n_words, i);
  return n;
}

static double
weigh_way (const Way *way, const char *const *words, guint n_words)
{
  double weight = 0;
  double length = ENOUGH * (0.25 + 0.75 * n_words / USUAL_WORDS);

  for (guint i = 0; i < way->terms->len; i++)
    {
      guint n = count_term (way->terms->pdata[i], words, n_words);

      if (n == 0)
        return 0;
      weight += n / (n + length);
    }
  return weight / way->terms->len;
}

static void
append_term (GString *match, const Term *term)
{
  g_string_append_c (match, '"');
  for (guint i = 0; i < term->words->len; i++)
    g_string_append_printf (match, "%s%s", i > 0 ? " " : "", (char *) term->words->pdata[i]);
  g_string_append (match, term->is_prefix ? "\"*" : "\"");
}

/**
 * desk_question_read:
 * @name: the parameter that it comes from
 * @text: what somebody wrote
 * @country_calling_code: (nullable): the desk's own country, for telephone numbers without one
 * @error: the field @name when nothing can be looked for, or far too much would be found
 *
 * Returns: (transfer full): the question
 */
DeskQuestion *
desk_question_read (const char *name, const char *text, const char *country_calling_code, GError **error)
{
  g_autoptr (DeskQuestion) self = g_new0 (DeskQuestion, 1);
  g_autofree char *phone = NULL;

  if (strlen (text) > MAX_BYTES)
    {
      desk_error_add_field (error, name, "at most %d bytes were expected", MAX_BYTES);
      return NULL;
    }
  phone = desk_phone_normalize (text, country_calling_code);
  begin_way (self);
  if (phone == NULL)
    return read_terms (&self->ways[0], name, text, error) && check (self, name, error) ? g_steal_pointer (&self) : NULL;
  /* As it is written, unless it is cut into single digits; and as the desk writes it. */
  if (read_terms (&self->ways[0], name, text, NULL))
    begin_way (self);
  else
    g_ptr_array_set_size (self->ways[0].terms, 0);
  add_term (&self->ways[self->n_ways - 1], name, phone, strlen (phone), TRUE, NULL);
  return g_steal_pointer (&self);
}

/**
 * desk_question_free:
 * @self: (transfer full) (nullable): a question
 */
void
desk_question_free (DeskQuestion *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_ways; i++)
    g_ptr_array_unref (self->ways[i].terms);
  g_free (self);
}

/**
 * desk_question_dup_match:
 * @self: a question
 * @only: words of the index that have to be there too, ended by %NULL
 *
 * Returns: (transfer full): a text for search(): "two words"* AND "word" OR "word"
 */
char *
desk_question_dup_match (const DeskQuestion *self, const char *const *only)
{
  g_autoptr (GString) match = g_string_new (NULL);

  for (guint i = 0; i < self->n_ways; i++)
    {
      const GPtrArray *terms = self->ways[i].terms;

      g_string_append (match, i > 0 ? " OR " : "");
      for (guint j = 0; only[j] != NULL; j++)
        g_string_append_printf (match, "\"%s\" AND ", only[j]);
      for (guint j = 0; j < terms->len; j++)
        {
          g_string_append (match, j > 0 ? " AND " : "");
          append_term (match, terms->pdata[j]);
        }
    }
  return g_string_free (g_steal_pointer (&match), FALSE);
}

/**
 * desk_question_weigh:
 * @self: a question
 * @words: (array length=n_words): a document
 * @n_words: how long it is
 *
 * Every hit has every word, so that how rare a word is says nothing: what counts is how often it is said, and in how
 * many words. The weight is the same on both engines.
 *
 * Returns: how well it fits; 0 where something is missing
 */
gint64
desk_question_weigh (const DeskQuestion *self, const char *const *words, guint n_words)
{
  double best = 0;

  for (guint i = 0; i < self->n_ways; i++)
    best = MAX (best, weigh_way (&self->ways[i], words, n_words));
  return best > 0 ? MAX (1, (gint64) (best * WEIGHT)) : 0;
}

/**
 * desk_question_mark:
 * @self: a question
 * @words: (array length=n_words): the words of a text
 * @n_words: how many
 * @marks: (array length=n_words): set for those that were looked for
 *
 * Returns: how many of the question's terms are found
 */
guint
desk_question_mark (const DeskQuestion *self, const char *const *words, guint n_words, gboolean *marks)
{
  guint n_found = 0;

  for (guint i = 0; i < self->n_ways; i++)
    for (guint j = 0; j < self->ways[i].terms->len; j++)
      {
        const Term *term = self->ways[i].terms->pdata[j];
        gboolean is_found = FALSE;

        for (guint place = 0; place < n_words; place++)
          if (stands_at (term, words, n_words, place))
            {
              is_found = TRUE;
              for (guint k = 0; k < term->words->len; k++)
                marks[place + k] = TRUE;
            }
        n_found += is_found;
      }
  return n_found;
}
