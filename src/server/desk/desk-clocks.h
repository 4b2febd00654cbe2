/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-clock.h"
#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* The clocks of a ticket. What happens is kept, and what follows from it is set in the ticket's fields; whoever calls
 * stores the ticket. How a clock stands is found out by desk_clock_read() alone. */
gboolean desk_clocks_start (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
gboolean desk_clocks_keep_start (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
gboolean desk_clocks_follow (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);
gboolean desk_clocks_answered (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
gboolean desk_clocks_customer_wrote (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
gboolean desk_clocks_update (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

/* What is promised for the priority that the ticket has now. */
DeskClockTargets desk_clocks_get_targets (DeskTransaction *transaction, DeskEntity *ticket);
/* How the clocks stand now; changes nothing. */
GPtrArray *desk_clocks_look (DeskTransaction *transaction, DeskEntity *ticket, gboolean explain, GError **error);
/* Sets what a ticket that was made up in the past has come to; its history is stored already. */
gboolean desk_clocks_set_past (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

G_END_DECLS
