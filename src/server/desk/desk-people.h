/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Customers. What they are known by belongs to one of them; @error may already hold fields that are wrong. */
gboolean desk_people_create_customer (DeskTransaction *transaction, DeskEntity *customer, GError **error);
gboolean
desk_people_edit_customer (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);
/* As the shop's system says it: what belongs to somebody else already is left to them. @before: NULL for a new one. */
gboolean desk_people_put_customer (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);

/* What they bought. @before: NULL for a new one; @customer_ref: whose it is in the shop's own words, or NULL. */
gboolean desk_people_put_order (DeskTransaction *transaction,
                                DeskEntity *before,
                                DeskEntity *after,
                                const char *customer_ref,
                                GError **error);
DeskEntity *desk_people_find_customer_by_ref (DeskTransaction *transaction, const char *external_ref, GError **error);
DeskEntity *desk_people_find_order (DeskTransaction *transaction, const char *number, GError **error);

G_END_DECLS
