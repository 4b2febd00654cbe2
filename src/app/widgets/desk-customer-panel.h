/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/entities/desk-customer.h"
#include "core/entities/desk-order.h"

G_BEGIN_DECLS

#define DESK_TYPE_CUSTOMER_PANEL (desk_customer_panel_get_type ())
G_DECLARE_FINAL_TYPE (DeskCustomerPanel, desk_customer_panel, DESK, CUSTOMER_PANEL, GtkWidget)

/*
 * Who writes: name and place, orders and what they add up to, queries and tickets before. Properties: "customer"
 * (DeskCustomer), "orders" (GListModel of DeskOrder, newest first, all of the customer's), "entries" (GListModel of
 * DeskQuery and DeskTicket, newest first), "compact" (boolean: only the customer's name, number and sums, as on the
 * ticket page). Signals: "customer-activated"(), "order-activated"(DeskOrder), "entry-activated"(DeskEntity).
 */
GtkWidget *desk_customer_panel_new (void);
void desk_customer_panel_set_customer (DeskCustomerPanel *self, DeskCustomer *customer);
DeskCustomer *desk_customer_panel_get_customer (DeskCustomerPanel *self);
void desk_customer_panel_set_orders (DeskCustomerPanel *self, GListModel *orders);
void desk_customer_panel_set_entries (DeskCustomerPanel *self, GListModel *entries);

G_END_DECLS
