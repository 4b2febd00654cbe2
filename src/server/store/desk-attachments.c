/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-attachments.h"

#include "core/entities/desk-attachment.h"
#include "db/desk-rows.h"
#include "server/store/desk-feed.h"

static const char sql_count[] = "SELECT count(*) FROM attachments WHERE thread_id = $1";
static const char sql_has_content[] = "SELECT count(*) FROM attachments WHERE sha256 = $1";
static const char sql_sum_since[] =
    "SELECT CAST (sum(size) AS BIGINT) FROM attachments WHERE uploaded_by = $1 AND created_at > $2";
static const char sql_thread[] = "SELECT id, is_internal FROM attachments WHERE thread_id = $1 ORDER BY created_at, id";
static const char sql_message[] =
    "SELECT id, is_internal FROM attachments WHERE message_id = $1 ORDER BY created_at, id";
static const char sql_move[] =
    "UPDATE attachments SET thread_id = $1, seq = $2, version = version + 1, updated_at = $3 WHERE id = $4";

/* One that goes with its thread, or from it. */
typedef struct
{
  char *id;
  gboolean is_internal;
} Gone;

static void
clear_gone (gpointer data)
{
  g_free (((Gone *) data)->id);
}

static gboolean
count_rows (DeskDbTransaction *db, const char *sql, const char *value, gint64 *count, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "s", value);

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *count = desk_db_column_integer (statement, 0);
  return TRUE;
}

static gboolean
read_all (DeskDbTransaction *db, const char *sql, const char *of_id, GArray *all, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "s", of_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    {
      Gone gone = { g_strdup (desk_db_column_text (statement, 0)), desk_db_column_flag (statement, 1) };

      g_array_append_val (all, gone);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
move_one (DeskDbTransaction *db, const Gone *file, const char *to_id, const char *loser_id, gint64 now, GError **error)
{
  gint64 seq;

  if (loser_id != NULL && !file->is_internal && !desk_feed_bury (db, &desk_attachment_kind, file->id, loser_id, error))
    return FALSE;
  seq = desk_db_next_seq (db, error);
  return seq != 0 && desk_db_execute (db, error, sql_move, "siis", to_id, seq, now, file->id);
}

gboolean
desk_attachments_count (DeskDbTransaction *db, const char *thread_id, gint64 *count, GError **error)
{
  return count_rows (db, sql_count, thread_id, count, error);
}

gboolean
desk_attachments_sum_since (DeskDbTransaction *db, const char *uploaded_by, gint64 since, gint64 *size, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_sum_since, "si", uploaded_by, since);

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *size = desk_db_column_integer (statement, 0);
  return TRUE;
}

gboolean
desk_attachments_has_content (DeskDbTransaction *db, const char *sha256, gboolean *has, GError **error)
{
  gint64 count = 0;

  if (!count_rows (db, sql_has_content, sha256, &count, error))
    return FALSE;
  *has = count > 0;
  return TRUE;
}

gboolean
desk_attachments_move (DeskDbTransaction *db,
                       GPtrArray *message_ids,
                       const char *to_id,
                       const char *loser_id,
                       gint64 now,
                       GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Gone));

  g_array_set_clear_func (all, clear_gone);
  for (guint i = 0; i < message_ids->len; i++)
    if (!read_all (db, sql_message, message_ids->pdata[i], all, error))
      return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (!move_one (db, &g_array_index (all, Gone, i), to_id, loser_id, now, error))
      return FALSE;
  return TRUE;
}

gboolean
desk_attachments_delete_thread (DeskDbTransaction *db, const char *thread_id, const char *customer_id, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Gone));

  g_array_set_clear_func (all, clear_gone);
  if (!read_all (db, sql_thread, thread_id, all, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const Gone *gone = &g_array_index (all, Gone, i);

      if (!desk_rows_delete (db, &desk_attachment_kind, gone->id, error)
          || !desk_feed_bury (db, &desk_attachment_kind, gone->id, gone->is_internal ? NULL : customer_id, error))
        return FALSE;
    }
  return TRUE;
}
