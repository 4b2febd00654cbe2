/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/entities/desk-order.h"

G_BEGIN_DECLS

#define DESK_TYPE_ORDER_ROW (desk_order_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskOrderRow, desk_order_row, DESK, ORDER_ROW, GtkButton)

/* An order in one line of a side panel: number, day, status, total. A button: "clicked" opens it. */
GtkWidget *desk_order_row_new (DeskOrder *order);
DeskOrder *desk_order_row_get_order (DeskOrderRow *self);

G_END_DECLS
