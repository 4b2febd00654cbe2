/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-repeat.h"

#include "server/desk/desk-bulk.h"
#include "server/store/desk-sessions.h"

/**
 * desk_repeat_run:
 * @transaction: writes
 * @account_id: who asks
 * @key: their idempotency key
 * @request_hash: of all that the request says
 * @work: what is asked; it fills @answer
 * @data: for @work
 * @answer: (inout): the answer, the first one when this was asked before
 * @error: what the work said, or %DESK_ERROR_INVALID when the key was used for another request
 *
 * Does what is asked once, however often it is asked: the answer is stored in the transaction of the work, so there is
 * never one without the other.
 *
 * Returns: whether to commit
 */
gboolean
desk_repeat_run (DeskTransaction *transaction,
                 const char *account_id,
                 const char *key,
                 const char *request_hash,
                 DeskServiceWork work,
                 gpointer data,
                 DeskAnswer *answer,
                 GError **error)
{
  g_auto (DeskAnswer) first = { 0 };

  if (!desk_answers_begin (transaction->db, account_id, key, request_hash, transaction->now, &first, error))
    return FALSE;
  if (first.status != 0)
    {
      desk_answer_clear (answer);
      *answer = first;
      first = (DeskAnswer){ 0 };
      return TRUE;
    }
  return work (transaction, data, error) && desk_answers_store (transaction->db, account_id, key, answer, error);
}

/**
 * desk_repeat_sweep:
 * @transaction: writes
 * @unused: nothing
 * @error: when the database fails
 *
 * Forgets answers, sessions, live tickets and bulks that are over. To be done now and then.
 *
 * Returns: whether that worked
 */
gboolean
desk_repeat_sweep (DeskTransaction *transaction, gpointer unused, GError **error)
{
  return desk_answers_sweep (transaction->db, transaction->now, error)
         && desk_sessions_sweep (transaction->db, transaction->now, error)
         && desk_bulks_sweep (transaction->db, transaction->now - DESK_BULK_MEMORY, error);
}
