/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-resolve-dialog.h"

struct _DeskResolveDialog
{
  DeskDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskResolveDialog, desk_resolve_dialog, DESK_TYPE_DIALOG)

static void
desk_resolve_dialog_class_init (DeskResolveDialogClass *klass)
{
}

static void
desk_resolve_dialog_init (DeskResolveDialog *self)
{
}

GtkWindow *
desk_resolve_dialog_present (GtkWindow *parent, DeskSession *session, DeskTicket *ticket)
{
  DeskResolveDialog *self = g_object_new (DESK_TYPE_RESOLVE_DIALOG, NULL);

  desk_dialog_present_over (DESK_DIALOG (self), parent);
  return GTK_WINDOW (self);
}
