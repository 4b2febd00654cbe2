/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-escalate-ticket-dialog.h"

struct _DeskEscalateTicketDialog
{
  DeskDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskEscalateTicketDialog, desk_escalate_ticket_dialog, DESK_TYPE_DIALOG)

static void
desk_escalate_ticket_dialog_class_init (DeskEscalateTicketDialogClass *klass)
{
}

static void
desk_escalate_ticket_dialog_init (DeskEscalateTicketDialog *self)
{
}

GtkWindow *
desk_escalate_ticket_dialog_present (GtkWindow *parent, DeskSession *session, DeskTicket *ticket)
{
  DeskEscalateTicketDialog *self = g_object_new (DESK_TYPE_ESCALATE_TICKET_DIALOG, NULL);

  desk_dialog_present_over (DESK_DIALOG (self), parent);
  return GTK_WINDOW (self);
}
