/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-feed.h"

#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"
#include "server/store/desk-scope.h"
#include "server/store/desk-settings.h"

/* How often a page looks further when all that it met is out of sight. */
#define MAX_ROUNDS 20

/* The rows of one kind, or what is gone of all kinds, in the order of seq. */
typedef struct
{
  const DeskKind *kind; /* NULL for what is gone */
  DeskReach reach;
  DeskDbStatement *statement; /* owned */
  guint n_columns;
  gboolean has_row;
  gint64 seq;
} Cursor;

/* One reading of the feed. */
typedef struct
{
  DeskDbTransaction *db;
  const DeskViewer *viewer;
  gint64 end;      /* the last settled place when it began */
  gint64 snapshot; /* up to here the reader holds nothing yet that could have to be let go of */
  guint n_given;
  gboolean (*give_row) (Cursor *cursor, gpointer data, GError **error);
  gpointer data;
} Reading;

typedef struct
{
  Reading reading;
  GString *lines;
  DeskAudience audience;
} Lines;

typedef struct
{
  Reading reading;
  GPtrArray *changes;
} Changes;

typedef void (*AddScope) (DeskSql *sql, const DeskKind *kind, const char *alias, const char *person);

static void
clear_cursor (gpointer data)
{
  g_clear_pointer (&((Cursor *) data)->statement, desk_db_statement_free);
}

static const char *
get_table (const DeskKind *kind)
{
  return kind != NULL ? kind->table : "tombstones";
}

/* A first reading has nothing yet to let go of: rows out of sight are passed over where they are read. Of the pages
 * that follow that holds for what has not moved since it began. */
static DeskReach
get_reach (const Reading *reading, const DeskKind *kind)
{
  DeskReach reach;

  if (kind == NULL)
    return reading->snapshot >= reading->end             ? DESK_REACH_NOTHING
           : reading->viewer->role == DESK_ROLE_CUSTOMER ? DESK_REACH_OWN
                                                         : DESK_REACH_ALL;
  reach = desk_scope_get_reach (kind, reading->viewer);
  return reach == DESK_REACH_MOVING && reading->snapshot >= reading->end ? DESK_REACH_OWN : reach;
}

/* Where much of a kind is in sight, the rows are walked in the order of seq, and each is looked at: an index over the
 * predicate would gather all that is in sight for every page. Inside CASE neither engine takes one. */
static gboolean
is_walked (const Reading *reading, const DeskKind *kind)
{
  return reading->viewer->role != DESK_ROLE_CUSTOMER && kind != &desk_notification_kind;
}

static void
add_range (DeskSql *sql, const Reading *reading, const DeskKind *kind, DeskReach reach, gint64 since, gint64 to)
{
  desk_sql_add (sql, " FROM %s t WHERE t.seq > ", get_table (kind));
  desk_sql_add_integer (sql, since);
  desk_sql_add (sql, " AND t.seq <= ");
  desk_sql_add_integer (sql, to);
  if (reach == DESK_REACH_OWN && kind == NULL)
    {
      /* What everybody could read is let go of by everybody. */
      desk_sql_add (sql, " AND (t.kind = '%s' OR t.customer_id = ", desk_faq_kind.name);
      desk_sql_add_text (sql, reading->viewer->id);
      desk_sql_add (sql, ")");
    }
  else if (reach == DESK_REACH_OWN && is_walked (reading, kind))
    {
      desk_sql_add (sql, " AND CASE WHEN ");
      desk_scope_add (sql, kind, "t", reading->viewer);
      desk_sql_add (sql, " THEN 1 ELSE 0 END = 1");
    }
  else if (reach == DESK_REACH_OWN)
    {
      desk_sql_add (sql, " AND ");
      desk_scope_add (sql, kind, "t", reading->viewer);
    }
  if (reading->snapshot > since && (kind == NULL || reach == DESK_REACH_MOVING))
    {
      desk_sql_add (sql, " AND (t.seq > ");
      desk_sql_add_integer (sql, reading->snapshot);
      if (kind != NULL)
        {
          desk_sql_add (sql, " OR CASE WHEN ");
          desk_scope_add (sql, kind, "t", reading->viewer);
          desk_sql_add (sql, " THEN 1 ELSE 0 END = 1");
        }
      desk_sql_add (sql, ")");
    }
  desk_sql_add (sql, " ORDER BY t.seq");
}

/* The kinds that are read, and at last what is gone. */
static guint
count_tables (void)
{
  guint n = 0;

  while (desk_kinds[n] != NULL)
    n++;
  return n + 1;
}

/* Where the next page of at most @n rows ends. */
static gboolean
find_page (const Reading *reading, gint64 since, guint n, gint64 *to, gboolean *more, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  gboolean is_first = TRUE;

  desk_sql_add (sql, "SELECT count(*), max(page.seq) FROM (SELECT u.seq FROM (");
  for (guint i = 0; i < count_tables (); i++)
    {
      const DeskKind *kind = desk_kinds[i];
      DeskReach reach = get_reach (reading, kind);

      if (reach == DESK_REACH_NOTHING)
        continue;
      desk_sql_add (sql, "%sSELECT s%u.seq FROM (SELECT t.seq", is_first ? "" : " UNION ALL ", i);
      add_range (sql, reading, kind, reach, since, reading->end);
      desk_sql_add (sql, " LIMIT ");
      desk_sql_add_integer (sql, n);
      desk_sql_add (sql, ") AS s%u", i);
      is_first = FALSE;
    }
  if (is_first)
    {
      *to = reading->end;
      *more = FALSE;
      return TRUE;
    }
  desk_sql_add (sql, ") AS u ORDER BY u.seq LIMIT ");
  desk_sql_add_integer (sql, n);
  desk_sql_add (sql, ") AS page");
  statement = desk_sql_query (sql, reading->db, error);
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *more = desk_db_column_integer (statement, 0) >= n;
  *to = *more ? desk_db_column_integer (statement, 1) : reading->end;
  return TRUE;
}

static gboolean
step_cursor (Cursor *cursor, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  cursor->has_row = desk_db_step (cursor->statement, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (cursor->has_row)
    cursor->seq = desk_db_column_integer (cursor->statement, cursor->n_columns);
  return TRUE;
}

/* Columns: those of the kind (what is gone has id and kind), seq, whether it is in sight. */
static gboolean
open_cursor (Cursor *cursor, const Reading *reading, gint64 since, gint64 to, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autofree char *columns =
      cursor->kind != NULL ? desk_rows_dup_columns (cursor->kind, "t") : g_strdup ("t.id, t.kind");

  cursor->n_columns = cursor->kind != NULL ? desk_rows_n_columns (cursor->kind) : 2;
  desk_sql_add (sql, "SELECT %s, t.seq, ", columns);
  if (cursor->reach == DESK_REACH_MOVING)
    desk_scope_add (sql, cursor->kind, "t", reading->viewer);
  else
    desk_sql_add (sql, "TRUE");
  add_range (sql, reading, cursor->kind, cursor->reach, since, to);
  cursor->statement = desk_sql_query (sql, reading->db, error);
  return cursor->statement != NULL && step_cursor (cursor, error);
}

static Cursor *
find_lowest (GArray *cursors)
{
  Cursor *lowest = NULL;

  for (guint i = 0; i < cursors->len; i++)
    {
      Cursor *cursor = &g_array_index (cursors, Cursor, i);

      if (cursor->has_row && (lowest == NULL || cursor->seq < lowest->seq))
        lowest = cursor;
    }
  return lowest;
}

static gboolean
read_page (Reading *reading, gint64 since, gint64 to, GError **error)
{
  g_autoptr (GArray) cursors = g_array_new (FALSE, TRUE, sizeof (Cursor));
  Cursor *cursor;

  g_array_set_clear_func (cursors, clear_cursor);
  for (guint i = 0; i < count_tables (); i++)
    {
      Cursor opened = { .kind = desk_kinds[i], .reach = get_reach (reading, desk_kinds[i]) };

      if (opened.reach == DESK_REACH_NOTHING)
        continue;
      if (!open_cursor (&opened, reading, since, to, error))
        {
          clear_cursor (&opened);
          return FALSE;
        }
      g_array_append_val (cursors, opened);
    }
  while ((cursor = find_lowest (cursors)) != NULL)
    if (!reading->give_row (cursor, reading->data, error) || !step_cursor (cursor, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_on (Reading *reading, gint64 since, guint limit, gint64 *next, gboolean *more, GError **error)
{
  *next = since;
  *more = FALSE;
  if (!desk_feed_get_end (reading->db, &reading->end, error))
    return FALSE;
  if (since == 0)
    reading->snapshot = reading->end;
  for (guint round = 0; round < MAX_ROUNDS && *next < reading->end; round++)
    {
      gint64 to;

      if (!find_page (reading, *next, limit - reading->n_given, &to, more, error)
          || !read_page (reading, *next, to, error))
        return FALSE;
      *next = to;
      if (!*more || reading->n_given >= limit)
        break;
    }
  return TRUE;
}

static void
append_head (Lines *lines, Cursor *cursor, const char *kind, const char *op)
{
  g_string_append (lines->lines, "{\"seq\":");
  desk_json_append_integer (lines->lines, cursor->seq);
  g_string_append_printf (lines->lines, ",\"kind\":\"%s\",\"op\":\"%s\",", kind, op);
  lines->reading.n_given++;
}

static void
append_drop (Lines *lines, Cursor *cursor, const char *kind)
{
  append_head (lines, cursor, kind, "drop");
  g_string_append (lines->lines, "\"id\":");
  desk_json_append_string (lines->lines, desk_db_column_text (cursor->statement, DESK_ENTITY_ID));
  g_string_append (lines->lines, "}\n");
}

static gboolean
give_line (Cursor *cursor, gpointer data, GError **error)
{
  Lines *lines = data;

  if (cursor->kind == NULL)
    append_drop (lines, cursor, desk_db_column_text (cursor->statement, 1));
  else if (desk_db_column_flag (cursor->statement, cursor->n_columns + 1))
    {
      append_head (lines, cursor, cursor->kind->name, "put");
      g_string_append (lines->lines, "\"data\":");
      desk_rows_append_json (cursor->kind, cursor->statement, 0, lines->lines, lines->audience);
      g_string_append (lines->lines, "}\n");
    }
  /* What never changed has never been in sight. */
  else if (desk_db_column_integer (cursor->statement, DESK_ENTITY_VERSION) > 1)
    append_drop (lines, cursor, cursor->kind->name);
  return TRUE;
}

static gboolean
give_change (Cursor *cursor, gpointer data, GError **error)
{
  Changes *changes = data;
  const DeskKind *kind = cursor->kind;
  g_autoptr (DeskFeedChange) change = NULL;

  changes->reading.n_given++;
  if (kind == NULL)
    kind = desk_kind_by_name (desk_db_column_text (cursor->statement, 1));
  if (kind == NULL)
    return TRUE;
  change = desk_feed_change_new (kind, desk_db_column_text (cursor->statement, DESK_ENTITY_ID), cursor->seq);
  change->is_deleted = cursor->kind == NULL;
  if (!change->is_deleted)
    {
      change->entity = desk_rows_read (kind, cursor->statement, 0, error);
      if (change->entity == NULL)
        return FALSE;
    }
  g_ptr_array_add (changes->changes, g_steal_pointer (&change));
  return TRUE;
}

/* Texts for IN, in steps of eightfold length, so that the statements stay few: the last one is said again. */
static GPtrArray *
pad_ids (GPtrArray *ids, guint from, guint n)
{
  GPtrArray *padded = g_ptr_array_new ();
  guint length = 1;

  while (length < n)
    length *= 8;
  for (guint i = 0; i < length; i++)
    g_ptr_array_add (padded, ids->pdata[from + MIN (i, n - 1)]);
  g_ptr_array_add (padded, NULL);
  return padded;
}

/* Those of @ids in the table of people @people who may see the row; of one that is gone, those of staff. */
static gboolean
find_viewers (DeskDbTransaction *db,
              const DeskFeedChange *change,
              const char *people,
              AddScope add_scope,
              const char *const *ids,
              GHashTable *may_see,
              GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  desk_sql_add (sql, "SELECT p.id FROM %s p, %s t WHERE t.id = ", people,
                change->is_deleted ? "tombstones" : change->kind->table);
  desk_sql_add_text (sql, change->id);
  desk_sql_add (sql, " AND p.id IN (");
  desk_sql_add_texts (sql, ids);
  desk_sql_add (sql, ") AND ");
  if (!change->is_deleted)
    add_scope (sql, change->kind, "t", "p");
  else
    desk_sql_add (sql, "%s",
                  add_scope == desk_scope_add_for_agents ? "p.is_approved"
                  : change->kind == &desk_faq_kind       ? "TRUE"
                                                         : "t.customer_id = p.id");
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    g_hash_table_add (may_see, g_strdup (desk_db_column_text (statement, 0)));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_deleted (DeskDbTransaction *db, const DeskKind *kind, const char *id, gboolean *deleted, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  desk_sql_add (sql, "SELECT 1 FROM %s WHERE id = ", kind->table);
  desk_sql_add_text (sql, id);
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL)
    return FALSE;
  *deleted = !desk_db_step (statement, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
move_rows (DeskDbTransaction *db, const char *sql_ids, const char *sql_move, const char *ticket_id, GError **error)
{
  g_autoptr (GPtrArray) ids = desk_db_read_texts (desk_db_query (db, error, sql_ids, "s", ticket_id), error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 seq = desk_db_next_seq (db, error);

      if (seq == 0 || !desk_db_execute (db, error, sql_move, "is", seq, (const char *) ids->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * desk_feed_change_new:
 * @kind: what changed
 * @id: its id
 * @seq: its place in the feed
 *
 * Returns: (transfer full): a change without its entity
 */
DeskFeedChange *
desk_feed_change_new (const DeskKind *kind, const char *id, gint64 seq)
{
  DeskFeedChange *self = g_new0 (DeskFeedChange, 1);

  self->kind = kind;
  self->id = g_strdup (id);
  self->seq = seq;
  return self;
}

/**
 * desk_feed_change_free:
 * @self: (transfer full) (nullable): a change
 */
void
desk_feed_change_free (DeskFeedChange *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_clear_object (&self->entity);
  g_free (self);
}

/**
 * desk_feed_get_end:
 * @db: an open transaction
 * @seq: (out): a place in the feed, 0 on an empty desk
 * @error: when the database fails
 *
 * Returns: whether it could be read
 */
gboolean
desk_feed_get_end (DeskDbTransaction *db, gint64 *seq, GError **error)
{
  const char *horizon = desk_db_get_sql (db, DESK_DB_SQL_FEED_HORIZON);
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;

  desk_sql_add (sql, "SELECT max(u.seq) FROM (");
  for (guint i = 0; i < count_tables (); i++)
    desk_sql_add (sql, "%sSELECT max(t.seq) AS seq FROM %s t WHERE t.seq < %s", i > 0 ? " UNION ALL " : "",
                  get_table (desk_kinds[i]), horizon);
  desk_sql_add (sql, ") AS u");
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *seq = desk_db_column_integer (statement, 0);
  return TRUE;
}

/**
 * desk_feed_read:
 * @db: an open transaction
 * @viewer: who asks
 * @since: the place up to which they know the desk; 0 for nothing yet
 * @snapshot: (inout): 0, or what the first page of a first reading gave, as long as that goes on: it then need not be
 *   told of what was out of sight all the time
 * @limit: about how many lines, from 1 to %DESK_FEED_MAX_LIMIT
 * @lines: gets a line of JSON for each entity that was written since, in the order of seq: "put" with all that the
 *   viewer may read of it, or "drop" where it is gone or out of sight
 * @next: (out): the place up to which they know the desk then
 * @more: (out): whether it goes on at once
 * @error: when the database fails
 *
 * What was settled when the reading began is read; rows out of sight count for @next too. With @since 0 there are no
 * drops.
 *
 * Returns: whether it could be read
 */
gboolean
desk_feed_read (DeskDbTransaction *db,
                const DeskViewer *viewer,
                gint64 since,
                gint64 *snapshot,
                guint limit,
                GString *lines,
                gint64 *next,
                gboolean *more,
                GError **error)
{
  Lines reader = { .reading = { .db = db, .viewer = viewer, .give_row = give_line, .data = &reader }, .lines = lines };

  g_return_val_if_fail (limit >= 1 && limit <= DESK_FEED_MAX_LIMIT && since >= 0, FALSE);

  reader.audience = desk_viewer_get_audience (viewer);
  reader.reading.snapshot = *snapshot;
  if (!read_on (&reader.reading, since, limit, next, more, error))
    return FALSE;
  *snapshot = *more ? reader.reading.snapshot : 0;
  return TRUE;
}

/**
 * desk_feed_changes:
 * @db: an open transaction
 * @since: the place up to which all is known; from 1: see desk_feed_get_end()
 * @limit: how many at most, from 1 to %DESK_FEED_MAX_LIMIT
 * @changes: (element-type DeskFeedChange): gets each entity that was written or deleted since, in the order of seq; its
 *   free function has to be desk_feed_change_free()
 * @next: (out): the place up to which all is known then
 * @more: (out): whether it goes on at once
 * @error: when the database fails
 *
 * Returns: whether it could be read
 */
gboolean
desk_feed_changes (DeskDbTransaction *db,
                   gint64 since,
                   guint limit,
                   GPtrArray *changes,
                   gint64 *next,
                   gboolean *more,
                   GError **error)
{
  g_autoptr (DeskViewer) system = desk_viewer_new_system ();
  Changes reader = { .reading = { .db = db, .viewer = system, .give_row = give_change, .data = &reader },
                     .changes = changes };

  g_return_val_if_fail (limit >= 1 && limit <= DESK_FEED_MAX_LIMIT && since >= 0, FALSE);

  return read_on (&reader.reading, since, limit, next, more, error);
}

/**
 * desk_feed_viewers:
 * @db: an open transaction
 * @kind: a kind
 * @id: an entity's id; one that is gone may be let go of by all of staff, and by the customer who could see it
 * @connected_ids: (element-type utf8): ids of agents and customers
 * @may_see: gets copies of the ids of those who may see it now; its key free function has to be g_free()
 * @error: when the database fails
 *
 * Returns: whether it could be found out
 */
gboolean
desk_feed_viewers (DeskDbTransaction *db,
                   const DeskKind *kind,
                   const char *id,
                   GPtrArray *connected_ids,
                   GHashTable *may_see,
                   GError **error)
{
  const guint step = 512;
  g_autoptr (DeskFeedChange) change = desk_feed_change_new (kind, id, 0);

  if (!is_deleted (db, kind, id, &change->is_deleted, error))
    return FALSE;
  for (guint from = 0; from < connected_ids->len; from += step)
    {
      g_autoptr (GPtrArray) ids = pad_ids (connected_ids, from, MIN (step, connected_ids->len - from));
      const char *const *texts = (const char *const *) ids->pdata;

      if (!find_viewers (db, change, desk_agent_kind.table, desk_scope_add_for_agents, texts, may_see, error)
          || !find_viewers (db, change, desk_customer_kind.table, desk_scope_add_for_customers, texts, may_see, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * desk_feed_dup_epoch:
 * @db: an open transaction
 * @viewer: who asks
 * @error: when the database fails
 *
 * Returns: (transfer full): the desk's epoch and a stamp of what decides how much the viewer sees
 */
char *
desk_feed_dup_epoch (DeskDbTransaction *db, const DeskViewer *viewer, GError **error)
{
  g_autofree char *epoch = NULL;
  g_autofree char *who = g_strdup_printf ("%d|%d|%d|%s|%s", viewer->is_system, viewer->role, viewer->is_approved,
                                          viewer->id != NULL ? viewer->id : "",
                                          viewer->department_id != NULL ? viewer->department_id : "");
  g_autofree char *stamp = g_compute_checksum_for_string (G_CHECKSUM_SHA256, who, -1);

  if (!desk_settings_get (db, DESK_SETTING_EPOCH, &epoch, error))
    return NULL;
  return g_strdup_printf ("%s-%.12s", epoch != NULL ? epoch : "0", stamp);
}

gboolean
desk_feed_bury (DeskDbTransaction *db, const DeskKind *kind, const char *id, const char *customer_id, GError **error)
{
  gint64 seq = desk_db_next_seq (db, error);

  return seq != 0
         && desk_db_execute (db, error,
                             "INSERT INTO tombstones (id, kind, seq, customer_id) VALUES ($1, $2, $3, $4) "
                             "ON CONFLICT (id, coalesce(customer_id, '')) DO UPDATE SET seq = excluded.seq",
                             "ssis", id, kind->name, seq, customer_id);
}

gboolean
desk_feed_move_thread (DeskDbTransaction *db, const char *ticket_id, GError **error)
{
  return move_rows (db, "SELECT id FROM messages WHERE thread_id = $1 ORDER BY seq",
                    "UPDATE messages SET seq = $1, version = version + 1 WHERE id = $2", ticket_id, error)
         && move_rows (db, "SELECT id FROM history WHERE entity_id = $1 ORDER BY seq",
                       "UPDATE history SET seq = $1, version = version + 1 WHERE id = $2", ticket_id, error)
         && move_rows (db, "SELECT id FROM attachments WHERE thread_id = $1 ORDER BY seq",
                       "UPDATE attachments SET seq = $1, version = version + 1 WHERE id = $2", ticket_id, error)
         && move_rows (db, "SELECT id FROM feedback WHERE ticket_id = $1",
                       "UPDATE feedback SET seq = $1, version = version + 1 WHERE id = $2", ticket_id, error);
}
