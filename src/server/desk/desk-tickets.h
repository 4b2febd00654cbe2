/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* A ticket that comes of no query: from staff, or from a customer for themselves. */
gboolean desk_tickets_create (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

G_END_DECLS
