/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Whether a query or ticket is settled, and what its customer writes there thanks for it and says nothing else: then it
 * stays settled. */
gboolean desk_thanks_is_all (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message);

G_END_DECLS
