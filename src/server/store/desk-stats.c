/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-stats.h"

#include "core/desk-json.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-counters.h"
#include "server/store/desk-list-derived.h"
#include "server/store/desk-scope.h"

/* The enums that are counted: at most as many as a row of the count has columns for. */
#define MAX_FIELDS 8

/* Counts of one kind: of each value of each field, and of all. */
typedef struct
{
  const DeskKind *kind;
  const DeskViewer *viewer;
  guint n_fields;
  const DeskField *fields[MAX_FIELDS];
  gint64 *counts[MAX_FIELDS]; /* owned, by value */
  gint64 total;
  gint64 unassigned; /* and not settled */
  gint64 mine;       /* and not settled */
  gint64 open;       /* not settled */
  gint64 resolved_today;
  gint64 overdue;
  gint64 now;
  gint64 day_begin;
} Stats;

static void
clear_stats (Stats *self)
{
  for (guint i = 0; i < self->n_fields; i++)
    g_free (self->counts[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stats, clear_stats)

static void
find_fields (Stats *self)
{
  for (guint i = 0; i < self->kind->n_fields && self->n_fields < MAX_FIELDS; i++)
    {
      const DeskField *field = &self->kind->fields[i];

      if (field->type != DESK_FIELD_ENUM || !(field->flags & DESK_FIELD_FILTER)
          || !desk_field_is_for (field, desk_viewer_get_audience (self->viewer)))
        continue;
      self->counts[self->n_fields] = g_new0 (gint64, desk_enum_n_values (field->of) + 1);
      self->fields[self->n_fields++] = field;
    }
}

static gboolean
is_customer (const DeskViewer *viewer)
{
  return desk_viewer_get_audience (viewer) == DESK_AUDIENCE_CUSTOMER;
}

/* Lists do not have what was merged into another ticket; the counters do not count it either. */
static void
add_listed (const Stats *self, DeskSql *sql)
{
  if (self->kind == &desk_ticket_kind)
    desk_sql_add (sql, " AND t.merged_into_id IS NULL");
}

/* Staff is told what the counters say, as far as it may see what they count; a customer has few enough to be counted.
 */
static DeskDbStatement *
select_counts (Stats *self, DeskDbTransaction *db, GError **error)
{
  gboolean is_counted = is_customer (self->viewer);
  const char *table = is_counted ? self->kind->table : desk_counters_get_table (self->kind);
  const char *n = is_counted ? "1" : "t.n";
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (GString) columns = g_string_new (NULL);

  for (guint i = 0; i < self->n_fields; i++)
    g_string_append_printf (columns, "%st.%s", i > 0 ? ", " : "", self->fields[i]->name);
  desk_sql_add (sql,
                "SELECT CAST (sum (%s) AS bigint), CAST (sum (CASE WHEN t.assigned_to IS NULL THEN %s ELSE 0 END) AS "
                "bigint), CAST (sum (CASE WHEN t.assigned_to = ",
                n, n);
  desk_sql_add_text (sql, self->viewer->id != NULL ? self->viewer->id : "");
  desk_sql_add (sql, " THEN %s ELSE 0 END) AS bigint), %s FROM %s t WHERE ", n, columns->str, table);
  desk_scope_add (sql, self->kind, "t", self->viewer);
  if (is_counted)
    add_listed (self, sql);
  desk_sql_add (sql, " GROUP BY %s", columns->str);
  return desk_sql_query (sql, db, error);
}

/* What the clock makes of them can't be kept: it is counted by an index, over today's or over what is not settled. */
static gboolean
count_by_clock (Stats *self, DeskDbTransaction *db, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;

  desk_sql_add (sql, "SELECT (SELECT count(*) FROM %s t WHERE t.resolved_at >= ", self->kind->table);
  desk_sql_add_integer (sql, self->day_begin);
  desk_sql_add (sql, " AND ");
  desk_scope_add (sql, self->kind, "t", self->viewer);
  add_listed (self, sql);
  desk_sql_add (sql, "), (SELECT count(*) FROM %s t WHERE ", self->kind->table);
  if (self->kind == &desk_ticket_kind)
    desk_list_add_is_overdue (sql, self->now);
  else
    desk_sql_add (sql, "FALSE");
  desk_sql_add (sql, " AND ");
  desk_scope_add (sql, self->kind, "t", self->viewer);
  add_listed (self, sql);
  desk_sql_add (sql, ")");
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  self->resolved_today = desk_db_column_integer (statement, 0);
  self->overdue = desk_db_column_integer (statement, 1);
  return TRUE;
}

static gboolean
is_settled (const DeskField *field, int value)
{
  if (field->of == &desk_ticket_status_enum)
    return !desk_ticket_status_is_open (value);
  return field->of == &desk_query_status_enum
         && (value == DESK_QUERY_STATUS_RESOLVED || value == DESK_QUERY_STATUS_CLOSED);
}

static void
add_row (Stats *self, DeskDbStatement *row)
{
  gint64 count = desk_db_column_integer (row, 0);
  gboolean settled = FALSE;

  for (guint i = 0; i < self->n_fields; i++)
    {
      const char *word = desk_db_column_is_null (row, 3 + i) ? NULL : desk_db_column_text (row, 3 + i);
      int value = desk_enum_from_wire (self->fields[i]->of, word);

      self->counts[i][value] += count;
      settled = settled || is_settled (self->fields[i], value);
    }
  self->total += count;
  if (settled)
    return;
  self->open += count;
  self->unassigned += desk_db_column_integer (row, 1);
  self->mine += desk_db_column_integer (row, 2);
}

/* "by_NAME": {word: count, ...} with every word, also those without a row. */
static void
append_by (const DeskField *field, const gint64 *counts, GString *json)
{
  const DeskEnum *info = field->of;
  g_autofree char *name = g_strconcat ("by_", field->name, NULL);

  desk_json_append_name (json, name);
  g_string_append_c (json, '{');
  for (guint value = 1; value <= desk_enum_n_values (info); value++)
    {
      desk_json_append_name (json, desk_enum_to_wire (info, value));
      desk_json_append_integer (json, counts[value]);
    }
  g_string_append_c (json, '}');
}

static void
append_count (GString *json, const char *name, gint64 count)
{
  desk_json_append_name (json, name);
  desk_json_append_integer (json, count);
}

static void
append_stats (const Stats *self, GString *json)
{
  g_string_append_c (json, '{');
  for (guint i = 0; i < self->n_fields; i++)
    append_by (self->fields[i], self->counts[i], json);
  if (!is_customer (self->viewer))
    {
      append_count (json, "unassigned", self->unassigned);
      append_count (json, "mine", self->mine);
      if (self->kind == &desk_ticket_kind)
        append_count (json, "overdue", self->overdue);
    }
  append_count (json, "open", self->open);
  append_count (json, "resolved_today", self->resolved_today);
  append_count (json, "total", self->total);
  g_string_append_c (json, '}');
}

/**
 * desk_stats_append:
 * @db: an open transaction
 * @viewer: who asks
 * @kind: queries or tickets
 * @now: an instant
 * @day_begin: when its day began, on the desk's clock
 * @json: where it is written
 * @error: when the database fails
 *
 * Returns: whether the counts of what the viewer may see were written
 */
gboolean
desk_stats_append (DeskDbTransaction *db,
                   const DeskViewer *viewer,
                   const DeskKind *kind,
                   gint64 now,
                   gint64 day_begin,
                   GString *json,
                   GError **error)
{
  g_auto (Stats) stats = { .kind = kind, .viewer = viewer, .now = now, .day_begin = day_begin };
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  find_fields (&stats);
  statement = select_counts (&stats, db, error);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    add_row (&stats, statement);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!count_by_clock (&stats, db, error))
    return FALSE;
  append_stats (&stats, json);
  return TRUE;
}
