/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-faqs.h"

static const char sql_get_vote[] = "SELECT is_helpful FROM faq_votes WHERE faq_id = $1 AND voter = $2 AND day = $3";
static const char sql_put_vote[] =
    "INSERT INTO faq_votes (faq_id, voter, day, address, is_helpful) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (faq_id, voter, day) DO UPDATE SET is_helpful = excluded.is_helpful";
static const char sql_count_of_address[] =
    "SELECT count(*) FROM faq_votes WHERE faq_id = $1 AND address = $2 AND day = $3";
static const char sql_count_helpful[] = "SELECT count(*) FROM faq_votes WHERE faq_id = $1 AND is_helpful";
static const char sql_count_unhelpful[] = "SELECT count(*) FROM faq_votes WHERE faq_id = $1 AND NOT is_helpful";

static gboolean
count_votes (DeskDbTransaction *db, const char *sql, const char *faq_id, gint64 *count, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "s", faq_id);

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *count = desk_db_column_integer (statement, 0);
  return TRUE;
}

gboolean
desk_faqs_get_vote (DeskDbTransaction *db, const char *faq_id, const char *voter, gint64 day, int *vote, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_get_vote, "ssi", faq_id, voter, day);
  g_autoptr (GError) local_error = NULL;

  *vote = -1;
  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error))
    *vote = desk_db_column_flag (statement, 0) ? 1 : 0;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
desk_faqs_put_vote (DeskDbTransaction *db,
                    const char *faq_id,
                    const char *voter,
                    gint64 day,
                    const char *address,
                    gboolean is_helpful,
                    GError **error)
{
  return desk_db_execute (db, error, sql_put_vote, "ssisb", faq_id, voter, day, address, is_helpful);
}

gboolean
desk_faqs_count_of_address (DeskDbTransaction *db,
                            const char *faq_id,
                            const char *address,
                            gint64 day,
                            gint64 *count,
                            GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_count_of_address, "ssi", faq_id, address, day);

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *count = desk_db_column_integer (statement, 0);
  return TRUE;
}

gboolean
desk_faqs_count_helpful (DeskDbTransaction *db, const char *faq_id, gint64 *count, GError **error)
{
  return count_votes (db, sql_count_helpful, faq_id, count, error);
}

gboolean
desk_faqs_count_unhelpful (DeskDbTransaction *db, const char *faq_id, gint64 *count, GError **error)
{
  return count_votes (db, sql_count_unhelpful, faq_id, count, error);
}
