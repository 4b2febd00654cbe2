/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-escalate-dialog.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/dialogs/desk-assignees.h"
#include "app/dialogs/desk-chat-words.h"
#include "app/dialogs/desk-choices.h"
#include "app/dialogs/desk-customer-lists.h"
#include "app/widgets/desk-choice-cards.h"
#include "app/widgets/desk-source-icon.h"
#include "app/widgets/desk-text-card.h"

struct _DeskEscalateDialog
{
  DeskDialog parent_instance;

  DeskSourceIcon *source_icon;
  GtkLabel *number_label;
  GtkLabel *who_label;
  GtkLabel *age_label;
  GtkLabel *quote_label;
  AdwEntryRow *subject_row;
  AdwComboRow *category_row;
  AdwComboRow *assign_row;
  DeskChoiceCards *severity_cards;
  DeskTextCard *description_card;

  DeskSession *session;     /* owned */
  DeskEntity *thread;       /* owned: a query or a chat */
  DeskListModel *words;     /* owned: what was said in a chat, or NULL */
  char *said;               /* what the description was filled with */
  DeskAssignees *assignees; /* owned */
  char *first_subject;
  gboolean assignee_chosen;
  gboolean settling;
};

G_DEFINE_FINAL_TYPE (DeskEscalateDialog, desk_escalate_dialog, DESK_TYPE_DIALOG)

static const DeskPresetCategory *
get_category (DeskEscalateDialog *self)
{
  const GPtrArray *categories = desk_preset_get_categories (desk_session_get_preset (self->session));
  guint selected = adw_combo_row_get_selected (self->category_row);

  return selected < categories->len ? categories->pdata[selected] : NULL;
}

/* A category has its department; it goes there unless somebody chose otherwise. */
static void
on_category_changed_cb (DeskEscalateDialog *self)
{
  const DeskPresetCategory *category;

  if (self->session == NULL || self->assignees == NULL || self->assignee_chosen)
    return;
  category = get_category (self);
  if (category == NULL)
    return;
  self->settling = TRUE;
  adw_combo_row_set_selected (self->assign_row, desk_assignees_find_department (self->assignees, category->department));
  self->settling = FALSE;
}

static void
on_assignee_changed_cb (DeskEscalateDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->assign_row);
  g_autofree char *words = NULL;

  if (self->assignees == NULL)
    return;
  if (!self->settling)
    self->assignee_chosen = TRUE;
  words = desk_assignees_dup_load (self->assignees, selected);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->assign_row), words);
}

static void
fill_categories (DeskEscalateDialog *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  const GPtrArray *categories = desk_preset_get_categories (desk_session_get_preset (self->session));

  for (guint i = 0; i < categories->len; i++)
    gtk_string_list_append (words, ((const DeskPresetCategory *) categories->pdata[i])->name);
  adw_combo_row_set_model (self->category_row, G_LIST_MODEL (words));
}

static void
fill_severities (DeskEscalateDialog *self)
{
  DeskPreset *preset = desk_session_get_preset (self->session);
  DeskPriority priority =
      DESK_IS_QUERY (self->thread) ? desk_entity_get_enum (self->thread, DESK_QUERY_PRIORITY) : DESK_PRIORITY_MEDIUM;

  for (DeskPriority value = DESK_PRIORITY_CRITICAL; value >= DESK_PRIORITY_LOW; value--)
    {
      const DeskPresetTarget *target = desk_preset_get_target (preset, value);
      g_autoptr (DeskChoice) look = desk_choices_make_enum (self->session, &desk_priority_enum, value);
      g_autoptr (DeskChoice) choice = desk_choice_new (desk_choice_get_id (look), desk_choice_get_label (look),
                                                       target != NULL ? target->hint : NULL,
                                                       desk_choice_get_icon_name (look), desk_choice_get_tone (look));

      desk_choice_cards_add (self->severity_cards, choice);
    }
  desk_choice_cards_set_chosen_id (self->severity_cards, desk_enum_to_wire (&desk_priority_enum, priority));
}

static void
set_said (DeskEscalateDialog *self, const char *words)
{
  g_autofree char *line = g_strdelimit (g_strdup (words), "\n\r\t", ' ');
  g_autofree char *quote = g_strdup_printf (_ ("“%s”"), line);

  g_free (self->said);
  self->said = g_strdup (words);
  gtk_label_set_label (self->quote_label, quote);
  desk_text_card_set_text (self->description_card, words);
}

static void
set_first_subject (DeskEscalateDialog *self, char *subject)
{
  g_free (self->first_subject);
  self->first_subject = subject;
  gtk_editable_set_text (GTK_EDITABLE (self->subject_row), subject);
}

static void
show_query (DeskEscalateDialog *self)
{
  const char *number = desk_entity_get_string (self->thread, DESK_QUERY_NUMBER);
  const char *name = desk_entity_get_string (self->thread, DESK_QUERY_NAME);
  const char *message = desk_entity_get_string (self->thread, DESK_QUERY_MESSAGE);
  const char *order_id = desk_entity_get_string (self->thread, DESK_QUERY_ORDER_ID);
  g_autoptr (DeskEntity) order =
      order_id != NULL ? desk_session_dup_entity (self->session, &desk_order_kind, order_id) : NULL;
  g_autofree char *heading = NULL;
  g_autofree char *who = NULL;

  if (order != NULL)
    who = g_strdup_printf ("%s · %s", name, desk_entity_get_string (order, DESK_ORDER_NUMBER));
  heading = g_strdup_printf (_ ("Escalate %s"), number != NULL ? number : _ ("Query"));
  g_object_set (self, "heading", heading, NULL);
  desk_source_icon_set_source (self->source_icon, desk_entity_get_enum (self->thread, DESK_QUERY_SOURCE));
  gtk_label_set_label (self->number_label, number != NULL ? number : "");
  gtk_label_set_label (self->who_label, who != NULL ? who : name);
  set_first_subject (self, desk_entry_dup_summary (self->thread));
  set_said (self, message != NULL ? message : "");
}

/* The customer may write on while the dialog is open; what has been changed here stays. */
static void
on_words_changed_cb (DeskEscalateDialog *self)
{
  const char *subject = gtk_editable_get_text (GTK_EDITABLE (self->subject_row));
  g_autofree char *words = desk_chat_words_join (self->words);

  if (self->said != NULL && g_strcmp0 (desk_text_card_get_text (self->description_card), self->said) != 0)
    return;
  if (self->first_subject == NULL || (subject[0] == '\0' && self->first_subject[0] == '\0'))
    set_first_subject (self, desk_text_dup_summary (words));
  set_said (self, words);
}

static void
show_chat (DeskEscalateDialog *self)
{
  const char *customer_id = desk_entity_get_string (self->thread, DESK_CHAT_CUSTOMER_ID);

  g_object_set (self, "heading", _ ("Turn the Chat into a Ticket"), "subheading", _ ("The chat ends with it"), NULL);
  g_object_set (self->description_card, "hint", _ ("from the chat, can be changed"), NULL);
  desk_source_icon_set_source (self->source_icon, DESK_QUERY_SOURCE_CHAT);
  gtk_widget_set_visible (GTK_WIDGET (self->number_label), FALSE);
  gtk_label_set_label (self->who_label, desk_session_get_name (self->session, &desk_customer_kind, customer_id));
  self->words = desk_chat_words_list (self->session, desk_entity_get_id (self->thread));
  g_signal_connect_object (self->words, "items-changed", G_CALLBACK (on_words_changed_cb), self, G_CONNECT_SWAPPED);
  on_words_changed_cb (self);
}

static void
show_thread (DeskEscalateDialog *self)
{
  g_autofree char *age = desk_format_ago (desk_entity_get_time (self->thread, DESK_ENTITY_CREATED_AT), 0);

  gtk_label_set_label (self->age_label, age);
  if (DESK_IS_CHAT (self->thread))
    show_chat (self);
  else
    show_query (self);
}

static GVariant *
make_arguments (DeskEscalateDialog *self)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  const DeskPresetCategory *category = get_category (self);
  const char *severity = desk_choice_cards_get_chosen_id (self->severity_cards);
  const char *description = desk_text_card_get_text (self->description_card);
  g_autofree char *subject = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->subject_row))));

  g_variant_dict_insert (&arguments, "subject", "s", subject);
  if (category != NULL)
    g_variant_dict_insert (&arguments, "category", "s", category->name);
  if (severity != NULL)
    g_variant_dict_insert (&arguments, "priority", "s", severity);
  if (description[0] != '\0')
    g_variant_dict_insert (&arguments, "description", "s", description);
  desk_assignees_add_to (self->assignees, adw_combo_row_get_selected (self->assign_row), &arguments, "assigned_to");
  return g_variant_dict_end (&arguments);
}

static gboolean
desk_escalate_dialog_accept (DeskDialog *dialog)
{
  DeskEscalateDialog *self = DESK_ESCALATE_DIALOG (dialog);
  gboolean is_chat = DESK_IS_CHAT (self->thread);
  const char *number = is_chat ? NULL : desk_entity_get_string (self->thread, DESK_QUERY_NUMBER);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;
  g_autofree char *words = NULL;

  command = desk_session_do (self->session, is_chat ? DESK_COMMAND_CHAT_TO_TICKET : DESK_COMMAND_QUERY_ESCALATE,
                             desk_entity_get_id (self->thread), make_arguments (self), NULL, &error);
  if (command == NULL)
    {
      desk_dialog_show_error (dialog, error);
      return FALSE;
    }
  words = g_strdup_printf (_ ("%s is a ticket now"), is_chat          ? _ ("The chat")
                                                     : number != NULL ? number
                                                                      : _ ("The query"));
  desk_dialog_toast (dialog, words);
  return TRUE;
}

static gboolean
desk_escalate_dialog_is_dirty (DeskDialog *dialog)
{
  DeskEscalateDialog *self = DESK_ESCALATE_DIALOG (dialog);

  return g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->subject_row)), self->first_subject) != 0
         || g_strcmp0 (desk_text_card_get_text (self->description_card), self->said) != 0;
}

static void
desk_escalate_dialog_dispose (GObject *object)
{
  DeskEscalateDialog *self = DESK_ESCALATE_DIALOG (object);

  g_clear_object (&self->assignees);
  g_clear_object (&self->words);
  g_clear_object (&self->thread);
  g_clear_object (&self->session);
  g_clear_pointer (&self->first_subject, g_free);
  g_clear_pointer (&self->said, g_free);
  G_OBJECT_CLASS (desk_escalate_dialog_parent_class)->dispose (object);
}

static void
desk_escalate_dialog_class_init (DeskEscalateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_escalate_dialog_dispose;
  DESK_DIALOG_CLASS (klass)->accept = desk_escalate_dialog_accept;
  DESK_DIALOG_CLASS (klass)->is_dirty = desk_escalate_dialog_is_dirty;

  g_type_ensure (DESK_TYPE_SOURCE_ICON);
  g_type_ensure (DESK_TYPE_CHOICE_CARDS);
  g_type_ensure (DESK_TYPE_TEXT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/dialogs/desk-escalate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, source_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, number_label);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, who_label);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, age_label);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, quote_label);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, subject_row);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, category_row);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, assign_row);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, severity_cards);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateDialog, description_card);
  gtk_widget_class_bind_template_callback (widget_class, on_category_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_assignee_changed_cb);
}

static void
desk_escalate_dialog_init (DeskEscalateDialog *self)
{
  DeskDialog *dialog = DESK_DIALOG (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  desk_dialog_bind_field (dialog, "subject", GTK_WIDGET (self->subject_row));
  desk_dialog_bind_field (dialog, "category", GTK_WIDGET (self->category_row));
  desk_dialog_bind_field (dialog, "assigned_to", GTK_WIDGET (self->assign_row));
  desk_dialog_bind_field (dialog, "department_id", GTK_WIDGET (self->assign_row));
  desk_dialog_bind_field (dialog, "description", GTK_WIDGET (self->description_card));
}

/**
 * desk_escalate_dialog_present:
 * @parent: the window
 * @session: whose desk
 * @thread: a query or a chat: what becomes a ticket
 *
 * Returns: (transfer none): the dialog, shown
 */
GtkWindow *
desk_escalate_dialog_present (GtkWindow *parent, DeskSession *session, DeskEntity *thread)
{
  DeskEscalateDialog *self = g_object_new (DESK_TYPE_ESCALATE_DIALOG, NULL);

  self->session = g_object_ref (session);
  self->thread = g_object_ref (thread);
  self->assignees = desk_assignees_new (session);
  show_thread (self);
  fill_categories (self);
  fill_severities (self);
  self->settling = TRUE;
  adw_combo_row_set_model (self->assign_row, desk_assignees_get_words (self->assignees));
  self->settling = FALSE;
  self->assignee_chosen = FALSE;
  on_category_changed_cb (self);
  self->settling = TRUE;
  on_assignee_changed_cb (self);
  self->settling = FALSE;
  desk_dialog_present_over (DESK_DIALOG (self), parent);
  gtk_widget_grab_focus (GTK_WIDGET (self->subject_row));
  return GTK_WINDOW (self);
}
