/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Who is told what, see DOMAIN: "Notifications". Stored in the transaction; never for the one who did it, never about
 * what the recipient may not see. Threads are queries, tickets and chats. */
gboolean desk_notify_query_arrived (DeskTransaction *transaction, DeskEntity *query, GError **error);
gboolean desk_notify_ticket_created (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
gboolean desk_notify_ticket_assigned (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
/* Who had the one that is gone, who has the one that stays, and the first one's customer. */
gboolean
desk_notify_ticket_merged (DeskTransaction *transaction, DeskEntity *source, DeskEntity *target, GError **error);
/* Something that somebody wants them told: how many are told in @n. */
gboolean desk_notify_told (DeskTransaction *transaction,
                           DeskEntity *ticket,
                           DeskRecipient to,
                           const char *text,
                           guint *n,
                           GError **error);
gboolean desk_notify_ticket_escalated (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
/* Also resolved and closed. */
gboolean
desk_notify_status_changed (DeskTransaction *transaction, DeskEntity *before, DeskEntity *thread, GError **error);
gboolean
desk_notify_agent_replied (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GError **error);
gboolean
desk_notify_customer_wrote (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GError **error);
gboolean desk_notify_mentioned (DeskTransaction *transaction,
                                DeskEntity *thread,
                                DeskEntity *message,
                                GPtrArray *mentions,
                                GError **error);
/* A deadline of a ticket is near, or missed. */
gboolean desk_notify_deadline (DeskTransaction *transaction,
                               DeskEntity *ticket,
                               DeskClockKind clock,
                               DeskNotificationKind kind,
                               GError **error);
gboolean desk_notify_agent_registered (DeskTransaction *transaction, DeskEntity *agent, GError **error);
gboolean
desk_notify_agent_decided (DeskTransaction *transaction, DeskEntity *agent, gboolean is_approved, GError **error);
gboolean
desk_notify_feedback_given (DeskTransaction *transaction, DeskEntity *ticket, DeskEntity *feedback, GError **error);

/* A chat waits: to the available executives, or to one who has just become available. */
gboolean desk_notify_chat_waiting (DeskTransaction *transaction, DeskEntity *chat, GError **error);
gboolean
desk_notify_chat_waiting_for (DeskTransaction *transaction, DeskEntity *chat, const char *agent_id, GError **error);
/* It waits no longer: what told of it and was not read is read now, for everybody. */
gboolean desk_notify_chat_taken (DeskTransaction *transaction, DeskEntity *chat, GError **error);

G_END_DECLS
