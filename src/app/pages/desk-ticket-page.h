/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pages/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_TICKET_PAGE (desk_ticket_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskTicketPage, desk_ticket_page, DESK, TICKET_PAGE, DeskPage)

/* One ticket: its conversation, what it is about, and what can be done with it. Whoever shows it sets its title to the
 * name of the page one goes back to. */
GtkWidget *desk_ticket_page_new (DeskSession *session);
void desk_ticket_page_set_ticket (DeskTicketPage *self, const char *ticket_id);
DeskTicket *desk_ticket_page_get_ticket (DeskTicketPage *self);

G_END_DECLS
