/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-search-index.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"
#include "server/store/desk-words.h"

#define MAX_DOCUMENT_WORDS 12000

static const char sql_store[] = "INSERT INTO documents (n, source_id, kind, owner_id, is_internal, body) "
                                "VALUES ($1, $2, $3, $4, $5, $6) "
                                "ON CONFLICT (source_id) DO UPDATE SET body = excluded.body, "
                                "owner_id = excluded.owner_id, kind = excluded.kind";
static const char sql_forget[] = "DELETE FROM documents WHERE owner_id = $1 OR source_id = $1";
static const char sql_tickets[] = "SELECT id FROM tickets WHERE customer_id = $1 ORDER BY created_at, id";
static const char sql_chats[] = "SELECT id FROM chats WHERE customer_id = $1 ORDER BY created_at, id";
static const char sql_owner[] = "SELECT d.owner_id, o.customer_id FROM documents d JOIN tickets o ON o.id = d.owner_id "
                                "WHERE d.source_id = $1 AND d.owner_id <> $1";
static const char sql_led[] = "SELECT t.id FROM documents d JOIN tickets t ON t.id = d.source_id "
                              "WHERE d.owner_id = $1 ORDER BY t.created_at, t.id";
static const char sql_led_by[] =
    "WITH RECURSIVE led (id) AS (SELECT CAST ($1 AS TEXT) UNION SELECT m.source_id FROM merges m "
    "JOIN led ON m.target_id = led.id) SELECT t.id FROM led JOIN tickets t ON t.id = led.id ORDER BY t.created_at, "
    "t.id";
static const char sql_lead[] = "UPDATE documents SET owner_id = $1 WHERE source_id = $2";

/* What is found, under what it is found, and whose it is. */
typedef struct
{
  DeskDbTransaction *db;
  DeskEntity *entity;
  const char *owner_kind;
  const char *owner_id;
  const char *customer_id; /* NULL for nobody's */
  char *survivor_id;       /* owned: of the ticket that a merged one leads to, or NULL */
  char *reader_id;         /* owned: its customer */
  GString *body;           /* owned */
  guint n_words;
} Document;

static void
clear_document (Document *self)
{
  if (self->body != NULL)
    g_string_free (self->body, TRUE);
  g_free (self->survivor_id);
  g_free (self->reader_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Document, clear_document)

static void
add_text (Document *self, const char *text)
{
  g_autoptr (GPtrArray) words = desk_words_split (text);

  if (words->len == 0)
    return;
  g_string_append (self->body, " " DESK_WORDS_MARK);
  for (guint i = 0; i < words->len && self->n_words < MAX_DOCUMENT_WORDS; i++, self->n_words++)
    g_string_append_printf (self->body, " %s", ((DeskWord *) words->pdata[i])->text);
}

static void
add_fields (Document *self, DeskEntity *entity)
{
  const DeskKind *kind = desk_entity_get_kind (entity);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const char *text = kind->fields[i].flags & DESK_FIELD_SEARCH ? desk_entity_get_string (entity, i) : NULL;

      if (text != NULL)
        add_text (self, text);
    }
}

/* All the ways in which somebody is known. */
static void
add_identities (Document *self, DeskEntity *customer)
{
  GPtrArray *identities = desk_entity_get_items (customer, DESK_CUSTOMER_IDENTITIES);

  for (guint i = 0; identities != NULL && i < identities->len; i++)
    {
      const char *value = desk_entity_get_string (identities->pdata[i], DESK_IDENTITY_VALUE);

      if (value != NULL)
        add_text (self, value);
    }
}

/* What is found with it: the customer of a ticket, the order of either. Of that only the texts are read: an order has
 * many things in it. */
static gboolean
add_other (Document *self, const DeskKind *kind, const char *id, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  guint n_texts = 0;

  if (id == NULL)
    return TRUE;
  for (guint i = 0; i < kind->n_fields; i++)
    if (kind->fields[i].flags & DESK_FIELD_SEARCH)
      g_string_append_printf (sql, "%s%s", n_texts++ > 0 ? ", " : "", kind->fields[i].name);
  g_string_append_printf (sql, " FROM %s WHERE id = $1", kind->table);
  statement = desk_db_query (self->db, error, sql->str, "s", id);
  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error))
    {
      for (guint i = 0; i < n_texts; i++)
        if (!desk_db_column_is_null (statement, i))
          add_text (self, desk_db_column_text (statement, i));
      return TRUE;
    }
  if (local_error == NULL)
    g_set_error (&local_error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no such %s", kind->name);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
begin_message (Document *self)
{
  self->owner_kind =
      desk_enum_to_wire (&desk_subject_enum, desk_entity_get_enum (self->entity, DESK_MESSAGE_THREAD_KIND));
  self->owner_id = desk_entity_get_string (self->entity, DESK_MESSAGE_THREAD_ID);
}

/* The words of a ticket that was merged find the one that it leads to, for its customer too. */
static gboolean
begin_ticket (Document *self, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (self->db, error, sql_owner, "s", self->owner_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error))
    {
      self->survivor_id = g_strdup (desk_db_column_text (statement, 0));
      self->reader_id = g_strdup (desk_db_column_text (statement, 1));
      self->owner_id = self->survivor_id;
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
find_customer (Document *self)
{
  const DeskKind *kind = desk_entity_get_kind (self->entity);

  if (kind == &desk_customer_kind)
    self->customer_id = self->owner_id;
  else if (kind != &desk_message_kind && kind != &desk_faq_kind)
    self->customer_id = desk_entity_get_string (self->entity, desk_kind_find_field (kind, "customer_id"));
}

static void
add_customer_word (Document *self, const char *customer_id)
{
  g_autofree char *word = desk_search_dup_customer_word (customer_id);

  g_string_append_printf (self->body, " %s", word);
}

static void
begin_body (Document *self)
{
  g_autofree char *kind_word = desk_search_dup_kind_word (desk_entity_get_kind (self->entity));

  self->body = g_string_new (kind_word);
  if (self->customer_id != NULL)
    add_customer_word (self, self->customer_id);
  if (self->reader_id != NULL && g_strcmp0 (self->reader_id, self->customer_id) != 0)
    add_customer_word (self, self->reader_id);
  add_fields (self, self->entity);
}

static gboolean
add_others (Document *self, GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (self->entity);

  if (kind == &desk_customer_kind)
    add_identities (self, self->entity);
  if (kind == &desk_query_kind)
    return add_other (self, &desk_order_kind, desk_entity_get_string (self->entity, DESK_QUERY_ORDER_ID), error);
  if (kind == &desk_chat_kind)
    return add_other (self, &desk_customer_kind, self->customer_id, error);
  return kind != &desk_ticket_kind
         || (add_other (self, &desk_customer_kind, self->customer_id, error)
             && add_other (self, &desk_order_kind, desk_entity_get_string (self->entity, DESK_TICKET_ORDER_ID), error));
}

static gboolean
store (const Document *self, GError **error)
{
  gboolean is_internal = desk_entity_get_kind (self->entity) == &desk_message_kind
                         && desk_entity_get_flag (self->entity, DESK_MESSAGE_IS_INTERNAL);
  gint64 n = desk_db_next_seq (self->db, error);

  return n != 0
         && desk_db_execute (self->db, error, sql_store, "isssbs", n, desk_entity_get_id (self->entity),
                             self->owner_kind, self->owner_id, is_internal, self->body->str);
}

static gboolean
keep_one (DeskDbTransaction *db, DeskEntity *entity, const char *customer_id, GError **error)
{
  g_auto (Document) document = { .db = db,
                                 .entity = entity,
                                 .owner_kind = desk_entity_get_kind (entity)->name,
                                 .owner_id = desk_entity_get_id (entity),
                                 .customer_id = customer_id };

  if (desk_entity_get_kind (entity) == &desk_message_kind)
    begin_message (&document);
  if (desk_entity_get_kind (entity) == &desk_ticket_kind && !begin_ticket (&document, error))
    return FALSE;
  find_customer (&document);
  begin_body (&document);
  return add_others (&document, error) && store (&document, error);
}

static gboolean
keep_rows (DeskDbTransaction *db, const DeskKind *kind, GPtrArray *ids, const char *customer_id, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DeskEntity) entity = desk_rows_get (db, kind, ids->pdata[i], error);

      if (entity == NULL || !keep_one (db, entity, customer_id, error))
        return FALSE;
    }
  return TRUE;
}

/* A customer's tickets and chats are found by how the customer is called now. */
static gboolean
keep_threads (DeskDbTransaction *db, const char *customer_id, GError **error)
{
  g_autoptr (GPtrArray) tickets = desk_db_read_texts (desk_db_query (db, error, sql_tickets, "s", customer_id), error);
  g_autoptr (GPtrArray) chats =
      tickets != NULL ? desk_db_read_texts (desk_db_query (db, error, sql_chats, "s", customer_id), error) : NULL;

  return chats != NULL && keep_rows (db, &desk_ticket_kind, tickets, customer_id, error)
         && keep_rows (db, &desk_chat_kind, chats, customer_id, error);
}

static gboolean
is_searched (const DeskKind *kind)
{
  return kind == &desk_query_kind || kind == &desk_ticket_kind || kind == &desk_customer_kind
         || kind == &desk_order_kind || kind == &desk_message_kind || kind == &desk_chat_kind || kind == &desk_faq_kind;
}

/**
 * desk_search_is_touched:
 * @before: an entity as it was
 * @after: the same as it is
 *
 * Returns: whether it has to be kept anew
 */
gboolean
desk_search_is_touched (DeskEntity *before, DeskEntity *after)
{
  const DeskKind *kind = desk_entity_get_kind (before);

  for (guint i = 0; is_searched (kind) && i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];
      gboolean is_found_with =
          field->of == &desk_customer_kind || field->of == &desk_order_kind || field->of == &desk_identity_kind;

      if (((field->flags & DESK_FIELD_SEARCH) || is_found_with)
          && !desk_value_equal (field, desk_entity_get_value (before, i), desk_entity_get_value (after, i)))
        return TRUE;
    }
  return FALSE;
}

/**
 * desk_search_keep:
 * @db: an open transaction that writes
 * @entity: what was written
 * @customer_id: (nullable): whose conversation a message belongs to; everything else says so itself
 * @error: when the database fails
 *
 * Returns: whether it can be found now, and what is found with it; kinds that are not searched are passed over
 */
gboolean
desk_search_keep (DeskDbTransaction *db, DeskEntity *entity, const char *customer_id, GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (entity);

  if (!is_searched (kind))
    return TRUE;
  return keep_one (db, entity, customer_id, error)
         && (kind != &desk_customer_kind || keep_threads (db, desk_entity_get_id (entity), error));
}

gboolean
desk_search_forget (DeskDbTransaction *db, const char *owner_id, GError **error)
{
  return desk_db_execute (db, error, sql_forget, "s", owner_id);
}

/**
 * desk_search_lead:
 * @db: an open transaction that writes
 * @ticket_id: a ticket
 * @into_id: the one that it is merged into
 * @undo: whether they go apart again
 * @error: when the database fails
 *
 * Returns: whether the words of the ticket, and of all that was merged into it, find the other one; with @undo, the
 * ticket itself again
 */
gboolean
desk_search_lead (DeskDbTransaction *db, const char *ticket_id, const char *into_id, gboolean undo, GError **error)
{
  g_autoptr (GPtrArray) ids =
      desk_db_read_texts (desk_db_query (db, error, undo ? sql_led_by : sql_led, "s", ticket_id), error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!desk_db_execute (db, error, sql_lead, "ss", undo ? ticket_id : into_id, (const char *) ids->pdata[i]))
      return FALSE;
  return keep_rows (db, &desk_ticket_kind, ids, NULL, error);
}

/**
 * desk_search_move:
 * @db: an open transaction that writes
 * @message_ids: (element-type utf8): messages that stand in another ticket now
 * @customer_id: its customer
 * @error: when the database fails
 *
 * Returns: whether they are found with that ticket, by its customer
 */
gboolean
desk_search_move (DeskDbTransaction *db, GPtrArray *message_ids, const char *customer_id, GError **error)
{
  return keep_rows (db, &desk_message_kind, message_ids, customer_id, error);
}

char *
desk_search_dup_kind_word (const DeskKind *kind)
{
  return g_strconcat (DESK_WORDS_MARK, kind->name, NULL);
}

char *
desk_search_dup_customer_word (const char *customer_id)
{
  g_autoptr (GString) word = g_string_new (DESK_WORDS_MARK);

  for (const char *p = customer_id; *p != '\0'; p++)
    if (*p != '-')
      g_string_append_c (word, g_ascii_tolower (*p));
  return g_string_free (g_steal_pointer (&word), FALSE);
}
