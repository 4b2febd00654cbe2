/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-route.h"

G_BEGIN_DECLS

/* POST /auth/register; runs on a hashing thread. */
gboolean desk_register_route_post (DeskCall *call, GError **error);

G_END_DECLS
