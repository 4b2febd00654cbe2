/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "server/store/desk-sql.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/* Keeps what can be found up to date. Whoever writes a query, a ticket, a chat, a customer or a message calls
 * this. */
gboolean desk_search_keep (DeskDbTransaction *db, DeskEntity *entity, DeskEntity *customer, GError **error);
gboolean desk_search_forget (DeskDbTransaction *db, const char *owner_id, GError **error);
/* A merged ticket's words find the one that it leads to; @undo: they find it again, with what was merged into it. */
gboolean
desk_search_lead (DeskDbTransaction *db, const char *ticket_id, const char *into_id, gboolean undo, GError **error);
/* What is found for these messages from now on: the ticket that they were moved to. */
gboolean desk_search_move (DeskDbTransaction *db, GPtrArray *message_ids, const char *owner_id, GError **error);

/* Adds " AND ..." for the rows "t" of @kind in which all words of @text are found. */
gboolean
desk_search_add_filter (DeskSql *sql, const DeskKind *kind, const DeskViewer *viewer, const char *text, GError **error);

G_END_DECLS
