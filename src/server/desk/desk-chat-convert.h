/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Makes a query or a ticket of a chat, once. The conversation stays where it is, and the chat ends and says what it
 * became. */

/* Begins with what the chat gives: @made is a new query or ticket, and gets the customer, their contact and what they
 * said. Returns the chat, locked; DESK_ERROR_CONFLICT with what it became where it did already. */
DeskEntity *desk_chat_convert_begin (DeskTransaction *transaction, const char *key, DeskEntity *made, GError **error);

/* Ends with what else was given. */
gboolean desk_chat_convert_to_query (DeskTransaction *transaction,
                                     DeskEntity *chat,
                                     DeskEntity *query,
                                     const char *order_number,
                                     GError **error);
gboolean
desk_chat_convert_to_ticket (DeskTransaction *transaction, DeskEntity *chat, DeskEntity *ticket, GError **error);

G_END_DECLS
