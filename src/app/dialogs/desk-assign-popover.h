/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

/* Whom a ticket goes to: "whoever is free" first, then everybody with their load. (transfer full), of DeskChoice. */
GPtrArray *desk_assign_make_choices (DeskSession *session);
/* Gives a ticket to the choice with that id; who may not assign takes it. What is refused at once is toasted. */
void desk_assign (GtkWidget *widget, DeskSession *session, DeskTicket *ticket, const char *choice_id);
/* Asks whom, below @anchor. */
void desk_assign_popover_show (GtkWidget *anchor, DeskSession *session, DeskTicket *ticket);

G_END_DECLS
