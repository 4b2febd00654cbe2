/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-settings.h"

static const char sql_get[] = "SELECT value FROM settings WHERE name = $1";
static const char sql_set[] = "INSERT INTO settings (name, value) VALUES ($1, $2) "
                              "ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/**
 * desk_settings_get:
 * @db: an open transaction
 * @name: one of the DESK_SETTING names
 * @value: (out) (transfer full) (nullable): what it is, %NULL where it was never set
 * @error: when the database fails
 *
 * Returns: %FALSE only when the database failed
 */
gboolean
desk_settings_get (DeskDbTransaction *db, const char *name, char **value, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  *value = NULL;
  statement = desk_db_query (db, error, sql_get, "s", name);
  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error))
    *value = g_strdup (desk_db_column_text (statement, 0));
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

/**
 * desk_settings_set:
 * @db: an open writing transaction
 * @name: one of the DESK_SETTING names
 * @value: what it is from now on
 * @error: when the database fails
 *
 * Returns: whether it was written
 */
gboolean
desk_settings_set (DeskDbTransaction *db, const char *name, const char *value, GError **error)
{
  return desk_db_execute (db, error, sql_set, "ss", name, value);
}
