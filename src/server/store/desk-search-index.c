/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-search-index.h"

#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"
#include "server/store/desk-words.h"

#define MAX_DOCUMENT_WORDS 12000

static const char sql_store[] = "INSERT INTO documents (n, source_id, kind, owner_id, is_internal, body) "
                                "VALUES ($1, $2, $3, $4, $5, $6) "
                                "ON CONFLICT (source_id) DO UPDATE SET body = excluded.body, "
                                "owner_id = excluded.owner_id, kind = excluded.kind";
static const char sql_tickets[] = "SELECT id FROM tickets WHERE customer_id = $1 ORDER BY created_at, id";

/* What is found, under what it is found, and whose it is. */
typedef struct
{
  DeskDbTransaction *db;
  DeskEntity *entity;
  const char *owner_kind;
  const char *owner_id;
  const char *customer_id; /* NULL for nobody's */
  GString *body;           /* owned */
  guint n_words;
} Document;

static void
clear_document (Document *self)
{
  if (self->body != NULL)
    g_string_free (self->body, TRUE);
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

/* What is found with it: the customer of a ticket, the order of either. */
static gboolean
add_other (Document *self, const DeskKind *kind, const char *id, GError **error)
{
  g_autoptr (DeskEntity) other = NULL;

  if (id == NULL)
    return TRUE;
  other = desk_rows_get (self->db, kind, id, error);
  if (other == NULL)
    return FALSE;
  add_fields (self, other);
  return TRUE;
}

static void
begin_message (Document *self)
{
  self->owner_kind =
      desk_enum_to_wire (&desk_subject_enum, desk_entity_get_enum (self->entity, DESK_MESSAGE_THREAD_KIND));
  self->owner_id = desk_entity_get_string (self->entity, DESK_MESSAGE_THREAD_ID);
}

static void
find_customer (Document *self)
{
  const DeskKind *kind = desk_entity_get_kind (self->entity);

  if (kind == &desk_customer_kind)
    self->customer_id = self->owner_id;
  else if (kind != &desk_message_kind)
    self->customer_id = desk_entity_get_string (self->entity, desk_kind_find_field (kind, "customer_id"));
}

static void
begin_body (Document *self)
{
  const DeskKind *kind = desk_entity_get_kind (self->entity);
  g_autofree char *kind_word = desk_search_dup_kind_word (kind);
  g_autofree char *customer_word = self->customer_id != NULL ? desk_search_dup_customer_word (self->customer_id) : NULL;

  self->body = g_string_new (kind_word);
  if (customer_word != NULL)
    g_string_append_printf (self->body, " %s", customer_word);
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
  find_customer (&document);
  begin_body (&document);
  return add_others (&document, error) && store (&document, error);
}

/* A customer's tickets are found by how the customer is called now. */
static gboolean
keep_tickets (DeskDbTransaction *db, const char *customer_id, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_tickets, "s", customer_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    g_ptr_array_add (ids, g_strdup (desk_db_column_text (statement, 0)));
  for (guint i = 0; local_error == NULL && i < ids->len; i++)
    {
      g_autoptr (DeskEntity) ticket = desk_rows_get (db, &desk_ticket_kind, ids->pdata[i], &local_error);

      if (ticket != NULL)
        keep_one (db, ticket, customer_id, &local_error);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_searched (const DeskKind *kind)
{
  return kind == &desk_query_kind || kind == &desk_ticket_kind || kind == &desk_customer_kind
         || kind == &desk_order_kind || kind == &desk_message_kind;
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
         && (kind != &desk_customer_kind || keep_tickets (db, desk_entity_get_id (entity), error));
}

gboolean
desk_search_forget (DeskDbTransaction *db, const char *owner_id, GError **error)
{
  return desk_db_execute (db, error, "DELETE FROM documents WHERE owner_id = $1", "s", owner_id);
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
