/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Settles a ticket. @given: a ticket that holds only resolution_type, resolution and refund, as given. @error may
 * already hold fields that are wrong; all of them are told at once. */
DeskEntity *desk_resolve_ticket (DeskTransaction *transaction, const char *key, DeskEntity *given, GError **error);

G_END_DECLS
