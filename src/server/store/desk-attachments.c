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

/* One that goes with its thread. */
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
read_thread (DeskDbTransaction *db, const char *thread_id, GArray *all, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_thread, "s", thread_id);
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
desk_attachments_delete_thread (DeskDbTransaction *db, const char *thread_id, const char *customer_id, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Gone));

  g_array_set_clear_func (all, clear_gone);
  if (!read_thread (db, thread_id, all, error))
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
