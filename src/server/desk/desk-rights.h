/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-permissions.h"
#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Whether the viewer may do something to a ticket that they see; DESK_ERROR_FORBIDDEN if not. */
gboolean
desk_rights_check (DeskTransaction *transaction, DeskPermission permission, DeskEntity *ticket, GError **error);
gboolean desk_rights_has (DeskTransaction *transaction, DeskPermission permission, DeskEntity *ticket);

G_END_DECLS
