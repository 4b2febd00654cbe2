/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache-reader.h"

#include "core/desk-entity-json.h"
#include "core/desk-json.h"
#include "db/desk-db-driver.h"
#include "db/desk-db-sqlite.h"
#include "db/desk-rows.h"

struct _DeskCacheReader
{
  DeskDbDriver *driver;   /* owned */
  GHashTable *statements; /* owned: kind -> the SQL that reads one by id */
};

static const char *
get_select (DeskCacheReader *self, const DeskKind *kind)
{
  char *sql = g_hash_table_lookup (self->statements, kind);
  g_autofree char *columns = NULL;

  if (sql != NULL)
    return sql;
  columns = desk_rows_dup_columns (kind, "t");
  sql = g_strdup_printf ("SELECT t.rowid, %s FROM %s AS t WHERE ", columns, kind->table);
  g_hash_table_insert (self->statements, (gpointer) kind, sql);
  return sql;
}

static DeskEntity *
read_row (const DeskKind *kind, DeskDbStatement *statement, gint64 *row)
{
  g_autoptr (GError) error = NULL;
  DeskEntity *entity;

  if (statement == NULL || !desk_cache_reader_step (statement))
    return NULL;
  *row = desk_db_column_integer (statement, 0);
  entity = desk_rows_read (kind, statement, 1, &error);
  if (entity == NULL)
    g_warning ("A %s of the cache can't be read: %s", kind->name, error->message);
  return entity;
}

/**
 * desk_cache_reader_new:
 * @path: the cache's file, with its tables
 * @error: why it could not be opened
 *
 * Returns: (transfer full): a connection for the thread that makes it
 */
DeskCacheReader *
desk_cache_reader_new (const char *path, GError **error)
{
  g_autoptr (DeskDbDriver) driver = g_object_new (DESK_TYPE_DB_SQLITE, NULL);
  DeskCacheReader *self;

  if (!desk_db_driver_open (driver, path, DESK_DB_READ, error))
    return NULL;
  self = g_new0 (DeskCacheReader, 1);
  self->driver = g_steal_pointer (&driver);
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

void
desk_cache_reader_free (DeskCacheReader *self)
{
  g_clear_object (&self->driver);
  g_hash_table_unref (self->statements);
  g_free (self);
}

/**
 * desk_cache_reader_dup_by_id:
 * @self: a reader
 * @kind: a kind
 * @id: an id
 * @row: (out): the row's number
 *
 * Returns: (transfer full) (nullable): a new object of what stands in the cache
 */
DeskEntity *
desk_cache_reader_dup_by_id (DeskCacheReader *self, const DeskKind *kind, const char *id, gint64 *row)
{
  g_autofree char *sql = g_strconcat (get_select (self, kind), "t.id = $1", NULL);
  g_autoptr (DeskDbStatement) statement = desk_cache_reader_prepare (self, sql);

  if (statement != NULL)
    desk_db_bind_text (statement, 1, id);
  return read_row (kind, statement, row);
}

/**
 * desk_cache_reader_dup_by_row:
 * @self: a reader
 * @kind: a kind
 * @row: a row's number
 *
 * Returns: (transfer full) (nullable): a new object of what stands in the cache
 */
DeskEntity *
desk_cache_reader_dup_by_row (DeskCacheReader *self, const DeskKind *kind, gint64 row)
{
  g_autofree char *sql = g_strconcat (get_select (self, kind), "t.rowid = $1", NULL);
  g_autoptr (DeskDbStatement) statement = desk_cache_reader_prepare (self, sql);

  if (statement != NULL)
    desk_db_bind_integer (statement, 1, row);
  return read_row (kind, statement, &row);
}

/**
 * desk_cache_reader_dup_server_row:
 * @self: a reader
 * @kind: a kind
 * @id: an id
 *
 * Returns: (transfer full) (nullable): the entity as the server last told it; %NULL when the server has not told of it
 */
DeskEntity *
desk_cache_reader_dup_server_row (DeskCacheReader *self, const DeskKind *kind, const char *id)
{
  g_autoptr (DeskDbStatement) statement =
      desk_cache_reader_prepare (self, "SELECT row FROM overlay_bases WHERE id = $1");
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (DeskEntity) entity = NULL;
  gint64 row;

  if (statement == NULL)
    return NULL;
  desk_db_bind_text (statement, 1, id);
  if (!desk_cache_reader_step (statement))
    return desk_cache_reader_dup_by_id (self, kind, id, &row);
  if (desk_db_column_is_null (statement, 0))
    return NULL;
  object = desk_json_parse_object (desk_db_column_text (statement, 0), -1, NULL);
  entity = desk_entity_new (kind);
  return object != NULL && desk_entity_read_json (entity, object, NULL) ? g_steal_pointer (&entity) : NULL;
}

/**
 * desk_cache_reader_dup_id_of_number:
 * @self: a reader
 * @kind: a kind that has numbers
 * @number: such as "TKT-2026-00417"
 *
 * Returns: (transfer full) (nullable): the id of the one with that number
 */
char *
desk_cache_reader_dup_id_of_number (DeskCacheReader *self, const DeskKind *kind, const char *number)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE number = $1", kind->table);
  g_autoptr (DeskDbStatement) statement = NULL;

  g_return_val_if_fail (desk_kind_find_field (kind, "number") >= 0, NULL);

  statement = desk_cache_reader_prepare (self, sql);
  if (statement == NULL)
    return NULL;
  desk_db_bind_text (statement, 1, number);
  return desk_cache_reader_step (statement) ? g_strdup (desk_db_column_text (statement, 0)) : NULL;
}

/**
 * desk_cache_reader_find_row:
 * @self: a reader
 * @kind: a kind
 * @id: an id
 *
 * Returns: the number of its row, or 0
 */
gint64
desk_cache_reader_find_row (DeskCacheReader *self, const DeskKind *kind, const char *id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rowid FROM %s WHERE id = $1", kind->table);
  g_autoptr (DeskDbStatement) statement = desk_cache_reader_prepare (self, sql);

  if (statement == NULL)
    return 0;
  desk_db_bind_text (statement, 1, id);
  return desk_cache_reader_step (statement) ? desk_db_column_integer (statement, 0) : 0;
}

/**
 * desk_cache_reader_dup_setting:
 * @self: a reader
 * @name: a setting's name, see desk-cache-schema.h
 *
 * Returns: (transfer full) (nullable): its value
 */
char *
desk_cache_reader_dup_setting (DeskCacheReader *self, const char *name)
{
  g_autoptr (DeskDbStatement) statement =
      desk_cache_reader_prepare (self, "SELECT value FROM settings WHERE name = $1");

  if (statement == NULL)
    return NULL;
  desk_db_bind_text (statement, 1, name);
  return desk_cache_reader_step (statement) ? g_strdup (desk_db_column_text (statement, 0)) : NULL;
}

/**
 * desk_cache_reader_prepare:
 * @self: a reader
 * @sql: one statement that reads
 *
 * Returns: (transfer full) (nullable): the statement; %NULL when it can't be prepared, which is said in the log
 */
DeskDbStatement *
desk_cache_reader_prepare (DeskCacheReader *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  DeskDbStatement *statement = desk_db_driver_prepare (self->driver, sql, &error);

  if (statement == NULL)
    g_warning ("The cache can't be read: %s", error->message);
  return statement;
}

/**
 * desk_cache_reader_step:
 * @statement: a statement of a reader
 *
 * Returns: whether there is a row
 */
gboolean
desk_cache_reader_step (DeskDbStatement *statement)
{
  g_autoptr (GError) error = NULL;
  gboolean is_row = desk_db_step (statement, &error);

  if (error != NULL)
    g_warning ("The cache can't be read: %s", error->message);
  return is_row;
}
