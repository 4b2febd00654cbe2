/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* Whether a change makes something be found by other words. */
gboolean desk_search_is_touched (DeskEntity *before, DeskEntity *after);

/* Keeps what can be found up to date. Whoever writes something that is searched calls this. */
gboolean desk_search_keep (DeskDbTransaction *db, DeskEntity *entity, const char *customer_id, GError **error);
gboolean desk_search_forget (DeskDbTransaction *db, const char *owner_id, GError **error);
/* A merged ticket's words find the one that it leads to; @undo: they find it again, with what was merged into it. */
gboolean
desk_search_lead (DeskDbTransaction *db, const char *ticket_id, const char *into_id, gboolean undo, GError **error);
/* Messages stand in a ticket of that customer now. */
gboolean desk_search_move (DeskDbTransaction *db, GPtrArray *message_ids, const char *customer_id, GError **error);

/* The word of the index that the documents of a kind have, and those of a customer. */
char *desk_search_dup_kind_word (const DeskKind *kind);
char *desk_search_dup_customer_word (const char *customer_id);

G_END_DECLS
