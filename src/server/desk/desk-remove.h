/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Takes things away for good; their history stays. @version: what the caller has seen, or 0 for whatever there is. */
gboolean desk_remove_query (DeskTransaction *transaction, const char *key, gint64 version, GError **error);
gboolean desk_remove_ticket (DeskTransaction *transaction, const char *key, gint64 version, GError **error);
gboolean desk_remove_department (DeskTransaction *transaction, const char *key, gint64 version, GError **error);

G_END_DECLS
