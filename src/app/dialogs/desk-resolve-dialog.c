/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-resolve-dialog.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/dialogs/desk-choices.h"
#include "app/widgets/desk-choice-cards.h"
#include "app/widgets/desk-text-card.h"
#include "core/desk-error.h"
#include "core/desk-workflow.h"

/* So many lines fit without scrolling. */
#define FEW_ITEMS 5

struct _DeskResolveDialog
{
  DeskDialog parent_instance;

  DeskChoiceCards *type_cards;
  GtkBox *items_box;
  GtkWidget *refund_list;
  AdwEntryRow *refund_row;
  GtkLabel *symbol_label;
  GtkLabel *limit_label;
  DeskTextCard *notes_card;
  AdwActionRow *tell_row;
  GtkSwitch *tell_switch;

  DeskSession *session; /* owned */
  DeskTicket *ticket;   /* owned */
  DeskOrder *order;     /* owned, or NULL */
  const char *currency; /* interned */
  gint64 limit;         /* minor units: the order's total; 0 when there is none */
};

G_DEFINE_FINAL_TYPE (DeskResolveDialog, desk_resolve_dialog, DESK_TYPE_DIALOG)

static DeskResolutionType
get_resolution_type (DeskResolveDialog *self)
{
  return desk_enum_from_wire (&desk_resolution_type_enum, desk_choice_cards_get_chosen_id (self->type_cards));
}

/* --- the items: what is ticked adds up to the refund --- */

static gint64
get_line_price (gpointer item)
{
  gboolean is_affected = DESK_IS_AFFECTED_ITEM (item);
  gint64 price =
      desk_entity_get_money (item, is_affected ? (guint) DESK_AFFECTED_ITEM_UNIT_PRICE : DESK_ORDER_ITEM_UNIT_PRICE,
                             NULL);
  gint64 quantity =
      desk_entity_get_integer (item, is_affected ? (guint) DESK_AFFECTED_ITEM_QUANTITY : DESK_ORDER_ITEM_QUANTITY);

  return price * quantity;
}

static gint64
sum_checked (DeskResolveDialog *self)
{
  gint64 sum = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->items_box)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      gpointer item = g_object_get_data (G_OBJECT (row), "desk-item");

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (gtk_widget_get_first_child (row))))
        sum += get_line_price (item);
    }
  return self->limit > 0 ? MIN (sum, self->limit) : sum;
}

static void
set_amount (DeskResolveDialog *self, gint64 amount)
{
  g_autofree char *text = amount > 0 ? desk_format_money_plain (amount, self->currency) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (self->refund_row), text);
}

static void
update_amount (DeskResolveDialog *self)
{
  if (get_resolution_type (self) == DESK_RESOLUTION_TYPE_FULL_REFUND)
    set_amount (self, self->limit);
  else
    set_amount (self, sum_checked (self));
}

static void
on_item_toggled_cb (DeskResolveDialog *self)
{
  if (get_resolution_type (self) == DESK_RESOLUTION_TYPE_PARTIAL_REFUND)
    update_amount (self);
}

static void
add_item (DeskResolveDialog *self, gpointer item, gboolean checked)
{
  gboolean is_affected = DESK_IS_AFFECTED_ITEM (item);
  const char *name =
      desk_entity_get_string (item, is_affected ? (guint) DESK_AFFECTED_ITEM_NAME : DESK_ORDER_ITEM_NAME);
  gint64 price =
      desk_entity_get_money (item, is_affected ? (guint) DESK_AFFECTED_ITEM_UNIT_PRICE : DESK_ORDER_ITEM_UNIT_PRICE,
                             NULL);
  gint64 quantity =
      desk_entity_get_integer (item, is_affected ? (guint) DESK_AFFECTED_ITEM_QUANTITY : DESK_ORDER_ITEM_QUANTITY);
  g_autofree char *unit = desk_format_money (price, self->currency);
  g_autofree char *sum = desk_format_money (price * quantity, self->currency);
  g_autofree char *each = g_strdup_printf ("%" G_GINT64_FORMAT " × %s", quantity, unit);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *check = gtk_check_button_new_with_label (name);
  GtkWidget *each_label = gtk_label_new (each);
  GtkWidget *sum_label = gtk_label_new (sum);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), checked);
  gtk_widget_set_hexpand (check, TRUE);
  gtk_widget_add_css_class (row, "desk-dense");
  gtk_widget_add_css_class (row, "desk-number");
  gtk_widget_add_css_class (each_label, "dim-label");
  gtk_widget_set_size_request (sum_label, 62, -1);
  gtk_label_set_xalign (GTK_LABEL (sum_label), 1);
  gtk_box_append (GTK_BOX (row), check);
  gtk_box_append (GTK_BOX (row), each_label);
  gtk_box_append (GTK_BOX (row), sum_label);
  g_object_set_data_full (G_OBJECT (row), "desk-item", g_object_ref (item), g_object_unref);
  gtk_box_append (self->items_box, row);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_item_toggled_cb), self, G_CONNECT_SWAPPED);
}

static GtkScrolledWindow *
get_items_window (DeskResolveDialog *self)
{
  return GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (self->items_box), GTK_TYPE_SCROLLED_WINDOW));
}

/* What the ticket says was affected is ticked; without that all items of the order are offered. */
static void
fill_items (DeskResolveDialog *self)
{
  GPtrArray *affected = desk_entity_get_items (self->ticket, DESK_TICKET_AFFECTED_ITEMS);
  GPtrArray *items = self->order != NULL ? desk_entity_get_items (self->order, DESK_ORDER_ITEMS) : NULL;

  if (affected != NULL && affected->len > 0)
    for (guint i = 0; i < affected->len; i++)
      add_item (self, affected->pdata[i], TRUE);
  else
    for (guint i = 0; items != NULL && i < items->len; i++)
      add_item (self, items->pdata[i], FALSE);
  /* A scroll bar that is never needed would still ask for its height. */
  if (MAX (affected != NULL ? affected->len : 0, items != NULL ? items->len : 0) <= FEW_ITEMS)
    gtk_scrolled_window_set_policy (get_items_window (self), GTK_POLICY_NEVER, GTK_POLICY_NEVER);
}

/* --- kinds of resolution --- */

static void
on_type_changed_cb (DeskResolveDialog *self)
{
  DeskResolutionType type = get_resolution_type (self);
  gboolean is_refund = desk_resolution_type_is_refund (type);
  gboolean has_items = gtk_widget_get_first_child (GTK_WIDGET (self->items_box)) != NULL;

  if (self->session == NULL)
    return;
  gtk_widget_set_visible (self->refund_list, is_refund);
  gtk_widget_set_visible (GTK_WIDGET (get_items_window (self)),
                          has_items && type == DESK_RESOLUTION_TYPE_PARTIAL_REFUND);
  gtk_editable_set_editable (GTK_EDITABLE (self->refund_row),
                             type != DESK_RESOLUTION_TYPE_FULL_REFUND || self->limit == 0);
  desk_dialog_clear_errors (DESK_DIALOG (self));
  if (is_refund)
    update_amount (self);
}

static void
fill_types (DeskResolveDialog *self)
{
  g_autofree char *total = self->limit > 0 ? desk_format_money (self->limit, self->currency) : NULL;
  const struct
  {
    DeskResolutionType type;
    const char *detail;
    const char *icon_name;
  } types[] = {
    { DESK_RESOLUTION_TYPE_FULL_REFUND, total != NULL ? total : _ ("all of it"), "desk-refund-symbolic" },
    { DESK_RESOLUTION_TYPE_PARTIAL_REFUND, _ ("affected items"), "desk-refund-symbolic" },
    { DESK_RESOLUTION_TYPE_REPLACEMENT, _ ("send again"), "desk-box-symbolic" },
    { DESK_RESOLUTION_TYPE_STORE_CREDIT, _ ("to spend later"), "desk-ticket-symbolic" },
    { DESK_RESOLUTION_TYPE_NO_ACTION, _ ("nothing owed"), "object-select-symbolic" },
    { DESK_RESOLUTION_TYPE_OTHER, _ ("explain below"), "view-more-horizontal-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const char *label =
          desk_preset_get_label (desk_session_get_preset (self->session), &desk_resolution_type_enum, types[i].type);
      g_autoptr (DeskChoice) choice = desk_choice_new (desk_enum_to_wire (&desk_resolution_type_enum, types[i].type),
                                                       label, types[i].detail, types[i].icon_name, DESK_TONE_NONE);

      desk_choice_cards_add (self->type_cards, choice);
    }
}

static void
fill_tell (DeskResolveDialog *self)
{
  g_autoptr (DeskEntity) query = NULL;
  g_autofree char *words = NULL;
  const char *query_id = desk_entity_get_string (self->ticket, DESK_TICKET_QUERY_ID);
  gboolean may_reply = desk_session_may_on_ticket (self->session, DESK_PERMISSION_TICKETS_REPLY, self->ticket);

  if (query_id != NULL)
    query = desk_session_dup_entity (self->session, &desk_query_kind, query_id);
  if (query != NULL)
    /* Translators: %s is a channel: "By WhatsApp, with the notes as a reply" */
    words =
        g_strdup_printf (_ ("By %s, with the notes as a reply"),
                         desk_enum_label (&desk_query_source_enum, desk_entity_get_enum (query, DESK_QUERY_SOURCE)));
  adw_action_row_set_subtitle (self->tell_row, words != NULL ? words : _ ("With the notes as a reply"));
  gtk_switch_set_active (self->tell_switch, may_reply);
  gtk_widget_set_sensitive (GTK_WIDGET (self->tell_row), may_reply);
}

/* --- resolving --- */

static gboolean
read_amount (DeskResolveDialog *self, gint64 *amount, GError **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->refund_row));
  g_autofree char *limit = desk_format_money (self->limit, self->currency);

  if (!desk_parse_money (text, self->currency, amount))
    desk_error_add_field (error, "refund", "%s", _ ("Not an amount, as 232.00"));
  else if (*amount <= 0)
    desk_error_add_field (error, "refund", "%s", _ ("More than zero"));
  else if (self->limit > 0 && *amount > self->limit)
    desk_error_add_field (error, "refund", _ ("Not above the order's %s"), limit);
  else
    return TRUE;
  return FALSE;
}

static GVariant *
make_arguments (DeskResolveDialog *self, const char *notes, GError **error)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  DeskResolutionType type = get_resolution_type (self);
  gboolean valid = TRUE;
  gint64 amount = 0;

  if (type == DESK_RESOLUTION_TYPE_UNKNOWN)
    {
      desk_error_add_field (error, "resolution_type", "%s", _ ("Choose how it ends"));
      valid = FALSE;
    }
  if (desk_resolution_type_is_refund (type) && !read_amount (self, &amount, error))
    valid = FALSE;
  if (notes[0] == '\0')
    {
      desk_error_add_field (error, "resolution", "%s", _ ("Required: say what was done"));
      valid = FALSE;
    }
  if (!valid)
    return NULL;
  g_variant_dict_insert (&arguments, "resolution_type", "s", desk_enum_to_wire (&desk_resolution_type_enum, type));
  g_variant_dict_insert (&arguments, "resolution", "s", notes);
  if (amount > 0)
    g_variant_dict_insert (&arguments, "refund", "(xs)", amount, self->currency);
  return g_variant_dict_end (&arguments);
}

static void
tell_customer (DeskResolveDialog *self, const char *notes)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;

  g_variant_dict_insert (&arguments, "body", "s", notes);
  g_variant_dict_insert (&arguments, "is_internal", "b", FALSE);
  command = desk_session_do (self->session, DESK_COMMAND_TICKET_REPLY, desk_entity_get_id (DESK_ENTITY (self->ticket)),
                             g_variant_dict_end (&arguments), NULL, &error);
  if (command == NULL)
    desk_dialog_toast (DESK_DIALOG (self), error->message);
}

static gboolean
desk_resolve_dialog_accept (DeskDialog *dialog)
{
  DeskResolveDialog *self = DESK_RESOLVE_DIALOG (dialog);
  g_autofree char *notes = g_strstrip (g_strdup (desk_text_card_get_text (self->notes_card)));
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;
  g_autofree char *words = NULL;
  GVariant *arguments = make_arguments (self, notes, &error);

  if (arguments != NULL)
    command = desk_session_do (self->session, DESK_COMMAND_TICKET_RESOLVE,
                               desk_entity_get_id (DESK_ENTITY (self->ticket)), arguments, NULL, &error);
  if (command == NULL)
    {
      desk_dialog_show_error (dialog, error);
      return FALSE;
    }
  words = g_strdup_printf (_ ("%s resolved"), desk_entity_get_string (self->ticket, DESK_TICKET_NUMBER));
  desk_dialog_toast (dialog, words);
  if (gtk_switch_get_active (self->tell_switch))
    tell_customer (self, notes);
  return TRUE;
}

static gboolean
desk_resolve_dialog_is_dirty (DeskDialog *dialog)
{
  return desk_text_card_get_text (DESK_RESOLVE_DIALOG (dialog)->notes_card)[0] != '\0';
}

static void
desk_resolve_dialog_dispose (GObject *object)
{
  DeskResolveDialog *self = DESK_RESOLVE_DIALOG (object);

  g_clear_object (&self->order);
  g_clear_object (&self->ticket);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_resolve_dialog_parent_class)->dispose (object);
}

static void
desk_resolve_dialog_class_init (DeskResolveDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_resolve_dialog_dispose;
  DESK_DIALOG_CLASS (klass)->accept = desk_resolve_dialog_accept;
  DESK_DIALOG_CLASS (klass)->is_dirty = desk_resolve_dialog_is_dirty;

  g_type_ensure (DESK_TYPE_CHOICE_CARDS);
  g_type_ensure (DESK_TYPE_TEXT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/dialogs/desk-resolve-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskResolveDialog, type_cards);
  gtk_widget_class_bind_template_child (widget_class, DeskResolveDialog, items_box);
  gtk_widget_class_bind_template_child (widget_class, DeskResolveDialog, refund_list);
  gtk_widget_class_bind_template_child (widget_class, DeskResolveDialog, refund_row);
  gtk_widget_class_bind_template_child (widget_class, DeskResolveDialog, symbol_label);
  gtk_widget_class_bind_template_child (widget_class, DeskResolveDialog, limit_label);
  gtk_widget_class_bind_template_child (widget_class, DeskResolveDialog, notes_card);
  gtk_widget_class_bind_template_child (widget_class, DeskResolveDialog, tell_row);
  gtk_widget_class_bind_template_child (widget_class, DeskResolveDialog, tell_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_type_changed_cb);
}

static void
desk_resolve_dialog_init (DeskResolveDialog *self)
{
  DeskDialog *dialog = DESK_DIALOG (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  desk_dialog_bind_field (dialog, "refund", GTK_WIDGET (self->refund_row));
  desk_dialog_bind_field (dialog, "refund.amount", GTK_WIDGET (self->refund_row));
  desk_dialog_bind_field (dialog, "resolution_type", GTK_WIDGET (self->type_cards));
  desk_dialog_bind_field (dialog, "resolution", GTK_WIDGET (self->notes_card));
}

/**
 * desk_resolve_dialog_present:
 * @parent: the window
 * @session: whose desk
 * @ticket: what is resolved
 *
 * Returns: (transfer none): the dialog, shown
 */
GtkWindow *
desk_resolve_dialog_present (GtkWindow *parent, DeskSession *session, DeskTicket *ticket)
{
  DeskResolveDialog *self = g_object_new (DESK_TYPE_RESOLVE_DIALOG, NULL);
  const char *order_id = desk_entity_get_string (ticket, DESK_TICKET_ORDER_ID);
  g_autofree char *limit = NULL;
  g_autofree char *limit_words = NULL;

  self->session = g_object_ref (session);
  self->ticket = g_object_ref (ticket);
  if (order_id != NULL)
    self->order = (DeskOrder *) desk_session_dup_entity (session, &desk_order_kind, order_id);
  if (self->order != NULL)
    self->limit = desk_entity_get_money (self->order, DESK_ORDER_TOTAL, &self->currency);
  if (self->currency == NULL)
    self->currency = g_intern_string (desk_preset_get_currency (desk_session_get_preset (session)));
  limit = desk_format_money (self->limit, self->currency);
  /* Translators: the most that can be refunded: "of ₹3,482" */
  limit_words = g_strdup_printf (_ ("of %s"), limit);
  gtk_label_set_label (self->symbol_label, desk_currency_symbol (self->currency));
  gtk_label_set_label (self->limit_label, limit_words);
  gtk_widget_set_visible (GTK_WIDGET (self->limit_label), self->limit > 0);
  g_object_set (self, "subheading", desk_entity_get_string (ticket, DESK_TICKET_NUMBER), NULL);
  fill_items (self);
  fill_types (self);
  fill_tell (self);
  on_type_changed_cb (self);
  desk_dialog_present_over (DESK_DIALOG (self), parent);
  gtk_widget_child_focus (GTK_WIDGET (self->type_cards), GTK_DIR_TAB_FORWARD);
  return GTK_WINDOW (self);
}
