/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-customer-dialog.h"

struct _DeskCustomerDialog
{
  DeskDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskCustomerDialog, desk_customer_dialog, DESK_TYPE_DIALOG)

static void
desk_customer_dialog_class_init (DeskCustomerDialogClass *klass)
{
}

static void
desk_customer_dialog_init (DeskCustomerDialog *self)
{
}

GtkWindow *
desk_customer_dialog_present (GtkWindow *parent, DeskSession *session, DeskCustomer *customer)
{
  DeskCustomerDialog *self = g_object_new (DESK_TYPE_CUSTOMER_DIALOG, NULL);

  desk_dialog_present_over (DESK_DIALOG (self), parent);
  return GTK_WINDOW (self);
}
