/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-cache-writer.h"
#include "client/desk-pending.h"

G_BEGIN_DECLS

/* Shows every entity as the server has it, with all commands of @overlay done to it, and no others. What is shown is
 * always made from the server's rows, so that taking a command back is exact. Database thread. */
gboolean desk_cache_overlay_lay (DeskCacheWriter *writer, DeskOverlay *overlay, GError **error);

G_END_DECLS
