/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_ASSIGNEES (desk_assignees_get_type ())
G_DECLARE_FINAL_TYPE (DeskAssignees, desk_assignees, DESK, ASSIGNEES, GObject)

/* Whom a ticket can go to, as a combo row shows it: departments, then people, each by name. Positions are the combo
 * row's. */
DeskAssignees *desk_assignees_new (DeskSession *session);
/* Only where a ticket can be escalated to: other departments, people of those or of a higher tier. */
DeskAssignees *desk_assignees_new_above (DeskSession *session, DeskTicket *ticket);
GListModel *desk_assignees_get_words (DeskAssignees *self);
guint desk_assignees_find_department (DeskAssignees *self, const char *name);
/* "Ananya Iyer is free, 4 of 8 tickets" */
char *desk_assignees_dup_load (DeskAssignees *self, guint position);
/* @agent_field: how the command calls an agent; a department is department_id. */
void desk_assignees_add_to (DeskAssignees *self, guint position, GVariantDict *arguments, const char *agent_field);

G_END_DECLS
