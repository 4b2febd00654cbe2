/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-search.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"

/* Only the newest of very many hits are looked at, see PLATFORM-SERVER. */
#define MAX_HITS 5000
#define MAX_WORD_BYTES 60
#define MAX_DOCUMENT_WORDS 400
#define MAX_QUESTION_WORDS 12

typedef void (*GiveWord) (const char *word, gpointer data);

typedef struct
{
  GString *body;
  GHashTable *seen;
} Document;

/* Most texts are ASCII, and folding those needs no tables. */
static char *
dup_folded (const char *text)
{
  g_autofree char *folded = NULL;

  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);
  folded = g_utf8_casefold (text, -1);
  return g_utf8_normalize (folded, -1, G_NORMALIZE_NFKD);
}

/* Letters and digits, in lower case and without accents: the same on both engines, since neither of them folds. */
static void
split_words (const char *text, GiveWord give_word, gpointer data)
{
  g_autofree char *normal = dup_folded (text);
  g_autoptr (GString) word = g_string_new (NULL);

  for (const char *p = normal;; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (letter != 0 && g_unichar_ismark (letter))
        continue;
      if (letter != 0 && g_unichar_isalnum (letter))
        {
          if (word->len < MAX_WORD_BYTES)
            g_string_append_unichar (word, letter);
          continue;
        }
      if (word->len > 0)
        give_word (word->str, data);
      g_string_truncate (word, 0);
      if (letter == 0)
        return;
    }
}

static void
add_document_word (const char *word, gpointer data)
{
  Document *document = data;

  if (g_hash_table_size (document->seen) >= MAX_DOCUMENT_WORDS || !g_hash_table_add (document->seen, g_strdup (word)))
    return;
  g_string_append_printf (document->body, "%s%s", document->body->len > 0 ? " " : "", word);
}

static void
add_fields (Document *document, DeskEntity *entity)
{
  const DeskKind *kind = desk_entity_get_kind (entity);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const char *text = kind->fields[i].flags & DESK_FIELD_SEARCH ? desk_entity_get_string (entity, i) : NULL;

      if (text != NULL)
        split_words (text, add_document_word, document);
    }
}

static void
add_question_word (const char *word, gpointer data)
{
  g_ptr_array_add (data, g_strdup (word));
}

/* Words of one letter are looked for as they are: nearly everything begins with them. */
static char *
dup_question (GPtrArray *words)
{
  g_autoptr (GString) question = g_string_new (NULL);

  for (guint i = 0; i < MIN (words->len, MAX_QUESTION_WORDS); i++)
    {
      const char *word = words->pdata[i];

      g_string_append_printf (question, "%s\"%s\"%s", i > 0 ? " AND " : "", word,
                              g_utf8_strlen (word, -1) > 1 ? "*" : "");
    }
  return g_string_free (g_steal_pointer (&question), FALSE);
}

static gboolean
store_document (DeskDbTransaction *db,
                DeskEntity *entity,
                const char *owner_kind,
                const char *owner_id,
                gboolean is_internal,
                const char *body,
                GError **error)
{
  gint64 n = desk_db_next_seq (db, error);

  return n != 0
         && desk_db_execute (db, error,
                             "INSERT INTO documents (n, source_id, kind, owner_id, is_internal, body) "
                             "VALUES ($1, $2, $3, $4, $5, $6) "
                             "ON CONFLICT (source_id) DO UPDATE SET body = excluded.body, owner_id = excluded.owner_id",
                             "isssbs", n, desk_entity_get_id (entity), owner_kind, owner_id, is_internal, body);
}

/**
 * desk_search_keep:
 * @db: an open transaction that writes
 * @entity: what was written
 * @customer: (nullable): whose it is, to be found with it
 * @error: when the database fails
 *
 * Returns: whether it can be found now; kinds that are not searched are passed over
 */
gboolean
desk_search_keep (DeskDbTransaction *db, DeskEntity *entity, DeskEntity *customer, GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (entity);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  Document document = { .body = body, .seen = seen };

  add_fields (&document, entity);
  if (customer != NULL)
    add_fields (&document, customer);
  if (kind == &desk_message_kind)
    return store_document (db, entity,
                           desk_enum_to_wire (&desk_subject_enum,
                                              desk_entity_get_enum (entity, DESK_MESSAGE_THREAD_KIND)),
                           desk_entity_get_string (entity, DESK_MESSAGE_THREAD_ID),
                           desk_entity_get_flag (entity, DESK_MESSAGE_IS_INTERNAL), body->str, error);
  if (kind != &desk_query_kind && kind != &desk_ticket_kind && kind != &desk_chat_kind && kind != &desk_customer_kind
      && kind != &desk_faq_kind)
    return TRUE;
  return store_document (db, entity, kind->name, desk_entity_get_id (entity), FALSE, body->str, error);
}

gboolean
desk_search_forget (DeskDbTransaction *db, const char *owner_id, GError **error)
{
  return desk_db_execute (db, error, "DELETE FROM documents WHERE owner_id = $1 OR source_id = $1", "s", owner_id);
}

gboolean
desk_search_lead (DeskDbTransaction *db, const char *ticket_id, const char *into_id, gboolean undo, GError **error)
{
  if (!undo)
    return desk_db_execute (db, error, "UPDATE documents SET owner_id = $1 WHERE owner_id = $2", "ss", into_id,
                            ticket_id);
  return desk_db_execute (
      db, error,
      "UPDATE documents SET owner_id = $1 WHERE owner_id = $2 AND source_id IN "
      "(WITH RECURSIVE led (id) AS (SELECT CAST ($1 AS TEXT) UNION SELECT m.source_id FROM merges m "
      "JOIN led ON m.target_id = led.id) SELECT id FROM led)",
      "ss", ticket_id, into_id);
}

gboolean
desk_search_move (DeskDbTransaction *db, GPtrArray *message_ids, const char *owner_id, GError **error)
{
  for (guint i = 0; i < message_ids->len; i++)
    if (!desk_db_execute (db, error, "UPDATE documents SET owner_id = $1 WHERE source_id = $2", "ss", owner_id,
                          (const char *) message_ids->pdata[i]))
      return FALSE;
  return TRUE;
}

gboolean
desk_search_add_filter (DeskSql *sql, const DeskKind *kind, const DeskViewer *viewer, const char *text, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *question = NULL;

  split_words (text, add_question_word, words);
  if (words->len == 0)
    {
      desk_error_add_field (error, "search", "at least one letter or digit was expected");
      return FALSE;
    }
  question = dup_question (words);
  desk_sql_add (sql, " AND t.id IN (SELECT d.owner_id FROM search (");
  desk_sql_add_text (sql, question);
  desk_sql_add (sql, ") s JOIN documents d ON d.n = s.rowid WHERE d.kind = '%s'", kind->name);
  /* What stands in a note must not tell a customer that it is there. */
  if (viewer->role == DESK_ROLE_CUSTOMER)
    desk_sql_add (sql, " AND NOT d.is_internal");
  desk_sql_add (sql, " ORDER BY s.rowid DESC LIMIT %d)", MAX_HITS);
  return TRUE;
}
