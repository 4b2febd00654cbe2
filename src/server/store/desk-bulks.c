/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-bulks.h"

#include "server/store/desk-stored-error.h"

#define COLUMNS                                                                                                        \
  "b.id, b.action, b.status, b.performed_by, b.ask, b.undoes, b.total, b.done, b.failed, b.created_at, "               \
  "b.finished_at, (SELECT u.id FROM bulks u WHERE u.undoes = b.id)"

static const char sql_insert[] =
    "INSERT INTO bulks (id, action, status, performed_by, ask, undoes, total, done, failed, "
    "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8)";
static const char sql_insert_item[] = "INSERT INTO bulk_items (bulk_id, n, ticket_id) VALUES ($1, $2, $3)";
static const char sql_copy_items[] = "INSERT INTO bulk_items (bulk_id, n, ticket_id, before, after) SELECT CAST ($1 AS "
                                     "TEXT), n, ticket_id, before, after "
                                     "FROM bulk_items WHERE bulk_id = $2 AND is_done AND error IS NULL";
static const char sql_count_items[] = "SELECT count(*) FROM bulk_items WHERE bulk_id = $1";
static const char sql_find[] = "SELECT " COLUMNS " FROM bulks b WHERE b.id = $1";
static const char sql_lock[] = "SELECT id FROM bulks WHERE id = $1";
static const char sql_running[] = "SELECT id FROM bulks WHERE status = $1 ORDER BY created_at, id LIMIT 1";
static const char sql_items[] = "SELECT n, ticket_id, is_done, error_code, error, before, after FROM bulk_items "
                                "WHERE bulk_id = $1 AND is_done = $2 AND n > $3 ORDER BY n LIMIT $4";
static const char sql_finish[] = "UPDATE bulk_items SET is_done = $1, error_code = $2, error = $3, before = $4, "
                                 "after = $5 WHERE bulk_id = $6 AND n = $7";
static const char sql_update[] = "UPDATE bulks SET status = $1, done = $2, failed = $3, finished_at = $4 WHERE id = $5";
static const char sql_sweep_items[] =
    "DELETE FROM bulk_items WHERE bulk_id IN (SELECT id FROM bulks WHERE status = $1 AND created_at < $2)";
static const char sql_sweep[] = "DELETE FROM bulks WHERE status = $1 AND created_at < $2";

static const char *
get_word (DeskBulkStatus status)
{
  return desk_enum_to_wire (&desk_bulk_status_enum, status);
}

static DeskBulk *
read_bulk (DeskDbStatement *row)
{
  DeskBulk *bulk = g_new0 (DeskBulk, 1);

  bulk->id = g_strdup (desk_db_column_text (row, 0));
  bulk->action = desk_enum_from_wire (&desk_bulk_action_enum, desk_db_column_text (row, 1));
  bulk->status = desk_enum_from_wire (&desk_bulk_status_enum, desk_db_column_text (row, 2));
  bulk->performed_by = g_strdup (desk_db_column_text (row, 3));
  bulk->ask = g_strdup (desk_db_column_text (row, 4));
  bulk->undoes = g_strdup (desk_db_column_text (row, 5));
  bulk->total = desk_db_column_integer (row, 6);
  bulk->done = desk_db_column_integer (row, 7);
  bulk->failed = desk_db_column_integer (row, 8);
  bulk->created_at = desk_db_column_integer (row, 9);
  bulk->finished_at = desk_db_column_integer (row, 10);
  bulk->undone_by = g_strdup (desk_db_column_text (row, 11));
  return bulk;
}

static DeskBulkItem *
read_item (DeskDbStatement *row)
{
  DeskBulkItem *item = g_new0 (DeskBulkItem, 1);

  item->n = desk_db_column_integer (row, 0);
  item->ticket_id = g_strdup (desk_db_column_text (row, 1));
  item->is_done = desk_db_column_flag (row, 2);
  if (!desk_db_column_is_null (row, 4))
    item->error = desk_stored_error_read ((int) desk_db_column_integer (row, 3), desk_db_column_text (row, 4));
  item->before = g_strdup (desk_db_column_text (row, 5));
  item->after = g_strdup (desk_db_column_text (row, 6));
  return item;
}

static gboolean
insert_bulk (DeskDbTransaction *db, const DeskBulk *bulk, GError **error)
{
  return desk_db_execute (db, error, sql_insert, "ssssssii", bulk->id,
                          desk_enum_to_wire (&desk_bulk_action_enum, bulk->action), get_word (bulk->status),
                          bulk->performed_by, bulk->ask, bulk->undoes, bulk->total, bulk->created_at);
}

/* NULL without @error where there is no row. */
static char *
read_id (DeskDbTransaction *db, const char *sql, const char *value, GError **error)
{
  g_autofree char *locking = g_strdup_printf ("%s %s", sql, desk_db_get_sql (db, DESK_DB_SQL_FOR_UPDATE));
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, locking, "s", value);

  return statement != NULL && desk_db_step (statement, error) ? g_strdup (desk_db_column_text (statement, 0)) : NULL;
}

void
desk_bulk_free (DeskBulk *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->performed_by);
  g_free (self->ask);
  g_free (self->undoes);
  g_free (self->undone_by);
  g_free (self);
}

void
desk_bulk_item_free (DeskBulkItem *self)
{
  g_free (self->ticket_id);
  g_clear_error (&self->error);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

gboolean
desk_bulks_insert (DeskDbTransaction *db, const DeskBulk *bulk, GPtrArray *ticket_ids, GError **error)
{
  if (!insert_bulk (db, bulk, error))
    return FALSE;
  for (guint i = 0; i < ticket_ids->len; i++)
    if (!desk_db_execute (db, error, sql_insert_item, "sis", bulk->id, (gint64) i + 1,
                          (const char *) ticket_ids->pdata[i]))
      return FALSE;
  return TRUE;
}

/**
 * desk_bulks_insert_undo:
 * @db: an open transaction that writes
 * @bulk: with "undoes"; gets its total
 * @error: when the database fails
 *
 * Returns: whether it is stored
 */
gboolean
desk_bulks_insert_undo (DeskDbTransaction *db, DeskBulk *bulk, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  if (!insert_bulk (db, bulk, error) || !desk_db_execute (db, error, sql_copy_items, "ss", bulk->id, bulk->undoes))
    return FALSE;
  statement = desk_db_query (db, error, sql_count_items, "s", bulk->id);
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  bulk->total = desk_db_column_integer (statement, 0);
  return desk_db_execute (db, error, "UPDATE bulks SET total = $1 WHERE id = $2", "is", bulk->total, bulk->id);
}

DeskBulk *
desk_bulks_find (DeskDbTransaction *db, const char *id, gboolean is_locked, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  if (is_locked)
    {
      g_autofree char *held = read_id (db, sql_lock, id, error);

      if (held == NULL)
        return NULL;
    }
  statement = desk_db_query (db, error, sql_find, "s", id);
  return statement != NULL && desk_db_step (statement, error) ? read_bulk (statement) : NULL;
}

DeskBulk *
desk_bulks_find_running (DeskDbTransaction *db, GError **error)
{
  g_autofree char *id = read_id (db, sql_running, get_word (DESK_BULK_STATUS_RUNNING), error);

  return id != NULL ? desk_bulks_find (db, id, FALSE, error) : NULL;
}

GPtrArray *
desk_bulks_list_items (DeskDbTransaction *db,
                       const char *id,
                       gboolean is_done,
                       gint64 after,
                       guint limit,
                       GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_bulk_item_free);
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (db, error, sql_items, "sbii", id, is_done, after, (gint64) limit);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    g_ptr_array_add (items, read_item (statement));
  if (local_error == NULL)
    return g_steal_pointer (&items);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
desk_bulks_finish_item (DeskDbTransaction *db, const char *id, const DeskBulkItem *item, GError **error)
{
  g_autofree char *text = item->error != NULL ? desk_stored_error_dup_json (item->error) : NULL;

  return desk_db_execute (db, error, sql_finish, "bissssi", TRUE,
                          (gint64) (item->error != NULL ? item->error->code : 0), text, item->before, item->after, id,
                          item->n);
}

gboolean
desk_bulks_update (DeskDbTransaction *db, const DeskBulk *bulk, GError **error)
{
  return desk_db_execute (db, error, sql_update, "siiis", get_word (bulk->status), bulk->done, bulk->failed,
                          bulk->finished_at, bulk->id);
}

gboolean
desk_bulks_sweep (DeskDbTransaction *db, gint64 before, GError **error)
{
  const char *word = get_word (DESK_BULK_STATUS_DONE);

  return desk_db_execute (db, error, sql_sweep_items, "si", word, before)
         && desk_db_execute (db, error, sql_sweep, "si", word, before);
}
