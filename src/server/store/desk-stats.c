/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-stats.h"

#include "core/desk-json.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
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
} Stats;

static void
clear_stats (Stats *self)
{
  for (guint i = 0; i < self->n_fields; i++)
    g_free (self->counts[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stats, clear_stats)

static DeskAudience
get_audience (const DeskViewer *viewer)
{
  return viewer->role == DESK_ROLE_CUSTOMER ? DESK_AUDIENCE_CUSTOMER : DESK_AUDIENCE_STAFF;
}

static void
find_fields (Stats *self)
{
  for (guint i = 0; i < self->kind->n_fields && self->n_fields < MAX_FIELDS; i++)
    {
      const DeskField *field = &self->kind->fields[i];

      if (field->type != DESK_FIELD_ENUM || !(field->flags & DESK_FIELD_FILTER)
          || !desk_field_is_for (field, get_audience (self->viewer)))
        continue;
      self->counts[self->n_fields] = g_new0 (gint64, desk_enum_n_values (field->of) + 1);
      self->fields[self->n_fields++] = field;
    }
}

/* One walk over the rows counts all of it. */
static DeskDbStatement *
select_counts (Stats *self, DeskDbTransaction *db, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (GString) columns = g_string_new (NULL);

  for (guint i = 0; i < self->n_fields; i++)
    g_string_append_printf (columns, "%st.%s", i > 0 ? ", " : "", self->fields[i]->name);
  desk_sql_add (sql, "SELECT count(*), count(CASE WHEN t.assigned_to IS NULL THEN 1 END), "
                     "count(CASE WHEN t.assigned_to = ");
  desk_sql_add_text (sql, self->viewer->id != NULL ? self->viewer->id : "");
  desk_sql_add (sql, " THEN 1 END), %s FROM %s t WHERE ", columns->str, self->kind->table);
  desk_scope_add (sql, self->kind, "t", self->viewer);
  if (self->kind == &desk_ticket_kind)
    desk_sql_add (sql, " AND t.merged_into_id IS NULL");
  desk_sql_add (sql, " GROUP BY %s", columns->str);
  return desk_sql_query (sql, db, error);
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
append_stats (const Stats *self, GString *json)
{
  g_string_append_c (json, '{');
  for (guint i = 0; i < self->n_fields; i++)
    append_by (self->fields[i], self->counts[i], json);
  if (get_audience (self->viewer) == DESK_AUDIENCE_STAFF)
    {
      desk_json_append_name (json, "unassigned");
      desk_json_append_integer (json, self->unassigned);
      desk_json_append_name (json, "mine");
      desk_json_append_integer (json, self->mine);
    }
  desk_json_append_name (json, "total");
  desk_json_append_integer (json, self->total);
  g_string_append_c (json, '}');
}

/**
 * desk_stats_append:
 * @db: an open transaction
 * @viewer: who asks
 * @kind: queries or tickets
 * @json: where it is written
 * @error: when the database fails
 *
 * Returns: whether the counts of what the viewer may see were written
 */
gboolean
desk_stats_append (DeskDbTransaction *db, const DeskViewer *viewer, const DeskKind *kind, GString *json, GError **error)
{
  g_auto (Stats) stats = { .kind = kind, .viewer = viewer };
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
  append_stats (&stats, json);
  return TRUE;
}
