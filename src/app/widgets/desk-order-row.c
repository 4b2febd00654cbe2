/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-order-row.h"

#include "app/desk-format.h"
#include "app/widgets/desk-pill.h"

struct _DeskOrderRow
{
  GtkButton parent_instance;

  GtkLabel *number;
  GtkLabel *day;
  DeskPill *status;
  GtkLabel *total;

  DeskOrder *order;
};

G_DEFINE_FINAL_TYPE (DeskOrderRow, desk_order_row, GTK_TYPE_BUTTON)

static void
desk_order_row_dispose (GObject *object)
{
  DeskOrderRow *self = DESK_ORDER_ROW (object);

  g_clear_object (&self->order);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_ORDER_ROW);

  G_OBJECT_CLASS (desk_order_row_parent_class)->dispose (object);
}

static void
desk_order_row_class_init (DeskOrderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_order_row_dispose;

  g_type_ensure (DESK_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-order-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskOrderRow, number);
  gtk_widget_class_bind_template_child (widget_class, DeskOrderRow, day);
  gtk_widget_class_bind_template_child (widget_class, DeskOrderRow, status);
  gtk_widget_class_bind_template_child (widget_class, DeskOrderRow, total);
}

static void
desk_order_row_init (DeskOrderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_order_row_new:
 * @order: an order
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
desk_order_row_new (DeskOrder *order)
{
  DeskOrderRow *self = g_object_new (DESK_TYPE_ORDER_ROW, NULL);
  const char *currency = NULL;
  gint64 total = desk_entity_get_money (order, DESK_ORDER_TOTAL, &currency);
  int status = desk_entity_get_enum (order, DESK_ORDER_STATUS);
  const char *number = desk_entity_get_string (order, DESK_ORDER_NUMBER);
  g_autofree char *day = desk_format_day (desk_entity_get_time (order, DESK_ORDER_PLACED_AT), 0);
  g_autofree char *money = currency != NULL ? desk_format_money (total, currency) : g_strdup ("");
  g_autofree char *name =
      g_strdup_printf ("%s, %s, %s, %s", number, day, desk_enum_label (&desk_order_status_enum, status), money);

  self->order = g_object_ref (order);
  gtk_label_set_label (self->number, number);
  gtk_label_set_label (self->day, day);
  desk_pill_set_order_status (self->status, status);
  gtk_label_set_label (self->total, money);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return GTK_WIDGET (self);
}

DeskOrder *
desk_order_row_get_order (DeskOrderRow *self)
{
  g_return_val_if_fail (DESK_IS_ORDER_ROW (self), NULL);

  return self->order;
}
