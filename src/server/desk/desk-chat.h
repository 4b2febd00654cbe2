/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Live chat. What is said in one, and what is read, is desk-converse's: a customer who writes in a chat that has ended
 * waits in it again, and whoever of staff answers in one that nobody has, has it. */

/* Begins a conversation with @message, which has a body: a customer for themselves, who then waits; or one of staff for
 * the customer_id of @chat, who then has it. */
gboolean desk_chat_start (DeskTransaction *transaction, DeskEntity *chat, DeskEntity *message, GError **error);
/* Takes a chat that waits; DESK_ERROR_CONFLICT with "agent", who has it, for the one who comes second. */
DeskEntity *desk_chat_accept (DeskTransaction *transaction, const char *key, GError **error);
DeskEntity *desk_chat_end (DeskTransaction *transaction, const char *key, GError **error);

/* Gives back to everybody what an agent has, because they leave. */
gboolean desk_chat_leave (DeskTransaction *transaction, const char *agent_id, GError **error);
/* Tells an executive who has come of the chats that wait. */
gboolean desk_chat_call (DeskTransaction *transaction, const char *agent_id, GError **error);

/* What the clock does: gives back to everybody the chats in which a customer has waited too long for whoever has them,
 * and those whose holder has lost the connection. To be called every half minute or so. */
gboolean desk_chat_return_unanswered (DeskTransaction *transaction, gint64 now, GError **error);
/* Who is connected, every half minute or so. @agent_ids: (element-type utf8), or NULL to forget who was. */
gboolean desk_chat_keep_present (DeskTransaction *transaction, GPtrArray *agent_ids, GError **error);

G_END_DECLS
