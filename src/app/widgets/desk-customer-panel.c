/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-customer-panel.h"

#include "app/desk-format.h"
#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-entry-row.h"
#include "app/widgets/desk-order-row.h"
#include "app/widgets/desk-order-sums.h"
#include "core/entities/desk-ticket.h"

#include <glib/gi18n.h>

/* So many orders, and so many queries and tickets, stand in the panel; the customer's own page has them all. */
#define N_ROWS 3

struct _DeskCustomerPanel
{
  GtkWidget parent_instance;

  GtkBox *box;
  DeskAvatar *avatar;
  GtkButton *name_button;
  GtkLabel *name;
  GtkLabel *subtitle;
  GtkBox *facts;
  GtkLabel *order_count;
  GtkLabel *order_count_words;
  GtkLabel *spent;
  GtkLabel *last_order;
  GtkLabel *last_order_words;
  GtkBox *orders_section;
  GtkLabel *orders_total;
  GtkBox *order_rows;
  GtkBox *entries_section;
  GtkLabel *entries_total;
  GtkBox *entry_rows;

  DeskCustomer *customer;
  gulong customer_handler;
  GListModel *orders;
  GListModel *entries;
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (DeskCustomerPanel, desk_customer_panel, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_CUSTOMER,
  PROP_ORDERS,
  PROP_ENTRIES,
  PROP_COMPACT,
  N_PROPS
};

enum
{
  CUSTOMER_ACTIVATED,
  ORDER_ACTIVATED,
  ENTRY_ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
append_part (GString *text, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

static char *
dup_order_count (guint count)
{
  g_autofree char *number = desk_format_count (count);

  return g_strdup_printf (ngettext ("%s order", "%s orders", count), number);
}

/* Where the customer lives and what is spoken there; in the compact panel how to reach them and what they have bought.
 */
static char *
dup_subtitle (DeskCustomerPanel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *address = desk_entity_get_string (self->customer, DESK_CUSTOMER_ADDRESS);

  if (self->compact)
    {
      const char *mobile = desk_entity_get_string (self->customer, DESK_CUSTOMER_MOBILE);
      DeskOrderSums sums = desk_order_sums (self->orders);
      g_autofree char *phone = desk_format_phone (mobile);
      g_autofree char *count = sums.count > 0 ? dup_order_count (sums.count) : NULL;
      g_autofree char *spent = sums.currency != NULL ? desk_format_money (sums.spent, sums.currency) : NULL;

      append_part (text, mobile != NULL ? phone : desk_entity_get_string (self->customer, DESK_CUSTOMER_EMAIL));
      append_part (text, count);
      append_part (text, spent);
    }
  else
    {
      g_autofree char *line = address != NULL ? g_strdelimit (g_strdup (address), "\n", ' ') : NULL;

      append_part (text, line);
      append_part (text, desk_entity_get_string (self->customer, DESK_CUSTOMER_LANGUAGE));
      if (text->len == 0)
        append_part (text, desk_entity_get_string (self->customer, DESK_CUSTOMER_EMAIL));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_customer (DeskCustomerPanel *self)
{
  const char *name = self->customer != NULL ? desk_entity_get_string (self->customer, DESK_CUSTOMER_NAME) : NULL;
  g_autofree char *subtitle = self->customer != NULL ? dup_subtitle (self) : g_strdup ("");

  gtk_widget_set_visible (GTK_WIDGET (self->box), self->customer != NULL);
  desk_avatar_set_name (self->avatar, name);
  desk_avatar_set_size (self->avatar, self->compact ? 32 : 44);
  gtk_label_set_label (self->name, name != NULL ? name : "");
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), *subtitle != '\0' ? subtitle : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), *subtitle != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : "", -1);
}

static void
update_facts (DeskCustomerPanel *self)
{
  DeskOrderSums sums = desk_order_sums (self->orders);
  g_autofree char *count = desk_format_count (sums.count);
  g_autofree char *spent = sums.currency != NULL ? desk_format_money (sums.spent, sums.currency) : g_strdup ("–");
  gboolean today = sums.last_at != 0 && desk_same_day (sums.last_at, g_get_real_time ());
  g_autofree char *age = desk_format_since (sums.last_at, 0);

  gtk_label_set_label (self->order_count, count);
  gtk_label_set_label (self->order_count_words, ngettext ("order", "orders", sums.count));
  gtk_label_set_label (self->spent, spent);
  gtk_label_set_label (self->last_order, sums.last_at == 0 ? "–" : age);
  gtk_label_set_label (self->last_order_words, sums.last_at == 0 || today ? _ ("last order") : _ ("since last order"));
  gtk_widget_set_visible (GTK_WIDGET (self->facts), !self->compact);
}

static void
remove_rows (GtkBox *rows)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (rows))) != NULL)
    gtk_box_remove (rows, row);
}

static void
on_order_clicked_cb (DeskCustomerPanel *self, DeskOrderRow *row)
{
  g_signal_emit (self, signals[ORDER_ACTIVATED], 0, desk_order_row_get_order (row));
}

static void
on_entry_clicked_cb (DeskCustomerPanel *self, DeskEntryRow *row)
{
  g_signal_emit (self, signals[ENTRY_ACTIVATED], 0, desk_entry_row_get_entry (row));
}

static void
on_name_clicked_cb (DeskCustomerPanel *self)
{
  if (self->customer != NULL)
    g_signal_emit (self, signals[CUSTOMER_ACTIVATED], 0);
}

static void
on_orders_changed_cb (DeskCustomerPanel *self)
{
  guint n_orders = self->orders != NULL ? g_list_model_get_n_items (self->orders) : 0;
  g_autofree char *total = desk_format_count (n_orders);

  update_customer (self);
  update_facts (self);
  gtk_label_set_label (self->orders_total, total);
  gtk_widget_set_visible (GTK_WIDGET (self->orders_section), !self->compact && n_orders > 0);

  remove_rows (self->order_rows);
  for (guint i = 0; i < MIN (n_orders, N_ROWS); i++)
    {
      g_autoptr (DeskOrder) order = g_list_model_get_item (self->orders, i);
      GtkWidget *row = desk_order_row_new (order);

      g_signal_connect_object (row, "clicked", G_CALLBACK (on_order_clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->order_rows, row);
    }
}

/* "3 queries, 1 ticket" */
static char *
dup_entries_total (DeskCustomerPanel *self, guint n_entries)
{
  guint n_tickets = 0;
  guint n_queries;
  g_autofree char *queries = NULL;
  g_autofree char *tickets = NULL;

  for (guint i = 0; i < n_entries; i++)
    {
      g_autoptr (DeskEntity) entry = g_list_model_get_item (self->entries, i);

      if (DESK_IS_TICKET (entry))
        n_tickets++;
    }
  n_queries = n_entries - n_tickets;

  queries = g_strdup_printf (ngettext ("%u query", "%u queries", n_queries), n_queries);
  tickets = g_strdup_printf (ngettext ("%u ticket", "%u tickets", n_tickets), n_tickets);
  if (n_tickets == 0)
    return g_steal_pointer (&queries);
  if (n_queries == 0)
    return g_steal_pointer (&tickets);

  /* Translators: how many queries and how many tickets: "3 queries, 1 ticket" */
  return g_strdup_printf (_ ("%s, %s"), queries, tickets);
}

static void
on_entries_changed_cb (DeskCustomerPanel *self)
{
  guint n_entries = self->entries != NULL ? g_list_model_get_n_items (self->entries) : 0;
  g_autofree char *total = dup_entries_total (self, n_entries);
  g_autoptr (GtkSizeGroup) numbers = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  gtk_label_set_label (self->entries_total, total);
  gtk_widget_set_visible (GTK_WIDGET (self->entries_section), !self->compact && n_entries > 0);

  remove_rows (self->entry_rows);
  for (guint i = 0; i < MIN (n_entries, N_ROWS); i++)
    {
      g_autoptr (DeskEntity) entry = g_list_model_get_item (self->entries, i);
      GtkWidget *row = desk_entry_row_new (entry);

      desk_entry_row_align (DESK_ENTRY_ROW (row), numbers);
      g_signal_connect_object (row, "clicked", G_CALLBACK (on_entry_clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->entry_rows, row);
    }
}

static void
watch (DeskCustomerPanel *self, GListModel **place, GListModel *model, GCallback on_changed)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, on_changed, self);
  g_set_object (place, model);
  if (model != NULL)
    g_signal_connect_object (model, "items-changed", on_changed, self, G_CONNECT_SWAPPED);
}

static void
desk_customer_panel_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskCustomerPanel *self = DESK_CUSTOMER_PANEL (object);

  switch (property_id)
    {
    case PROP_CUSTOMER:
      g_value_set_object (value, self->customer);
      break;
    case PROP_ORDERS:
      g_value_set_object (value, self->orders);
      break;
    case PROP_ENTRIES:
      g_value_set_object (value, self->entries);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_customer_panel_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskCustomerPanel *self = DESK_CUSTOMER_PANEL (object);

  switch (property_id)
    {
    case PROP_CUSTOMER:
      desk_customer_panel_set_customer (self, g_value_get_object (value));
      break;
    case PROP_ORDERS:
      desk_customer_panel_set_orders (self, g_value_get_object (value));
      break;
    case PROP_ENTRIES:
      desk_customer_panel_set_entries (self, g_value_get_object (value));
      break;
    case PROP_COMPACT:
      self->compact = g_value_get_boolean (value);
      on_orders_changed_cb (self);
      on_entries_changed_cb (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_customer_panel_dispose (GObject *object)
{
  DeskCustomerPanel *self = DESK_CUSTOMER_PANEL (object);

  g_clear_signal_handler (&self->customer_handler, self->customer);
  g_clear_object (&self->customer);
  watch (self, &self->orders, NULL, G_CALLBACK (on_orders_changed_cb));
  watch (self, &self->entries, NULL, G_CALLBACK (on_entries_changed_cb));
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CUSTOMER_PANEL);

  G_OBJECT_CLASS (desk_customer_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, box);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, name_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, name);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, facts);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, order_count);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, order_count_words);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, spent);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, last_order);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, last_order_words);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, orders_section);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, orders_total);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, order_rows);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, entries_section);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, entries_total);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerPanel, entry_rows);
  gtk_widget_class_bind_template_callback (widget_class, on_name_clicked_cb);
}

static void
desk_customer_panel_class_init (DeskCustomerPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_customer_panel_dispose;
  object_class->get_property = desk_customer_panel_get_property;
  object_class->set_property = desk_customer_panel_set_property;

  properties[PROP_CUSTOMER] =
      g_param_spec_object ("customer", NULL, NULL, DESK_TYPE_CUSTOMER, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ORDERS] =
      g_param_spec_object ("orders", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ENTRIES] =
      g_param_spec_object ("entries", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] =
      g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CUSTOMER_ACTIVATED] = g_signal_new ("customer-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ORDER_ACTIVATED] = g_signal_new ("order-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, DESK_TYPE_ORDER);
  signals[ENTRY_ACTIVATED] = g_signal_new ("entry-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, DESK_TYPE_ENTITY);

  g_type_ensure (DESK_TYPE_AVATAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/widgets/desk-customer-panel.ui");
  bind_children (widget_class);
}

static void
desk_customer_panel_init (DeskCustomerPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_orders_changed_cb (self);
  on_entries_changed_cb (self);
}

/**
 * desk_customer_panel_new:
 *
 * Returns: (transfer floating): a panel without a customer, which shows nothing
 */
GtkWidget *
desk_customer_panel_new (void)
{
  return g_object_new (DESK_TYPE_CUSTOMER_PANEL, NULL);
}

/**
 * desk_customer_panel_set_customer:
 * @self: a panel
 * @customer: (nullable): whom it shows; it follows the customer's changes
 */
void
desk_customer_panel_set_customer (DeskCustomerPanel *self, DeskCustomer *customer)
{
  g_return_if_fail (DESK_IS_CUSTOMER_PANEL (self));

  g_clear_signal_handler (&self->customer_handler, self->customer);
  g_set_object (&self->customer, customer);
  if (customer != NULL)
    self->customer_handler = g_signal_connect_swapped (customer, "notify", G_CALLBACK (update_customer), self);
  update_customer (self);
}

DeskCustomer *
desk_customer_panel_get_customer (DeskCustomerPanel *self)
{
  g_return_val_if_fail (DESK_IS_CUSTOMER_PANEL (self), NULL);

  return self->customer;
}

void
desk_customer_panel_set_orders (DeskCustomerPanel *self, GListModel *orders)
{
  g_return_if_fail (DESK_IS_CUSTOMER_PANEL (self));

  watch (self, &self->orders, orders, G_CALLBACK (on_orders_changed_cb));
  on_orders_changed_cb (self);
}

void
desk_customer_panel_set_entries (DeskCustomerPanel *self, GListModel *entries)
{
  g_return_if_fail (DESK_IS_CUSTOMER_PANEL (self));

  watch (self, &self->entries, entries, G_CALLBACK (on_entries_changed_cb));
  on_entries_changed_cb (self);
}
