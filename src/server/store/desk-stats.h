/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity-json.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/* Counts of what the viewer may see of queries or tickets: writes {"total", "by_status", ..., "unassigned"}. */
gboolean desk_stats_append (DeskDbTransaction *db,
                            const DeskViewer *viewer,
                            const DeskKind *kind,
                            GString *json,
                            GError **error);

G_END_DECLS
