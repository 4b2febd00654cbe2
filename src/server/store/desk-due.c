/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-due.h"

#include "server/store/desk-sql.h"
#include "server/store/desk-team.h"

static const char sql_clocks[] = "SELECT ticket_id, kind, number FROM clocks WHERE alarm_at <= $1 "
                                 "ORDER BY alarm_at LIMIT $2";
static const char sql_next[] = "SELECT min(alarm_at) FROM clocks WHERE alarm_at IS NOT NULL";
static const char sql_ask[] = "SELECT alarm_at, warned_at FROM clocks "
                              "WHERE ticket_id = $1 AND kind = $2 AND number = $3";
static const char sql_warned[] = "UPDATE clocks SET warned_at = $1 WHERE ticket_id = $2 AND kind = $3 AND number = $4";
static const char sql_told[] =
    "UPDATE clocks SET told_at = $1, alarm_at = NULL WHERE ticket_id = $2 AND kind = $3 AND number = $4";

static const char *
get_kind_word (const DeskDue *due)
{
  return desk_enum_to_wire (&desk_clock_kind_enum, due->kind);
}

static const char *
get_resolved_word (void)
{
  return desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_RESOLVED);
}

static gboolean
take_dues (DeskDbStatement *statement, DeskDueType type, GPtrArray *dues, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    {
      DeskDue *due = g_new0 (DeskDue, 1);

      due->type = type;
      due->ticket_id = g_strdup (desk_db_column_text (statement, 0));
      if (type == DESK_DUE_CLOCK)
        {
          due->kind = desk_enum_from_wire (&desk_clock_kind_enum, desk_db_column_text (statement, 1));
          due->number = (guint) desk_db_column_integer (statement, 2);
        }
      g_ptr_array_add (dues, due);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_time (DeskDbStatement *statement, gint64 *time, GError **error)
{
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *time = desk_db_column_integer (statement, 0);
  return TRUE;
}

void
desk_due_free (DeskDue *self)
{
  g_free (self->ticket_id);
  g_free (self);
}

gboolean
desk_due_list_clocks (DeskDbTransaction *db, gint64 now, guint limit, GPtrArray *dues, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_clocks, "ii", now, (gint64) limit);

  return take_dues (statement, DESK_DUE_CLOCK, dues, error);
}

gboolean
desk_due_list_resolved (DeskDbTransaction *db, gint64 before, guint limit, GPtrArray *dues, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;

  desk_sql_add (sql, "SELECT id FROM tickets WHERE status = '%s' AND resolved_at <= ", get_resolved_word ());
  desk_sql_add_integer (sql, before);
  desk_sql_add (sql, " ORDER BY resolved_at LIMIT ");
  desk_sql_add_integer (sql, limit);
  statement = desk_sql_query (sql, db, error);
  return take_dues (statement, DESK_DUE_CLOSING, dues, error);
}

gboolean
desk_due_list_waiting (DeskDbTransaction *db, gint64 since, guint limit, GPtrArray *dues, GError **error)
{
  g_autoptr (GPtrArray) ids = desk_team_list_waiting (db, since, limit, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      DeskDue *due = g_new0 (DeskDue, 1);

      due->type = DESK_DUE_WAITING;
      due->ticket_id = g_strdup (ids->pdata[i]);
      g_ptr_array_add (dues, due);
    }
  return ids != NULL;
}

gboolean
desk_due_find_next (DeskDbTransaction *db, gint64 *alarm_at, gint64 *resolved_at, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) clocks = desk_db_query (db, error, sql_next, "");
  g_autoptr (DeskDbStatement) tickets = NULL;

  if (!read_time (clocks, alarm_at, error))
    return FALSE;
  g_clear_pointer (&clocks, desk_db_statement_free);
  desk_sql_add (sql, "SELECT min(resolved_at) FROM tickets WHERE status = '%s'", get_resolved_word ());
  tickets = desk_sql_query (sql, db, error);
  return read_time (tickets, resolved_at, error);
}

/**
 * desk_due_ask:
 * @db: an open transaction
 * @due: a clock
 * @now: an instant
 * @what: (out): what is to be told of it, if anything
 * @error: when the database fails
 *
 * Returns: whether it could be read
 */
gboolean
desk_due_ask (DeskDbTransaction *db, const DeskDue *due, gint64 now, DeskDueWhat *what, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (db, error, sql_ask, "ssi", due->ticket_id, get_kind_word (due), (gint64) due->number);
  g_autoptr (GError) local_error = NULL;

  *what = DESK_DUE_NOTHING;
  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error) && !desk_db_column_is_null (statement, 0)
      && desk_db_column_integer (statement, 0) <= now)
    *what = desk_db_column_is_null (statement, 1) ? DESK_DUE_WARNING : DESK_DUE_BREACH;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
desk_due_set_told (DeskDbTransaction *db, const DeskDue *due, DeskDueWhat what, gint64 now, GError **error)
{
  return desk_db_execute (db, error, what == DESK_DUE_WARNING ? sql_warned : sql_told, "issi", now, due->ticket_id,
                          get_kind_word (due), (gint64) due->number);
}
