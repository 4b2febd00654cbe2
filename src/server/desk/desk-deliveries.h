/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* What carriers bring, as the shop's system says it. @before: NULL for a new one; @order_number: of which order it is,
 * or NULL; @error may already hold fields that are wrong. */
DeskEntity *desk_deliveries_find (DeskTransaction *transaction, const char *reference, GError **error);
gboolean desk_deliveries_put (DeskTransaction *transaction,
                              DeskEntity *before,
                              DeskEntity *after,
                              const char *order_number,
                              GError **error);

G_END_DECLS
