/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* The table of a kind's counters, kept by triggers; NULL where it has none. */
const char *desk_counters_get_table (const DeskKind *kind);

/* How many of a kind's counters are not what a recount gives. */
gboolean desk_counters_recount (DeskDbTransaction *db, const DeskKind *kind, gint64 *n_wrong, GError **error);

G_END_DECLS
