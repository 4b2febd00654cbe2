/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-words.h"

#define MAX_WORD_BYTES 60

typedef struct
{
  GPtrArray *words;
  GString *text;
  gsize begin;
  gsize end;
} Splitter;

static void
free_word (gpointer data)
{
  DeskWord *word = data;

  g_free (word->text);
  g_free (word);
}

static void
end_word (Splitter *self)
{
  DeskWord *word;

  if (self->text->len == 0)
    return;
  word = g_new (DeskWord, 1);
  word->text = g_strndup (self->text->str, self->text->len);
  word->begin = self->begin;
  word->end = self->end;
  g_ptr_array_add (self->words, word);
  g_string_truncate (self->text, 0);
}

static void
add_letter (Splitter *self, gunichar letter, gsize begin, gsize end)
{
  if (!g_unichar_isalnum (letter))
    {
      end_word (self);
      return;
    }
  if (self->text->len == 0)
    self->begin = begin;
  self->end = end;
  if (self->text->len < MAX_WORD_BYTES)
    g_string_append_unichar (self->text, g_unichar_tolower (letter));
}

/* A letter may become several: the ligature of f and i, the sharp s. Accents go. */
static void
add_folded (Splitter *self, const char *text, gsize begin, gsize end)
{
  g_autofree char *letter = g_strndup (text + begin, end - begin);
  g_autofree char *folded = g_utf8_casefold (letter, -1);
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_NFKD);

  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar part = g_utf8_get_char (p);

      if (!g_unichar_ismark (part))
        add_letter (self, part, begin, end);
      else if (self->text->len > 0)
        self->end = end;
    }
}

/**
 * desk_words_split:
 * @text: any text, in UTF-8
 *
 * Both engines get words that are folded here, since neither of them folds as the other does.
 *
 * Returns: (transfer full) (element-type DeskWord): its words, in their order
 */
GPtrArray *
desk_words_split (const char *text)
{
  g_autoptr (GString) buffer = g_string_new (NULL);
  Splitter self = { .words = g_ptr_array_new_with_free_func (free_word), .text = buffer };

  for (const char *p = text; *p != '\0';)
    {
      const char *next = g_utf8_next_char (p);

      if ((guchar) *p < 0x80)
        add_letter (&self, *p, p - text, next - text);
      else
        add_folded (&self, text, p - text, next - text);
      p = next;
    }
  end_word (&self);
  return self.words;
}
