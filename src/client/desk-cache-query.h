/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-list-spec.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* A list's spec as SQL over the cache. Database thread. */

/* An expression by which enums sort as people count them, for indexes and for lists alike. */
char *desk_cache_query_dup_enum_order (const DeskField *field, const char *column);

/* Fills @rows with the row numbers (gint64) of what the list shows, in order. */
gboolean desk_cache_query_run (DeskDbTransaction *transaction, DeskListSpec *spec, GArray *rows, GError **error);

/* Whether the list has to be asked again when something of that kind changed. */
gboolean desk_cache_query_depends_on (DeskListSpec *spec, const DeskKind *kind);

G_END_DECLS
