/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-route.h"

G_BEGIN_DECLS

/* A table a resource, each in its file. */
extern const DeskRoute desk_routes_queries[];
extern const DeskRoute desk_routes_tickets[];
extern const DeskRoute desk_routes_chats[];
extern const DeskRoute desk_routes_merge[];
extern const DeskRoute desk_routes_bulk[];
extern const DeskRoute desk_routes_customers[];
extern const DeskRoute desk_routes_team[];
extern const DeskRoute desk_routes_notifications[];
extern const DeskRoute desk_routes_knowledge[];
extern const DeskRoute desk_routes_files[];
extern const DeskRoute desk_routes_meta[];
extern const DeskRoute desk_routes_search[];
extern const DeskRoute desk_routes_sync[];

G_END_DECLS
