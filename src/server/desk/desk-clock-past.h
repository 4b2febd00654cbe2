/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-clock.h"
#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* What the clocks of a ticket are made of that was kept before there were any, was imported or made up: read out of the
 * ticket and its history. Adds DeskClockEvents. */
gboolean desk_clock_past_read (DeskTransaction *transaction,
                               DeskEntity *ticket,
                               const DeskClockTargets *targets,
                               GArray *events,
                               GError **error);

G_END_DECLS
