/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-auth-routes.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "server/http/desk-door.h"

static gboolean
get_health (DeskCall *call, GError **error)
{
  desk_call_answer_json (call, g_string_new ("{\"alive\":true}"));
  return TRUE;
}

/* It got as far as a database thread with an open transaction. */
static gboolean
get_readiness (DeskCall *call, GError **error)
{
  desk_call_answer_json (call, g_string_new ("{\"ready\":true}"));
  return TRUE;
}

static gboolean
get_description (DeskCall *call, GError **error)
{
  if (call->door->description == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "The API's description is not installed here");
      return FALSE;
    }
  desk_call_take_answer (call, 200, "application/yaml", g_strdup (call->door->description));
  return TRUE;
}

/* A request that does not ask for a live connection. */
static gboolean
refuse_plain_request (DeskCall *call, GError **error)
{
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED,
                       "This is a WebSocket: the headers Upgrade, Connection and Sec-WebSocket-Key were expected");
  return FALSE;
}

const DeskRoute desk_door_routes[] = {
  { "GET", "/healthz", DESK_PERMISSION_PUBLIC, DESK_DB_READ, get_health, DESK_ROUTE_DIRECT, NULL },
  { "GET", "/readyz", DESK_PERMISSION_PUBLIC, DESK_DB_READ, get_readiness, DESK_ROUTE_DEFAULT, NULL },
  { "GET", "/openapi.yaml", DESK_PERMISSION_PUBLIC, DESK_DB_READ, get_description, DESK_ROUTE_DIRECT, NULL },
  { "GET", "/support/live", DESK_PERMISSION_SIGNED_IN, DESK_DB_READ, refuse_plain_request, DESK_ROUTE_UPGRADE,
    "ticket" },
  { NULL },
};
