/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-add-query-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/desk-format.h"
#include "app/dialogs/desk-chat-words.h"
#include "app/dialogs/desk-choices.h"
#include "app/dialogs/desk-customer-lists.h"
#include "app/widgets/desk-choice-cards.h"
#include "app/widgets/desk-text-card.h"
#include "core/desk-error.h"
#include "core/desk-phone.h"

struct _DeskAddQueryDialog
{
  DeskDialog parent_instance;

  DeskChoiceCards *source_cards;
  GtkWidget *contact;
  AdwEntryRow *name_row;
  AdwEntryRow *mobile_row;
  AdwEntryRow *email_row;
  GtkWidget *known;
  GtkLabel *known_label;
  GtkWidget *not_them;
  AdwComboRow *order_combo;
  AdwEntryRow *order_row;
  AdwComboRow *priority_row;
  DeskTextCard *message_card;
  DeskTextCard *remarks_card;

  DeskSession *session;   /* owned */
  DeskCustomer *customer; /* owned: the known one */
  GListModel *orders;     /* owned: of the known one */
  DeskChat *chat;         /* owned: what becomes a query, or NULL */
  DeskListModel *words;   /* owned: what was said in it */
  char *said;             /* the same as it was filled in */
  gboolean priority_chosen;
  gboolean settling;
};

G_DEFINE_FINAL_TYPE (DeskAddQueryDialog, desk_add_query_dialog, DESK_TYPE_DIALOG)

/* A query's priorities, as the combo row lists them. */
static const DeskPriority priorities[] = { DESK_PRIORITY_HIGH, DESK_PRIORITY_MEDIUM, DESK_PRIORITY_LOW };

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static char *
dup_stripped (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (get_text (row)));
}

/* The E.164 form of what was typed, or what was typed when it is no number. */
static char *
dup_mobile (DeskAddQueryDialog *self)
{
  DeskPreset *preset = desk_session_get_preset (self->session);
  g_autofree char *typed = dup_stripped (self->mobile_row);
  g_autofree char *number =
      desk_phone_normalize (typed, preset != NULL ? desk_preset_get_country_calling_code (preset) : NULL);

  return number != NULL ? g_steal_pointer (&number) : g_steal_pointer (&typed);
}

/* --- order --- */

/* The combo offers: none, the customer's orders, another one that is typed. */
static guint
get_n_orders (DeskAddQueryDialog *self)
{
  return self->orders != NULL ? g_list_model_get_n_items (self->orders) : 0;
}

static gboolean
is_order_typed (DeskAddQueryDialog *self)
{
  guint n_orders = get_n_orders (self);

  return n_orders == 0 || adw_combo_row_get_selected (self->order_combo) == n_orders + 1;
}

static char *
dup_order_number (DeskAddQueryDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->order_combo);
  g_autoptr (DeskEntity) order = NULL;

  if (is_order_typed (self))
    return dup_stripped (self->order_row);
  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return g_strdup ("");
  order = g_list_model_get_item (self->orders, selected - 1);
  return g_strdup (desk_entity_get_string (order, DESK_ORDER_NUMBER));
}

static void
fill_orders (DeskAddQueryDialog *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  guint n_orders = get_n_orders (self);

  gtk_string_list_append (words, _ ("None"));
  for (guint i = 0; i < n_orders; i++)
    {
      g_autoptr (DeskEntity) order = g_list_model_get_item (self->orders, i);
      const char *currency;
      gint64 total = desk_entity_get_money (order, DESK_ORDER_TOTAL, &currency);
      g_autofree char *money = desk_format_money (total, currency);
      g_autofree char *line = g_strdup_printf ("%s · %s", desk_entity_get_string (order, DESK_ORDER_NUMBER), money);

      gtk_string_list_append (words, line);
    }
  gtk_string_list_append (words, _ ("Another Order …"));
  adw_combo_row_set_model (self->order_combo, G_LIST_MODEL (words));
  adw_combo_row_set_selected (self->order_combo, 0);
}

/* --- priority: the preset's rule until somebody chooses --- */

static void
update_priority (DeskAddQueryDialog *self)
{
  DeskPreset *preset = desk_session_get_preset (self->session);
  g_autofree char *order = dup_order_number (self);
  DeskPriority ruled;
  const char *label;
  g_autofree char *reason = NULL;

  if (preset == NULL)
    return;
  ruled = desk_preset_get_query_priority (preset, order[0] != '\0');
  label = desk_preset_get_label (preset, &desk_priority_enum, ruled);
  if (!self->priority_chosen)
    for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
      if (priorities[i] == ruled)
        {
          self->settling = TRUE;
          adw_combo_row_set_selected (self->priority_row, i);
          self->settling = FALSE;
        }
  if (self->priority_chosen)
    reason = g_strdup (_ ("Chosen by you"));
  else if (order[0] != '\0')
    reason = g_strdup_printf (_ ("%s, because an order is given"), label);
  else
    reason = g_strdup_printf (_ ("%s, because no order is given"), label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->priority_row), reason);
}

static void
on_order_changed_cb (DeskAddQueryDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->order_combo), get_n_orders (self) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->order_row), is_order_typed (self));
  update_priority (self);
}

static void
on_priority_changed_cb (DeskAddQueryDialog *self)
{
  if (self->settling || self->session == NULL)
    return;
  self->priority_chosen = TRUE;
  update_priority (self);
}

/* --- the known customer --- */

static char *
describe_customer (DeskAddQueryDialog *self)
{
  DeskCustomerSummary summary = { 0 };
  g_autofree char *orders = NULL;
  g_autofree char *last = NULL;
  const char *name = desk_entity_get_string (self->customer, DESK_CUSTOMER_NAME);

  desk_session_get_customer_summary (self->session, desk_entity_get_id (DESK_ENTITY (self->customer)), &summary);
  if (summary.n_orders == 0)
    return g_strdup_printf (_ ("Known customer: %s, no orders"), name);
  orders = g_strdup_printf (ngettext ("%u order", "%u orders", summary.n_orders), summary.n_orders);
  last = desk_format_ago (summary.last_order_at, 0);
  /* Translators: name, "4 orders", "3 days ago" */
  return g_strdup_printf (_ ("Known customer: %s, %s, last one %s"), name, orders, last);
}

static void
set_customer (DeskAddQueryDialog *self, DeskCustomer *customer)
{
  const char *id = customer != NULL ? desk_entity_get_id (DESK_ENTITY (customer)) : NULL;

  if (!g_set_object (&self->customer, customer))
    return;
  g_clear_object (&self->orders);
  if (customer != NULL)
    {
      g_autofree char *words = describe_customer (self);

      gtk_label_set_label (self->known_label, words);
      self->orders = desk_customer_lists_new_orders (self->session, id);
      g_signal_connect_object (self->orders, "items-changed", G_CALLBACK (fill_orders), self, G_CONNECT_SWAPPED);
      if (get_text (self->name_row)[0] == '\0')
        gtk_editable_set_text (GTK_EDITABLE (self->name_row), desk_entity_get_string (customer, DESK_CUSTOMER_NAME));
    }
  gtk_widget_set_visible (self->known, customer != NULL);
  fill_orders (self);
  on_order_changed_cb (self);
}

static void
on_contact_changed_cb (DeskAddQueryDialog *self)
{
  g_autofree char *mobile = NULL;
  g_autofree char *typed_email = NULL;
  g_autofree char *email = NULL;
  g_autoptr (DeskCustomer) customer = NULL;

  if (self->session == NULL)
    return;
  mobile = dup_mobile (self);
  typed_email = dup_stripped (self->email_row);
  email = desk_email_normalize (typed_email);
  customer = desk_session_find_customer (self->session, mobile, email != NULL ? email : typed_email);
  set_customer (self, customer);
}

/* The desk matches by number and address: somebody else's must not stay in the form. */
static void
on_not_them_clicked_cb (DeskAddQueryDialog *self)
{
  const char *mobile = desk_entity_get_string (self->customer, DESK_CUSTOMER_MOBILE);
  const char *name = desk_entity_get_string (self->customer, DESK_CUSTOMER_NAME);
  g_autofree char *typed = dup_mobile (self);
  gboolean by_mobile = g_strcmp0 (mobile, typed) == 0;
  AdwEntryRow *row = by_mobile ? self->mobile_row : self->email_row;

  if (g_strcmp0 (get_text (self->name_row), name) == 0)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  gtk_editable_set_text (GTK_EDITABLE (row), "");
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* --- a chat --- */

/* The customer may write on while the dialog is open; what has been changed here stays. */
static void
on_words_changed_cb (DeskAddQueryDialog *self)
{
  const char *text = desk_text_card_get_text (self->message_card);

  if (text[0] != '\0' && g_strcmp0 (text, self->said) != 0)
    return;
  g_free (self->said);
  self->said = desk_chat_words_join (self->words);
  desk_text_card_set_text (self->message_card, self->said);
}

static void
fill_chat (DeskAddQueryDialog *self)
{
  const char *customer_id = desk_entity_get_string (self->chat, DESK_CHAT_CUSTOMER_ID);
  g_autoptr (DeskEntity) customer = desk_session_dup_entity (self->session, &desk_customer_kind, customer_id);

  g_object_set (self, "heading", _ ("Turn the Chat into a Query"), "subheading", _ ("The chat ends with it"),
                "accept-label", _ ("Create Query"), NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->source_cards), FALSE);
  gtk_widget_set_visible (self->contact, FALSE);
  gtk_widget_set_visible (self->not_them, FALSE);
  if (customer != NULL)
    set_customer (self, DESK_CUSTOMER (customer));
  on_order_changed_cb (self);
  self->words = desk_chat_words_list (self->session, desk_entity_get_id (DESK_ENTITY (self->chat)));
  g_signal_connect_object (self->words, "items-changed", G_CALLBACK (on_words_changed_cb), self, G_CONNECT_SWAPPED);
  on_words_changed_cb (self);
}

/* --- saving --- */

static void
insert_text (GVariantDict *arguments, const char *name, const char *text)
{
  if (text != NULL && text[0] != '\0')
    g_variant_dict_insert (arguments, name, "s", text);
}

static void
check_contact (DeskAddQueryDialog *self, GError **error)
{
  DeskPreset *preset = desk_session_get_preset (self->session);
  const char *source = desk_choice_cards_get_chosen_id (self->source_cards);
  gboolean by_email = desk_enum_from_wire (&desk_query_source_enum, source) == DESK_QUERY_SOURCE_EMAIL;
  g_autofree char *name = dup_stripped (self->name_row);
  g_autofree char *mobile = dup_stripped (self->mobile_row);
  g_autofree char *email = dup_stripped (self->email_row);
  g_autofree char *number =
      desk_phone_normalize (mobile, preset != NULL ? desk_preset_get_country_calling_code (preset) : NULL);
  g_autofree char *address = desk_email_normalize (email);

  if (name[0] == '\0')
    desk_error_add_field (error, "name", "%s", _ ("Who is it?"));
  if (mobile[0] == '\0' && !by_email)
    desk_error_add_field (error, "mobile", "%s", _ ("Needed to reach them"));
  else if (mobile[0] != '\0' && number == NULL)
    desk_error_add_field (error, "mobile", "%s", _ ("Not a phone number, as +91 98765 43210"));
  if (email[0] == '\0' && by_email)
    desk_error_add_field (error, "email", "%s", _ ("Needed to answer"));
  else if (email[0] != '\0' && address == NULL)
    desk_error_add_field (error, "email", "%s", _ ("Not an address, as name@example.com"));
}

static gboolean
check (DeskAddQueryDialog *self, GError **error)
{
  g_autofree char *message = g_strstrip (g_strdup (desk_text_card_get_text (self->message_card)));

  if (self->chat == NULL)
    check_contact (self, error);
  if (message[0] == '\0')
    desk_error_add_field (error, "message", "%s", _ ("What do they ask?"));
  return error == NULL || *error == NULL;
}

static GVariant *
make_arguments (DeskAddQueryDialog *self)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  guint priority = adw_combo_row_get_selected (self->priority_row);
  g_autofree char *name = dup_stripped (self->name_row);
  g_autofree char *mobile = dup_mobile (self);
  g_autofree char *email = dup_stripped (self->email_row);
  g_autofree char *order = dup_order_number (self);

  if (self->chat == NULL)
    {
      insert_text (&arguments, "source", desk_choice_cards_get_chosen_id (self->source_cards));
      insert_text (&arguments, "name", name);
      insert_text (&arguments, "mobile", mobile);
      insert_text (&arguments, "email", email);
    }
  insert_text (&arguments, "order_number", order);
  if (priority < G_N_ELEMENTS (priorities))
    insert_text (&arguments, "priority", desk_enum_to_wire (&desk_priority_enum, priorities[priority]));
  insert_text (&arguments, "message", desk_text_card_get_text (self->message_card));
  insert_text (&arguments, "remarks", desk_text_card_get_text (self->remarks_card));
  return g_variant_dict_end (&arguments);
}

static gboolean
desk_add_query_dialog_accept (DeskDialog *dialog)
{
  DeskAddQueryDialog *self = DESK_ADD_QUERY_DIALOG (dialog);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;
  g_autofree char *id = NULL;

  if (check (self, &error))
    command =
        desk_session_do (self->session, self->chat != NULL ? DESK_COMMAND_CHAT_TO_QUERY : DESK_COMMAND_QUERY_CREATE,
                         self->chat != NULL ? desk_entity_get_id (DESK_ENTITY (self->chat)) : NULL,
                         make_arguments (self), &id, &error);
  if (command == NULL)
    {
      desk_dialog_show_error (dialog, error);
      return FALSE;
    }
  desk_dialog_toast (dialog, self->chat != NULL ? _ ("The chat is a query now") : _ ("Query added"));
  return TRUE;
}

static gboolean
desk_add_query_dialog_is_dirty (DeskDialog *dialog)
{
  DeskAddQueryDialog *self = DESK_ADD_QUERY_DIALOG (dialog);
  gboolean prefilled =
      self->customer != NULL
      && g_strcmp0 (get_text (self->name_row), desk_entity_get_string (self->customer, DESK_CUSTOMER_NAME)) == 0;

  return (!prefilled
          && (get_text (self->name_row)[0] != '\0' || get_text (self->mobile_row)[0] != '\0'
              || get_text (self->email_row)[0] != '\0'))
         || get_text (self->order_row)[0] != '\0'
         || g_strcmp0 (desk_text_card_get_text (self->message_card), self->said != NULL ? self->said : "") != 0
         || desk_text_card_get_text (self->remarks_card)[0] != '\0';
}

static void
fill (DeskAddQueryDialog *self, DeskCustomer *prefill)
{
  static const DeskQuerySource sources[] = { DESK_QUERY_SOURCE_PHONE, DESK_QUERY_SOURCE_EMAIL,
                                             DESK_QUERY_SOURCE_WHATSAPP };
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (DeskChoice) choice = desk_choices_make_enum (self->session, &desk_query_source_enum, sources[i]);

      desk_choice_cards_add (self->source_cards, choice);
    }
  desk_choice_cards_set_chosen_id (self->source_cards, desk_enum_to_wire (&desk_query_source_enum, sources[0]));
  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
    gtk_string_list_append (words, desk_preset_get_label (desk_session_get_preset (self->session), &desk_priority_enum,
                                                          priorities[i]));
  self->settling = TRUE;
  adw_combo_row_set_model (self->priority_row, G_LIST_MODEL (words));
  self->settling = FALSE;
  if (prefill != NULL)
    {
      const char *name = desk_entity_get_string (prefill, DESK_CUSTOMER_NAME);
      const char *mobile = desk_entity_get_string (prefill, DESK_CUSTOMER_MOBILE);
      const char *email = desk_entity_get_string (prefill, DESK_CUSTOMER_EMAIL);
      g_autofree char *phone = mobile != NULL ? desk_format_phone (mobile) : NULL;

      gtk_editable_set_text (GTK_EDITABLE (self->name_row), name != NULL ? name : "");
      gtk_editable_set_text (GTK_EDITABLE (self->mobile_row), phone != NULL ? phone : "");
      gtk_editable_set_text (GTK_EDITABLE (self->email_row), email != NULL ? email : "");
    }
  on_contact_changed_cb (self);
  on_order_changed_cb (self);
}

static void
desk_add_query_dialog_dispose (GObject *object)
{
  DeskAddQueryDialog *self = DESK_ADD_QUERY_DIALOG (object);

  g_clear_object (&self->orders);
  g_clear_object (&self->words);
  g_clear_object (&self->chat);
  g_clear_pointer (&self->said, g_free);
  g_clear_object (&self->customer);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_add_query_dialog_parent_class)->dispose (object);
}

static void
desk_add_query_dialog_class_init (DeskAddQueryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_add_query_dialog_dispose;
  DESK_DIALOG_CLASS (klass)->accept = desk_add_query_dialog_accept;
  DESK_DIALOG_CLASS (klass)->is_dirty = desk_add_query_dialog_is_dirty;

  g_type_ensure (DESK_TYPE_CHOICE_CARDS);
  g_type_ensure (DESK_TYPE_TEXT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/dialogs/desk-add-query-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, source_cards);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, contact);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, mobile_row);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, email_row);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, known);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, known_label);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, not_them);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, order_combo);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, order_row);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, priority_row);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, message_card);
  gtk_widget_class_bind_template_child (widget_class, DeskAddQueryDialog, remarks_card);
  gtk_widget_class_bind_template_callback (widget_class, on_contact_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_not_them_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_order_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_priority_changed_cb);
}

static void
desk_add_query_dialog_init (DeskAddQueryDialog *self)
{
  DeskDialog *dialog = DESK_DIALOG (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  desk_dialog_bind_field (dialog, "name", GTK_WIDGET (self->name_row));
  desk_dialog_bind_field (dialog, "mobile", GTK_WIDGET (self->mobile_row));
  desk_dialog_bind_field (dialog, "email", GTK_WIDGET (self->email_row));
  desk_dialog_bind_field (dialog, "order_number", GTK_WIDGET (self->order_row));
  desk_dialog_bind_field (dialog, "priority", GTK_WIDGET (self->priority_row));
  desk_dialog_bind_field (dialog, "message", GTK_WIDGET (self->message_card));
  desk_dialog_bind_field (dialog, "remarks", GTK_WIDGET (self->remarks_card));
}

/**
 * desk_add_query_dialog_present:
 * @parent: the window
 * @session: whose desk
 * @prefill: (nullable): the customer whose query it is
 *
 * Returns: (transfer none): the dialog, shown
 */
GtkWindow *
desk_add_query_dialog_present (GtkWindow *parent, DeskSession *session, DeskCustomer *prefill)
{
  DeskAddQueryDialog *self = g_object_new (DESK_TYPE_ADD_QUERY_DIALOG, NULL);

  self->session = g_object_ref (session);
  fill (self, prefill);
  desk_dialog_present_over (DESK_DIALOG (self), parent);
  if (prefill != NULL)
    desk_text_card_grab_text_focus (self->message_card);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return GTK_WINDOW (self);
}

/**
 * desk_add_query_dialog_present_chat:
 * @parent: the window
 * @session: whose desk
 * @chat: what becomes a query
 *
 * Returns: (transfer none): the dialog, shown
 */
GtkWindow *
desk_add_query_dialog_present_chat (GtkWindow *parent, DeskSession *session, DeskChat *chat)
{
  DeskAddQueryDialog *self = g_object_new (DESK_TYPE_ADD_QUERY_DIALOG, NULL);

  self->session = g_object_ref (session);
  self->chat = g_object_ref (chat);
  fill (self, NULL);
  fill_chat (self);
  desk_dialog_present_over (DESK_DIALOG (self), parent);
  desk_text_card_grab_text_focus (self->message_card);
  return GTK_WINDOW (self);
}
