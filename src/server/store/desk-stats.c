/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-stats.h"

#include "core/desk-json.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-scope.h"

/* Writes "by_NAME": {word: count, ...} with every word, also those without a row. */
static gboolean
append_by (DeskDbTransaction *db,
           const DeskViewer *viewer,
           const DeskKind *kind,
           const DeskField *field,
           gint64 *total,
           GString *json,
           GError **error)
{
  const DeskEnum *info = field->of;
  g_autofree gint64 *counts = g_new0 (gint64, desk_enum_n_values (info) + 1);
  g_autofree char *name = g_strconcat ("by_", field->name, NULL);
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  desk_sql_add (sql, "SELECT t.%s, count(*) FROM %s t WHERE ", field->name, kind->table);
  desk_scope_add (sql, kind, "t", viewer);
  desk_sql_add (sql, " GROUP BY t.%s", field->name);
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL)
    return FALSE;
  *total = 0;
  while (desk_db_step (statement, &local_error))
    {
      const char *word = desk_db_column_is_null (statement, 0) ? NULL : desk_db_column_text (statement, 0);
      gint64 count = desk_db_column_integer (statement, 1);

      counts[desk_enum_from_wire (info, word)] += count;
      *total += count;
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  desk_json_append_name (json, name);
  g_string_append_c (json, '{');
  for (guint value = 1; value <= desk_enum_n_values (info); value++)
    {
      desk_json_append_name (json, desk_enum_to_wire (info, value));
      desk_json_append_integer (json, counts[value]);
    }
  g_string_append_c (json, '}');
  return TRUE;
}

/* Those that nobody has and that are still open, and those that the viewer has. */
static gboolean
append_hands (DeskDbTransaction *db, const DeskViewer *viewer, const DeskKind *kind, GString *json, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  gboolean is_ticket = kind == &desk_ticket_kind;

  desk_sql_add (sql, "SELECT count(CASE WHEN t.assigned_to IS NULL THEN 1 END), count(CASE WHEN t.assigned_to = ");
  desk_sql_add_text (sql, viewer->id != NULL ? viewer->id : "");
  desk_sql_add (sql, " THEN 1 END) FROM %s t WHERE t.status NOT IN ('%s', '%s') AND ", kind->table,
                is_ticket ? desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_RESOLVED)
                          : desk_enum_to_wire (&desk_query_status_enum, DESK_QUERY_STATUS_RESOLVED),
                is_ticket ? desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_CLOSED)
                          : desk_enum_to_wire (&desk_query_status_enum, DESK_QUERY_STATUS_CLOSED));
  desk_scope_add (sql, kind, "t", viewer);
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  desk_json_append_name (json, "unassigned");
  desk_json_append_integer (json, desk_db_column_integer (statement, 0));
  desk_json_append_name (json, "mine");
  desk_json_append_integer (json, desk_db_column_integer (statement, 1));
  return TRUE;
}

gboolean
desk_stats_append (DeskDbTransaction *db, const DeskViewer *viewer, const DeskKind *kind, GString *json, GError **error)
{
  gint64 total = 0;

  g_string_append_c (json, '{');
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];

      if (field->type == DESK_FIELD_ENUM && (field->flags & DESK_FIELD_FILTER)
          && desk_field_is_for (field,
                                viewer->role == DESK_ROLE_CUSTOMER ? DESK_AUDIENCE_CUSTOMER : DESK_AUDIENCE_STAFF)
          && !append_by (db, viewer, kind, field, &total, json, error))
        return FALSE;
    }
  if (viewer->role != DESK_ROLE_CUSTOMER && !append_hands (db, viewer, kind, json, error))
    return FALSE;
  desk_json_append_name (json, "total");
  desk_json_append_integer (json, total);
  g_string_append_c (json, '}');
  return TRUE;
}
