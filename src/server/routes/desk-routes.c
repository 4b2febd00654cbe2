/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/routes/desk-routes.h"

#include "server/routes/desk-routes-tables.h"

const DeskRoute *const desk_routes[] = {
  desk_routes_queries, desk_routes_tickets,
  desk_routes_merge,   desk_routes_bulk,
  desk_routes_chats,   desk_routes_customers,
  desk_routes_team,    desk_routes_notifications,
  desk_routes_meta,    desk_routes_search,
  desk_routes_sync,    desk_routes_knowledge,
  desk_routes_files,   NULL,
};
