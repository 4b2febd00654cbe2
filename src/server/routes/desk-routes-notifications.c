/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-kinds.h"
#include "server/desk/desk-inbox.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

#define MAX_IDS 5000

static gboolean
list_notifications (DeskCall *call, GError **error)
{
  return desk_routes_answer_list (call, &desk_notification_kind, "-created_at", NULL, NULL, error);
}

static gboolean
read_notifications (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autoptr (GPtrArray) ids = desk_input_take_texts (input, "ids", MAX_IDS, &field_error);

  desk_input_check_empty (input, &field_error);
  return !desk_input_failed (&field_error, error)
         && desk_inbox_mark_read (desk_call_get_transaction (call), ids, error);
}

const DeskRoute desk_routes_notifications[] = {
  { "GET", "/support/notifications", DESK_PERMISSION_NOTIFICATIONS_SEE, DESK_DB_READ, list_notifications,
    DESK_ROUTE_UNAPPROVED, DESK_PARAMETERS_LIST " kind about_kind about_id is_read" },
  { "POST", "/support/notifications/read", DESK_PERMISSION_NOTIFICATIONS_SEE, DESK_DB_WRITE, read_notifications },
  { NULL },
};
