/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Moves the load of agents as a ticket changes hands or is settled. @before: NULL for a new one; @after: NULL for one
 * that goes. active_tickets always equals a count of the open tickets that are assigned to the agent. */
gboolean desk_load_follow (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);

G_END_DECLS
