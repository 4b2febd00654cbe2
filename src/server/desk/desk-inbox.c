/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-inbox.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-notifications.h"

static gboolean
mark_one (DeskTransaction *transaction, const char *id, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_notification_kind, id, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return FALSE;
  if (desk_entity_is_set (before, DESK_NOTIFICATION_READ_AT))
    return TRUE;
  after = desk_entity_copy (before);
  desk_entity_set_time (after, DESK_NOTIFICATION_READ_AT, transaction->now);
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

/**
 * desk_inbox_mark_read:
 * @transaction: a transaction that writes
 * @ids: (nullable) (element-type utf8): which; %NULL for all that are not read yet
 * @error: the field "ids" for what is no id; %DESK_ERROR_NOT_FOUND for what is not the viewer's
 *
 * Returns: whether all of them are read now
 */
gboolean
desk_inbox_mark_read (DeskTransaction *transaction, GPtrArray *ids, GError **error)
{
  g_autoptr (GPtrArray) unread = NULL;
  g_autoptr (GError) local_error = NULL;

  if (ids == NULL)
    {
      unread = desk_notifications_list_unread (transaction->db, transaction->viewer->id, error);
      if (unread == NULL)
        return FALSE;
      ids = unread;
    }
  for (guint i = 0; i < ids->len; i++)
    if (!desk_id_is_valid (ids->pdata[i]))
      desk_error_add_field (&local_error, "ids", "entry %u is no id", i + 1);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (guint i = 0; i < ids->len; i++)
    if (!mark_one (transaction, ids->pdata[i], error))
      return FALSE;
  return TRUE;
}
