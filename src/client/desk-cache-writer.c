/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache-writer.h"

#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"

static gboolean
propagate (GError **error, GError *local_error)
{
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* So many rows are written with one statement, and the memory for them is small. */
#define MOST_SHOWN 256

/* Whether the cache already has what comes, or something newer: an answer, a live event and the feed may tell the same
 * in any order. */
static gboolean
is_older (DeskCacheWriter *self, DeskEntity *entity, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT seq FROM %s WHERE id = $1", desk_entity_get_kind (entity)->table);
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (self->transaction, error, sql, "s", desk_entity_get_id (entity));

  return !self->is_renewal && statement != NULL && desk_db_step (statement, error)
         && desk_db_column_integer (statement, 0) > desk_entity_get_seq (entity);
}

static gboolean
mark_met (DeskCacheWriter *self, const char *id, GError **error)
{
  return !self->is_renewal
         || desk_db_execute (self->transaction, error,
                             "INSERT INTO renewal_met (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", "s", id);
}

static gboolean
mark_aside (DeskCacheWriter *self, DeskEntity *entity, GError **error)
{
  return !self->is_aside
         || desk_db_execute (self->transaction, error,
                             "INSERT INTO told_aside (id, seq) VALUES ($1, $2)"
                             " ON CONFLICT (id) DO UPDATE SET seq = excluded.seq",
                             "si", desk_entity_get_id (entity), desk_entity_get_seq (entity));
}

static gboolean
is_base_older (DeskCacheWriter *self, DeskEntity *entity, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (self->transaction, error, "SELECT row FROM overlay_bases WHERE id = $1", "s",
                     desk_entity_get_id (entity));
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (DeskEntity) base = NULL;
  const char *json = NULL;

  if (self->is_renewal || statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  json = desk_db_column_text (statement, 0);
  root = json != NULL ? json_from_string (json, NULL) : NULL;
  return root != NULL
         && json_object_get_int_member_with_default (json_node_get_object (root), "seq", 0)
                > desk_entity_get_seq (entity);
}

static gboolean
put_base (DeskCacheWriter *self, DeskEntity *entity, GError **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  if (is_base_older (self, entity, error))
    return TRUE;
  desk_entity_append_json (entity, json, DESK_AUDIENCE_STAFF);
  self->is_base_touched = TRUE;
  return desk_db_execute (self->transaction, error, "UPDATE overlay_bases SET row = $2 WHERE id = $1", "ss",
                          desk_entity_get_id (entity), json->str);
}

static GHashTable *
read_ids (DeskDbTransaction *transaction, const char *sql, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (transaction, error, sql, "");
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GError *local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    g_hash_table_add (ids, g_strdup (desk_db_column_text (statement, 0)));
  return propagate (error, local_error) ? g_steal_pointer (&ids) : NULL;
}

/* A notification is told once when it comes, and once when it has been read. */
static void
watch_notification (DeskCacheWriter *self, DeskEntity *entity)
{
  g_autoptr (DeskEntity) before = NULL;

  if (!DESK_IS_NOTIFICATION (entity))
    return;
  before = desk_cache_writer_read (self, &desk_notification_kind, desk_entity_get_id (entity), NULL);
  if (before == NULL)
    g_ptr_array_add (self->changes->arrived, desk_entity_copy (entity));
  else if (!desk_entity_is_set (before, DESK_NOTIFICATION_READ_AT)
           && desk_entity_is_set (entity, DESK_NOTIFICATION_READ_AT))
    g_ptr_array_add (self->changes->read_elsewhere, g_strdup (desk_entity_get_id (entity)));
}

/* Each of them is told, for somebody may hold it. */
static gboolean
drop_parts (DeskCacheWriter *self, const DeskKind *kind, const char *field, const char *id, GError **error)
{
  g_autofree char *which = g_strdup_printf ("SELECT id FROM %s WHERE %s = $1", kind->table, field);
  g_autofree char *away = g_strdup_printf ("DELETE FROM %s WHERE %s = $1", kind->table, field);
  g_autoptr (DeskDbStatement) statement = desk_db_query (self->transaction, error, which, "s", id);
  GError *local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    desk_cache_changes_add (self->changes, kind, desk_db_column_text (statement, 0));
  return propagate (error, local_error) && desk_db_execute (self->transaction, error, away, "s", id);
}

/* Whoever loses sight of a thread loses sight of what was said in it. */
static gboolean
drop_thread (DeskCacheWriter *self, const DeskKind *kind, const char *id, GError **error)
{
  if (kind != &desk_ticket_kind && kind != &desk_query_kind && kind != &desk_chat_kind)
    return TRUE;
  return drop_parts (self, &desk_message_kind, "thread_id", id, error)
         && drop_parts (self, &desk_history_kind, "entity_id", id, error);
}

/**
 * desk_cache_writer_begin:
 * @self: an empty writer
 * @transaction: writes the cache
 * @changes: gets what is done
 * @error: why it can't be read
 *
 * Returns: whether it can begin
 */
gboolean
desk_cache_writer_begin (DeskCacheWriter *self,
                         DeskDbTransaction *transaction,
                         DeskCacheChanges *changes,
                         GError **error)
{
  self->transaction = transaction;
  self->changes = changes;
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->bases = read_ids (transaction, "SELECT id FROM overlay_bases", error);
  if (self->bases != NULL)
    self->asides = read_ids (transaction, "SELECT id FROM told_aside", error);
  return self->asides != NULL;
}

/**
 * desk_cache_writer_flush:
 * @self: a writer
 * @error: why something could not be written
 *
 * Returns: whether everything that is shown is in the database
 */
gboolean
desk_cache_writer_flush (DeskCacheWriter *self, GError **error)
{
  if (self->shown->len == 0)
    return TRUE;
  if (!desk_rows_upsert_many (self->transaction, self->shown, error))
    return FALSE;
  g_ptr_array_set_size (self->shown, 0);
  return TRUE;
}

void
desk_cache_writer_clear (DeskCacheWriter *self)
{
  g_clear_pointer (&self->bases, g_hash_table_unref);
  g_clear_pointer (&self->asides, g_hash_table_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
}

/**
 * desk_cache_writer_put:
 * @self: a writer
 * @entity: as the server says it is
 * @error: why it could not be written
 *
 * Takes in what the server says, unless the cache knows something newer.
 *
 * Returns: whether all went well
 */
gboolean
desk_cache_writer_put (DeskCacheWriter *self, DeskEntity *entity, GError **error)
{
  GError *local_error = NULL;

  if (!mark_met (self, desk_entity_get_id (entity), error))
    return FALSE;
  if (g_hash_table_contains (self->bases, desk_entity_get_id (entity)))
    return put_base (self, entity, error);
  if (is_older (self, entity, &local_error) || local_error != NULL)
    return propagate (error, local_error);
  return mark_aside (self, entity, error) && desk_cache_writer_show (self, entity, error);
}

/**
 * desk_cache_writer_drop:
 * @self: a writer
 * @kind: a kind
 * @id: what is gone, or out of sight
 * @error: why it could not be deleted
 *
 * Returns: whether it is not there any more
 */
gboolean
desk_cache_writer_drop (DeskCacheWriter *self, const DeskKind *kind, const char *id, GError **error)
{
  if (!g_hash_table_contains (self->bases, id))
    return desk_cache_writer_hide (self, kind, id, error);
  self->is_base_touched = TRUE;
  return desk_db_execute (self->transaction, error, "UPDATE overlay_bases SET row = NULL WHERE id = $1", "s", id);
}

/**
 * desk_cache_writer_forget_asides:
 * @self: a writer
 * @cursor: how far the feed has been taken in
 * @error: why it could not be written
 *
 * Returns: whether only what the feed has not told yet is remembered
 */
gboolean
desk_cache_writer_forget_asides (DeskCacheWriter *self, gint64 cursor, GError **error)
{
  return g_hash_table_size (self->asides) == 0
         || desk_db_execute (self->transaction, error, "DELETE FROM told_aside WHERE seq <= $1", "i", cursor);
}

/**
 * desk_cache_writer_sweep:
 * @self: a writer at the end of a renewal
 * @error: why it failed
 *
 * Returns: whether everything that the server did not mention is gone
 */
gboolean
desk_cache_writer_sweep (DeskCacheWriter *self, GError **error)
{
  if (!desk_cache_writer_flush (self, error))
    return FALSE;
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE id NOT IN (SELECT id FROM renewal_met)"
                                              " AND id NOT IN (SELECT id FROM overlay_bases)",
                                              desk_kinds[i]->table);

      if (!desk_db_execute (self->transaction, error, sql, ""))
        return FALSE;
    }
  self->is_base_touched = TRUE;
  self->changes->is_everything = TRUE;
  return desk_db_execute (self->transaction, error,
                          "UPDATE overlay_bases SET row = NULL WHERE id NOT IN (SELECT id FROM renewal_met)", "")
         && desk_db_execute (self->transaction, error, "DELETE FROM renewal_met", "");
}

/**
 * desk_cache_writer_show:
 * @self: a writer
 * @entity: as everybody shall see it
 * @error: why it could not be written
 *
 * Returns: whether it was written
 */
gboolean
desk_cache_writer_show (DeskCacheWriter *self, DeskEntity *entity, GError **error)
{
  watch_notification (self, entity);
  desk_cache_changes_add (self->changes, desk_entity_get_kind (entity), desk_entity_get_id (entity));
  if (self->shown->len > 0
      && (self->shown->len >= MOST_SHOWN
          || desk_entity_get_kind (self->shown->pdata[0]) != desk_entity_get_kind (entity))
      && !desk_cache_writer_flush (self, error))
    return FALSE;
  g_ptr_array_add (self->shown, g_object_ref (entity));
  return TRUE;
}

/**
 * desk_cache_writer_hide:
 * @self: a writer
 * @kind: a kind
 * @id: what nobody shall see any more
 * @error: why it could not be deleted
 *
 * Returns: whether it is not there any more
 */
gboolean
desk_cache_writer_hide (DeskCacheWriter *self, const DeskKind *kind, const char *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE id = $1", kind->table);

  if (!desk_cache_writer_flush (self, error) || !desk_db_execute (self->transaction, error, sql, "s", id))
    return FALSE;
  if (desk_db_get_changes (self->transaction) == 0)
    return TRUE;
  desk_cache_changes_add (self->changes, kind, id);
  return drop_thread (self, kind, id, error);
}

/**
 * desk_cache_writer_read:
 * @self: a writer
 * @kind: a kind
 * @id: an id
 * @error: why it could not be read
 *
 * Returns: (transfer full) (nullable): what is shown of it; %NULL without an error when there is nothing
 */
DeskEntity *
desk_cache_writer_read (DeskCacheWriter *self, const DeskKind *kind, const char *id, GError **error)
{
  g_autofree char *columns = desk_rows_dup_columns (kind, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = $1", columns, kind->table);
  g_autoptr (DeskDbStatement) statement = NULL;

  if (!desk_cache_writer_flush (self, error))
    return NULL;
  statement = desk_db_query (self->transaction, error, sql, "s", id);
  return statement != NULL && desk_db_step (statement, error) ? desk_rows_read (kind, statement, 0, error) : NULL;
}
