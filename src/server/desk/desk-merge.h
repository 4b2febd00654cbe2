/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* How long a merge can be undone, microseconds. */
#define DESK_MERGE_UNDO_WINDOW (G_GINT64_CONSTANT (30) * 24 * 3600 * G_USEC_PER_SEC)

/* Merges a ticket into another one: everything said moves there, and the first one only leads there from then on.
 * @force: also where they are of different customers. */
DeskEntity *
desk_merge_tickets (DeskTransaction *transaction, const char *key, const char *into, gboolean force, GError **error);
/* What that would do, as a JSON object; nothing is done. */
gboolean desk_merge_preview (DeskTransaction *transaction,
                             const char *key,
                             const char *into,
                             gboolean force,
                             GString *json,
                             GError **error);
/* Puts back what merging @key into another ticket moved. */
DeskEntity *desk_merge_undo (DeskTransaction *transaction, const char *key, GError **error);

/* Where a merged ticket leads to, as far as the viewer may see it; else the ticket itself. */
DeskEntity *desk_merge_follow (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

G_END_DECLS
