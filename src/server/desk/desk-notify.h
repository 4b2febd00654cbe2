/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Who is told what, see DOMAIN: "Notifications". Stored in the transaction; never for the one who did it, never about
 * what the recipient may not see. Threads are queries and tickets. */
gboolean desk_notify_query_arrived (DeskTransaction *transaction, DeskEntity *query, GError **error);
gboolean desk_notify_ticket_created (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
gboolean desk_notify_ticket_assigned (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
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
gboolean desk_notify_agent_registered (DeskTransaction *transaction, DeskEntity *agent, GError **error);
gboolean
desk_notify_agent_decided (DeskTransaction *transaction, DeskEntity *agent, gboolean is_approved, GError **error);

G_END_DECLS
