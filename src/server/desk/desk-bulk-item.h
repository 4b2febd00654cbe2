/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"
#include "server/store/desk-bulks.h"

G_BEGIN_DECLS

/* Does one of a bulk's tickets, all of it or nothing. @item: gets what was changed, or for an undo has what was. */
gboolean desk_bulk_item_run (DeskTransaction *transaction,
                             const DeskBulk *bulk,
                             DeskEntity *ask,
                             DeskBulkItem *item,
                             GError **error);

G_END_DECLS
