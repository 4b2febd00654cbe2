/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-search-fill.h"

static const char table[] = "documents";

static const char sql_last[] = "SELECT coalesce (max (n), 0) FROM documents";
static const char sql_drop[] = "DROP TRIGGER %s";
static const char sql_index[] =
    "INSERT INTO search (rowid, body) SELECT n, body FROM documents WHERE n > $1 ORDER BY n";

static gboolean
find_last (DeskDbTransaction *db, gint64 *last, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_last, "");

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *last = desk_db_column_integer (statement, 0);
  return TRUE;
}

static gboolean
find_triggers (DeskDbTransaction *db, GPtrArray *names, GPtrArray *texts, GError **error)
{
  const char *sql = desk_db_get_sql (db, DESK_DB_SQL_TRIGGERS);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "s", table);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    {
      g_ptr_array_add (names, g_strdup (desk_db_column_text (statement, 0)));
      g_ptr_array_add (texts, g_strdup (desk_db_column_text (statement, 1)));
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
drop_triggers (DeskDbTransaction *db, GPtrArray *names, GError **error)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *sql = g_strdup_printf (sql_drop, (const char *) names->pdata[i]);

      if (!desk_db_run_script (db, sql, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_triggers (DeskDbTransaction *db, GPtrArray *texts, GError **error)
{
  for (guint i = 0; i < texts->len; i++)
    if (!desk_db_run_script (db, texts->pdata[i], error))
      return FALSE;
  return TRUE;
}

/**
 * desk_search_fill:
 * @db: an open transaction that writes
 * @work: adds what can be found, and changes or removes nothing that was there before
 * @data: for @work
 * @error: what @work says, or the database
 *
 * Runs @work and takes all that it added into the index of words at once. FTS5 writes what it has gathered into its
 * table at the end of every single statement, and merges it there again and again: by itself that is a third of the
 * time of a fill. The triggers that do it are gone only within the transaction, so that whatever ends it leaves them
 * there.
 *
 * Returns: whether it is done, and can be found
 */
gboolean
desk_search_fill (DeskDbTransaction *db, DeskDbWork work, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  gint64 last;

  if (!find_triggers (db, names, texts, error))
    return FALSE;
  if (names->len == 0)
    return work (db, data, error);
  return find_last (db, &last, error) && drop_triggers (db, names, error) && work (db, data, error)
         && desk_db_execute (db, error, sql_index, "i", last) && make_triggers (db, texts, error);
}
