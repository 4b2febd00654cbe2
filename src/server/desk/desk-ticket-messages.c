/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-ticket-messages.h"

#include <string.h>

#include "core/entities/desk-kinds.h"
#include "server/store/desk-attachments.h"
#include "server/store/desk-messages.h"
#include "server/store/desk-search-index.h"

/**
 * desk_ticket_messages_lock_both:
 * @transaction: a transaction that writes
 * @a_id: a ticket
 * @b_id: another one
 * @a: (out): the first
 * @b: (out): the second; both have to be freed, also when it fails
 * @error: %DESK_ERROR_NOT_FOUND where one of them is out of the viewer's sight
 *
 * Two who do this to the same tickets must not wait for each other: they are locked in the order of their ids.
 *
 * Returns: whether nobody else changes them until the transaction ends
 */
gboolean
desk_ticket_messages_lock_both (DeskTransaction *transaction,
                                const char *a_id,
                                const char *b_id,
                                DeskEntity **a,
                                DeskEntity **b,
                                GError **error)
{
  gboolean is_a_first = strcmp (a_id, b_id) < 0;
  DeskEntity **first = is_a_first ? a : b;
  DeskEntity **second = is_a_first ? b : a;

  *first = desk_transaction_lock (transaction, &desk_ticket_kind, is_a_first ? a_id : b_id, error);
  if (*first == NULL)
    return FALSE;
  *second = desk_transaction_lock (transaction, &desk_ticket_kind, is_a_first ? b_id : a_id, error);
  return *second != NULL;
}

/**
 * desk_ticket_messages_move:
 * @transaction: a transaction that writes
 * @ids: (element-type utf8): messages of @from
 * @from: a ticket, locked
 * @to: another one, locked or new
 * @error: when it can't be stored
 *
 * The counts of both are to be set by the caller.
 *
 * Returns: whether they stand in the other ticket with their files, and are found with it
 */
gboolean
desk_ticket_messages_move (DeskTransaction *transaction,
                           GPtrArray *ids,
                           DeskEntity *from,
                           DeskEntity *to,
                           GError **error)
{
  const char *customer_id = desk_entity_get_string (from, DESK_TICKET_CUSTOMER_ID);
  gboolean is_lost = g_strcmp0 (customer_id, desk_entity_get_string (to, DESK_TICKET_CUSTOMER_ID)) != 0;

  return desk_messages_move (transaction->db, ids, desk_entity_get_id (from), desk_entity_get_id (to),
                             is_lost ? customer_id : NULL, transaction->now, error)
         && desk_attachments_move (transaction->db, ids, desk_entity_get_id (to), is_lost ? customer_id : NULL,
                                   transaction->now, error)
         && desk_search_move (transaction->db, ids, desk_entity_get_string (to, DESK_TICKET_CUSTOMER_ID), error);
}

/**
 * desk_ticket_messages_recount:
 * @transaction: a transaction
 * @ticket: a ticket to which messages have come, or from which they have gone; its counts are set
 * @error: when the database fails
 *
 * Returns: whether it could be counted
 */
gboolean
desk_ticket_messages_recount (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  gint64 count = 0, last_at = 0;

  if (!desk_messages_count (transaction->db, desk_entity_get_id (ticket), &count, error)
      || !desk_messages_find_last (transaction->db, desk_entity_get_id (ticket), &last_at, error))
    return FALSE;
  desk_entity_set_integer (ticket, DESK_TICKET_MESSAGE_COUNT, count);
  if (last_at != 0)
    desk_entity_set_time (ticket, DESK_TICKET_LAST_MESSAGE_AT, last_at);
  else
    desk_entity_unset (ticket, DESK_TICKET_LAST_MESSAGE_AT);
  return TRUE;
}
