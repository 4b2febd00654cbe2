/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* A message of ours went out, and the channel calls it @external_id. A note never goes out: DESK_ERROR_NOT_FOUND. */
gboolean desk_receipt_begin (DeskTransaction *transaction,
                             DeskQuerySource channel,
                             const char *external_id,
                             const char *message_id,
                             GError **error);
/* How far it came, as the channel says: @reason: why no further. A message that the desk does not know is passed
 * over. */
gboolean desk_receipt_note (DeskTransaction *transaction,
                            DeskQuerySource channel,
                            const char *external_id,
                            DeskReceipt delivery,
                            const char *reason,
                            GError **error);

G_END_DECLS
