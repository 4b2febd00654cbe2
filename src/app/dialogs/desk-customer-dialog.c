/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-customer-dialog.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/dialogs/desk-add-query-dialog.h"
#include "app/dialogs/desk-customer-lists.h"
#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-pill.h"
#include "app/widgets/desk-source-icon.h"

/* Rows of each list before "All 15" is pressed. */
#define SHORT_LIST 4

struct _DeskCustomerDialog
{
  DeskDialog parent_instance;

  DeskAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *since_label;
  GtkBox *pills;
  GtkGrid *contacts;
  GtkLabel *orders_number;
  GtkLabel *orders_caption;
  GtkLabel *spent_number;
  GtkLabel *last_number;
  GtkLabel *last_caption;
  GtkLabel *refunded_number;
  GtkLabel *refunded_caption;
  GtkButton *all_orders_button;
  GtkListBox *orders_list;
  GtkWidget *no_orders;
  GtkButton *all_entries_button;
  GtkListBox *entries_list;
  GtkWidget *no_entries;

  DeskSession *session;   /* owned */
  DeskCustomer *customer; /* owned */
  GListModel *orders;     /* owned */
  GListModel *entries;    /* owned */
  GtkSliceListModel *shown_orders;
  GtkSliceListModel *shown_entries;
  guint n_contacts;
};

G_DEFINE_FINAL_TYPE (DeskCustomerDialog, desk_customer_dialog, DESK_TYPE_DIALOG)

static GtkWidget *
make_label (const char *text, const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* Icon, two lines, a pill, and perhaps two lines at the end. */
static GtkWidget *
make_row (GtkWidget *icon, const char *title, const char *subtitle, GtkWidget *pill)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *first = make_label (title, "desk-dense", 0);
  GtkWidget *second = make_label (subtitle, "desk-caption", 0);

  gtk_widget_add_css_class (second, "dim-label");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), first);
  gtk_box_append (GTK_BOX (lines), second);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), pill);
  return box;
}

static GtkWidget *
wrap_row (GtkWidget *box, const char *name, gboolean activatable)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), activatable);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

/* "9 items, Tomato hybrid 1 kg, ..." */
static char *
describe_items (DeskOrder *order)
{
  GPtrArray *items = desk_entity_get_items (order, DESK_ORDER_ITEMS);
  g_autoptr (GString) words = g_string_new (NULL);
  gint64 count = 0;

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      g_string_append_printf (words, ", %s", desk_entity_get_string (items->pdata[i], DESK_ORDER_ITEM_NAME));
      count += desk_entity_get_integer (items->pdata[i], DESK_ORDER_ITEM_QUANTITY);
    }
  if (count == 0)
    return g_strdup (_ ("no items"));
  return g_strdup_printf (ngettext ("%d item%s", "%d items%s", count), (int) count, words->str);
}

static GtkWidget *
make_order_row (gpointer item, gpointer user_data)
{
  DeskOrder *order = item;
  const char *number = desk_entity_get_string (order, DESK_ORDER_NUMBER);
  const char *currency;
  gint64 total = desk_entity_get_money (order, DESK_ORDER_TOTAL, &currency);
  g_autofree char *money = desk_format_money (total, currency);
  g_autofree char *day = desk_format_day (desk_entity_get_time (order, DESK_ORDER_PLACED_AT), 0);
  g_autofree char *items = describe_items (order);
  g_autofree char *name = NULL;
  GtkWidget *icon = gtk_image_new_from_icon_name ("desk-box-symbolic");
  GtkWidget *pill = desk_pill_new ();
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *amount = make_label (money, "desk-dense", 1);
  GtkWidget *date = make_label (day, "desk-caption", 1);
  GtkWidget *box;

  desk_pill_set_order_status (DESK_PILL (pill), desk_entity_get_enum (order, DESK_ORDER_STATUS));
  desk_pill_set (DESK_PILL (pill), desk_pill_get_tone (DESK_PILL (pill)), NULL, desk_pill_get_label (DESK_PILL (pill)));
  box = make_row (icon, number, items, pill);
  gtk_widget_add_css_class (gtk_widget_get_first_child (gtk_widget_get_next_sibling (icon)), "desk-strong");
  gtk_widget_set_size_request (lines, 74, -1);
  gtk_widget_add_css_class (amount, "desk-strong");
  gtk_widget_add_css_class (amount, "desk-number");
  gtk_widget_add_css_class (date, "dim-label");
  gtk_box_append (GTK_BOX (lines), amount);
  gtk_box_append (GTK_BOX (lines), date);
  gtk_box_append (GTK_BOX (box), lines);
  name = g_strdup_printf ("%s, %s, %s, %s, %s", number, desk_pill_get_label (DESK_PILL (pill)), money, day, items);
  return wrap_row (box, name, FALSE);
}

static GtkWidget *
make_entry_row (gpointer item, gpointer user_data)
{
  DeskEntity *entry = item;
  gboolean is_ticket = DESK_IS_TICKET (entry);
  const char *number = desk_entity_get_string (entry, is_ticket ? (guint) DESK_TICKET_NUMBER : DESK_QUERY_NUMBER);
  g_autofree char *title = desk_entry_dup_summary (entry);
  g_autofree char *day = desk_format_day (desk_entity_get_time (entry, DESK_ENTITY_CREATED_AT), 0);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", number != NULL ? number : _ ("new"), day);
  g_autofree char *name = NULL;
  GtkWidget *pill = desk_pill_new ();
  GtkWidget *icon = is_ticket ? gtk_image_new_from_icon_name ("desk-ticket-symbolic")
                              : desk_source_icon_new (desk_entity_get_enum (entry, DESK_QUERY_SOURCE));
  GtkWidget *row;

  if (is_ticket)
    desk_pill_set_ticket_status (DESK_PILL (pill), desk_entity_get_enum (entry, DESK_TICKET_STATUS));
  else
    desk_pill_set_query_status (DESK_PILL (pill), desk_entity_get_enum (entry, DESK_QUERY_STATUS));
  desk_pill_set (DESK_PILL (pill), desk_pill_get_tone (DESK_PILL (pill)), NULL, desk_pill_get_label (DESK_PILL (pill)));
  name = g_strdup_printf ("%s, %s, %s", title, subtitle, desk_pill_get_label (DESK_PILL (pill)));
  row = wrap_row (make_row (icon, title, subtitle, pill), name, TRUE);
  g_object_set_data_full (G_OBJECT (row), "desk-entry", g_object_ref (entry), g_object_unref);
  return row;
}

/* --- contact --- */

static void
on_copy_clicked_cb (GtkButton *button, gpointer user_data)
{
  DeskDialog *dialog = DESK_DIALOG (gtk_widget_get_root (GTK_WIDGET (button)));
  const char *text = g_object_get_data (G_OBJECT (button), "desk-text");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
  desk_dialog_toast (dialog, _ ("Copied"));
}

static void
add_contact (DeskCustomerDialog *self, const char *icon_name, const char *what, const char *shown, const char *copied)
{
  GtkWidget *box, *icon, *button;
  g_autofree char *name = NULL;

  if (shown == NULL || shown[0] == '\0')
    return;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  icon = gtk_image_new_from_icon_name (icon_name);
  button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  name = g_strdup_printf (_ ("Copy %s"), what);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_widget_set_tooltip_text (icon, what);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), make_label (shown, "desk-dense", 0));
  gtk_widget_set_hexpand (gtk_widget_get_last_child (box), TRUE);
  gtk_widget_set_tooltip_text (gtk_widget_get_last_child (box), shown);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "desk-mini");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "desk-text", g_strdup (copied), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_copy_clicked_cb), NULL);
  gtk_box_append (GTK_BOX (box), button);
  gtk_grid_attach (self->contacts, box, self->n_contacts % 2, self->n_contacts / 2, 1, 1);
  self->n_contacts++;
}

static const char *
find_whatsapp (DeskCustomerDialog *self)
{
  GPtrArray *identities = desk_entity_get_items (self->customer, DESK_CUSTOMER_IDENTITIES);

  for (guint i = 0; identities != NULL && i < identities->len; i++)
    if (desk_entity_get_enum (identities->pdata[i], DESK_IDENTITY_CHANNEL) == DESK_QUERY_SOURCE_WHATSAPP)
      return desk_entity_get_string (identities->pdata[i], DESK_IDENTITY_VALUE);
  return NULL;
}

static void
show_contacts (DeskCustomerDialog *self)
{
  GtkWidget *child;
  const char *mobile = desk_entity_get_string (self->customer, DESK_CUSTOMER_MOBILE);
  const char *email = desk_entity_get_string (self->customer, DESK_CUSTOMER_EMAIL);
  const char *address = desk_entity_get_string (self->customer, DESK_CUSTOMER_ADDRESS);
  const char *whatsapp = find_whatsapp (self);
  g_autofree char *phone = mobile != NULL ? desk_format_phone (mobile) : NULL;
  g_autofree char *whatsapp_phone = whatsapp != NULL ? desk_format_phone (whatsapp) : NULL;
  g_autofree char *line = address != NULL ? g_strdelimit (g_strdup (address), "\n\r", ' ') : NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->contacts))) != NULL)
    gtk_grid_remove (self->contacts, child);
  self->n_contacts = 0;
  add_contact (self, "call-start-symbolic", _ ("Mobile number"), phone, mobile);
  add_contact (self, "desk-whatsapp-symbolic", _ ("WhatsApp"), whatsapp_phone, whatsapp);
  add_contact (self, "desk-mail-symbolic", _ ("E-mail"), email, email);
  add_contact (self, "mark-location-symbolic", _ ("Address"), line, address);
}

/* --- sums --- */

static void
add_pill (DeskCustomerDialog *self, DeskTone tone, const char *label)
{
  gtk_box_append (self->pills, desk_pill_new_full (tone, NULL, label));
}

static void
show_sums (DeskCustomerDialog *self)
{
  DeskCustomerSummary sums = { 0 };
  DeskPreset *preset = desk_session_get_preset (self->session);
  const char *currency = preset != NULL ? desk_preset_get_currency (preset) : NULL;
  g_autofree char *orders = NULL;
  g_autofree char *spent = NULL;
  g_autofree char *last = NULL;
  g_autofree char *refunded = NULL;
  g_autofree char *times = NULL;

  desk_session_get_customer_summary (self->session, desk_entity_get_id (DESK_ENTITY (self->customer)), &sums);
  orders = desk_format_count (sums.n_orders);
  spent = desk_format_money (sums.spent, currency);
  refunded = desk_format_money (sums.refunded, currency);
  times = g_strdup_printf (ngettext ("refunded, %u time", "refunded, %u times", sums.n_refunds), sums.n_refunds);
  last = sums.last_order_at != 0 ? desk_format_since (sums.last_order_at, 0) : g_strdup ("–");
  gtk_label_set_label (self->orders_number, orders);
  gtk_label_set_label (self->orders_caption, ngettext ("order", "orders", sums.n_orders));
  gtk_label_set_label (self->spent_number, spent);
  gtk_label_set_label (self->last_number, last);
  gtk_label_set_label (self->last_caption, desk_same_day (sums.last_order_at, g_get_real_time ())
                                               ? _ ("last order")
                                               : _ ("since last order"));
  gtk_label_set_label (self->refunded_number, refunded);
  gtk_label_set_label (self->refunded_caption, times);

  while (gtk_widget_get_first_child (GTK_WIDGET (self->pills)) != NULL)
    gtk_box_remove (self->pills, gtk_widget_get_first_child (GTK_WIDGET (self->pills)));
  if (desk_entity_get_enum (self->customer, DESK_CUSTOMER_KIND) == DESK_CUSTOMER_KIND_PROVIDER)
    add_pill (self, DESK_TONE_GREY, desk_enum_label (&desk_customer_kind_enum, DESK_CUSTOMER_KIND_PROVIDER));
  if (sums.n_orders > 1)
    add_pill (self, DESK_TONE_GREEN, _ ("Repeat buyer"));
}

static void
show_customer (DeskCustomerDialog *self)
{
  const char *name = desk_entity_get_string (self->customer, DESK_CUSTOMER_NAME);
  const char *language = desk_entity_get_string (self->customer, DESK_CUSTOMER_LANGUAGE);
  g_autofree char *month = desk_format_month (desk_entity_get_time (self->customer, DESK_ENTITY_CREATED_AT));
  g_autofree char *since = g_strdup_printf (_ ("Customer since %s"), month);
  g_autofree char *line = language != NULL ? g_strdup_printf ("%s · %s", since, language) : NULL;

  desk_avatar_set_name (self->avatar, name);
  gtk_label_set_label (self->name_label, name != NULL ? name : "");
  gtk_label_set_label (self->since_label, line != NULL ? line : since);
  show_contacts (self);
  show_sums (self);
}

static void
update_counts (DeskCustomerDialog *self)
{
  guint n_orders = g_list_model_get_n_items (self->orders);
  guint n_entries = g_list_model_get_n_items (self->entries);
  guint n_tickets = 0;
  g_autofree char *orders = NULL;
  g_autofree char *queries = NULL;
  g_autofree char *tickets = NULL;
  g_autofree char *entries = NULL;

  for (guint i = 0; i < n_entries; i++)
    {
      g_autoptr (DeskEntity) entry = g_list_model_get_item (self->entries, i);

      n_tickets += DESK_IS_TICKET (entry);
    }
  orders = g_strdup_printf (_ ("All %u"), n_orders);
  queries = g_strdup_printf (ngettext ("%u query", "%u queries", n_entries - n_tickets), n_entries - n_tickets);
  tickets = g_strdup_printf (ngettext ("%u ticket", "%u tickets", n_tickets), n_tickets);
  /* Translators: "3 queries, 1 ticket" */
  entries = g_strdup_printf (_ ("%s, %s"), queries, tickets);
  gtk_button_set_label (self->all_orders_button, orders);
  gtk_widget_set_visible (GTK_WIDGET (self->all_orders_button), n_orders > SHORT_LIST);
  gtk_widget_set_visible (self->no_orders, n_orders == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->orders_list), n_orders > 0);
  gtk_button_set_label (self->all_entries_button, entries);
  gtk_widget_set_sensitive (GTK_WIDGET (self->all_entries_button), n_entries > SHORT_LIST);
  gtk_widget_set_visible (self->no_entries, n_entries == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->entries_list), n_entries > 0);
}

static void
toggle (GtkSliceListModel *model)
{
  gboolean is_short = gtk_slice_list_model_get_size (model) == SHORT_LIST;

  gtk_slice_list_model_set_size (model, is_short ? G_MAXUINT : SHORT_LIST);
}

static void
on_all_orders_clicked_cb (DeskCustomerDialog *self)
{
  toggle (self->shown_orders);
}

static void
on_all_entries_clicked_cb (DeskCustomerDialog *self)
{
  toggle (self->shown_entries);
}

static void
on_entry_activated_cb (DeskCustomerDialog *self, GtkListBoxRow *row)
{
  DeskEntity *entry = g_object_get_data (G_OBJECT (row), "desk-entry");
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *id = g_strdup (desk_entity_get_id (entry));
  gboolean is_ticket = DESK_IS_TICKET (entry);

  gtk_window_close (GTK_WINDOW (self));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), is_ticket ? "win.open-ticket" : "win.open-query", "s", id);
}

static void
on_new_query_clicked_cb (DeskCustomerDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (DeskCustomer) customer = g_object_ref (self->customer);
  g_autoptr (DeskSession) session = g_object_ref (self->session);

  gtk_window_close (GTK_WINDOW (self));
  desk_add_query_dialog_present (parent, session, customer);
}

static void
desk_customer_dialog_dispose (GObject *object)
{
  DeskCustomerDialog *self = DESK_CUSTOMER_DIALOG (object);

  g_clear_object (&self->shown_orders);
  g_clear_object (&self->shown_entries);
  g_clear_object (&self->orders);
  g_clear_object (&self->entries);
  g_clear_object (&self->customer);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_customer_dialog_parent_class)->dispose (object);
}

static void
desk_customer_dialog_class_init (DeskCustomerDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_customer_dialog_dispose;

  g_type_ensure (DESK_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/dialogs/desk-customer-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, since_label);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, pills);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, contacts);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, orders_number);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, orders_caption);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, spent_number);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, last_number);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, last_caption);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, refunded_number);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, refunded_caption);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, all_orders_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, orders_list);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, no_orders);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, all_entries_button);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, entries_list);
  gtk_widget_class_bind_template_child (widget_class, DeskCustomerDialog, no_entries);
  gtk_widget_class_bind_template_callback (widget_class, on_all_orders_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_all_entries_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_new_query_clicked_cb);
}

static void
desk_customer_dialog_init (DeskCustomerDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_customer_dialog_present:
 * @parent: the window
 * @session: whose desk
 * @customer: who
 *
 * Returns: (transfer none): the dialog, shown
 */
GtkWindow *
desk_customer_dialog_present (GtkWindow *parent, DeskSession *session, DeskCustomer *customer)
{
  DeskCustomerDialog *self = g_object_new (DESK_TYPE_CUSTOMER_DIALOG, NULL);
  const char *id = desk_entity_get_id (DESK_ENTITY (customer));

  self->session = g_object_ref (session);
  self->customer = g_object_ref (customer);
  self->orders = desk_customer_lists_new_orders (session, id);
  self->entries = desk_customer_lists_new_entries (session, id);
  self->shown_orders = gtk_slice_list_model_new (g_object_ref (self->orders), 0, SHORT_LIST);
  self->shown_entries = gtk_slice_list_model_new (g_object_ref (self->entries), 0, SHORT_LIST);
  gtk_list_box_bind_model (self->orders_list, G_LIST_MODEL (self->shown_orders), make_order_row, self, NULL);
  gtk_list_box_bind_model (self->entries_list, G_LIST_MODEL (self->shown_entries), make_entry_row, self, NULL);
  g_signal_connect_object (self->orders, "items-changed", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entries, "items-changed", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (customer, "notify", G_CALLBACK (show_customer), self, G_CONNECT_SWAPPED);
  show_customer (self);
  update_counts (self);
  desk_dialog_present_over (DESK_DIALOG (self), parent);
  return GTK_WINDOW (self);
}
