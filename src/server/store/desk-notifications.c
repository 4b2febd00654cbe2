/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-notifications.h"

static const char sql_unread[] = "SELECT id FROM notifications WHERE recipient_id = $1 AND read_at IS NULL "
                                 "ORDER BY created_at, id LIMIT 5000";
static const char sql_unread_about[] =
    "SELECT id FROM notifications WHERE about_id = $1 AND kind = $2 AND recipient_id = coalesce($3, recipient_id) "
    "AND read_at IS NULL ORDER BY id LIMIT 5000";

GPtrArray *
desk_notifications_list_unread (DeskDbTransaction *db, const char *recipient_id, GError **error)
{
  return desk_db_read_texts (desk_db_query (db, error, sql_unread, "s", recipient_id), error);
}

GPtrArray *
desk_notifications_list_unread_about (DeskDbTransaction *db,
                                      const char *about_id,
                                      DeskNotificationKind kind,
                                      const char *recipient_id,
                                      GError **error)
{
  return desk_db_read_texts (desk_db_query (db, error, sql_unread_about, "sss", about_id,
                                            desk_enum_to_wire (&desk_notification_kind_enum, kind), recipient_id),
                             error);
}
