/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Gives a ticket to an agent, or to whoever is free where @agent_id is NULL; with nobody free it waits. */
DeskEntity *desk_assign_ticket (DeskTransaction *transaction, const char *key, const char *agent_id, GError **error);
/* Gives an unassigned ticket to the viewer. */
DeskEntity *desk_assign_take (DeskTransaction *transaction, const char *key, GError **error);

/* Somebody to whom a ticket may be given; else the field is named in @error. */
DeskEntity *
desk_assign_check_agent (DeskTransaction *transaction, const char *agent_id, const char *field, GError **error);
/* Who would get a new ticket: NULL without an error when nobody is free. */
char *desk_assign_pick (DeskTransaction *transaction, const char *department_id, gint64 tier, GError **error);
/* Gives a ticket that has nobody to whoever is free, if anybody is. @ticket: stored, locked; becomes what it is then.
 */
gboolean desk_assign_offer (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
/* Gives an agent who may have room what waits for somebody like them. */
gboolean desk_assign_waiting (DeskTransaction *transaction, const char *agent_id, GError **error);

G_END_DECLS
