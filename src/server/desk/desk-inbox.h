/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Marks the viewer's notifications as read. @ids: which, or NULL for all that are not read yet. */
gboolean desk_inbox_mark_read (DeskTransaction *transaction, GPtrArray *ids, GError **error);

G_END_DECLS
