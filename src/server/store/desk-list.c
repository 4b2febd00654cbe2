/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-list.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-ticket.h"
#include "db/desk-rows.h"
#include "server/store/desk-cursor.h"
#include "server/store/desk-includes.h"
#include "server/store/desk-list-filter.h"
#include "server/store/desk-scope.h"

/* How many rows in sight are many. */
#define MUCH 3000
/* Among how many rows, in the list's order, a page of them is looked for first. */
#define FIRST_LOOK 4000

/**
 * Part:
 * @PART_ALL: rows that have something to be sorted by
 * @PART_SAME: those that have the same as the last one given
 * @PART_FURTHER: those that have something beyond that
 * @PART_EMPTY: those that have nothing
 *
 * A list is read in parts, each of which an index gives in its order.
 */
typedef enum
{
  PART_ALL,
  PART_SAME,
  PART_FURTHER,
  PART_EMPTY,
} Part;

/* A row of the page: its JSON, and where a page behind it would begin. */
typedef struct
{
  GString *json; /* owned */
  char *id;      /* owned */
  char *key;     /* owned; NULL for a row that has nothing to be sorted by */
} Row;

typedef struct
{
  DeskDbTransaction *db;
  const DeskListAsk *ask;
  DeskListSort sort;
  DeskCursor *cursor;
  DeskIncludes *includes;
  guint limit;
  DeskListWay way;
  gboolean is_sorted_behind; /* what is found is sorted then, instead of walked in the list's order */
  GPtrArray *rows;           /* owned, of Row; one more than the limit where the list goes on */
} List;

static void
free_row (gpointer data)
{
  Row *row = data;

  g_string_free (row->json, TRUE);
  g_free (row->id);
  g_free (row->key);
  g_free (row);
}

static void
clear_list (List *self)
{
  desk_list_sort_clear (&self->sort);
  g_clear_pointer (&self->cursor, desk_cursor_free);
  g_clear_pointer (&self->includes, desk_includes_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, clear_list)

static gboolean
read_ask (List *self, GError **error)
{
  const DeskListAsk *ask = self->ask;
  const char *cursor = desk_list_get_value (ask, "cursor");
  gboolean right = desk_list_read_limit (ask, &self->limit, error);

  if (!desk_list_read_sort (ask, &self->sort, error))
    right = FALSE;
  else if (cursor != NULL)
    {
      self->cursor = desk_cursor_read (cursor, self->sort.name, self->sort.is_number, error);
      right = self->cursor != NULL && right;
    }
  self->includes = desk_includes_new (ask->kind, ask->get_values (ask->data, "include"), error);
  return self->includes != NULL && right;
}

static void
add_key (List *self, DeskSql *sql)
{
  if (self->sort.is_number)
    desk_sql_add_integer (sql, g_ascii_strtoll (self->cursor->key, NULL, 10));
  else
    desk_sql_add_text (sql, self->cursor->key);
}

/* What the list is sorted by. A sum, even of one, is in no index: then all that is found is sorted. */
static char *
dup_expression (List *self)
{
  return g_strconcat (self->is_sorted_behind ? "0 + " : "", self->sort.expression, NULL);
}

/* Behind the last row given, in the list's order. */
static void
add_place (List *self, DeskSql *sql, Part part)
{
  const char *comparison = self->sort.is_falling ? "<" : ">";
  g_autofree char *expression = dup_expression (self);

  if (self->sort.may_be_null)
    desk_sql_add (sql, " AND %s IS %sNULL", expression, part == PART_EMPTY ? "" : "NOT ");
  if (self->cursor == NULL || self->cursor->is_behind != (part == PART_EMPTY))
    return;
  if (part == PART_SAME)
    {
      desk_sql_add (sql, " AND %s = ", expression);
      add_key (self, sql);
    }
  else if (part == PART_FURTHER)
    {
      desk_sql_add (sql, " AND %s %s ", expression, comparison);
      add_key (self, sql);
      return;
    }
  else if (part == PART_ALL)
    {
      desk_sql_add (sql, " AND (%s, t.id) %s (", expression, comparison);
      add_key (self, sql);
      desk_sql_add (sql, ", ");
      desk_sql_add_text (sql, self->cursor->id);
      desk_sql_add (sql, ")");
      return;
    }
  desk_sql_add (sql, " AND t.id %s ", comparison);
  desk_sql_add_text (sql, self->cursor->id);
}

/* Somebody who sees much finds the rows of a page soon by walking in the list's order; for somebody who sees little it
 * is better to gather all of it. Neither grows with the desk as the other would. */
static gboolean
choose_way (List *self, GError **error)
{
  const DeskListAsk *ask = self->ask;
  DeskReach reach = desk_scope_get_reach (ask->kind, ask->viewer);
  g_autoptr (DeskSql) sql = NULL;
  g_autoptr (DeskDbStatement) statement = NULL;

  self->is_sorted_behind = desk_list_is_in_hand (ask);
  if (ask->kind != &desk_ticket_kind || reach == DESK_REACH_ALL || ask->viewer->role == DESK_ROLE_CUSTOMER)
    return TRUE;
  sql = desk_sql_new ();
  desk_sql_add (sql, "SELECT count(*) FROM (SELECT 1 FROM %s t WHERE ", ask->kind->table);
  desk_scope_add (sql, ask->kind, "t", ask->viewer);
  desk_sql_add (sql, " LIMIT %d) AS seen", MUCH);
  statement = desk_sql_query (sql, self->db, error);
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  self->way = desk_db_column_integer (statement, 0) >= MUCH ? DESK_LIST_WAY_WALK : DESK_LIST_WAY_GATHER;
  if (self->way == DESK_LIST_WAY_GATHER)
    self->is_sorted_behind = TRUE;
  return TRUE;
}

/* Where very many rows have what is asked for, a page of them is found soon in the list's order; to gather all of them
 * and sort them grows with the desk. Nothing tells how many they are, so it is tried on the first rows. */
static gboolean
look_in_order (List *self, GError **error)
{
  const DeskListAsk *ask = self->ask;
  const char *direction = self->sort.is_falling ? "DESC" : "ASC";
  gboolean is_at_place = self->cursor == NULL || (!self->sort.is_word && !self->cursor->is_behind);
  g_autoptr (DeskSql) sql = NULL;
  g_autoptr (DeskDbStatement) statement = NULL;

  if (self->is_sorted_behind || !is_at_place || !desk_list_is_broad (ask, &self->sort))
    return TRUE;
  sql = desk_sql_new ();
  desk_sql_add (sql, "SELECT count(*) FROM (SELECT 1 FROM (SELECT t.id AS id FROM %s t WHERE TRUE", ask->kind->table);
  add_place (self, sql, PART_ALL);
  desk_sql_add (sql, " ORDER BY %s %s, t.id %s LIMIT %d) w CROSS JOIN %s t WHERE t.id = w.id AND ",
                self->sort.expression, direction, direction, FIRST_LOOK, ask->kind->table);
  if (!desk_list_add_filters (ask, DESK_LIST_WAY_ORDER, sql, error))
    return FALSE;
  desk_sql_add (sql, " LIMIT ");
  desk_sql_add_integer (sql, self->limit + 1);
  desk_sql_add (sql, ") AS found");
  statement = desk_sql_query (sql, self->db, error);
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  if (desk_db_column_integer (statement, 0) > self->limit)
    self->way = DESK_LIST_WAY_ORDER;
  return TRUE;
}

/* Ids first, by the indexes, and rows only for those of the page. */
static gboolean
add_page (List *self, DeskSql *sql, Part part, GError **error)
{
  const DeskKind *kind = self->ask->kind;
  const char *direction = self->sort.is_falling ? "DESC" : "ASC";
  gboolean is_by_id = part == PART_EMPTY || part == PART_SAME;
  g_autofree char *columns = desk_rows_dup_columns (kind, "r");
  g_autofree char *expression = dup_expression (self);

  desk_sql_add (sql, "WITH page AS (SELECT t.id AS id, %s AS sort_key FROM %s t WHERE ", self->sort.expression,
                kind->table);
  if (!desk_list_add_filters (self->ask, self->way, sql, error))
    return FALSE;
  add_place (self, sql, part);
  if (is_by_id)
    desk_sql_add (sql, " ORDER BY t.id %s LIMIT ", direction);
  else
    desk_sql_add (sql, " ORDER BY %s %s, t.id %s LIMIT ", expression, direction, direction);
  desk_sql_add_integer (sql, self->limit + 1 - self->rows->len);
  desk_sql_add (sql, ") SELECT %s, page.sort_key FROM page JOIN %s r ON r.id = page.id ORDER BY ", columns,
                kind->table);
  if (is_by_id)
    desk_sql_add (sql, "page.id %s", direction);
  else
    desk_sql_add (sql, "page.sort_key %s, page.id %s", direction, direction);
  return TRUE;
}

static gboolean
read_part (List *self, Part part, GError **error)
{
  const DeskKind *kind = self->ask->kind;
  DeskAudience audience = desk_viewer_get_audience (self->ask->viewer);
  guint key_column = desk_rows_n_columns (kind);
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!add_page (self, sql, part, error))
    return FALSE;
  statement = desk_sql_query (sql, self->db, error);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    {
      Row *row = g_new0 (Row, 1);

      row->json = g_string_sized_new (1024);
      desk_rows_append_json (kind, statement, 0, row->json, audience);
      row->id = g_strdup (desk_db_column_text (statement, DESK_ENTITY_ID));
      row->key = part == PART_EMPTY ? NULL : g_strdup (desk_db_column_text (statement, key_column));
      desk_includes_note_row (self->includes, statement, 0);
      g_ptr_array_add (self->rows, row);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Few words stand for many rows, and neither engine finds its place among those of one word by comparing pairs: there
 * the rest of the cursor's word comes first, and then the words beyond. */
static gboolean
read_parts (List *self, GError **error)
{
  Part parts[] = { PART_ALL, PART_EMPTY };
  Part word_parts[] = { PART_SAME, PART_FURTHER };
  gboolean is_within_word = self->sort.is_word && self->cursor != NULL;

  for (guint i = 0; i < 2; i++)
    {
      Part part = is_within_word ? word_parts[i] : parts[i];

      if (part == PART_ALL && self->cursor != NULL && self->cursor->is_behind)
        continue;
      if (part == PART_EMPTY && !self->sort.may_be_null)
        continue;
      if (self->rows->len <= self->limit && !read_part (self, part, error))
        return FALSE;
    }
  return TRUE;
}

static void
append_list (List *self, GString *json)
{
  guint n = MIN (self->rows->len, self->limit);

  g_string_append (json, "{\"data\":[");
  for (guint i = 0; i < n; i++)
    {
      Row *row = self->rows->pdata[i];

      if (i > 0)
        g_string_append_c (json, ',');
      desk_includes_append (self->includes, i, row->json);
      g_string_append_len (json, row->json->str, row->json->len);
    }
  g_string_append (json, "],\"next_cursor\":");
  if (self->rows->len > self->limit)
    {
      const Row *last = self->rows->pdata[n - 1];
      g_autofree char *cursor = desk_cursor_write (self->sort.name, last->key == NULL, last->key, last->id);

      desk_json_append_string (json, cursor);
    }
  else
    g_string_append (json, "null");
  g_string_append_c (json, '}');
}

/**
 * desk_list_read:
 * @db: an open transaction
 * @ask: what was asked
 * @json: where the answer is written
 * @error: every parameter that is not right
 *
 * A page holds its place while rows change: it begins behind the last row given, wherever that stood. Rows that have
 * nothing to be sorted by come last, by id.
 *
 * Returns: whether the list was written
 */
gboolean
desk_list_read (DeskDbTransaction *db, const DeskListAsk *ask, GString *json, GError **error)
{
  g_auto (List) list = { .db = db, .ask = ask };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskSql) unused = desk_sql_new ();
  gboolean right = read_ask (&list, &local_error);

  /* The filters are looked at even where the rest is wrong, so that all of it is told at once. */
  if (!right)
    desk_list_add_filters (ask, DESK_LIST_WAY_FREE, unused, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!choose_way (&list, error) || !look_in_order (&list, error))
    return FALSE;
  list.rows = g_ptr_array_new_with_free_func (free_row);
  if (!read_parts (&list, error) || !desk_includes_load (list.includes, db, ask->viewer, error))
    return FALSE;
  append_list (&list, json);
  return TRUE;
}

/**
 * desk_list_read_ids:
 * @db: an open transaction
 * @ask: what was asked: its filters count
 * @max: how many at most
 * @error: every filter that is not right
 *
 * Returns: (transfer full) (element-type utf8): the ids; one more than @max where there are more
 */
GPtrArray *
desk_list_read_ids (DeskDbTransaction *db, const DeskListAsk *ask, guint max, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT t.id FROM %s t WHERE ", ask->kind->table);
  if (!desk_list_add_filters (ask, DESK_LIST_WAY_FREE, sql, error))
    return NULL;
  desk_sql_add (sql, " ORDER BY t.created_at, t.id LIMIT ");
  desk_sql_add_integer (sql, (gint64) max + 1);
  return desk_db_read_texts (desk_sql_query (sql, db, error), error);
}
