/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_TICKET_TARGETS (desk_ticket_targets_get_type ())
G_DECLARE_FINAL_TYPE (DeskTicketTargets, desk_ticket_targets, DESK, TICKET_TARGETS, AdwBin)

/* The service targets of a ticket: a ring each, and in words what counted and what did not. They go on by themselves.
 */
void desk_ticket_targets_set_ticket (DeskTicketTargets *self, DeskTicket *ticket, DeskPreset *preset);

G_END_DECLS
