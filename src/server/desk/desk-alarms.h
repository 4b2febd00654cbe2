/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/**
 * DeskAlarms:
 *
 * What the clock starts at the desk: warnings and breaches of deadlines, and the closing of what was resolved; and what
 * two transactions at once left undone. Found in one transaction; each alarm then rings in one of its own, which looks
 * again whether it still has to.
 */
typedef struct
{
  GPtrArray *rings; /* owned; those whose time has come, for desk_alarms_ring() */
  gint64 next_at;   /* when there is something to do next, if nothing happens before; 0 for never */
} DeskAlarms;

DeskAlarms *desk_alarms_new (void);
void desk_alarms_free (DeskAlarms *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskAlarms, desk_alarms_free)

gboolean desk_alarms_find (DeskTransaction *transaction, gpointer alarms, GError **error);
gboolean desk_alarms_ring (DeskTransaction *transaction, gpointer ring, GError **error);

G_END_DECLS
