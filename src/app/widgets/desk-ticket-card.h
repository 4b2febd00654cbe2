/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-sla-ring.h"
#include "core/entities/desk-ticket.h"

G_BEGIN_DECLS

#define DESK_TYPE_TICKET_CARD (desk_ticket_card_get_type ())
G_DECLARE_FINAL_TYPE (DeskTicketCard, desk_ticket_card, DESK, TICKET_CARD, GtkBox)

/*
 * A ticket on the board: priority, number, ring / subject, two lines / customer, age / category, assignee. Properties:
 * "ticket" (DeskTicket), "customer-name", "assignee-name" (NULL: nobody). The ring is set with
 * desk_ticket_card_set_sla(); until then it follows the status (check when resolved, pause while waiting for the
 * customer).
 */
GtkWidget *desk_ticket_card_new (void);
void desk_ticket_card_set_ticket (DeskTicketCard *self, DeskTicket *ticket);
DeskTicket *desk_ticket_card_get_ticket (DeskTicketCard *self);
void desk_ticket_card_set_names (DeskTicketCard *self, const char *customer_name, const char *assignee_name);
void desk_ticket_card_set_sla (DeskTicketCard *self, DeskSlaState state, double used, const char *words);
char *desk_ticket_card_dup_words (DeskTicketCard *self);

G_END_DECLS
