/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-counters.h"

#include "core/entities/desk-kinds.h"

/* What is counted, and by what. */
static const struct
{
  const DeskKind *kind;
  const char *table;
  const char *columns;
  const char *condition;
} counters[] = {
  { &desk_query_kind, "query_counts", "status, priority, source, assigned_to", "TRUE" },
  { &desk_ticket_kind, "ticket_counts",
    "status, priority, resolution_type, department_id, assigned_to, escalated_to, escalated_by",
    "merged_into_id IS NULL" },
};

static char *
dup_recount (guint i)
{
  const char *columns = counters[i].columns;
  g_autofree char *kept =
      g_strdup_printf ("SELECT %s, CAST (sum (n) AS bigint) AS n FROM %s GROUP BY %s HAVING sum (n) <> 0", columns,
                       counters[i].table, columns);
  g_autofree char *counted = g_strdup_printf ("SELECT %s, count(*) AS n FROM %s WHERE %s GROUP BY %s", columns,
                                              counters[i].kind->table, counters[i].condition, columns);

  return g_strdup_printf ("SELECT (SELECT count(*) FROM (SELECT * FROM (%s) AS a EXCEPT SELECT * FROM (%s) AS b) AS c) "
                          "+ (SELECT count(*) FROM (SELECT * FROM (%s) AS a EXCEPT SELECT * FROM (%s) AS b) AS c)",
                          kept, counted, counted, kept);
}

const char *
desk_counters_get_table (const DeskKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    if (counters[i].kind == kind)
      return counters[i].table;
  return NULL;
}

/**
 * desk_counters_recount:
 * @db: an open transaction
 * @kind: queries or tickets
 * @n_wrong: (out): how many counters say something else than the rows do
 * @error: when the database fails
 *
 * Returns: whether they could be counted
 */
gboolean
desk_counters_recount (DeskDbTransaction *db, const DeskKind *kind, gint64 *n_wrong, GError **error)
{
  *n_wrong = 0;
  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    {
      g_autofree char *sql = counters[i].kind == kind ? dup_recount (i) : NULL;
      g_autoptr (DeskDbStatement) statement = NULL;

      if (sql == NULL)
        continue;
      statement = desk_db_query (db, error, sql, "");
      if (statement == NULL || !desk_db_step (statement, error))
        return FALSE;
      *n_wrong = desk_db_column_integer (statement, 0);
    }
  return TRUE;
}
