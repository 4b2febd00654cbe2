/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* What a ticket is about: its order, its delivery and what of them is affected have to fit together. Every field that
 * does not hold is added to @error. @before: as it was, or NULL for a new one. */
void desk_ticket_things_check (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);

G_END_DECLS
