/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-customer-side.h"

#include "app/dialogs/desk-customer-lists.h"
#include "app/widgets/desk-customer-panel.h"

struct _DeskCustomerSide
{
  AdwBin parent_instance;

  DeskCustomerPanel *panel;

  DeskSession *session; /* owned */
  GListModel *entries;  /* owned: what the customer asked before */
  char *customer_id;    /* whose panel is shown */
};

G_DEFINE_FINAL_TYPE (DeskCustomerSide, desk_customer_side, ADW_TYPE_BIN)

enum
{
  ENTRIES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_entries_changed_cb (DeskCustomerSide *self)
{
  g_signal_emit (self, signals[ENTRIES_CHANGED], 0);
}

static void
set_entries (DeskCustomerSide *self, GListModel *entries)
{
  if (self->entries != NULL)
    g_signal_handlers_disconnect_by_func (self->entries, on_entries_changed_cb, self);
  g_set_object (&self->entries, entries);
  if (entries != NULL)
    g_signal_connect_object (entries, "items-changed", G_CALLBACK (on_entries_changed_cb), self, G_CONNECT_SWAPPED);
  desk_customer_panel_set_entries (self->panel, entries);
}

static void
on_customer_activated_cb (DeskCustomerSide *self)
{
  if (self->customer_id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-customer", "s", self->customer_id);
}

static void
on_entry_activated_cb (DeskCustomerSide *self, DeskEntity *entry)
{
  gtk_widget_activate_action (GTK_WIDGET (self), DESK_IS_TICKET (entry) ? "win.open-ticket" : "win.open-query", "s",
                              desk_entity_get_id (entry));
}

static void
desk_customer_side_dispose (GObject *object)
{
  DeskCustomerSide *self = DESK_CUSTOMER_SIDE (object);

  g_clear_object (&self->entries);
  g_clear_object (&self->session);
  g_clear_pointer (&self->customer_id, g_free);
  G_OBJECT_CLASS (desk_customer_side_parent_class)->dispose (object);
}

static void
desk_customer_side_class_init (DeskCustomerSideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_customer_side_dispose;

  signals[ENTRIES_CHANGED] =
      g_signal_new ("entries-changed", DESK_TYPE_CUSTOMER_SIDE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DESK_TYPE_CUSTOMER_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-customer-side.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerSide, panel);
  gtk_widget_class_bind_template_callback (widget_class, on_customer_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated_cb);
}

static void
desk_customer_side_init (DeskCustomerSide *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_customer_side_set_session:
 * @self: a side
 * @session: whose desk; once, before anybody is shown
 */
void
desk_customer_side_set_session (DeskCustomerSide *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_CUSTOMER_SIDE (self) && self->session == NULL);

  self->session = g_object_ref (session);
}

/**
 * desk_customer_side_set_customer_id:
 * @self: a side
 * @customer_id: (nullable): who; may be asked for again when they were not here yet
 */
void
desk_customer_side_set_customer_id (DeskCustomerSide *self, const char *customer_id)
{
  g_autoptr (DeskEntity) customer = NULL;
  g_autoptr (GListModel) orders = NULL;
  g_autoptr (GListModel) entries = NULL;

  g_return_if_fail (DESK_IS_CUSTOMER_SIDE (self) && self->session != NULL);

  if (customer_id != NULL && g_strcmp0 (customer_id, self->customer_id) == 0)
    return;
  if (customer_id != NULL)
    customer = desk_session_dup_entity (self->session, &desk_customer_kind, customer_id);
  g_free (self->customer_id);
  self->customer_id = customer != NULL ? g_strdup (customer_id) : NULL;
  desk_customer_panel_set_customer (self->panel, (DeskCustomer *) customer);
  if (customer == NULL)
    return;
  orders = desk_customer_lists_new_orders (self->session, customer_id);
  entries = desk_customer_lists_new_entries (self->session, customer_id);
  desk_customer_panel_set_orders (self->panel, orders);
  set_entries (self, entries);
}
