/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Makes a ticket, from nothing but what was given. @ticket: subject, category and so on, and assigned_to where an agent
 * was chosen; gets the rest: routing by category, an agent who is free, number and clocks. */
gboolean desk_escalate_create (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

/* Makes a ticket of a query, once. */
gboolean desk_escalate_query (DeskTransaction *transaction, const char *key, DeskEntity *ticket, GError **error);

/* Hands a ticket to a higher tier or another department, with a reason. Exactly one target is given. */
DeskEntity *desk_escalate_ticket (DeskTransaction *transaction,
                                  const char *key,
                                  const char *agent_id,
                                  const char *department_id,
                                  const char *reason,
                                  GError **error);

G_END_DECLS
