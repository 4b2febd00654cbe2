/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Messages that go from one ticket to another: merged, split off, put back. */
gboolean desk_ticket_messages_lock_both (DeskTransaction *transaction,
                                         const char *a_id,
                                         const char *b_id,
                                         DeskEntity **a,
                                         DeskEntity **b,
                                         GError **error);
gboolean desk_ticket_messages_move (DeskTransaction *transaction,
                                    GPtrArray *ids,
                                    DeskEntity *from,
                                    DeskEntity *to,
                                    GError **error);
gboolean desk_ticket_messages_recount (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

G_END_DECLS
