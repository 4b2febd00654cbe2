/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* How a chat is written, whatever happened to it. These set what belongs to another status; the caller saves. */
void desk_chat_changes_wait (DeskEntity *chat);
void desk_chat_changes_hold (DeskTransaction *transaction, DeskEntity *chat, const char *agent_id);
void desk_chat_changes_end (DeskTransaction *transaction, DeskEntity *chat);

/* What follows from a message: it is counted, the chat moves on, and those who have to hear of it are told. */
void desk_chat_changes_count (DeskTransaction *transaction, DeskEntity *chat, DeskEntity *message);
gboolean desk_chat_changes_follow (DeskTransaction *transaction, DeskEntity *chat, DeskEntity *message, GError **error);
gboolean desk_chat_changes_tell (DeskTransaction *transaction,
                                 DeskEntity *before,
                                 DeskEntity *after,
                                 DeskEntity *message,
                                 GError **error);

/* Stores it with the time until which it has to be answered, and announces what waits. @before: NULL for a new one;
 * @reason: for the history, or NULL. */
gboolean desk_chat_changes_save (DeskTransaction *transaction,
                                 DeskEntity *before,
                                 DeskEntity *after,
                                 const char *reason,
                                 GError **error);

/* A customer has one conversation at a time: DESK_ERROR_CONFLICT with "chat" where there is one that has not ended. */
gboolean desk_chat_changes_check_alone (DeskTransaction *transaction, const char *customer_id, GError **error);

/* What a chat became is deleted: it may become something else. @field: DESK_CHAT_QUERY_ID or DESK_CHAT_TICKET_ID. */
gboolean desk_chat_changes_forget (DeskTransaction *transaction, guint field, const char *thread_id, GError **error);

G_END_DECLS
