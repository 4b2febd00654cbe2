/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-answers.h"

#include "core/desk-error.h"
#include "core/desk-time.h"

/* How long a key gives the first answer again. */
#define KEPT_FOR (48 * DESK_TIME_HOUR)

static const char sql_forget[] =
    "DELETE FROM idempotency_keys WHERE account_id = $1 AND idempotency_key = $2 AND created_at <= $3";
static const char sql_begin[] = "INSERT INTO idempotency_keys (account_id, idempotency_key, request_hash, created_at) "
                                "VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, idempotency_key) DO NOTHING";
static const char sql_find[] = "SELECT request_hash, status, content_type, etag, location, body "
                               "FROM idempotency_keys WHERE account_id = $1 AND idempotency_key = $2";
static const char sql_store[] =
    "UPDATE idempotency_keys SET status = $3, content_type = $4, etag = $5, location = $6, body = $7 "
    "WHERE account_id = $1 AND idempotency_key = $2";
static const char sql_sweep[] = "DELETE FROM idempotency_keys WHERE created_at <= $1";

static gboolean
find (DeskDbTransaction *db,
      const char *account_id,
      const char *key,
      const char *request_hash,
      DeskAnswer *first,
      GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_find, "ss", account_id, key);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (!desk_db_step (statement, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE,
                             "The first request with this idempotency key is still under way, please try again");
      return FALSE;
    }
  if (g_strcmp0 (desk_db_column_text (statement, 0), request_hash) != 0)
    {
      g_autoptr (GError) other = NULL;

      desk_error_add_field (&other, "Idempotency-Key",
                            "this key was used for another request, a new request needs a new key");
      g_propagate_error (error, g_steal_pointer (&other));
      return FALSE;
    }
  first->status = (guint) desk_db_column_integer (statement, 1);
  first->content_type = g_strdup (desk_db_column_text (statement, 2));
  first->etag = g_strdup (desk_db_column_text (statement, 3));
  first->location = g_strdup (desk_db_column_text (statement, 4));
  first->body = g_strdup (desk_db_column_text (statement, 5));
  return TRUE;
}

void
desk_answer_clear (DeskAnswer *self)
{
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->body, g_free);
}

/**
 * desk_answers_begin:
 * @db: an open writing transaction, the one that will do what is asked
 * @account_id: who asks
 * @key: their idempotency key
 * @request_hash: of all that the request says
 * @now: microseconds
 * @first: (out caller-allocates): the first answer, or status 0 when this is the first request
 * @error: %DESK_ERROR_INVALID when the key was used for another request
 *
 * Reserves the key. Whoever comes with it while the transaction is open waits for it; when it is rolled back, nothing
 * was reserved.
 *
 * Returns: whether to go on
 */
gboolean
desk_answers_begin (DeskDbTransaction *db,
                    const char *account_id,
                    const char *key,
                    const char *request_hash,
                    gint64 now,
                    DeskAnswer *first,
                    GError **error)
{
  *first = (DeskAnswer){ 0 };
  if (!desk_db_execute (db, error, sql_forget, "ssi", account_id, key, now - KEPT_FOR)
      || !desk_db_execute (db, error, sql_begin, "sssi", account_id, key, request_hash, now))
    return FALSE;
  return desk_db_get_changes (db) > 0 || find (db, account_id, key, request_hash, first, error);
}

/**
 * desk_answers_store:
 * @db: the transaction that desk_answers_begin() was called in
 * @account_id: who asked
 * @key: their idempotency key
 * @answer: what they are told, now and whenever they ask again
 * @error: when the database fails
 *
 * Returns: whether it was stored
 */
gboolean
desk_answers_store (DeskDbTransaction *db,
                    const char *account_id,
                    const char *key,
                    const DeskAnswer *answer,
                    GError **error)
{
  return desk_db_execute (db, error, sql_store, "ssissss", account_id, key, (gint64) answer->status,
                          answer->content_type, answer->etag, answer->location, answer->body);
}

/**
 * desk_answers_sweep:
 * @db: an open writing transaction
 * @now: microseconds
 * @error: when the database fails
 *
 * Forgets the answers that are too old to be given again.
 *
 * Returns: whether that worked
 */
gboolean
desk_answers_sweep (DeskDbTransaction *db, gint64 now, GError **error)
{
  return desk_db_execute (db, error, sql_sweep, "i", now - KEPT_FOR);
}
