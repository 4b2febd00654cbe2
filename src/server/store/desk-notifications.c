/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-notifications.h"

static const char sql_unread[] = "SELECT id FROM notifications WHERE recipient_id = $1 AND read_at IS NULL "
                                 "ORDER BY created_at, id LIMIT 5000";

GPtrArray *
desk_notifications_list_unread (DeskDbTransaction *db, const char *recipient_id, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_unread, "s", recipient_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    g_ptr_array_add (ids, g_strdup (desk_db_column_text (statement, 0)));
  if (local_error == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
