/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-clock.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* What the clocks of a ticket are made of, in the order in which it was kept: of DeskClockEvent. */
GArray *desk_clock_rows_list_events (DeskDbTransaction *db, const char *ticket_id, GError **error);
gboolean desk_clock_rows_add_event (DeskDbTransaction *db,
                                    const char *ticket_id,
                                    guint number,
                                    const DeskClockEvent *event,
                                    GError **error);

/* Ids of tickets with a clock that is open, behind @after_id (or from the first) in their order. */
GPtrArray *desk_clock_rows_list_open (DeskDbTransaction *db, const char *after_id, guint limit, GError **error);

/* Keeps how a clock stands. What was told of it stays told. @told_at: 0, or when whatever has passed already counts as
 * told, where there was no row. */
gboolean desk_clock_rows_keep (DeskDbTransaction *db,
                               const char *ticket_id,
                               const DeskClock *clock,
                               gint64 told_at,
                               GError **error);

G_END_DECLS
