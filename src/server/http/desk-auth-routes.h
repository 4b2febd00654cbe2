/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-route.h"

G_BEGIN_DECLS

/* Coming in and going out, and what the door itself answers. */
extern const DeskRoute desk_auth_routes[];
extern const DeskRoute desk_door_routes[];

G_END_DECLS
