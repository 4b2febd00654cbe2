/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Tags of a ticket. @ask: a DeskAskTag with "set", or with "add" and "remove". */
gboolean desk_ticket_tags_check (DeskEntity *ask, GError **error);
DeskEntity *desk_ticket_tags_change (DeskTransaction *transaction, const char *key, DeskEntity *ask, GError **error);

/* Tells somebody who has to do with a ticket something. @ask: a DeskAskNotify; @n: how many are told. */
DeskEntity *desk_ticket_tell (DeskTransaction *transaction, const char *key, DeskEntity *ask, guint *n, GError **error);

G_END_DECLS
