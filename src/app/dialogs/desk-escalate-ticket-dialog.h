/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/dialogs/desk-dialog.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_ESCALATE_TICKET_DIALOG (desk_escalate_ticket_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskEscalateTicketDialog, desk_escalate_ticket_dialog, DESK, ESCALATE_TICKET_DIALOG, DeskDialog)

/* A ticket goes to a higher tier or another department. */
GtkWindow *desk_escalate_ticket_dialog_present (GtkWindow *parent, DeskSession *session, DeskTicket *ticket);

G_END_DECLS
