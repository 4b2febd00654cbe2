/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* How a ticket is written, whatever happened to it: with its number, its clocks, the loads of agents, who is told, and
 * what comes into sight of others or goes out of it. */
gboolean desk_ticket_changes_insert (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
gboolean desk_ticket_changes_save (DeskTransaction *transaction,
                                   DeskEntity *before,
                                   DeskEntity *after,
                                   DeskAction action,
                                   const char *reason,
                                   GError **error);
gboolean desk_ticket_changes_delete (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

/* A ticket that was merged into another one only leads there: DESK_ERROR_CONFLICT with "merged_into". */
gboolean desk_ticket_changes_check_not_merged (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

/* Sets another status and what belongs to it; DESK_ERROR_CONFLICT with "allowed" where the table does not have it, and
 * with "merged_into" where the ticket only leads to another one. */
gboolean
desk_ticket_changes_move (DeskTransaction *transaction, DeskEntity *ticket, DeskTicketStatus to, GError **error);

G_END_DECLS
