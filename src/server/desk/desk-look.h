/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"
#include "server/store/desk-find.h"
#include "server/store/desk-list.h"

G_BEGIN_DECLS

/* What one sees, as JSON; nothing here changes anything. */

/* A list as it was asked for. */
gboolean desk_look_list (DeskTransaction *transaction, const DeskListAsk *ask, GString *json, GError **error);
/* What was found, kind by kind. */
gboolean desk_look_find (DeskTransaction *transaction, const DeskFindAsk *ask, GString *json, GError **error);
/* One entity, by its id or number. @version: (out): of its row. */
gboolean desk_look_one (DeskTransaction *transaction,
                        const DeskKind *kind,
                        const char *key,
                        GString *json,
                        gint64 *version,
                        GError **error);
/* The ids of all of a list, see desk_list_read_ids(). */
GPtrArray *desk_look_ids (DeskTransaction *transaction, const DeskListAsk *ask, guint max, GError **error);
/* One entity with what is wanted beside it. @include: the values of "include". */
gboolean desk_look_include (DeskTransaction *transaction,
                            DeskEntity *entity,
                            const char *const *include,
                            GString *json,
                            GError **error);
/* Counts of queries or tickets. */
gboolean desk_look_stats (DeskTransaction *transaction, const DeskKind *kind, GString *json, GError **error);
/* A customer's orders in sums. */
gboolean desk_look_orders (DeskTransaction *transaction, const char *customer_id, GString *json, GError **error);

/* How the clocks of a ticket stand. @explain: with what was counted and what was not. */
gboolean
desk_look_clocks (DeskTransaction *transaction, const char *key, gboolean explain, GString *json, GError **error);

/* What changed since a place in the feed: lines of JSON, the closing one too. @limit: 0 for the usual one. */
gboolean desk_look_sync (DeskTransaction *transaction,
                         gint64 since,
                         gint64 snapshot,
                         guint limit,
                         GString *lines,
                         GError **error);
char *desk_look_dup_epoch (DeskTransaction *transaction, GError **error);
/* The settled end of the feed. */
gboolean desk_look_end (DeskTransaction *transaction, gint64 *seq, GError **error);

G_END_DECLS
