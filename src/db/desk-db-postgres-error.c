/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-postgres-error.h"

#include <string.h>

#include "core/desk-error.h"

/* https://www.postgresql.org/docs/15/errcodes-appendix.html; two letters stand for their whole class. */
static const struct
{
  const char *state;
  DeskErrorCode code;
} codes[] = {
  { "23", DESK_ERROR_CONFLICT },       /* constraints */
  { "P0001", DESK_ERROR_CONFLICT },    /* RAISE in a trigger */
  { "40001", DESK_ERROR_UNAVAILABLE }, /* serialization failure */
  { "40P01", DESK_ERROR_UNAVAILABLE }, /* deadlock */
  { "22021", DESK_ERROR_MALFORMED },   /* not in this encoding */
  { "54", DESK_ERROR_TOO_LARGE },      /* program limits */
  { "08", DESK_ERROR_UNAVAILABLE },    /* connection */
  { "25P03", DESK_ERROR_UNAVAILABLE }, /* idle in transaction */
  { "53", DESK_ERROR_UNAVAILABLE },    /* resources, connections */
  { "55P03", DESK_ERROR_UNAVAILABLE }, /* lock not available */
  { "57", DESK_ERROR_UNAVAILABLE },    /* shutdown, cancelled by a timeout */
  { "58", DESK_ERROR_UNAVAILABLE },    /* system error */
};

static DeskErrorCode
get_code (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_has_prefix (state, codes[i].state))
      return codes[i].code;
  return DESK_ERROR_INTERNAL;
}

static const char *
get_part (PGresult *result, int part)
{
  const char *text = PQresultErrorField (result, part);

  return text != NULL ? text : "";
}

/* "Key (a, b)=(1, 2) already exists." -> "t.a, t.b"; NULL for an index over expressions. */
static char *
dup_key_columns (PGresult *result)
{
  const char *detail = get_part (result, PG_DIAG_MESSAGE_DETAIL);
  const char *start = g_str_has_prefix (detail, "Key (") ? detail + strlen ("Key (") : NULL;
  const char *end = start != NULL ? strstr (start, ")=(") : NULL;
  g_autofree char *key = end != NULL ? g_strndup (start, end - start) : NULL;
  g_auto (GStrv) columns = NULL;

  if (key == NULL || strchr (key, '(') != NULL)
    return NULL;
  columns = g_strsplit (key, ", ", -1);
  for (guint i = 0; columns[i] != NULL; i++)
    {
      char *column = g_strconcat (get_part (result, PG_DIAG_TABLE_NAME), ".", columns[i], NULL);

      g_free (columns[i]);
      columns[i] = column;
    }
  return g_strjoinv (", ", columns);
}

/* Says it as SQLite does, without the values, which are nobody else's business. */
static char *
dup_constraint_message (PGresult *result, const char *state)
{
  const char *table = get_part (result, PG_DIAG_TABLE_NAME);

  if (g_str_equal (state, "23505"))
    {
      g_autofree char *columns = dup_key_columns (result);

      if (columns != NULL)
        return g_strconcat ("UNIQUE constraint failed: ", columns, NULL);
      return g_strdup_printf ("UNIQUE constraint failed: index '%s'", get_part (result, PG_DIAG_CONSTRAINT_NAME));
    }
  if (g_str_equal (state, "23502"))
    return g_strdup_printf ("NOT NULL constraint failed: %s.%s", table, get_part (result, PG_DIAG_COLUMN_NAME));
  if (g_str_equal (state, "23514"))
    return g_strdup_printf ("CHECK constraint failed: %s", get_part (result, PG_DIAG_CONSTRAINT_NAME));
  if (g_str_equal (state, "23503"))
    return g_strdup ("FOREIGN KEY constraint failed");
  return g_strdup (get_part (result, PG_DIAG_MESSAGE_PRIMARY));
}

/**
 * desk_db_postgres_fail:
 * @driver: where it happened
 * @connection: its connection
 * @result: (nullable) (transfer full): what was answered
 * @error: gets the cause
 *
 * Also takes note when the connection is lost, or when the transaction was undone because of others.
 *
 * Returns: %FALSE
 */
gboolean
desk_db_postgres_fail (DeskDbDriver *driver, PGconn *connection, PGresult *result, GError **error)
{
  const char *state = result != NULL ? get_part (result, PG_DIAG_SQLSTATE) : "";
  DeskErrorCode code = get_code (state);

  if (g_str_equal (state, "40001") || g_str_equal (state, "40P01"))
    desk_db_driver_set_undone (driver);

  if (PQstatus (connection) != CONNECTION_OK || *state == '\0')
    {
      g_autofree char *message = g_strstrip (g_strdup (PQerrorMessage (connection)));

      desk_db_driver_set_lost (driver);
      g_set_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "The database does not answer: %s", message);
    }
  else if (code == DESK_ERROR_CONFLICT)
    {
      g_autofree char *message = dup_constraint_message (result, state);

      g_set_error_literal (error, DESK_ERROR, code, message);
    }
  else
    g_set_error (error, DESK_ERROR, code, "Database: %s", get_part (result, PG_DIAG_MESSAGE_PRIMARY));
  PQclear (result);
  return FALSE;
}
