/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-migrate.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-time.h"

#define CREATE_TABLE                                                                                                   \
  "CREATE TABLE IF NOT EXISTS migrations (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT " \
  "NOT NULL)"

typedef struct
{
  const char *name; /* "0001-desk.sql" */
  const char *sql;
  gint64 version;
} Step;

static gboolean
is_migration (const char *name)
{
  return strlen (name) > strlen ("0001-.sql") && strspn (name, "0123456789") == 4 && name[4] == '-'
         && g_str_has_suffix (name, ".sql");
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Numbered without a gap from 1, so that two branches can't add the same number unseen. */
static gboolean
check_numbers (GPtrArray *names, const char *directory, GError **error)
{
  for (guint i = 0; i < names->len; i++)
    {
      if (strtoul (names->pdata[i], NULL, 10) == i + 1)
        continue;
      g_set_error (error, DESK_ERROR, DESK_ERROR_INTERNAL, "%s: migration %04u was expected, not %s", directory, i + 1,
                   (char *) names->pdata[i]);
      return FALSE;
    }
  if (names->len > 0)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_INTERNAL, "%s: there are no migrations", directory);
  return FALSE;
}

static GPtrArray *
list_migrations (const char *directory, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (is_migration (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return check_numbers (names, directory, error) ? g_steal_pointer (&names) : NULL;
}

/* What is for the other engine becomes empty lines, so that line numbers in errors stay right. */
static char *
cut_for_engine (const char *sql, const char *engine)
{
  g_auto (GStrv) lines = g_strsplit (sql, "\n", -1);
  gboolean is_ours = TRUE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *mark = g_strstrip (g_strdup (lines[i]));

      if (g_str_equal (mark, "-- sqlite") || g_str_equal (mark, "-- postgresql"))
        is_ours = g_str_equal (mark + strlen ("-- "), engine);
      else if (g_str_equal (mark, "-- both"))
        is_ours = TRUE;
      else if (!is_ours)
        *lines[i] = '\0';
    }
  return g_strjoinv ("\n", lines);
}

static gboolean
read_version (DeskDbTransaction *transaction, gint64 *version, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, error, "SELECT coalesce(max(version), 0) FROM migrations", "");

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *version = desk_db_column_integer (statement, 0);
  return TRUE;
}

static gboolean
has_table (DeskDbTransaction *transaction, gboolean *is_there, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, error, desk_db_get_sql (transaction, DESK_DB_SQL_TABLE_EXISTS), "s", "migrations");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  *is_there = desk_db_step (statement, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
get_version_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gboolean is_there;

  *(gint64 *) data = 0;
  return has_table (transaction, &is_there, error) && (!is_there || read_version (transaction, data, error));
}

static gboolean
check_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  const GPtrArray *names = data;
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, error, "SELECT name FROM migrations ORDER BY version", "");
  g_autoptr (GError) local_error = NULL;
  guint n = 0;

  if (statement == NULL)
    return FALSE;
  for (; desk_db_step (statement, &local_error); n++)
    {
      const char *expected = n < names->len ? names->pdata[n] : "none";

      if (g_str_equal (desk_db_column_text (statement, 0), expected))
        continue;
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT,
                   "The database is of another version: its migration %u is %s, here it is %s", n + 1,
                   desk_db_column_text (statement, 0), expected);
      return FALSE;
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (n == names->len)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT,
               "The database is of an older version: it has seen %u of %u migrations; run \"deskbelld migrate\"", n,
               names->len);
  return FALSE;
}

/* Somebody else may start at the same time: who comes second finds the step done. */
static gboolean
run_step_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  const Step *step = data;
  g_autofree char *sql = cut_for_engine (step->sql, desk_db_get_engine (transaction));
  gint64 version;

  if (!desk_db_execute (transaction, error, desk_db_get_sql (transaction, DESK_DB_SQL_LOCK_SCHEMA), "")
      || !desk_db_execute (transaction, error, CREATE_TABLE, "") || !read_version (transaction, &version, error))
    return FALSE;
  if (version >= step->version)
    return TRUE;
  return desk_db_run_script (transaction, sql, error)
         && desk_db_execute (transaction, error,
                             "INSERT INTO migrations (version, name, applied_at) VALUES ($1, $2, $3)", "isi",
                             step->version, step->name, desk_time_now ());
}

static gboolean
run_step (DeskDb *db, const char *directory, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *sql = NULL;
  Step step = { .name = name, .version = strtoul (name, NULL, 10) };

  if (!g_file_get_contents (path, &sql, NULL, error))
    return FALSE;
  step.sql = sql;
  if (desk_db_run (db, DESK_DB_WRITE, run_step_work, &step, error))
    return TRUE;
  g_prefix_error (error, "Migration %s: ", name);
  return FALSE;
}

/**
 * desk_migrate:
 * @db: a database
 * @directory: where the numbered files are
 * @error: what failed; the steps before it stay, and nothing of it is there. %DESK_ERROR_CONFLICT when the database is
 *   newer than the files
 *
 * Brings a database to the newest migration. Waits for it; not to be called from work.
 *
 * Returns: whether the database is as the newest file leaves it
 */
gboolean
desk_migrate (DeskDb *db, const char *directory, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 version;

  g_return_val_if_fail (DESK_IS_DB (db) && directory != NULL, FALSE);

  names = list_migrations (directory, error);
  if (names == NULL)
    return FALSE;
  version = desk_migrate_get_version (db, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (version > names->len)
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT,
                   "The database was made by a newer version of Deskbell: it is at %" G_GINT64_FORMAT
                   ", this version knows %u",
                   version, names->len);
      return FALSE;
    }
  for (guint i = version; i < names->len; i++)
    if (!run_step (db, directory, names->pdata[i], error))
      return FALSE;
  return TRUE;
}

/**
 * desk_migrate_check:
 * @db: a database
 * @directory: where the numbered files are
 * @error: %DESK_ERROR_CONFLICT with the first difference
 *
 * Waits for it; not to be called from work.
 *
 * Returns: whether the database has seen these migrations, and no others
 */
gboolean
desk_migrate_check (DeskDb *db, const char *directory, GError **error)
{
  g_autoptr (GPtrArray) names = list_migrations (directory, error);

  return names != NULL && desk_db_run (db, DESK_DB_READ, check_work, names, error);
}

/**
 * desk_migrate_get_version:
 * @db: a database
 * @error: why it can't be read
 *
 * Returns: the number of the last migration that it has seen, 0 for an empty one, -1 with @error
 */
gint64
desk_migrate_get_version (DeskDb *db, GError **error)
{
  gint64 version = 0;

  g_return_val_if_fail (DESK_IS_DB (db), -1);

  return desk_db_run (db, DESK_DB_READ, get_version_work, &version, error) ? version : -1;
}
