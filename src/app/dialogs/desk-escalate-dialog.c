/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-escalate-dialog.h"

struct _DeskEscalateDialog
{
  DeskDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskEscalateDialog, desk_escalate_dialog, DESK_TYPE_DIALOG)

static void
desk_escalate_dialog_class_init (DeskEscalateDialogClass *klass)
{
}

static void
desk_escalate_dialog_init (DeskEscalateDialog *self)
{
}

GtkWindow *
desk_escalate_dialog_present (GtkWindow *parent, DeskSession *session, DeskQuery *query)
{
  DeskEscalateDialog *self = g_object_new (DESK_TYPE_ESCALATE_DIALOG, NULL);

  desk_dialog_present_over (DESK_DIALOG (self), parent);
  return GTK_WINDOW (self);
}
