/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"
#include "server/store/desk-bulks.h"

G_BEGIN_DECLS

/* So many tickets are done while the caller waits; more of them become a job that goes on behind. */
#define DESK_BULK_MAX_DIRECT 50
/* At most so many by their ids, and so many that match a filter. */
#define DESK_BULK_MAX_IDS 1000
#define DESK_BULK_MAX_MATCHES 20000
/* How long a change of status is undone although the transition table does not have the way back; microseconds. */
#define DESK_BULK_UNDO_WINDOW (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
/* How long it is known what a bulk did; microseconds. */
#define DESK_BULK_MEMORY (G_GINT64_CONSTANT (30) * 24 * 3600 * G_USEC_PER_SEC)

/* What is heard when there is a job to go on with. */
#define DESK_BULK_CHANNEL "bulk"

/* What an action is asked with, a kind of entities/desk-ticket-ask.h. */
const DeskKind *desk_bulk_get_ask_kind (DeskBulkAction action);

/* Does something to many tickets, each by itself: at once, or as a job where there are many. */
DeskBulk *desk_bulk_begin (DeskTransaction *transaction,
                           DeskBulkAction action,
                           DeskEntity *ask,
                           GPtrArray *ticket_ids,
                           GError **error);
/* Puts back what can be put back of what another one did. */
DeskBulk *desk_bulk_begin_undo (DeskTransaction *transaction, const char *id, GError **error);

/* One's own; everybody's for an admin. */
DeskBulk *desk_bulk_get (DeskTransaction *transaction, const char *id, GError **error);
/* How it went with its tickets behind the place @after, as far as they are done. */
GPtrArray *
desk_bulk_list_done (DeskTransaction *transaction, const char *id, gint64 after, guint limit, GError **error);

/* DeskServiceWork: goes on with the oldest job, for a few tickets. @more: a gboolean, whether there was one. */
gboolean desk_bulk_step (DeskTransaction *transaction, gpointer more, GError **error);

G_END_DECLS
