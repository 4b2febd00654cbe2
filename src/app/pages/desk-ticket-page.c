/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-ticket-page.h"

#include <glib/gi18n.h>

#include "app/dialogs/desk-assign-popover.h"
#include "app/dialogs/desk-choices.h"
#include "app/pages/desk-presence-line.h"
#include "app/pages/desk-thread-view.h"
#include "app/pages/desk-ticket-moves.h"
#include "app/pages/desk-ticket-panel.h"
#include "app/widgets/desk-property-chip.h"
#include "core/desk-workflow.h"

struct _DeskTicketPage
{
  DeskPage parent_instance;

  GtkLabel *number_label;
  GtkWidget *pending_icon;
  GtkLabel *subject_label;
  GtkButton *merged_button;
  DeskPresenceLine *presence;
  DeskPropertyChip *status_chip;
  DeskPropertyChip *priority_chip;
  DeskPropertyChip *assignee_chip;
  DeskPropertyChip *department_chip;
  GtkWidget *take_button;
  GtkWidget *escalate_button;
  GtkWidget *resolve_button;
  GtkWidget *close_button;
  GtkWidget *reopen_button;
  GtkWidget *side;
  DeskThreadView *thread;
  DeskTicketPanel *panel;

  DeskTicket *ticket;         /* owned */
  DeskListModel *agents;      /* owned: the chips follow them */
  DeskListModel *departments; /* owned */
};

G_DEFINE_FINAL_TYPE (DeskTicketPage, desk_ticket_page, DESK_TYPE_PAGE)

static DeskSession *
get_session (DeskTicketPage *self)
{
  return desk_page_get_session (DESK_PAGE (self));
}

static DeskTicketStatus
get_status (DeskTicketPage *self)
{
  return desk_entity_get_enum (self->ticket, DESK_TICKET_STATUS);
}

static gboolean
may (DeskTicketPage *self, DeskPermission permission)
{
  return self->ticket != NULL && desk_session_may_on_ticket (get_session (self), permission, self->ticket);
}

static gboolean
may_move (DeskTicketPage *self, DeskTicketStatus to)
{
  return self->ticket != NULL && desk_ticket_may_move (get_session (self), self->ticket, to);
}

static gboolean
is_unassigned (DeskTicketPage *self)
{
  return self->ticket != NULL && !desk_entity_is_set (DESK_ENTITY (self->ticket), DESK_TICKET_ASSIGNED_TO);
}

/* --- the one place that says what can be done now --- */

static void
update_actions (DeskTicketPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_open = self->ticket != NULL && desk_ticket_status_is_open (get_status (self));
  gboolean may_take = is_open && is_unassigned (self) && may (self, DESK_PERMISSION_TICKETS_TAKE);
  gboolean may_escalate = is_open && may (self, DESK_PERMISSION_TICKETS_ESCALATE);
  gboolean may_resolve = may_move (self, DESK_TICKET_STATUS_RESOLVED);
  gboolean may_close = may_move (self, DESK_TICKET_STATUS_CLOSED);
  gboolean may_start = may_move (self, DESK_TICKET_STATUS_IN_PROGRESS);

  gtk_widget_action_set_enabled (widget, "ticket.take", may_take);
  gtk_widget_action_set_enabled (widget, "ticket.escalate", may_escalate);
  gtk_widget_action_set_enabled (widget, "ticket.resolve", may_resolve);
  gtk_widget_action_set_enabled (widget, "ticket.close", may_close);
  gtk_widget_action_set_enabled (widget, "ticket.reopen", !is_open && may_start);
  gtk_widget_action_set_enabled (widget, "ticket.start", is_open && may_start);
  gtk_widget_action_set_enabled (widget, "ticket.reply", may (self, DESK_PERMISSION_TICKETS_REPLY));
  gtk_widget_action_set_enabled (widget, "ticket.note", may (self, DESK_PERMISSION_TICKETS_NOTE));
  gtk_widget_action_set_enabled (widget, "ticket.add-tag", may (self, DESK_PERMISSION_TICKETS_EDIT));
  gtk_widget_action_set_enabled (widget, "ticket.copy-number", self->ticket != NULL);
  gtk_widget_set_visible (self->take_button, may_take);
  gtk_widget_set_visible (self->escalate_button, is_open);
  gtk_widget_set_visible (self->resolve_button, is_open);
  gtk_widget_set_visible (self->close_button, may_close);
  gtk_widget_set_visible (self->reopen_button, !is_open && may_start);
}

/* --- the chips --- */

static void
update_status_chip (DeskTicketPage *self)
{
  g_autoptr (GStrvBuilder) allowed = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint status = 1; status <= desk_enum_n_values (&desk_ticket_status_enum); status++)
    if (may_move (self, status))
      g_strv_builder_add (allowed, desk_enum_to_wire (&desk_ticket_status_enum, status));
  ids = g_strv_builder_end (allowed);
  desk_property_chip_set_allowed (self->status_chip, (const char *const *) ids);
  desk_property_chip_set_value (self->status_chip, desk_enum_to_wire (&desk_ticket_status_enum, get_status (self)));
}

static void
update_priority_chip (DeskTicketPage *self)
{
  const char *none[] = { NULL };
  int priority = desk_entity_get_enum (self->ticket, DESK_TICKET_PRIORITY);

  desk_property_chip_set_allowed (self->priority_chip, may (self, DESK_PERMISSION_TICKETS_EDIT) ? NULL : none);
  desk_property_chip_set_value (self->priority_chip, desk_enum_to_wire (&desk_priority_enum, priority));
}

/* Managers give a ticket to anybody; others may only take one that nobody has. */
static void
update_assignee_chip (DeskTicketPage *self)
{
  const char *id = desk_entity_get_string (self->ticket, DESK_TICKET_ASSIGNED_TO);
  DeskAgent *me = desk_session_get_me (get_session (self));
  gboolean is_open = desk_ticket_status_is_open (get_status (self));
  const char *allowed[] = { NULL, NULL };
  g_autoptr (DeskChoice) nobody = NULL;

  if (is_open && is_unassigned (self) && may (self, DESK_PERMISSION_TICKETS_TAKE) && me != NULL)
    allowed[0] = desk_entity_get_id (DESK_ENTITY (me));
  desk_property_chip_set_allowed (self->assignee_chip, is_open && may (self, DESK_PERMISSION_TICKETS_ASSIGN)
                                                           ? NULL
                                                           : (const char *const *) allowed);
  if (id != NULL)
    {
      const char *name = desk_session_get_name (get_session (self), &desk_agent_kind, id);
      g_autoptr (DeskChoice) assignee = desk_choice_new_person (id, name[0] != '\0' ? name : _ ("Somebody"), NULL);

      desk_property_chip_set_shown (self->assignee_chip, assignee);
      return;
    }
  nobody = desk_choice_new ("", _ ("Nobody"), NULL, "desk-user-plus-symbolic", DESK_TONE_NONE);
  desk_property_chip_set_shown (self->assignee_chip, nobody);
}

static void
update_department_chip (DeskTicketPage *self)
{
  const char *none[] = { NULL };
  const char *id = desk_entity_get_string (self->ticket, DESK_TICKET_DEPARTMENT_ID);
  const char *name = desk_session_get_name (get_session (self), &desk_department_kind, id);
  int tier = desk_entity_get_integer (self->ticket, DESK_TICKET_TIER);
  g_autoptr (DeskEntity) department =
      id != NULL ? desk_session_dup_entity (get_session (self), &desk_department_kind, id) : NULL;
  /* A tier says something where it is not that of everything in the department. */
  gboolean is_raised = department == NULL || desk_entity_get_integer (department, DESK_DEPARTMENT_TIER) != tier;
  g_autofree char *words = NULL;
  g_autoptr (DeskChoice) shown = NULL;

  desk_property_chip_set_allowed (self->department_chip, may (self, DESK_PERMISSION_TICKETS_EDIT) ? NULL : none);
  if (name[0] == '\0')
    name = _ ("No department");
  /* Translators: a department and a tier: "Quality Team · tier 2" */
  words = tier > 0 && is_raised ? g_strdup_printf (_ ("%s · tier %d"), name, tier) : g_strdup (name);
  shown = desk_choice_new (id != NULL ? id : "", words, NULL, "desk-group-symbolic", DESK_TONE_NONE);
  desk_property_chip_set_shown (self->department_chip, shown);
}

/* A ticket that was merged into another one leads there. */
static void
update_merged (DeskTicketPage *self)
{
  const char *id = desk_entity_get_string (self->ticket, DESK_TICKET_MERGED_INTO_ID);
  g_autoptr (DeskEntity) target =
      id != NULL ? desk_session_dup_entity (get_session (self), &desk_ticket_kind, id) : NULL;
  const char *number = target != NULL ? desk_entity_get_string (target, DESK_TICKET_NUMBER) : NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->merged_button), id != NULL);
  if (id == NULL)
    return;
  words = number != NULL ? g_strdup_printf (_ ("Merged into %s"), number) : g_strdup (_ ("Merged into another ticket"));
  gtk_button_set_label (self->merged_button, words);
  /* In this order: GTK complains of an action without the target that it wants. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->merged_button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->merged_button), "win.open-ticket");
}

static void
update (DeskTicketPage *self)
{
  const char *number, *subject;

  if (self->ticket != NULL)
    {
      number = desk_entity_get_string (self->ticket, DESK_TICKET_NUMBER);
      subject = desk_entity_get_string (self->ticket, DESK_TICKET_SUBJECT);
      gtk_label_set_label (self->number_label, number != NULL ? number : _ ("Not sent yet"));
      gtk_label_set_label (self->subject_label, subject != NULL ? subject : "");
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->subject_label), subject);
      gtk_widget_set_visible (self->pending_icon,
                              desk_session_is_pending (get_session (self),
                                                       desk_entity_get_id (DESK_ENTITY (self->ticket))));
      update_merged (self);
      update_status_chip (self);
      update_priority_chip (self);
      update_assignee_chip (self);
      update_department_chip (self);
    }
  update_actions (self);
}

static void
add_choices (DeskPropertyChip *chip, GPtrArray *choices)
{
  for (guint i = 0; i < choices->len; i++)
    desk_property_chip_add_choice (chip, choices->pdata[i]);
  g_ptr_array_unref (choices);
}

static void
on_agents_changed_cb (DeskTicketPage *self)
{
  desk_property_chip_remove_all (self->assignee_chip);
  add_choices (self->assignee_chip, desk_assign_make_choices (get_session (self)));
  update (self);
}

static void
on_departments_changed_cb (DeskTicketPage *self)
{
  desk_property_chip_remove_all (self->department_chip);
  add_choices (self->department_chip, desk_choices_of_departments (get_session (self)));
  update (self);
}

static void
on_status_chosen_cb (DeskTicketPage *self, const char *id)
{
  DeskTicketStatus to = desk_enum_from_wire (&desk_ticket_status_enum, id);

  if (to == DESK_TICKET_STATUS_ASSIGNED && may (self, DESK_PERMISSION_TICKETS_ASSIGN))
    desk_property_chip_popup (self->assignee_chip);
  else
    desk_ticket_move (GTK_WIDGET (self), get_session (self), self->ticket, to);
}

static void
on_priority_chosen_cb (DeskTicketPage *self, const char *id)
{
  desk_ticket_set (GTK_WIDGET (self), get_session (self), self->ticket, "priority", id);
}

static void
on_department_chosen_cb (DeskTicketPage *self, const char *id)
{
  desk_ticket_set (GTK_WIDGET (self), get_session (self), self->ticket, "department_id", id);
}

static void
on_assignee_chosen_cb (DeskTicketPage *self, const char *id)
{
  desk_assign (GTK_WIDGET (self), get_session (self), self->ticket, id);
}

/* --- actions --- */

static void
take_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskTicketPage *self = DESK_TICKET_PAGE (widget);

  desk_ticket_do (widget, get_session (self), self->ticket, DESK_COMMAND_TICKET_TAKE, NULL);
}

static void
move_to (GtkWidget *widget, DeskTicketStatus status)
{
  DeskTicketPage *self = DESK_TICKET_PAGE (widget);

  desk_ticket_move (widget, get_session (self), self->ticket, status);
}

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_to (widget, DESK_TICKET_STATUS_IN_PROGRESS);
}

static void
escalate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_to (widget, DESK_TICKET_STATUS_ESCALATED);
}

static void
resolve_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_to (widget, DESK_TICKET_STATUS_RESOLVED);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_to (widget, DESK_TICKET_STATUS_CLOSED);
}

static void
reply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_thread_view_reply (DESK_TICKET_PAGE (widget)->thread);
}

static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_thread_view_write_note (DESK_TICKET_PAGE (widget)->thread);
}

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskTicketPage *self = DESK_TICKET_PAGE (widget);

  if (g_str_equal (name, "ticket.choose-status"))
    desk_property_chip_popup (self->status_chip);
  else if (g_str_equal (name, "ticket.choose-priority"))
    desk_property_chip_popup (self->priority_chip);
  else
    desk_property_chip_popup (self->assignee_chip);
}

static void
add_tag_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_ticket_panel_add_tag (DESK_TICKET_PAGE (widget)->panel);
}

static void
copy_number_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskTicketPage *self = DESK_TICKET_PAGE (widget);
  const char *number = desk_entity_get_string (self->ticket, DESK_TICKET_NUMBER);
  g_autofree char *words = NULL;

  if (number == NULL)
    return;
  words = g_strdup_printf (_ ("%s copied"), number);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), number);
  desk_page_toast (DESK_PAGE (self), words);
}

static gboolean
desk_ticket_page_focus_first (DeskPage *page)
{
  DeskTicketPage *self = DESK_TICKET_PAGE (page);

  return gtk_widget_child_focus (GTK_WIDGET (self->status_chip), GTK_DIR_TAB_FORWARD);
}

static gboolean
desk_ticket_page_toggle_panel (DeskPage *page)
{
  DeskTicketPage *self = DESK_TICKET_PAGE (page);

  gtk_widget_set_visible (self->side, !gtk_widget_get_visible (self->side));
  return TRUE;
}

static void
add_keys (DeskPage *page)
{
  desk_page_add_key (page, GDK_KEY_r, 0, "ticket.reply", NULL);
  desk_page_add_key (page, GDK_KEY_n, 0, "ticket.note", NULL);
  desk_page_add_key (page, GDK_KEY_a, 0, "ticket.choose-assignee", NULL);
  desk_page_add_key (page, GDK_KEY_i, 0, "ticket.take", NULL);
  desk_page_add_key (page, GDK_KEY_s, 0, "ticket.choose-status", NULL);
  desk_page_add_key (page, GDK_KEY_p, 0, "ticket.choose-priority", NULL);
  desk_page_add_key (page, GDK_KEY_t, 0, "ticket.add-tag", NULL);
  desk_page_add_key (page, GDK_KEY_e, 0, "ticket.escalate", NULL);
  desk_page_add_key (page, GDK_KEY_d, 0, "ticket.resolve", NULL);
  desk_page_add_key (page, GDK_KEY_c, GDK_SHIFT_MASK, "ticket.close", NULL);
  desk_page_add_key (page, GDK_KEY_period, 0, "ticket.copy-number", NULL);
}

static void
desk_ticket_page_constructed (GObject *object)
{
  DeskTicketPage *self = DESK_TICKET_PAGE (object);
  DeskSession *session = get_session (self);

  G_OBJECT_CLASS (desk_ticket_page_parent_class)->constructed (object);
  desk_page_set_title (DESK_PAGE (self), _ ("Ticket"));
  add_keys (DESK_PAGE (self));
  desk_thread_view_set_session (self->thread, session);
  desk_ticket_panel_set_session (self->panel, session);
  add_choices (self->status_chip, desk_choices_of_enum (session, &desk_ticket_status_enum));
  add_choices (self->priority_chip, desk_choices_of_enum (session, &desk_priority_enum));
  self->agents = desk_choices_list_agents (session);
  self->departments = desk_choices_list_departments (session);
  g_signal_connect_object (self->agents, "items-changed", G_CALLBACK (on_agents_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->departments, "items-changed", G_CALLBACK (on_departments_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk_session_get_outbox (session), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  on_agents_changed_cb (self);
  on_departments_changed_cb (self);
}

static void
desk_ticket_page_dispose (GObject *object)
{
  DeskTicketPage *self = DESK_TICKET_PAGE (object);

  if (self->ticket != NULL)
    g_signal_handlers_disconnect_by_func (self->ticket, update, self);
  g_clear_object (&self->ticket);
  g_clear_object (&self->agents);
  g_clear_object (&self->departments);
  G_OBJECT_CLASS (desk_ticket_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "ticket.take", NULL, take_action);
  gtk_widget_class_install_action (widget_class, "ticket.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "ticket.escalate", NULL, escalate_action);
  gtk_widget_class_install_action (widget_class, "ticket.resolve", NULL, resolve_action);
  gtk_widget_class_install_action (widget_class, "ticket.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "ticket.reopen", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "ticket.reply", NULL, reply_action);
  gtk_widget_class_install_action (widget_class, "ticket.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "ticket.choose-status", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "ticket.choose-priority", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "ticket.choose-assignee", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "ticket.add-tag", NULL, add_tag_action);
  gtk_widget_class_install_action (widget_class, "ticket.copy-number", NULL, copy_number_action);
}

static void
desk_ticket_page_class_init (DeskTicketPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = desk_ticket_page_constructed;
  object_class->dispose = desk_ticket_page_dispose;
  DESK_PAGE_CLASS (klass)->focus_first = desk_ticket_page_focus_first;
  DESK_PAGE_CLASS (klass)->toggle_panel = desk_ticket_page_toggle_panel;

  g_type_ensure (DESK_TYPE_PROPERTY_CHIP);
  g_type_ensure (DESK_TYPE_PRESENCE_LINE);
  g_type_ensure (DESK_TYPE_THREAD_VIEW);
  g_type_ensure (DESK_TYPE_TICKET_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-ticket-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, number_label);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, pending_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, subject_label);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, merged_button);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, presence);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, status_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, priority_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, assignee_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, department_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, take_button);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, escalate_button);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, resolve_button);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, close_button);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, reopen_button);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, side);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, thread);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketPage, panel);
  gtk_widget_class_bind_template_callback (widget_class, on_status_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_priority_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_assignee_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_department_chosen_cb);
  install_actions (widget_class);
}

static void
desk_ticket_page_init (DeskTicketPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_ticket_page_new:
 * @session: whose desk
 *
 * Returns: (transfer floating): a page that shows no ticket yet
 */
GtkWidget *
desk_ticket_page_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_TICKET_PAGE, "session", session, NULL);
}

/**
 * desk_ticket_page_set_ticket:
 * @self: the page
 * @ticket_id: (nullable): a ticket; %NULL leaves the one that is shown, as when the page is hidden for good
 *
 * Shows it in the same frame, from the cache.
 */
void
desk_ticket_page_set_ticket (DeskTicketPage *self, const char *ticket_id)
{
  g_autoptr (DeskEntity) ticket = NULL;

  g_return_if_fail (DESK_IS_TICKET_PAGE (self));

  if (ticket_id != NULL)
    ticket = desk_session_dup_entity (get_session (self), &desk_ticket_kind, ticket_id);
  if ((DeskEntity *) self->ticket == ticket)
    return;
  if (self->ticket != NULL)
    g_signal_handlers_disconnect_by_func (self->ticket, update, self);
  g_set_object (&self->ticket, (DeskTicket *) ticket);
  if (ticket != NULL)
    g_signal_connect_swapped (ticket, "notify", G_CALLBACK (update), self);
  desk_thread_view_set_entity (self->thread, ticket);
  desk_ticket_panel_set_ticket (self->panel, self->ticket);
  desk_presence_line_set_thread (self->presence, get_session (self), ticket);
  update (self);
}

DeskTicket *
desk_ticket_page_get_ticket (DeskTicketPage *self)
{
  g_return_val_if_fail (DESK_IS_TICKET_PAGE (self), NULL);

  return self->ticket;
}
