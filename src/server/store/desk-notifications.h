/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* Ids of what somebody has not read yet, the oldest first; at most some thousand at once. */
GPtrArray *desk_notifications_list_unread (DeskDbTransaction *db, const char *recipient_id, GError **error);

G_END_DECLS
