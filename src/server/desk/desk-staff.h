/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Agents: somebody added by an admin may work at once, somebody who registers waits for approval. @error may already
 * hold fields that are wrong. */
gboolean
desk_staff_create_agent (DeskTransaction *transaction, DeskEntity *agent, gboolean is_approved, GError **error);
gboolean desk_staff_edit_agent (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);
DeskEntity *desk_staff_decide (DeskTransaction *transaction, const char *key, gboolean is_approved, GError **error);
DeskEntity *desk_staff_set_availability (DeskTransaction *transaction,
                                         const char *key,
                                         DeskAvailability availability,
                                         GError **error);

gboolean desk_staff_create_department (DeskTransaction *transaction, DeskEntity *department, GError **error);
gboolean
desk_staff_edit_department (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);

/* Makes the departments that the preset names and the desk does not have. */
gboolean desk_staff_make_departments (DeskTransaction *transaction, GError **error);

G_END_DECLS
