/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Whether an entity still has the version that the caller has seen; DESK_ERROR_STALE with "current" if not. */
gboolean desk_version_check (DeskTransaction *transaction, DeskEntity *entity, gint64 version, GError **error);
/* Locks an entity and checks that. */
DeskEntity *
desk_version_lock (DeskTransaction *transaction, const DeskKind *kind, const char *key, gint64 version, GError **error);

G_END_DECLS
