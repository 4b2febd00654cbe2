/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* The clocks of a ticket, set as fields; whoever calls stores them. See SLA-AND-METRICS: "Clocks". */
gboolean desk_clocks_start (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
gboolean desk_clocks_follow (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);
void desk_clocks_answered (DeskTransaction *transaction, DeskEntity *ticket);

G_END_DECLS
