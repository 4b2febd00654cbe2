/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-mentions.h"

#include <string.h>

#include "core/desk-json.h"

#define MAX_MENTIONS 50

static const char sql_agents[] = "SELECT id, name FROM agents WHERE is_approved ORDER BY id";

typedef struct
{
  char *id;
  char *name;
} Person;

static void
free_person (gpointer data)
{
  Person *person = data;

  g_free (person->id);
  g_free (person->name);
  g_free (person);
}

static void
free_mention (gpointer data)
{
  DeskMention *mention = data;

  g_free (mention->text);
  g_ptr_array_unref (mention->ids);
  g_free (mention);
}

static GPtrArray *
read_people (DeskDbTransaction *db, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (free_person);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_agents, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    {
      Person *person = g_new (Person, 1);

      person->id = g_strdup (desk_db_column_text (statement, 0));
      person->name = g_strdup (desk_db_column_text (statement, 1));
      g_ptr_array_add (people, person);
    }
  if (local_error == NULL)
    return g_steal_pointer (&people);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* How much of what stands behind an @ is that name: none where it goes on with another letter. */
static gsize
measure (const char *folded_text, const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  gsize length = strlen (folded);

  if (length == 0 || !g_str_has_prefix (folded_text, folded)
      || g_unichar_isalnum (g_utf8_get_char (folded_text + length)))
    return 0;
  return length;
}

/* A whole name says more than a first name, even where both are written the same. */
static gsize
weigh (const char *folded_text, const Person *person, char **called)
{
  g_autofree char *first = g_strndup (person->name, strcspn (person->name, " "));
  gsize whole_length = measure (folded_text, person->name);
  gsize first_length = measure (folded_text, first);

  *called = g_strdup (whole_length > 0 ? person->name : first);
  return whole_length > 0 ? 2 * whole_length + 1 : 2 * first_length;
}

static DeskMention *
find_one (const char *folded_text, GPtrArray *people)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  gsize best = 0;
  DeskMention *mention;

  for (guint i = 0; i < people->len; i++)
    {
      const Person *person = people->pdata[i];
      g_autofree char *called = NULL;
      gsize weight = weigh (folded_text, person, &called);

      if (weight == 0 || weight < best)
        continue;
      if (weight > best)
        {
          g_ptr_array_set_size (ids, 0);
          g_free (text);
          text = g_strconcat ("@", called, NULL);
        }
      best = weight;
      g_ptr_array_add (ids, g_strdup (person->id));
    }
  if (best == 0)
    return NULL;
  mention = g_new0 (DeskMention, 1);
  mention->text = g_steal_pointer (&text);
  mention->ids = g_steal_pointer (&ids);
  return mention;
}

static gboolean
is_known (GPtrArray *mentions, const DeskMention *mention)
{
  for (guint i = 0; i < mentions->len; i++)
    {
      const DeskMention *known = mentions->pdata[i];

      if (known->ids->len == mention->ids->len && g_str_equal (known->ids->pdata[0], mention->ids->pdata[0]))
        return TRUE;
    }
  return FALSE;
}

/* The @ of an e-mail address names nobody. */
static gboolean
begins_name (const char *text, const char *at)
{
  return at == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

/**
 * desk_mentions_find:
 * @db: an open transaction
 * @text: a note
 * @error: when the database fails
 *
 * What stands behind an @ is taken for the longest name, whole or first, that it is the beginning of.
 *
 * Returns: (transfer full) (element-type DeskMention): whom it names, each once
 */
GPtrArray *
desk_mentions_find (DeskDbTransaction *db, const char *text, GError **error)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autoptr (GPtrArray) mentions = g_ptr_array_new_with_free_func (free_mention);
  g_autoptr (GPtrArray) people = NULL;

  if (strchr (folded, '@') == NULL)
    return g_steal_pointer (&mentions);
  people = read_people (db, error);
  if (people == NULL)
    return NULL;
  for (const char *p = strchr (folded, '@'); p != NULL && mentions->len < MAX_MENTIONS; p = strchr (p + 1, '@'))
    {
      DeskMention *mention = begins_name (folded, p) ? find_one (p + 1, people) : NULL;

      if (mention != NULL && !is_known (mentions, mention))
        g_ptr_array_add (mentions, mention);
      else if (mention != NULL)
        free_mention (mention);
    }
  return g_steal_pointer (&mentions);
}

/**
 * desk_mentions_append_json:
 * @mentions: (element-type DeskMention): whom a note names
 * @json: gets a list of {"text", "agent_ids", "is_told"}
 */
void
desk_mentions_append_json (GPtrArray *mentions, GString *json)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < mentions->len; i++)
    {
      const DeskMention *mention = mentions->pdata[i];

      g_string_append (json, i > 0 ? ",{\"text\":" : "{\"text\":");
      desk_json_append_string (json, mention->text);
      g_string_append (json, ",\"agent_ids\":[");
      for (guint j = 0; j < mention->ids->len; j++)
        {
          g_string_append (json, j > 0 ? "," : "");
          desk_json_append_string (json, mention->ids->pdata[j]);
        }
      g_string_append_printf (json, "],\"is_told\":%s}", mention->is_told ? "true" : "false");
    }
  g_string_append_c (json, ']');
}
