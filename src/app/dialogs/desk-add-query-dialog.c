/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-add-query-dialog.h"

struct _DeskAddQueryDialog
{
  DeskDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskAddQueryDialog, desk_add_query_dialog, DESK_TYPE_DIALOG)

static void
desk_add_query_dialog_class_init (DeskAddQueryDialogClass *klass)
{
}

static void
desk_add_query_dialog_init (DeskAddQueryDialog *self)
{
}

GtkWindow *
desk_add_query_dialog_present (GtkWindow *parent, DeskSession *session, DeskCustomer *prefill)
{
  DeskAddQueryDialog *self = g_object_new (DESK_TYPE_ADD_QUERY_DIALOG, NULL);

  desk_dialog_present_over (DESK_DIALOG (self), parent);
  return GTK_WINDOW (self);
}
