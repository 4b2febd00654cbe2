/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-ticket-filters.h"

#include <glib/gi18n.h>

#include "app/dialogs/desk-choices.h"
#include "app/widgets/desk-chip.h"

#define NOBODY "-"

struct _DeskTicketFilters
{
  AdwBin parent_instance;

  DeskChip *department_chip;
  DeskChip *priority_chip;
  DeskChip *category_chip;
  DeskChip *status_chip;
  DeskChip *assignee_chip;
  GtkSearchEntry *text_entry;

  DeskSession *session;       /* owned */
  DeskListModel *agents;      /* owned: what the chips offer follows them */
  DeskListModel *departments; /* owned */
};

G_DEFINE_FINAL_TYPE (DeskTicketFilters, desk_ticket_filters, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Offers other choices without losing what is chosen. */
static void
refill (DeskChip *chip, GPtrArray *choices, gboolean with_nobody)
{
  g_auto (GStrv) chosen = desk_chip_dup_chosen (chip);

  desk_chip_remove_all (chip);
  if (with_nobody)
    desk_chip_append (chip, NOBODY, _ ("Nobody"));
  for (guint i = 0; i < choices->len; i++)
    desk_chip_add_choice (chip, choices->pdata[i]);
  desk_chip_set_chosen (chip, (const char *const *) chosen);
  g_ptr_array_unref (choices);
}

static void
on_agents_changed_cb (DeskTicketFilters *self)
{
  refill (self->assignee_chip, desk_choices_of_agents (self->session), TRUE);
}

static void
on_departments_changed_cb (DeskTicketFilters *self)
{
  refill (self->department_chip, desk_choices_of_departments (self->session), FALSE);
}

static void
on_changed_cb (DeskTicketFilters *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_texts (DeskChip *chip, DeskListSpec *spec, guint field)
{
  g_auto (GStrv) ids = desk_chip_dup_chosen (chip);

  for (guint i = 0; ids[i] != NULL; i++)
    desk_list_spec_add_text (spec, field, g_str_equal (ids[i], NOBODY) ? NULL : ids[i]);
}

static void
add_enums (DeskChip *chip, DeskListSpec *spec, guint field, const DeskEnum *info)
{
  g_auto (GStrv) ids = desk_chip_dup_chosen (chip);

  for (guint i = 0; ids[i] != NULL; i++)
    desk_list_spec_add_enum (spec, field, desk_enum_from_wire (info, ids[i]));
}

static void
desk_ticket_filters_dispose (GObject *object)
{
  DeskTicketFilters *self = DESK_TICKET_FILTERS (object);

  g_clear_object (&self->agents);
  g_clear_object (&self->departments);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_ticket_filters_parent_class)->dispose (object);
}

static void
desk_ticket_filters_class_init (DeskTicketFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_ticket_filters_dispose;
  signals[CHANGED] =
      g_signal_new ("changed", DESK_TYPE_TICKET_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DESK_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-ticket-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskTicketFilters, department_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketFilters, priority_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketFilters, category_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketFilters, status_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketFilters, assignee_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketFilters, text_entry);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
}

static void
desk_ticket_filters_init (DeskTicketFilters *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_ticket_filters_set_up:
 * @self: a row of chips
 * @session: whose desk; once
 * @flags: which chips it has
 */
void
desk_ticket_filters_set_up (DeskTicketFilters *self, DeskSession *session, DeskTicketFilterFlags flags)
{
  g_return_if_fail (DESK_IS_TICKET_FILTERS (self) && self->session == NULL);

  self->session = g_object_ref (session);
  gtk_widget_set_visible (GTK_WIDGET (self->department_chip), flags & DESK_TICKET_FILTER_DEPARTMENT);
  gtk_widget_set_visible (GTK_WIDGET (self->priority_chip), flags & DESK_TICKET_FILTER_PRIORITY);
  gtk_widget_set_visible (GTK_WIDGET (self->category_chip), flags & DESK_TICKET_FILTER_CATEGORY);
  gtk_widget_set_visible (GTK_WIDGET (self->status_chip), flags & DESK_TICKET_FILTER_STATUS);
  gtk_widget_set_visible (GTK_WIDGET (self->assignee_chip), flags & DESK_TICKET_FILTER_ASSIGNEE);
  gtk_widget_set_visible (GTK_WIDGET (self->text_entry), flags & DESK_TICKET_FILTER_TEXT);
  refill (self->priority_chip, desk_choices_of_enum (session, &desk_priority_enum), FALSE);
  refill (self->status_chip, desk_choices_of_enum (session, &desk_ticket_status_enum), FALSE);
  refill (self->category_chip, desk_choices_of_categories (session), FALSE);
  self->agents = desk_choices_list_agents (session);
  self->departments = desk_choices_list_departments (session);
  g_signal_connect_object (self->agents, "items-changed", G_CALLBACK (on_agents_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->departments, "items-changed", G_CALLBACK (on_departments_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_agents_changed_cb (self);
  on_departments_changed_cb (self);
}

void
desk_ticket_filters_add_to_spec (DeskTicketFilters *self, DeskListSpec *spec)
{
  g_return_if_fail (DESK_IS_TICKET_FILTERS (self));

  add_texts (self->department_chip, spec, DESK_TICKET_DEPARTMENT_ID);
  add_texts (self->category_chip, spec, DESK_TICKET_CATEGORY);
  add_texts (self->assignee_chip, spec, DESK_TICKET_ASSIGNED_TO);
  add_enums (self->priority_chip, spec, DESK_TICKET_PRIORITY, &desk_priority_enum);
  add_enums (self->status_chip, spec, DESK_TICKET_STATUS, &desk_ticket_status_enum);
  desk_list_spec_set_search (spec, gtk_editable_get_text (GTK_EDITABLE (self->text_entry)));
}

gboolean
desk_ticket_filters_is_set (DeskTicketFilters *self)
{
  g_return_val_if_fail (DESK_IS_TICKET_FILTERS (self), FALSE);

  return desk_chip_is_set (self->department_chip) || desk_chip_is_set (self->priority_chip)
         || desk_chip_is_set (self->category_chip) || desk_chip_is_set (self->status_chip)
         || desk_chip_is_set (self->assignee_chip)
         || gtk_editable_get_text (GTK_EDITABLE (self->text_entry))[0] != '\0';
}

/**
 * desk_ticket_filters_clear:
 * @self: a row of chips
 *
 * Lets everything through again, and says so by "changed".
 */
void
desk_ticket_filters_clear (DeskTicketFilters *self)
{
  g_return_if_fail (DESK_IS_TICKET_FILTERS (self));

  desk_chip_clear (self->department_chip);
  desk_chip_clear (self->priority_chip);
  desk_chip_clear (self->category_chip);
  desk_chip_clear (self->status_chip);
  desk_chip_clear (self->assignee_chip);
  gtk_editable_set_text (GTK_EDITABLE (self->text_entry), "");
  on_changed_cb (self);
}

gboolean
desk_ticket_filters_focus_text (DeskTicketFilters *self)
{
  g_return_val_if_fail (DESK_IS_TICKET_FILTERS (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->text_entry))
         && gtk_widget_grab_focus (GTK_WIDGET (self->text_entry));
}
