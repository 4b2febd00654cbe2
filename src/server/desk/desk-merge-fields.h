/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"
#include "server/store/desk-merges.h"

G_BEGIN_DECLS

/* What the ticket that stays has from the one that is merged into it: its tags, and the earliest of the open clocks. */
gboolean desk_merge_fields_unite (DeskTransaction *transaction,
                                  DeskEntity *target,
                                  DeskEntity *source,
                                  gint64 at,
                                  GError **error);
/* Takes from @target what it has from one of @merges (all of its merges, the first one first), and says the others
 * anew. What others have changed since stays. */
gboolean desk_merge_fields_part (DeskTransaction *transaction,
                                 DeskEntity *target,
                                 GPtrArray *merges,
                                 const DeskMerge *undone,
                                 GError **error);

G_END_DECLS
