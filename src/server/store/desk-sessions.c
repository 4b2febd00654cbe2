/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-sessions.h"

#include "core/desk-error.h"
#include "core/desk-id.h"

static const char sql_begin[] = "INSERT INTO sessions (id, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
static const char sql_prolong[] = "UPDATE sessions SET expires_at = $2 WHERE id = $1";
static const char sql_end[] = "UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
static const char sql_end_others[] =
    "UPDATE sessions SET ended_at = $3 WHERE account_id = $1 AND id <> $2 AND ended_at IS NULL";
static const char sql_add_refresh[] =
    "INSERT INTO refresh_tokens (hash, session_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
static const char sql_find_refresh[] =
    "SELECT r.session_id, r.successor_hash, r.spent_at IS NOT NULL, "
    "s.ended_at IS NOT NULL OR s.expires_at <= $2 OR r.expires_at <= $2, n.spent_at IS NOT NULL "
    "FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id "
    "LEFT JOIN refresh_tokens n ON n.hash = r.successor_hash WHERE r.hash = $1";
static const char sql_spend_refresh[] =
    "UPDATE refresh_tokens SET spent_at = $3, successor_hash = $2 WHERE hash = $1 AND spent_at IS NULL";
static const char sql_add_live_ticket[] = "INSERT INTO live_tickets (hash, session_id, expires_at) VALUES ($1, $2, $3)";
static const char sql_take_live_ticket[] =
    "DELETE FROM live_tickets WHERE hash = $1 AND expires_at > $2 RETURNING session_id";
static const char sql_sweep_live_tickets[] = "DELETE FROM live_tickets WHERE expires_at <= $1";
static const char sql_sweep_sessions[] = "DELETE FROM sessions WHERE expires_at <= $1";

void
desk_refresh_clear (DeskRefresh *self)
{
  g_clear_pointer (&self->session_id, g_free);
  g_clear_pointer (&self->successor_hash, g_free);
}

/**
 * desk_sessions_begin:
 * @db: an open writing transaction
 * @account_id: who signs in
 * @now: microseconds
 * @expires_at: when it ends by itself
 * @error: when the database fails
 *
 * Returns: (transfer full): the session's id
 */
char *
desk_sessions_begin (DeskDbTransaction *db, const char *account_id, gint64 now, gint64 expires_at, GError **error)
{
  g_autofree char *id = desk_id_new ();

  if (!desk_db_execute (db, error, sql_begin, "ssii", id, account_id, now, expires_at))
    return NULL;
  return g_steal_pointer (&id);
}

/**
 * desk_sessions_end:
 * @db: an open writing transaction
 * @session_id: which
 * @now: microseconds
 * @error: when the database fails
 *
 * Ends the session and with it every token that came of it.
 *
 * Returns: whether that worked
 */
gboolean
desk_sessions_end (DeskDbTransaction *db, const char *session_id, gint64 now, GError **error)
{
  return desk_db_execute (db, error, sql_end, "si", session_id, now);
}

/**
 * desk_sessions_end_others:
 * @db: an open writing transaction
 * @account_id: whose
 * @kept_session_id: the one that goes on, or "" for none
 * @now: microseconds
 * @error: when the database fails
 *
 * Returns: whether that worked
 */
gboolean
desk_sessions_end_others (DeskDbTransaction *db,
                          const char *account_id,
                          const char *kept_session_id,
                          gint64 now,
                          GError **error)
{
  return desk_db_execute (db, error, sql_end_others, "ssi", account_id, kept_session_id, now);
}

/**
 * desk_sessions_add_refresh:
 * @db: an open writing transaction
 * @session_id: the family
 * @hash: of the token
 * @now: microseconds
 * @expires_at: when it can no longer be used; the session is prolonged to then
 * @error: when the database fails
 *
 * Returns: whether it was stored
 */
gboolean
desk_sessions_add_refresh (DeskDbTransaction *db,
                           const char *session_id,
                           const char *hash,
                           gint64 now,
                           gint64 expires_at,
                           GError **error)
{
  return desk_db_execute (db, error, sql_prolong, "si", session_id, expires_at)
         && desk_db_execute (db, error, sql_add_refresh, "ssii", hash, session_id, now, expires_at);
}

/**
 * desk_sessions_find_refresh:
 * @db: an open transaction
 * @hash: of the token
 * @now: microseconds
 * @refresh: (out caller-allocates): how it stands; its session is %NULL when there is no such token
 * @error: when the database fails
 *
 * Returns: %FALSE only when the database failed
 */
gboolean
desk_sessions_find_refresh (DeskDbTransaction *db, const char *hash, gint64 now, DeskRefresh *refresh, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_find_refresh, "si", hash, now);
  g_autoptr (GError) local_error = NULL;

  *refresh = (DeskRefresh){ 0 };
  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error))
    {
      refresh->session_id = g_strdup (desk_db_column_text (statement, 0));
      refresh->successor_hash = g_strdup (desk_db_column_text (statement, 1));
      refresh->is_spent = desk_db_column_flag (statement, 2);
      refresh->is_over = desk_db_column_flag (statement, 3);
      refresh->is_successor_spent = desk_db_column_flag (statement, 4);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

/**
 * desk_sessions_spend_refresh:
 * @db: an open writing transaction
 * @hash: of the token that is used up
 * @successor_hash: of the one that takes its place
 * @now: microseconds
 * @error: %DESK_ERROR_UNAUTHENTICATED when somebody else has just used it
 *
 * Returns: whether it was spent by this call
 */
gboolean
desk_sessions_spend_refresh (DeskDbTransaction *db,
                             const char *hash,
                             const char *successor_hash,
                             gint64 now,
                             GError **error)
{
  if (!desk_db_execute (db, error, sql_spend_refresh, "ssi", hash, successor_hash, now))
    return FALSE;
  if (desk_db_get_changes (db) == 0)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, "This refresh token has been used already");
      return FALSE;
    }
  return TRUE;
}

/**
 * desk_sessions_add_live_ticket:
 * @db: an open writing transaction
 * @session_id: whose
 * @hash: of the one-use token
 * @expires_at: until when it opens a live connection
 * @error: when the database fails
 *
 * Returns: whether it was stored
 */
gboolean
desk_sessions_add_live_ticket (DeskDbTransaction *db,
                               const char *session_id,
                               const char *hash,
                               gint64 expires_at,
                               GError **error)
{
  return desk_db_execute (db, error, sql_add_live_ticket, "ssi", hash, session_id, expires_at);
}

/**
 * desk_sessions_take_live_ticket:
 * @db: an open writing transaction
 * @hash: of the one-use token
 * @now: microseconds
 * @error: %DESK_ERROR_UNAUTHENTICATED when it is not there, used or too old
 *
 * Returns: (transfer full): the session that it stands for; it can't be used again
 */
char *
desk_sessions_take_live_ticket (DeskDbTransaction *db, const char *hash, gint64 now, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_take_live_ticket, "si", hash, now);
  g_autoptr (GError) local_error = NULL;
  char *session_id = NULL;

  if (statement == NULL)
    return NULL;
  if (desk_db_step (statement, &local_error))
    session_id = g_strdup (desk_db_column_text (statement, 0));
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, "This live ticket was used or is too old");
  return session_id;
}

/**
 * desk_sessions_sweep:
 * @db: an open writing transaction
 * @now: microseconds
 * @error: when the database fails
 *
 * Deletes what is over: expired sessions with their tokens, and unused live tickets.
 *
 * Returns: whether that worked
 */
gboolean
desk_sessions_sweep (DeskDbTransaction *db, gint64 now, GError **error)
{
  return desk_db_execute (db, error, sql_sweep_live_tickets, "i", now)
         && desk_db_execute (db, error, sql_sweep_sessions, "i", now);
}
