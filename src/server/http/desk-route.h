/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-permissions.h"
#include "db/desk-db.h"
#include "server/http/desk-call.h"

G_BEGIN_DECLS

typedef gboolean (*DeskRouteFunction) (DeskCall *call, GError **error);

typedef enum
{
  DESK_ROUTE_DEFAULT = 0,
  DESK_ROUTE_IF_MATCH = 1 << 0,   /* an update: 428 without If-Match */
  DESK_ROUTE_UNAPPROVED = 1 << 1, /* also for an agent who waits for approval */
  DESK_ROUTE_NO_BODY = 1 << 2,    /* a POST that takes no body */
  DESK_ROUTE_DIRECT = 1 << 3,     /* answered on the worker's thread, without a transaction: healthz */
  DESK_ROUTE_HASHES = 1 << 4,     /* runs on a thread that may hash passwords, without a transaction: login */
  DESK_ROUTE_UPGRADE = 1 << 5,    /* becomes a live connection */
  DESK_ROUTE_SECRET = 1 << 6,     /* its answer is not kept for an idempotency key */
  DESK_ROUTE_RAW = 1 << 7,        /* reads its body itself, whatever that is, on a thread for that, as HASHES */
  DESK_ROUTE_MAIL = 1 << 8,       /* opened by the intake's token, for a body as long as a mail */
  DESK_ROUTE_BRIEF = 1 << 9,      /* reads a few rows by their keys: on the worker's thread, where that is quicker */
  DESK_ROUTE_OPEN = 1 << 10,      /* public, but who brings a token is known by it */
  DESK_ROUTE_UPLOAD = 1 << 11,    /* takes files as multipart/form-data instead of JSON */
} DeskRouteFlags;

/**
 * DeskRoute:
 * @method: GET, POST, PATCH, PUT or DELETE
 * @path: with {names}: "/support/tickets/{id}/messages"
 * @permission: what the caller needs; a row without one does not start
 * @mode: whether it writes
 * @function: what it does
 * @flags: exceptions
 * @parameters: the query parameters that it knows, separated by spaces, or %NULL
 *
 * A line of the route table. Everything that all routes have in common is done by the door, from this row.
 */
typedef struct
{
  const char *method;
  const char *path;
  DeskPermission permission;
  DeskDbMode mode;
  DeskRouteFunction function;
  DeskRouteFlags flags;
  const char *parameters;
} DeskRoute;

G_END_DECLS
