/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-team.h"

#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"

static const char sql_members[] = "SELECT count(*) FROM agents WHERE department_id = $1 AND is_approved";

/* Of agents a. */
static void
add_is_free (DeskSql *sql)
{
  desk_sql_add (sql,
                "a.is_approved AND a.role = '%s' AND a.availability = '%s' "
                "AND coalesce(a.active_tickets, 0) < coalesce(a.capacity, 0)",
                desk_enum_to_wire (&desk_role_enum, DESK_ROLE_AGENT),
                desk_enum_to_wire (&desk_availability_enum, DESK_AVAILABILITY_AVAILABLE));
}

static char *
read_id (DeskSql *sql, DeskDbTransaction *db, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_sql_query (sql, db, error);

  if (statement == NULL || !desk_db_step (statement, error))
    return NULL;
  return g_strdup (desk_db_column_text (statement, 0));
}

static gboolean
read_count (DeskSql *sql, DeskDbTransaction *db, gint64 *count, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_sql_query (sql, db, error);

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *count = desk_db_column_integer (statement, 0);
  return TRUE;
}

/* Two tickets that look for somebody at once come one after the other, so that each sees what the other did. */
static gboolean
hold_department (DeskDbTransaction *db, const char *department_id, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autofree char *id = NULL;
  g_autoptr (GError) local_error = NULL;

  if (department_id == NULL)
    return TRUE;
  desk_sql_add (sql, "SELECT id FROM departments WHERE id = ");
  desk_sql_add_text (sql, department_id);
  desk_sql_add (sql, " %s", desk_db_get_sql (db, DESK_DB_SQL_FOR_UPDATE));
  id = read_id (sql, db, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

void
desk_team_add_open (DeskSql *sql, const char *column)
{
  const DeskEnum *info = &desk_ticket_status_enum;
  gboolean is_first = TRUE;

  desk_sql_add (sql, "%s IN (", column);
  for (guint status = 1; status <= desk_enum_n_values (info); status++)
    if (desk_ticket_status_is_open (status))
      {
        desk_sql_add (sql, "%s'%s'", is_first ? "" : ", ", desk_enum_to_wire (info, status));
        is_first = FALSE;
      }
  desk_sql_add (sql, ")");
}

GPtrArray *
desk_team_list (DeskDbTransaction *db, const DeskTeamFilter *filter, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  gboolean is_first = TRUE;

  desk_sql_add (sql, "SELECT id FROM agents WHERE is_approved AND role IN (");
  for (guint role = 1; role <= desk_enum_n_values (&desk_role_enum); role++)
    if (filter->roles & (1u << role))
      {
        desk_sql_add (sql, "%s'%s'", is_first ? "" : ", ", desk_enum_to_wire (&desk_role_enum, role));
        is_first = FALSE;
      }
  desk_sql_add (sql, ")");
  if (filter->department_id != NULL)
    {
      desk_sql_add (sql, " AND department_id = ");
      desk_sql_add_text (sql, filter->department_id);
    }
  if (filter->availability != DESK_AVAILABILITY_UNKNOWN)
    desk_sql_add (sql, " AND availability = '%s'", desk_enum_to_wire (&desk_availability_enum, filter->availability));
  desk_sql_add (sql, " ORDER BY id");
  return desk_db_read_texts (desk_sql_query (sql, db, error), error);
}

char *
desk_team_find_free (DeskDbTransaction *db, const char *department_id, gint64 tier, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  if (!hold_department (db, department_id, error))
    return NULL;
  desk_sql_add (sql, "SELECT id FROM agents a WHERE ");
  add_is_free (sql);
  desk_sql_add (sql, " AND coalesce(a.tier, 1) >= ");
  desk_sql_add_integer (sql, tier);
  if (department_id != NULL)
    {
      desk_sql_add (sql, " AND department_id = ");
      desk_sql_add_text (sql, department_id);
    }
  desk_sql_add (sql, " ORDER BY coalesce(active_tickets, 0), coalesce(last_assigned_at, 0), id LIMIT 1 %s",
                desk_db_get_sql (db, DESK_DB_SQL_FOR_UPDATE));
  return read_id (sql, db, error);
}

char *
desk_team_find_waiting (DeskDbTransaction *db, DeskEntity *agent, GError **error)
{
  const char *department_id = desk_entity_get_string (agent, DESK_AGENT_DEPARTMENT_ID);
  const DeskEnum *priorities = &desk_priority_enum;
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT t.id FROM tickets t WHERE t.assigned_to IS NULL AND ");
  desk_team_add_open (sql, "t.status");
  desk_sql_add (sql, " AND coalesce(t.tier, 1) <= ");
  desk_sql_add_integer (sql, MAX (desk_entity_get_integer (agent, DESK_AGENT_TIER), 1));
  desk_sql_add (sql, " AND (t.department_id IS NULL");
  if (department_id != NULL)
    {
      desk_sql_add (sql, " OR t.department_id = ");
      desk_sql_add_text (sql, department_id);
    }
  desk_sql_add (sql, ") ORDER BY CASE t.priority");
  for (guint priority = 1; priority <= desk_enum_n_values (priorities); priority++)
    desk_sql_add (sql, " WHEN '%s' THEN %u", desk_enum_to_wire (priorities, priority), priority);
  desk_sql_add (sql, " ELSE 0 END DESC, t.created_at, t.id LIMIT 1 %s", desk_db_get_sql (db, DESK_DB_SQL_FOR_UPDATE));
  return read_id (sql, db, error);
}

GPtrArray *
desk_team_list_waiting (DeskDbTransaction *db, gint64 since, guint limit, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT t.id FROM tickets t WHERE t.assigned_to IS NULL AND ");
  desk_team_add_open (sql, "t.status");
  desk_sql_add (sql, " AND t.created_at >= ");
  desk_sql_add_integer (sql, since);
  desk_sql_add (sql, " AND EXISTS (SELECT 1 FROM agents a WHERE ");
  add_is_free (sql);
  desk_sql_add (sql, " AND coalesce(a.tier, 1) >= coalesce(t.tier, 1) "
                     "AND (t.department_id IS NULL OR a.department_id = t.department_id)) "
                     "ORDER BY t.created_at LIMIT ");
  desk_sql_add_integer (sql, limit);
  return desk_db_read_texts (desk_sql_query (sql, db, error), error);
}

gboolean
desk_team_count_active (DeskDbTransaction *db, const char *agent_id, gint64 *count, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT count(*) FROM tickets WHERE assigned_to = ");
  desk_sql_add_text (sql, agent_id);
  desk_sql_add (sql, " AND ");
  desk_team_add_open (sql, "status");
  return read_count (sql, db, count, error);
}

gboolean
desk_team_count_members (DeskDbTransaction *db, const char *department_id, gint64 *count, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_members, "s", department_id);

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *count = desk_db_column_integer (statement, 0);
  return TRUE;
}
