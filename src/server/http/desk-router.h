/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-route.h"

G_BEGIN_DECLS

/**
 * DeskRouter:
 *
 * The route tables, made into a tree of path segments. Never changes once made; any thread.
 */
typedef struct _DeskRouter DeskRouter;

/* Where a request leads. */
typedef struct
{
  const DeskRoute *route;        /* NULL when the path is not there, or does not know the method */
  const char *const *path_names; /* borrowed */
  char **path_values;            /* owned */
  char *allow;                   /* owned; what the path knows when it is not this method; NULL when it is not there */
} DeskRouteMatch;

void desk_route_match_clear (DeskRouteMatch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DeskRouteMatch, desk_route_match_clear)

DeskRouter *desk_router_new (void);
void desk_router_free (DeskRouter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskRouter, desk_router_free)

gboolean desk_router_add (DeskRouter *self, const DeskRoute *table, GError **error);
void desk_router_find (DeskRouter *self, const char *method, const char *path, DeskRouteMatch *match);

G_END_DECLS
