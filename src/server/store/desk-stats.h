/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity-json.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/* Counts of what the viewer may see of queries or tickets: writes {"total", "by_status", ..., "unassigned"}.
 * Staff is told from counters, see desk_counters_recount(). */
gboolean desk_stats_append (DeskDbTransaction *db,
                            const DeskViewer *viewer,
                            const DeskKind *kind,
                            gint64 now,
                            gint64 day_begin,
                            GString *json,
                            GError **error);

G_END_DECLS
