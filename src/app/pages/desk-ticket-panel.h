/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_TICKET_PANEL (desk_ticket_panel_get_type ())
G_DECLARE_FINAL_TYPE (DeskTicketPanel, desk_ticket_panel, DESK, TICKET_PANEL, AdwBin)

/* What a ticket is about: customer, service targets, order, the query it came from, tags, how it ended, history. */
void desk_ticket_panel_set_session (DeskTicketPanel *self, DeskSession *session);
void desk_ticket_panel_set_ticket (DeskTicketPanel *self, DeskTicket *ticket);
void desk_ticket_panel_add_tag (DeskTicketPanel *self);

G_END_DECLS
