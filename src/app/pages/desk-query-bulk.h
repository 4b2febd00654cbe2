/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_QUERY_BULK (desk_query_bulk_get_type ())
G_DECLARE_FINAL_TYPE (DeskQueryBulk, desk_query_bulk, DESK, QUERY_BULK, AdwBin)

/* What can be done with several queries: floats at the list's foot while some are selected. Names the page's actions:
 * query.check-all, query.check-none, query.bulk-status(s), query.bulk-priority(s). */
void desk_query_bulk_set_session (DeskQueryBulk *self, DeskSession *session);
void desk_query_bulk_set_count (DeskQueryBulk *self, guint count);
void desk_query_bulk_set_matching (DeskQueryBulk *self, guint count);

G_END_DECLS
