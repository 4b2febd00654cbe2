/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-rows-sql.h"

/* A money field has two columns. */
static const char *const money_parts[] = { "_amount", "_currency" };

typedef void (*ColumnFunc) (const DeskField *field, const char *suffix, guint column, gpointer data);

typedef struct
{
  GString *text;
  const char *alias;
} ColumnList;

static guint
for_each_column (const DeskKind *kind, ColumnFunc function, gpointer data)
{
  guint column = 0;

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];

      if (field->type == DESK_FIELD_MONEY)
        {
          function (field, money_parts[0], column, data);
          function (field, money_parts[1], column + 1, data);
          column += 2;
        }
      else
        function (field, "", column++, data);
    }
  return column;
}

static void
append_name (const DeskField *field, const char *suffix, guint column, gpointer data)
{
  ColumnList *list = data;

  if (column > 0)
    g_string_append (list->text, ", ");
  if (list->alias != NULL)
    {
      g_string_append (list->text, list->alias);
      g_string_append_c (list->text, '.');
    }
  g_string_append (list->text, field->name);
  g_string_append (list->text, suffix);
}

static void
append_excluded (const DeskField *field, const char *suffix, guint column, gpointer data)
{
  if (column == 0)
    return;
  g_string_append_printf (data, "%s%s%s = excluded.%s%s", column > 1 ? ", " : "", field->name, suffix, field->name,
                          suffix);
}

/* When a row was made is said once. */
static void
append_assignment (const DeskField *field, const char *suffix, guint column, gpointer data)
{
  if (column == 0)
    return;
  if (column == DESK_ENTITY_CREATED_AT)
    g_string_append_printf (data, "%s%s = coalesce(%s, $%u)", column > 1 ? ", " : "", field->name, field->name,
                            column + 1);
  else
    g_string_append_printf (data, "%s%s%s = $%u", column > 1 ? ", " : "", field->name, suffix, column + 1);
}

static const char *
get_sql_type (const DeskField *field, const char *suffix)
{
  switch (field->type)
    {
    case DESK_FIELD_INTEGER:
    case DESK_FIELD_TIME:
      return "BIGINT";
    case DESK_FIELD_FLAG:
      return "BOOLEAN NOT NULL DEFAULT FALSE";
    case DESK_FIELD_MONEY:
      return suffix == money_parts[0] ? "BIGINT" : "TEXT";
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ENUM:
    case DESK_FIELD_ID:
    case DESK_FIELD_TAGS:
    case DESK_FIELD_ITEMS:
    default:
      return "TEXT";
    }
}

static void
append_definition (const DeskField *field, const char *suffix, guint column, gpointer data)
{
  g_string_append_printf (data, "%s%s%s %s%s", column > 0 ? ",\n  " : "", field->name, suffix,
                          get_sql_type (field, suffix), column == DESK_ENTITY_ID ? " NOT NULL PRIMARY KEY" : "");
}

static void
append_places (GString *sql, guint first, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, "%s$%u", i > 0 ? ", " : "", first + i);
}

static char *
make_insert (const DeskKind *kind, guint n_rows, gboolean replaces)
{
  GString *sql = g_string_new (NULL);
  g_autofree char *columns = desk_rows_sql_dup_columns (kind, NULL);
  guint n_columns = desk_rows_sql_count_columns (kind);

  g_string_append_printf (sql, "INSERT INTO %s (%s) VALUES ", kind->table, columns);
  for (guint i = 0; i < n_rows; i++)
    {
      g_string_append (sql, i > 0 ? ", (" : "(");
      append_places (sql, i * n_columns + 1, n_columns);
      g_string_append_c (sql, ')');
    }
  if (replaces)
    {
      g_string_append (sql, " ON CONFLICT (id) DO UPDATE SET ");
      for_each_column (kind, append_excluded, sql);
    }
  return g_string_free (sql, FALSE);
}

static char *
make_update (const DeskKind *kind)
{
  GString *sql = g_string_new (NULL);
  guint n_columns;

  g_string_append_printf (sql, "UPDATE %s SET ", kind->table);
  n_columns = for_each_column (kind, append_assignment, sql);
  g_string_append_printf (sql, " WHERE id = $1 AND version = $%u", n_columns + 1);
  return g_string_free (sql, FALSE);
}

static DeskRowsSql *
make_sql (const DeskKind *kind)
{
  DeskRowsSql *sql = g_new0 (DeskRowsSql, 1);
  g_autofree char *columns = desk_rows_sql_dup_columns (kind, NULL);

  sql->kind = kind;
  sql->n_columns = desk_rows_sql_count_columns (kind);
  sql->columns = desk_rows_sql_dup_columns (kind, "t");
  sql->select = g_strdup_printf ("SELECT %s FROM %s WHERE id = $1", columns, kind->table);
  sql->insert = make_insert (kind, 1, FALSE);
  sql->update = make_update (kind);
  sql->upsert = make_insert (kind, 1, TRUE);
  sql->upsert_chunk = make_insert (kind, DESK_ROWS_CHUNK, TRUE);
  sql->delete = g_strdup_printf ("DELETE FROM %s WHERE id = $1", kind->table);
  sql->get_version = g_strdup_printf ("SELECT version FROM %s WHERE id = $1", kind->table);
  return sql;
}

/**
 * desk_rows_sql_get:
 * @kind: a kind that is stored
 *
 * Returns: (transfer none): its statements, for ever; from any thread
 */
const DeskRowsSql *
desk_rows_sql_get (const DeskKind *kind)
{
  static GMutex lock;
  static GHashTable *made;
  DeskRowsSql *sql;

  g_return_val_if_fail (kind != NULL && kind->table != NULL, NULL);

  g_mutex_lock (&lock);
  if (made == NULL)
    made = g_hash_table_new (NULL, NULL);
  sql = g_hash_table_lookup (made, kind);
  if (sql == NULL)
    {
      sql = make_sql (kind);
      g_hash_table_insert (made, (gpointer) kind, sql);
    }
  g_mutex_unlock (&lock);
  return sql;
}

/**
 * desk_rows_sql_dup_columns:
 * @kind: a kind that is stored
 * @alias: (nullable): what the table is called in the statement
 *
 * Returns: (transfer full): its columns in order, with commas between
 */
char *
desk_rows_sql_dup_columns (const DeskKind *kind, const char *alias)
{
  ColumnList list = { g_string_sized_new (1024), alias };

  for_each_column (kind, append_name, &list);
  return g_string_free (list.text, FALSE);
}

/**
 * desk_rows_sql_dup_create_table:
 * @kind: a kind that is stored
 *
 * Returns: (transfer full): a statement that makes its table
 */
char *
desk_rows_sql_dup_create_table (const DeskKind *kind)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "CREATE TABLE IF NOT EXISTS %s (\n  ", kind->table);
  for_each_column (kind, append_definition, sql);
  g_string_append (sql, "\n)");
  return g_string_free (sql, FALSE);
}

/**
 * desk_rows_sql_count_columns:
 * @kind: a kind that is stored
 *
 * Returns: how many columns its table has
 */
guint
desk_rows_sql_count_columns (const DeskKind *kind)
{
  guint n_columns = 0;

  for (guint i = 0; i < kind->n_fields; i++)
    n_columns += kind->fields[i].type == DESK_FIELD_MONEY ? 2 : 1;
  return n_columns;
}
