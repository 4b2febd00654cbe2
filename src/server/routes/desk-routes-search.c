/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-look.h"
#include "server/routes/desk-routes-tables.h"

static const char *const *
get_values (gpointer data, const char *name)
{
  return desk_call_get_query_values (data, name);
}

static gboolean
search (DeskCall *call, GError **error)
{
  DeskFindAsk ask = { .viewer = desk_call_get_viewer (call), .get_values = get_values, .data = call };
  GString *json = g_string_sized_new (16 * 1024);

  if (desk_look_find (desk_call_get_transaction (call), &ask, json, error))
    {
      desk_call_answer_json (call, json);
      return TRUE;
    }
  g_string_free (json, TRUE);
  return FALSE;
}

const DeskRoute desk_routes_search[] = {
  { "GET", "/support/search", DESK_PERMISSION_SEARCH, DESK_DB_READ, search, DESK_ROUTE_DEFAULT,
    "q kind limit cursor sort" },
  { NULL },
};
