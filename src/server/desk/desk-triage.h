/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* What the preset's rules say of something new, for what nobody has said. */
gboolean desk_triage_query (DeskTransaction *transaction, DeskEntity *query, GError **error);
gboolean desk_triage_ticket (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

G_END_DECLS
