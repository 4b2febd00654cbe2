/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* A ticket that comes of no query: from staff, or from a customer for themselves. */
gboolean desk_tickets_create (DeskTransaction *transaction, DeskEntity *ticket, GError **error);
/* Nobody's ticket is about somebody else's order: the field is added to @error. */
void desk_tickets_check_order (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

G_END_DECLS
