/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-fetch.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "db/desk-rows.h"
#include "server/store/desk-scope.h"

static DeskSql *
begin_select (const DeskKind *kind, const char *column, const char *value)
{
  DeskSql *sql = desk_sql_new ();
  g_autofree char *columns = desk_rows_dup_columns (kind, "t");

  desk_sql_add (sql, "SELECT %s FROM %s t WHERE t.%s = ", columns, kind->table, column);
  desk_sql_add_text (sql, value);
  return sql;
}

/* NULL without @error where there is no row. */
static DeskEntity *
read_one (DeskSql *sql, DeskDbTransaction *db, const DeskKind *kind, DeskFetchMode mode, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  if (mode == DESK_FETCH_LOCK)
    desk_sql_add (sql, " %s", desk_db_get_sql (db, DESK_DB_SQL_FOR_UPDATE));
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL || !desk_db_step (statement, error))
    return NULL;
  return desk_rows_read (kind, statement, 0, error);
}

/* What the key of a path names: an id, or a number where the kind has one. */
static const char *
get_key_column (const DeskKind *kind, const char *key)
{
  if (desk_id_is_valid (key))
    return "id";
  return desk_kind_find_field (kind, "number") >= 0 ? "number" : "id";
}

/**
 * desk_fetch:
 * @db: an open transaction
 * @viewer: who asks
 * @kind: what it is
 * @key: its id, or its number
 * @mode: whether it is going to be changed
 * @error: %DESK_ERROR_NOT_FOUND where it is not there or out of the viewer's sight
 *
 * Returns: (transfer full): the entity
 */
DeskEntity *
desk_fetch (DeskDbTransaction *db,
            const DeskViewer *viewer,
            const DeskKind *kind,
            const char *key,
            DeskFetchMode mode,
            GError **error)
{
  g_autoptr (DeskSql) sql = begin_select (kind, get_key_column (kind, key), key);
  g_autoptr (GError) local_error = NULL;
  DeskEntity *entity;

  desk_sql_add (sql, " AND ");
  desk_scope_add (sql, kind, "t", viewer);
  entity = read_one (sql, db, kind, mode, &local_error);
  if (entity != NULL)
    return entity;
  if (local_error == NULL)
    local_error = g_error_new (DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no %s %s", kind->name, key);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * desk_fetch_by:
 * @db: an open transaction
 * @kind: what it is
 * @column: a unique column
 * @value: what it holds
 * @mode: whether it is going to be changed
 * @error: when the database fails
 *
 * Returns: (transfer full) (nullable): the entity, or %NULL without @error where there is none
 */
DeskEntity *
desk_fetch_by (DeskDbTransaction *db,
               const DeskKind *kind,
               const char *column,
               const char *value,
               DeskFetchMode mode,
               GError **error)
{
  g_autoptr (DeskSql) sql = begin_select (kind, column, value);

  return read_one (sql, db, kind, mode, error);
}

/**
 * desk_fetch_exists:
 * @db: an open transaction
 * @kind: what it is
 * @id: its id
 * @exists: (out): whether it is there, seen or not
 * @error: when the database fails
 *
 * Returns: whether it could be found out
 */
gboolean
desk_fetch_exists (DeskDbTransaction *db, const DeskKind *kind, const char *id, gboolean *exists, GError **error)
{
  gint64 count = 0;

  if (!desk_fetch_count (db, kind, "id", id, &count, error))
    return FALSE;
  *exists = count > 0;
  return TRUE;
}

gboolean
desk_fetch_count (DeskDbTransaction *db,
                  const DeskKind *kind,
                  const char *column,
                  const char *value,
                  gint64 *count,
                  GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;

  desk_sql_add (sql, "SELECT count(*) FROM %s WHERE %s = ", kind->table, column);
  desk_sql_add_text (sql, value);
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *count = desk_db_column_integer (statement, 0);
  return TRUE;
}
