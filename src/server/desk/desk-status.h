/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Edits a ticket: @after is @before (locked) with what the viewer wants changed, its status too. Resolving and
 * escalating need more than that and are verbs of their own. */
gboolean desk_status_edit_ticket (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);
DeskEntity *desk_status_close_ticket (DeskTransaction *transaction, const char *key, GError **error);
DeskEntity *desk_status_reopen_ticket (DeskTransaction *transaction, const char *key, GError **error);

/* The same for a query. */
gboolean desk_status_edit_query (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);
gboolean desk_status_move_query (DeskTransaction *transaction, DeskEntity *query, DeskQueryStatus to, GError **error);

G_END_DECLS
