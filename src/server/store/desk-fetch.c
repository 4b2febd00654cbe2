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

  desk_sql_add (sql, "SELECT %s FROM %s t WHERE t.%s = ", desk_rows_get_columns (kind), kind->table, column);
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

static void
fail_not_there (const DeskKind *kind, const char *key, GError *cause, GError **error)
{
  g_propagate_error (error, cause != NULL
                                ? cause
                                : g_error_new (DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no %s %s", kind->name, key));
}

static DeskSql *
begin_visible (const DeskKind *kind, const char *key, const DeskViewer *viewer)
{
  DeskSql *sql = begin_select (kind, get_key_column (kind, key), key);

  desk_sql_add (sql, " AND ");
  desk_scope_add (sql, kind, "t", viewer);
  return sql;
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
  g_autoptr (DeskSql) sql = begin_visible (kind, key, viewer);
  GError *local_error = NULL;
  DeskEntity *entity = read_one (sql, db, kind, mode, &local_error);

  if (entity == NULL)
    fail_not_there (kind, key, local_error, error);
  return entity;
}

/**
 * desk_fetch_json:
 * @db: an open transaction
 * @viewer: who asks
 * @kind: what it is
 * @key: its id, or its number
 * @json: where it is written, as the viewer may read it
 * @version: (out): of the row
 * @error: %DESK_ERROR_NOT_FOUND where it is not there or out of the viewer's sight
 *
 * Writes the row as it is sent without making an entity of it, which costs several times as much.
 *
 * Returns: whether it is written
 */
gboolean
desk_fetch_json (DeskDbTransaction *db,
                 const DeskViewer *viewer,
                 const DeskKind *kind,
                 const char *key,
                 GString *json,
                 gint64 *version,
                 GError **error)
{
  g_autoptr (DeskSql) sql = begin_visible (kind, key, viewer);
  g_autoptr (DeskDbStatement) statement = desk_sql_query (sql, db, error);
  GError *local_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (!desk_db_step (statement, &local_error))
    {
      fail_not_there (kind, key, local_error, error);
      return FALSE;
    }
  *version = desk_db_column_integer (statement, DESK_ENTITY_VERSION);
  desk_rows_append_json (kind, statement, 0, json, desk_viewer_get_audience (viewer));
  return TRUE;
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
