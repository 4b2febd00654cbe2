/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-escalate-ticket-dialog.h"

#include <glib/gi18n.h>

#include "app/dialogs/desk-assignees.h"
#include "app/widgets/desk-text-card.h"

struct _DeskEscalateTicketDialog
{
  DeskDialog parent_instance;

  AdwComboRow *target_row;
  DeskTextCard *reason_card;

  DeskSession *session;     /* owned */
  DeskTicket *ticket;       /* owned */
  DeskAssignees *assignees; /* owned */
};

G_DEFINE_FINAL_TYPE (DeskEscalateTicketDialog, desk_escalate_ticket_dialog, DESK_TYPE_DIALOG)

static void
on_target_changed_cb (DeskEscalateTicketDialog *self)
{
  g_autofree char *words = NULL;

  if (self->assignees == NULL)
    return;
  words = desk_assignees_dup_load (self->assignees, adw_combo_row_get_selected (self->target_row));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->target_row), words);
}

static gboolean
desk_escalate_ticket_dialog_accept (DeskDialog *dialog)
{
  DeskEscalateTicketDialog *self = DESK_ESCALATE_TICKET_DIALOG (dialog);
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *reason = g_strstrip (g_strdup (desk_text_card_get_text (self->reason_card)));
  g_autofree char *command = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  if (reason[0] == '\0')
    {
      desk_dialog_set_field_error (dialog, "reason", _ ("Say why, for whoever gets it"));
      desk_text_card_grab_text_focus (self->reason_card);
      return FALSE;
    }
  g_variant_dict_insert (&arguments, "reason", "s", reason);
  desk_assignees_add_to (self->assignees, adw_combo_row_get_selected (self->target_row), &arguments, "agent_id");
  command =
      desk_session_do (self->session, DESK_COMMAND_TICKET_ESCALATE, desk_entity_get_id (DESK_ENTITY (self->ticket)),
                       g_variant_dict_end (&arguments), NULL, &error);
  if (command == NULL)
    {
      desk_dialog_show_error (dialog, error);
      return FALSE;
    }
  words = g_strdup_printf (_ ("%s escalated"), desk_entity_get_string (self->ticket, DESK_TICKET_NUMBER));
  desk_dialog_toast (dialog, words);
  return TRUE;
}

static gboolean
desk_escalate_ticket_dialog_is_dirty (DeskDialog *dialog)
{
  return desk_text_card_get_text (DESK_ESCALATE_TICKET_DIALOG (dialog)->reason_card)[0] != '\0';
}

static void
desk_escalate_ticket_dialog_dispose (GObject *object)
{
  DeskEscalateTicketDialog *self = DESK_ESCALATE_TICKET_DIALOG (object);

  g_clear_object (&self->assignees);
  g_clear_object (&self->ticket);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_escalate_ticket_dialog_parent_class)->dispose (object);
}

static void
desk_escalate_ticket_dialog_class_init (DeskEscalateTicketDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_escalate_ticket_dialog_dispose;
  DESK_DIALOG_CLASS (klass)->accept = desk_escalate_ticket_dialog_accept;
  DESK_DIALOG_CLASS (klass)->is_dirty = desk_escalate_ticket_dialog_is_dirty;

  g_type_ensure (DESK_TYPE_TEXT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/dialogs/desk-escalate-ticket-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateTicketDialog, target_row);
  gtk_widget_class_bind_template_child (widget_class, DeskEscalateTicketDialog, reason_card);
  gtk_widget_class_bind_template_callback (widget_class, on_target_changed_cb);
}

static void
desk_escalate_ticket_dialog_init (DeskEscalateTicketDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  desk_dialog_bind_field (DESK_DIALOG (self), "agent_id", GTK_WIDGET (self->target_row));
  desk_dialog_bind_field (DESK_DIALOG (self), "department_id", GTK_WIDGET (self->target_row));
  desk_dialog_bind_field (DESK_DIALOG (self), "reason", GTK_WIDGET (self->reason_card));
}

/**
 * desk_escalate_ticket_dialog_present:
 * @parent: the window
 * @session: whose desk
 * @ticket: what goes to somebody else
 *
 * Returns: (transfer none): the dialog, shown
 */
GtkWindow *
desk_escalate_ticket_dialog_present (GtkWindow *parent, DeskSession *session, DeskTicket *ticket)
{
  DeskEscalateTicketDialog *self = g_object_new (DESK_TYPE_ESCALATE_TICKET_DIALOG, NULL);

  self->session = g_object_ref (session);
  self->ticket = g_object_ref (ticket);
  self->assignees = desk_assignees_new_above (session, ticket);
  g_object_set (self, "subheading", desk_entity_get_string (ticket, DESK_TICKET_NUMBER), NULL);
  adw_combo_row_set_model (self->target_row, desk_assignees_get_words (self->assignees));
  on_target_changed_cb (self);
  desk_dialog_present_over (DESK_DIALOG (self), parent);
  desk_text_card_grab_text_focus (self->reason_card);
  return GTK_WINDOW (self);
}
