/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-numbers.h"

static const char sql_next[] = "INSERT INTO numbers (name, year, n) VALUES ($1, $2, 1) "
                               "ON CONFLICT (name, year) DO UPDATE SET n = numbers.n + 1 RETURNING n";
static const char sql_set[] = "INSERT INTO numbers (name, year, n) VALUES ($1, $2, $3) "
                              "ON CONFLICT (name, year) DO UPDATE SET n = excluded.n";

gint64
desk_numbers_next (DeskDbTransaction *db, const char *name, int year, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_next, "si", name, (gint64) year);
  g_autoptr (GError) local_error = NULL;
  gint64 n = 0;

  if (statement == NULL)
    return 0;
  if (desk_db_step (statement, &local_error))
    {
      n = desk_db_column_integer (statement, 0);
      /* To its end: until then the row is not surely written. */
      desk_db_step (statement, &local_error);
    }
  if (local_error == NULL)
    return n;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return 0;
}

gboolean
desk_numbers_set (DeskDbTransaction *db, const char *name, int year, gint64 n, GError **error)
{
  return desk_db_execute (db, error, sql_set, "sii", name, (gint64) year, n);
}
