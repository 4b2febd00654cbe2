/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-snippet.h"

#include "core/desk-json.h"
#include "server/store/desk-words.h"

/* How much of a text is shown, and how much of that before the first word that was found; in bytes. */
#define MAX_BYTES 240
#define MAX_BEFORE 60

/* A text with the words in it that were looked for. */
typedef struct
{
  const DeskField *field;
  const char *text;
  GPtrArray *words; /* owned, of DeskWord */
  gboolean *marks;  /* owned, one for each word */
  guint n_found;
} Found;

static void
clear_found (Found *self)
{
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->marks, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, clear_found)

static void
look_into (Found *self, const DeskField *field, const char *text, const DeskQuestion *question)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  self->field = field;
  self->text = text;
  self->words = desk_words_split (text);
  self->marks = g_new0 (gboolean, self->words->len + 1);
  for (guint i = 0; i < self->words->len; i++)
    g_ptr_array_add (texts, ((DeskWord *) self->words->pdata[i])->text);
  self->n_found = desk_question_mark (question, (const char *const *) texts->pdata, texts->len, self->marks);
}

/* The text that answers most of the question; of equal ones the first. */
static void
find_best (Found *best, DeskEntity *entity, const DeskQuestion *question)
{
  const DeskKind *kind = desk_entity_get_kind (entity);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const char *text = kind->fields[i].flags & DESK_FIELD_SEARCH ? desk_entity_get_string (entity, i) : NULL;
      g_auto (Found) found = { NULL };

      if (text == NULL)
        continue;
      look_into (&found, &kind->fields[i], text, question);
      if (found.n_found <= best->n_found)
        continue;
      clear_found (best);
      *best = found;
      found = (Found){ NULL };
    }
}

static const DeskWord *
get_word (const Found *self, guint i)
{
  return self->words->pdata[i];
}

/* Whole words, from a little before the first that was found. */
static void
choose_part (const Found *self, gsize *begin, gsize *end)
{
  guint first = 0;

  while (!self->marks[first])
    first++;
  *begin = get_word (self, first)->begin;
  for (guint i = first; i > 0 && get_word (self, first)->begin - get_word (self, i - 1)->begin <= MAX_BEFORE; i--)
    *begin = get_word (self, i - 1)->begin;
  *end = get_word (self, first)->end;
  for (guint i = first; i < self->words->len && get_word (self, i)->end - *begin <= MAX_BYTES; i++)
    *end = get_word (self, i)->end;
}

static void
append_part (const Found *self, gsize begin, gsize end, gboolean is_match, GString *json)
{
  g_autofree char *text = g_strndup (self->text + begin, end - begin);

  if (begin == end)
    return;
  g_string_append (json, json->str[json->len - 1] == '[' ? "{\"text\":" : ",{\"text\":");
  desk_json_append_string (json, text);
  g_string_append_printf (json, ",\"is_match\":%s}", is_match ? "true" : "false");
}

static void
append_parts (const Found *self, GString *json)
{
  gsize begin, end, place;

  choose_part (self, &begin, &end);
  place = begin;
  for (guint i = 0; i < self->words->len; i++)
    {
      const DeskWord *word = get_word (self, i);

      /* Two words may come of one letter. */
      if (!self->marks[i] || word->begin < place || word->end > end)
        continue;
      append_part (self, place, word->begin, FALSE, json);
      append_part (self, word->begin, word->end, TRUE, json);
      place = word->end;
    }
  append_part (self, place, end, FALSE, json);
}

/**
 * desk_snippet_append:
 * @entity: something that was found
 * @question: what was looked for
 * @json: where it is written
 *
 * The text comes in parts, of which each says whether it is what was looked for: no mark in the text itself, which
 * could be taken for text, or text for it. It is plain text, to be escaped by whoever shows it. %NULL where it was
 * found by something else than its own texts: a ticket by its customer's name.
 */
void
desk_snippet_append (DeskEntity *entity, const DeskQuestion *question, GString *json)
{
  g_auto (Found) best = { NULL };

  find_best (&best, entity, question);
  if (best.n_found == 0)
    {
      g_string_append (json, "null");
      return;
    }
  g_string_append (json, "{\"field\":");
  desk_json_append_string (json, best.field->name);
  g_string_append (json, ",\"parts\":[");
  append_parts (&best, json);
  g_string_append (json, "]}");
}
