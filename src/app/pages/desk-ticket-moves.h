/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

/* Moving a ticket to another status, as a chip, a card or a key asks for it. A move that needs to know more opens its
 * dialog. */
gboolean desk_ticket_may_move (DeskSession *session, DeskTicket *ticket, DeskTicketStatus to);
/* Does it, or asks in a dialog over @widget's window; what is refused at once is toasted. */
void desk_ticket_move (GtkWidget *widget, DeskSession *session, DeskTicket *ticket, DeskTicketStatus to);
/* "Drop to resolve …" */
const char *desk_ticket_move_get_words (DeskSession *session, DeskTicketStatus to);
/* Why a card cannot be dropped everywhere: "From In progress a ticket cannot go back to Open or Assigned" */
char *desk_ticket_dup_move_hint (DeskSession *session, DeskTicket *ticket);

/* Any other change of a ticket; toasts what is refused at once. */
gboolean
desk_ticket_do (GtkWidget *widget, DeskSession *session, DeskTicket *ticket, DeskCommandKind kind, GVariant *arguments);
gboolean
desk_ticket_set (GtkWidget *widget, DeskSession *session, DeskTicket *ticket, const char *field, const char *value);

G_END_DECLS
