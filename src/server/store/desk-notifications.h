/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-enum.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* Ids of what somebody has not read yet, the oldest first; at most some thousand at once. */
GPtrArray *desk_notifications_list_unread (DeskDbTransaction *db, const char *recipient_id, GError **error);
/* Those of one kind about one thing that one recipient, or nobody of all (NULL), has not read yet. */
GPtrArray *desk_notifications_list_unread_about (DeskDbTransaction *db,
                                                 const char *about_id,
                                                 DeskNotificationKind kind,
                                                 const char *recipient_id,
                                                 GError **error);

G_END_DECLS
