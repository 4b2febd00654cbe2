/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/dialogs/desk-dialog.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_CUSTOMER_DIALOG (desk_customer_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskCustomerDialog, desk_customer_dialog, DESK, CUSTOMER_DIALOG, DeskDialog)

/* Who somebody is: contact, orders, queries and tickets before. */
GtkWindow *desk_customer_dialog_present (GtkWindow *parent, DeskSession *session, DeskCustomer *customer);

G_END_DECLS
