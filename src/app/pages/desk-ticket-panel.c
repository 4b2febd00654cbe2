/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-ticket-panel.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/desk-format.h"
#include "app/dialogs/desk-customer-lists.h"
#include "app/pages/desk-ticket-moves.h"
#include "app/pages/desk-ticket-targets.h"
#include "app/widgets/desk-customer-panel.h"
#include "app/widgets/desk-pill.h"
#include "app/widgets/desk-source-icon.h"
#include "app/widgets/desk-timeline.h"

struct _DeskTicketPanel
{
  AdwBin parent_instance;

  DeskCustomerPanel *customer_panel;
  DeskTicketTargets *targets;
  GtkWidget *order_section;
  GtkLabel *order_sum;
  GtkLabel *order_number;
  DeskPill *order_status;
  GtkLabel *order_total;
  GtkLabel *order_placed;
  GtkWidget *items_well;
  GtkBox *items;
  GtkWidget *query_section;
  GtkButton *query_button;
  DeskSourceIcon *query_icon;
  GtkLabel *query_number;
  GtkLabel *query_summary;
  GtkLabel *kind_label;
  GtkBox *tags;
  GtkMenuButton *tag_button;
  GtkEntry *tag_entry;
  GtkWidget *resolution_section;
  DeskPill *resolution_type;
  GtkLabel *resolution_refund;
  GtkLabel *resolution_text;
  GtkLabel *resolution_by;
  GtkLabel *history_count;
  DeskTimeline *timeline;

  DeskSession *session;   /* owned */
  DeskTicket *ticket;     /* owned */
  DeskListModel *history; /* owned */
  char *customer_id;      /* whose panel is shown */
};

G_DEFINE_FINAL_TYPE (DeskTicketPanel, desk_ticket_panel, ADW_TYPE_BIN)

static void
remove_children (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static DeskEntity *
dup_entity (DeskTicketPanel *self, const DeskKind *kind, guint field)
{
  const char *id = desk_entity_get_string (self->ticket, field);

  return id != NULL ? desk_session_dup_entity (self->session, kind, id) : NULL;
}

/* --- customer --- */

static void
show_customer (DeskTicketPanel *self)
{
  const char *id = desk_entity_get_string (self->ticket, DESK_TICKET_CUSTOMER_ID);
  g_autoptr (DeskEntity) customer = NULL;
  g_autoptr (GListModel) orders = NULL;

  if (id != NULL && g_strcmp0 (id, self->customer_id) == 0)
    return;
  customer = dup_entity (self, &desk_customer_kind, DESK_TICKET_CUSTOMER_ID);
  g_free (self->customer_id);
  self->customer_id = customer != NULL ? g_strdup (id) : NULL;
  desk_customer_panel_set_customer (self->customer_panel, (DeskCustomer *) customer);
  if (customer == NULL)
    return;
  orders = desk_customer_lists_new_orders (self->session, id);
  desk_customer_panel_set_orders (self->customer_panel, orders);
}

/* --- order --- */

static gint64
add_items (DeskTicketPanel *self, GPtrArray *affected, const char *currency)
{
  gint64 sum = 0;

  for (guint i = 0; affected != NULL && i < affected->len; i++)
    {
      gpointer item = affected->pdata[i];
      gint64 quantity = desk_entity_get_integer (item, DESK_AFFECTED_ITEM_QUANTITY);
      gint64 price = quantity * desk_entity_get_money (item, DESK_AFFECTED_ITEM_UNIT_PRICE, NULL);
      g_autofree char *money = desk_format_money (price, currency);
      g_autofree char *count = g_strdup_printf ("%d", (int) quantity);
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
      GtkWidget *name = gtk_label_new (desk_entity_get_string (item, DESK_AFFECTED_ITEM_NAME));
      GtkWidget *total = gtk_label_new (money);

      sum += price;
      gtk_label_set_xalign (GTK_LABEL (name), 0);
      gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
      gtk_widget_set_hexpand (name, TRUE);
      gtk_label_set_xalign (GTK_LABEL (total), 1);
      gtk_widget_set_size_request (total, 60, -1);
      gtk_widget_add_css_class (row, "desk-dense");
      gtk_widget_add_css_class (row, "desk-number");
      gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name ("object-select-symbolic"));
      gtk_box_append (GTK_BOX (row), name);
      gtk_box_append (GTK_BOX (row), gtk_label_new (count));
      gtk_box_append (GTK_BOX (row), total);
      gtk_box_append (self->items, row);
    }
  return sum;
}

static void
show_order (DeskTicketPanel *self)
{
  g_autoptr (DeskEntity) order = dup_entity (self, &desk_order_kind, DESK_TICKET_ORDER_ID);
  GPtrArray *affected = desk_entity_get_items (self->ticket, DESK_TICKET_AFFECTED_ITEMS);
  guint n_affected = affected != NULL ? affected->len : 0;
  GPtrArray *all;
  const char *currency;
  gint64 total;
  g_autofree char *money = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *words = NULL;
  g_autofree char *day = NULL;

  remove_children (self->items);
  gtk_widget_set_visible (self->order_section, order != NULL);
  if (order == NULL)
    return;
  all = desk_entity_get_items (order, DESK_ORDER_ITEMS);
  total = desk_entity_get_money (order, DESK_ORDER_TOTAL, &currency);
  money = desk_format_money (total, currency);
  sum = desk_format_money (add_items (self, affected, currency), currency);
  day = desk_format_day (desk_entity_get_time (order, DESK_ORDER_PLACED_AT), 0);
  if (n_affected > 0)
    /* Translators: affected items, all items, their price: "2 of 9 items · ₹232" */
    words = g_strdup_printf (_ ("%u of %u items · %s"), n_affected, all != NULL ? all->len : 0, sum);
  else
    words = g_strdup_printf (ngettext ("%u item", "%u items", all != NULL ? all->len : 0), all != NULL ? all->len : 0);
  gtk_label_set_label (self->order_sum, words);
  gtk_label_set_label (self->order_number, desk_entity_get_string (order, DESK_ORDER_NUMBER));
  gtk_label_set_label (self->order_total, money);
  gtk_label_set_label (self->order_placed, day);
  desk_pill_set_order_status (self->order_status, desk_entity_get_enum (order, DESK_ORDER_STATUS));
  desk_pill_set (self->order_status, desk_pill_get_tone (self->order_status), NULL,
                 desk_pill_get_label (self->order_status));
  gtk_widget_set_visible (self->items_well, n_affected > 0);
}

/* --- the query it came from --- */

static void
show_query (DeskTicketPanel *self)
{
  g_autoptr (DeskEntity) query = dup_entity (self, &desk_query_kind, DESK_TICKET_QUERY_ID);
  const char *number;
  g_autofree char *summary = NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (self->query_section, query != NULL);
  if (query == NULL)
    return;
  number = desk_entity_get_string (query, DESK_QUERY_NUMBER);
  summary = desk_entry_dup_summary (query);
  name = g_strdup_printf (_ ("Open the original query %s, %s"), number != NULL ? number : "", summary);
  desk_source_icon_set_source (self->query_icon, desk_entity_get_enum (query, DESK_QUERY_SOURCE));
  gtk_label_set_label (self->query_number, number != NULL ? number : "");
  gtk_label_set_label (self->query_summary, summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->query_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
on_query_clicked_cb (DeskTicketPanel *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-query", "s",
                              desk_entity_get_string (self->ticket, DESK_TICKET_QUERY_ID));
}

/* --- tags --- */

static void
set_tags (DeskTicketPanel *self, const char *const *tags)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert_value (&arguments, "tags", g_variant_new_strv (tags, -1));
  desk_ticket_do (GTK_WIDGET (self), self->session, self->ticket, DESK_COMMAND_TICKET_UPDATE,
                  g_variant_dict_end (&arguments));
}

static void
on_tag_removed_cb (GtkButton *button, DeskTicketPanel *self)
{
  const char *const *tags = desk_entity_get_tags (self->ticket, DESK_TICKET_TAGS);
  const char *removed = g_object_get_data (G_OBJECT (button), "desk-tag");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) rest = NULL;

  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    if (!g_str_equal (tags[i], removed))
      g_strv_builder_add (builder, tags[i]);
  rest = g_strv_builder_end (builder);
  set_tags (self, (const char *const *) rest);
}

static void
on_tag_entered_cb (DeskTicketPanel *self)
{
  const char *const *tags = desk_entity_get_tags (self->ticket, DESK_TICKET_TAGS);
  g_autofree char *tag = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->tag_entry))));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  gtk_menu_button_popdown (self->tag_button);
  if (tag[0] == '\0' || (tags != NULL && g_strv_contains (tags, tag)))
    return;
  if (tags != NULL)
    g_strv_builder_addv (builder, (const char **) tags);
  g_strv_builder_add (builder, tag);
  all = g_strv_builder_end (builder);
  gtk_editable_set_text (GTK_EDITABLE (self->tag_entry), "");
  set_tags (self, (const char *const *) all);
}

static void
add_tag (DeskTicketPanel *self, const char *tag, gboolean may_edit)
{
  GtkWidget *pill = desk_pill_new_full (DESK_TONE_GREY, NULL, tag);
  GtkWidget *button;
  g_autofree char *name = g_strdup_printf (_ ("Remove the tag %s"), tag);

  gtk_box_append (self->tags, pill);
  if (!may_edit)
    return;
  button = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "chip-clear");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "desk-tag", g_strdup (tag), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_tag_removed_cb), self, 0);
  gtk_box_append (GTK_BOX (pill), button);
}

static void
show_tags (DeskTicketPanel *self)
{
  const char *const *tags = desk_entity_get_tags (self->ticket, DESK_TICKET_TAGS);
  const char *category = desk_entity_get_string (self->ticket, DESK_TICKET_CATEGORY);
  const char *issue_type = desk_entity_get_string (self->ticket, DESK_TICKET_ISSUE_TYPE);
  gboolean may_edit = desk_session_may_on_ticket (self->session, DESK_PERMISSION_TICKETS_EDIT, self->ticket);
  g_autofree char *kind = NULL;

  if (category != NULL && issue_type != NULL)
    kind = g_strdup_printf ("%s · %s", category, issue_type);
  gtk_label_set_label (self->kind_label, kind != NULL ? kind : category != NULL ? category : "");
  remove_children (self->tags);
  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    add_tag (self, tags[i], may_edit);
  gtk_widget_set_visible (GTK_WIDGET (self->tag_button), may_edit);
}

/* --- how it ended --- */

static void
show_resolution (DeskTicketPanel *self)
{
  DeskResolutionType type = desk_entity_get_enum (self->ticket, DESK_TICKET_RESOLUTION_TYPE);
  const char *text = desk_entity_get_string (self->ticket, DESK_TICKET_RESOLUTION);
  const char *who = desk_session_get_name (self->session, &desk_agent_kind,
                                           desk_entity_get_string (self->ticket, DESK_TICKET_RESOLVED_BY));
  const char *currency;
  gint64 refund = desk_entity_get_money (self->ticket, DESK_TICKET_REFUND, &currency);
  gint64 resolved_at = desk_entity_get_time (self->ticket, DESK_TICKET_RESOLVED_AT);
  gboolean is_resolved = type != DESK_RESOLUTION_TYPE_UNKNOWN;
  g_autofree char *money = NULL;
  g_autofree char *when = NULL;
  g_autofree char *by = NULL;

  gtk_widget_set_visible (self->resolution_section, is_resolved);
  if (!is_resolved)
    return;
  money = refund > 0 ? desk_format_money (refund, currency) : NULL;
  when = resolved_at != 0 ? desk_format_when (resolved_at, 0) : NULL;
  by = when != NULL && who[0] != '\0' ? g_strdup_printf ("%s · %s", who, when) : g_strdup (when != NULL ? when : who);
  desk_pill_set (self->resolution_type, DESK_TONE_GREEN, NULL, desk_enum_label (&desk_resolution_type_enum, type));
  gtk_label_set_label (self->resolution_refund, money != NULL ? money : "");
  gtk_label_set_label (self->resolution_text, text != NULL ? text : "");
  gtk_label_set_label (self->resolution_by, by);
}

/* --- history --- */

static const char *
name_of (const char *id, gpointer user_data)
{
  DeskTicketPanel *self = user_data;
  const DeskKind *const kinds[] = { &desk_agent_kind, &desk_department_kind, &desk_customer_kind };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *name = desk_session_get_name (self->session, kinds[i], id);

      if (name != NULL && name[0] != '\0')
        return name;
    }
  return NULL;
}

static void
update_history_count (DeskTicketPanel *self)
{
  g_autofree char *count = desk_format_count (g_list_model_get_n_items (G_LIST_MODEL (self->history)));

  gtk_label_set_label (self->history_count, count);
}

static void
show_history (DeskTicketPanel *self)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_history_kind);
  const char *query_id = desk_entity_get_string (self->ticket, DESK_TICKET_QUERY_ID);

  desk_list_spec_add_text (spec, DESK_HISTORY_ENTITY_ID, desk_entity_get_id (DESK_ENTITY (self->ticket)));
  if (query_id != NULL)
    desk_list_spec_add_text (spec, DESK_HISTORY_ENTITY_ID, query_id);
  desk_list_spec_set_sort (spec, DESK_HISTORY_AT, TRUE);
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_func (self->history, update_history_count, self);
  g_clear_object (&self->history);
  self->history = desk_session_list (self->session, spec);
  g_signal_connect_object (self->history, "items-changed", G_CALLBACK (update_history_count), self, G_CONNECT_SWAPPED);
  desk_timeline_set_model (self->timeline, G_LIST_MODEL (self->history));
  update_history_count (self);
}

static void
update (DeskTicketPanel *self)
{
  if (self->ticket == NULL)
    return;
  show_customer (self);
  show_order (self);
  show_query (self);
  show_tags (self);
  show_resolution (self);
}

static void
on_customer_activated_cb (DeskTicketPanel *self)
{
  if (self->customer_id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-customer", "s", self->customer_id);
}

static void
desk_ticket_panel_dispose (GObject *object)
{
  DeskTicketPanel *self = DESK_TICKET_PANEL (object);

  if (self->ticket != NULL)
    g_signal_handlers_disconnect_by_func (self->ticket, update, self);
  g_clear_object (&self->ticket);
  g_clear_object (&self->history);
  g_clear_object (&self->session);
  g_clear_pointer (&self->customer_id, g_free);
  G_OBJECT_CLASS (desk_ticket_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, customer_panel);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, targets);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, order_section);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, order_sum);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, order_number);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, order_status);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, order_total);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, order_placed);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, items_well);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, items);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, query_section);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, query_button);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, query_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, query_number);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, query_summary);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, kind_label);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, tags);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, tag_button);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, tag_entry);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, resolution_section);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, resolution_type);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, resolution_refund);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, resolution_text);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, resolution_by);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, history_count);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPanel, timeline);
  gtk_widget_class_bind_template_callback (widget_class, on_query_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_tag_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_customer_activated_cb);
}

static void
desk_ticket_panel_class_init (DeskTicketPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_ticket_panel_dispose;
  g_type_ensure (DESK_TYPE_CUSTOMER_PANEL);
  g_type_ensure (DESK_TYPE_TICKET_TARGETS);
  g_type_ensure (DESK_TYPE_PILL);
  g_type_ensure (DESK_TYPE_SOURCE_ICON);
  g_type_ensure (DESK_TYPE_TIMELINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-ticket-panel.ui");
  bind_children (widget_class);
}

static void
desk_ticket_panel_init (DeskTicketPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  desk_timeline_set_name_func (self->timeline, name_of, self, NULL);
}

void
desk_ticket_panel_set_session (DeskTicketPanel *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_TICKET_PANEL (self) && self->session == NULL);

  self->session = g_object_ref (session);
}

/**
 * desk_ticket_panel_set_ticket:
 * @self: a panel
 * @ticket: (nullable): what it tells of
 */
void
desk_ticket_panel_set_ticket (DeskTicketPanel *self, DeskTicket *ticket)
{
  g_return_if_fail (DESK_IS_TICKET_PANEL (self) && self->session != NULL);

  if (self->ticket == ticket)
    return;
  if (self->ticket != NULL)
    g_signal_handlers_disconnect_by_func (self->ticket, update, self);
  g_set_object (&self->ticket, ticket);
  desk_ticket_targets_set_ticket (self->targets, ticket, desk_session_get_preset (self->session));
  if (ticket == NULL)
    return;
  g_signal_connect_swapped (ticket, "notify", G_CALLBACK (update), self);
  update (self);
  show_history (self);
}

/**
 * desk_ticket_panel_add_tag:
 * @self: a panel
 *
 * Opens the entry for one more tag.
 */
void
desk_ticket_panel_add_tag (DeskTicketPanel *self)
{
  g_return_if_fail (DESK_IS_TICKET_PANEL (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self->tag_button)))
    gtk_menu_button_popup (self->tag_button);
}
