/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-sign-in.h"

#include "core/desk-error.h"
#include "server/desk/desk-password.h"
#include "server/store/desk-accounts.h"
#include "server/store/desk-sessions.h"

/* Gives the session a new refresh token. Takes the token. */
static gboolean
hand_out (DeskTransaction *transaction, const char *session_id, char *token, DeskSignIn *out, GError **error)
{
  g_autofree char *hash = desk_secret_hash (token);

  out->session_id = g_strdup (session_id);
  out->refresh_token = token;
  return desk_sessions_add_refresh (transaction->db, session_id, hash, transaction->now,
                                    transaction->now + DESK_REFRESH_LIFETIME, error);
}

/* A spent token came again. Whoever lost the answer and sends the very same request gets the same token once more, as
 * long as nobody used that one; anybody else is a thief, or was robbed, and the whole family ends. */
static gboolean
answer_spent (DeskTransaction *transaction,
              const DeskRefresh *refresh,
              const char *successor,
              DeskSignIn *out,
              GError **refusal,
              GError **error)
{
  g_autofree char *successor_hash = successor != NULL ? desk_secret_hash (successor) : NULL;

  if (successor_hash != NULL && g_strcmp0 (successor_hash, refresh->successor_hash) == 0 && !refresh->is_successor_spent
      && !refresh->is_over)
    {
      out->session_id = g_strdup (refresh->session_id);
      out->refresh_token = g_strdup (successor);
      return TRUE;
    }
  g_set_error_literal (refusal, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED,
                       "This refresh token has been used already, so the session was ended; please sign in again");
  desk_db_notify (transaction->db, DESK_SIGN_IN_CHANNEL);
  return desk_sessions_end (transaction->db, refresh->session_id, transaction->now, error);
}

void
desk_sign_in_clear (DeskSignIn *self)
{
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->session_id, g_free);
  g_clear_pointer (&self->refresh_token, g_free);
}

/**
 * desk_sign_in_find:
 * @transaction: reads
 * @email: what somebody wants to sign in with
 * @account_id: (out) (transfer full) (nullable): the account, %NULL when there is none
 * @password_hash: (out) (transfer full): what to verify the password with; nobody's when there is no account
 * @error: when the database fails
 *
 * Returns: %FALSE only when the database failed
 */
gboolean
desk_sign_in_find (DeskTransaction *transaction,
                   const char *email,
                   char **account_id,
                   char **password_hash,
                   GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskAccount) account = desk_accounts_find_by_email (transaction->db, email, &local_error);

  *account_id = account != NULL ? g_strdup (account->id) : NULL;
  *password_hash = g_strdup (account != NULL ? account->password_hash : desk_password_get_nobodys_hash ());
  if (account == NULL && !g_error_matches (local_error, DESK_ERROR, DESK_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

/**
 * desk_sign_in_find_own:
 * @transaction: reads
 * @account_id: the caller's account
 * @password_hash: (out) (transfer full): what its present password is verified with
 * @error: %DESK_ERROR_NOT_FOUND
 *
 * Returns: whether it was found
 */
gboolean
desk_sign_in_find_own (DeskTransaction *transaction, const char *account_id, char **password_hash, GError **error)
{
  g_autoptr (DeskAccount) account = desk_accounts_find_by_id (transaction->db, account_id, error);

  *password_hash = account != NULL ? g_strdup (account->password_hash) : NULL;
  return account != NULL;
}

/**
 * desk_sign_in_begin:
 * @transaction: writes
 * @account_id: whose password was right
 * @out: (out caller-allocates): the session and its refresh token
 * @error: when the database fails
 *
 * Returns: whether the session began
 */
gboolean
desk_sign_in_begin (DeskTransaction *transaction, const char *account_id, DeskSignIn *out, GError **error)
{
  g_autofree char *session_id = desk_sessions_begin (transaction->db, account_id, transaction->now,
                                                     transaction->now + DESK_REFRESH_LIFETIME, error);

  *out = (DeskSignIn){ 0 };
  if (session_id == NULL)
    return FALSE;
  out->account_id = g_strdup (account_id);
  return hand_out (transaction, session_id, desk_secret_new (), out, error);
}

/**
 * desk_sign_in_refresh:
 * @transaction: writes
 * @refresh_token: what somebody has
 * @secret: the desk's own, for @repeat_key
 * @repeat_key: (nullable): the request's idempotency key, with which a lost answer is given again
 * @out: (out caller-allocates): the session and the token that takes the place of @refresh_token
 * @refusal: (out): %DESK_ERROR_UNAUTHENTICATED, and what was written is to be committed all the same
 * @error: when the database fails
 *
 * Exchanges a refresh token. Using a spent one ends its whole family.
 *
 * Returns: whether to commit
 */
gboolean
desk_sign_in_refresh (DeskTransaction *transaction,
                      const char *refresh_token,
                      const char *secret,
                      const char *repeat_key,
                      DeskSignIn *out,
                      GError **refusal,
                      GError **error)
{
  g_autofree char *hash = desk_secret_hash (refresh_token);
  g_autofree char *text = repeat_key != NULL ? g_strconcat (repeat_key, "\n", refresh_token, NULL) : NULL;
  g_autofree char *derived = text != NULL ? desk_secret_derive (secret, text) : NULL;
  g_autofree char *successor = derived != NULL ? g_strdup (derived) : desk_secret_new ();
  g_autofree char *successor_hash = desk_secret_hash (successor);
  g_auto (DeskRefresh) refresh = { 0 };

  *out = (DeskSignIn){ 0 };
  if (!desk_sessions_find_refresh (transaction->db, hash, transaction->now, &refresh, error))
    return FALSE;
  if (refresh.session_id == NULL || (refresh.is_over && !refresh.is_spent))
    {
      g_set_error_literal (refusal, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED,
                           "This session has ended, please sign in again");
      return TRUE;
    }
  if (refresh.is_spent)
    return answer_spent (transaction, &refresh, derived, out, refusal, error);
  return desk_sessions_spend_refresh (transaction->db, hash, successor_hash, transaction->now, error)
         && hand_out (transaction, refresh.session_id, g_steal_pointer (&successor), out, error);
}

/**
 * desk_sign_in_end:
 * @transaction: writes
 * @session_id: which session
 * @error: when the database fails
 *
 * Returns: whether that worked
 */
gboolean
desk_sign_in_end (DeskTransaction *transaction, const char *session_id, GError **error)
{
  desk_db_notify (transaction->db, DESK_SIGN_IN_CHANNEL);
  return desk_sessions_end (transaction->db, session_id, transaction->now, error);
}

/**
 * desk_sign_in_set_password:
 * @transaction: writes
 * @account_id: whose
 * @session_id: the session that goes on; all others of the account end; "" for none
 * @password_hash: from desk_password_hash()
 * @error: %DESK_ERROR_NOT_FOUND
 *
 * Returns: whether it was set
 */
gboolean
desk_sign_in_set_password (DeskTransaction *transaction,
                           const char *account_id,
                           const char *session_id,
                           const char *password_hash,
                           GError **error)
{
  desk_db_notify (transaction->db, DESK_SIGN_IN_CHANNEL);
  return desk_accounts_set_password (transaction->db, account_id, password_hash, error)
         && desk_sessions_end_others (transaction->db, account_id, session_id, transaction->now, error);
}

/**
 * desk_sign_in_read_viewer:
 * @transaction: reads
 * @session_id: from the caller's token
 * @account_id: (out) (transfer full): whose account it is
 * @error: %DESK_ERROR_UNAUTHENTICATED
 *
 * Returns: (transfer full): who asks, as they stand now
 */
DeskViewer *
desk_sign_in_read_viewer (DeskTransaction *transaction, const char *session_id, char **account_id, GError **error)
{
  return desk_accounts_read_viewer (transaction->db, session_id, transaction->now, account_id, error);
}

/**
 * desk_sign_in_read_person:
 * @transaction: reads
 * @error: %DESK_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the agent or the customer who asks
 */
DeskEntity *
desk_sign_in_read_person (DeskTransaction *transaction, GError **error)
{
  return desk_accounts_read_person (transaction->db, transaction->viewer, error);
}

/**
 * desk_sign_in_make_live_ticket:
 * @transaction: writes
 * @session_id: the caller's session
 * @error: when the database fails
 *
 * Returns: (transfer full): a token that opens one live connection within a minute
 */
char *
desk_sign_in_make_live_ticket (DeskTransaction *transaction, const char *session_id, GError **error)
{
  g_autofree char *ticket = desk_secret_new ();
  g_autofree char *hash = desk_secret_hash (ticket);

  if (!desk_sessions_add_live_ticket (transaction->db, session_id, hash, transaction->now + DESK_LIVE_TICKET_LIFETIME,
                                      error))
    return NULL;
  return g_steal_pointer (&ticket);
}

/**
 * desk_sign_in_take_live_ticket:
 * @transaction: writes
 * @ticket: what desk_sign_in_make_live_ticket() gave
 * @error: %DESK_ERROR_UNAUTHENTICATED when it was used or is too old
 *
 * Returns: (transfer full): the session that it stands for
 */
char *
desk_sign_in_take_live_ticket (DeskTransaction *transaction, const char *ticket, GError **error)
{
  g_autofree char *hash = desk_secret_hash (ticket);

  return desk_sessions_take_live_ticket (transaction->db, hash, transaction->now, error);
}
