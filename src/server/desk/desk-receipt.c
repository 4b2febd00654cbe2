/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-receipt.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"
#include "server/store/desk-channel-messages.h"

/* Receipts come in any order: what was read is not undone by an earlier "sent" or "failed" that comes later. */
static gboolean
is_further (DeskReceipt before, DeskReceipt after)
{
  if (after == DESK_RECEIPT_FAILED)
    return before < DESK_RECEIPT_DELIVERED;
  return after > before;
}

static gboolean
set_delivery (DeskTransaction *transaction,
              const char *message_id,
              DeskReceipt delivery,
              const char *reason,
              GError **error)
{
  g_autoptr (DeskEntity) message = desk_transaction_lock_any (transaction, &desk_message_kind, message_id, error);

  if (message == NULL)
    return error == NULL || *error == NULL;
  if (!is_further (desk_entity_get_enum (message, DESK_MESSAGE_DELIVERY), delivery))
    return TRUE;
  desk_entity_set_enum (message, DESK_MESSAGE_DELIVERY, delivery);
  desk_entity_set_string (message, DESK_MESSAGE_DELIVERY_REASON, delivery == DESK_RECEIPT_FAILED ? reason : NULL);
  if (delivery == DESK_RECEIPT_READ && !desk_entity_is_set (message, DESK_MESSAGE_READ_BY_CUSTOMER_AT))
    desk_entity_set_time (message, DESK_MESSAGE_READ_BY_CUSTOMER_AT, transaction->now);
  desk_db_notify (transaction->db, DESK_TRANSACTION_CHANNEL);
  return desk_rows_update (transaction->db, message, error);
}

gboolean
desk_receipt_begin (DeskTransaction *transaction,
                    DeskQuerySource channel,
                    const char *external_id,
                    const char *message_id,
                    GError **error)
{
  gboolean is_kept = FALSE;

  if (!desk_channel_messages_keep_sent (transaction->db, channel, external_id, message_id, transaction->now, &is_kept,
                                        error))
    return FALSE;
  if (is_kept)
    return set_delivery (transaction, message_id, DESK_RECEIPT_SENT, NULL, error);
  g_set_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no message %s that could go out as %s", message_id,
               external_id);
  return FALSE;
}

gboolean
desk_receipt_note (DeskTransaction *transaction,
                   DeskQuerySource channel,
                   const char *external_id,
                   DeskReceipt delivery,
                   const char *reason,
                   GError **error)
{
  g_auto (DeskChannelMessage) known = { 0 };

  if (!desk_channel_messages_find (transaction->db, channel, external_id, &known, error))
    return FALSE;
  return !known.is_outgoing || known.message_id == NULL
         || set_delivery (transaction, known.message_id, delivery, reason, error);
}
