/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

#define MAX_LINES 10000

static guint64
read_number (DeskCall *call, const char *name, guint64 min, guint64 max, GError **error)
{
  const char *given = desk_call_get_query (call, name);
  guint64 number = 0;

  if (given != NULL && !g_ascii_string_to_unsigned (given, 10, min, max, &number, NULL))
    desk_error_add_field (error, name,
                          "a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " was expected", min, max);
  return number;
}

static gboolean
sync_desk (DeskCall *call, GError **error)
{
  g_autoptr (GError) field_error = NULL;
  gint64 since = read_number (call, "since", 0, G_MAXINT64, &field_error);
  gint64 snapshot = read_number (call, "snapshot", 0, G_MAXINT64, &field_error);
  guint limit = read_number (call, "limit", 1, MAX_LINES, &field_error);
  GString *lines;

  if (desk_input_failed (&field_error, error))
    return FALSE;
  lines = g_string_sized_new (64 * 1024);
  if (desk_look_sync (desk_call_get_transaction (call), since, snapshot, limit, lines, error))
    {
      desk_call_answer_lines (call, lines);
      return TRUE;
    }
  g_string_free (lines, TRUE);
  return FALSE;
}

const DeskRoute desk_routes_sync[] = {
  { "GET", "/support/sync", DESK_PERMISSION_SYNC, DESK_DB_READ, sync_desk, DESK_ROUTE_DEFAULT, "since snapshot limit" },
  { NULL },
};
