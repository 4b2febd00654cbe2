/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-ticket-targets.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/pages/desk-ticket-clock.h"
#include "core/desk-time.h"

#define SECONDS(time) ((time) / DESK_TIME_SECOND)

struct _DeskTicketTargets
{
  AdwBin parent_instance;

  DeskSlaRing *response_ring;
  GtkLabel *response_detail;
  GtkLabel *response_left;
  DeskSlaRing *resolution_ring;
  GtkLabel *resolution_detail;
  GtkLabel *resolution_left;
  GtkWidget *well;
  GtkLabel *counted_label;
  GtkLabel *not_counted_label;

  DeskTicket *ticket; /* owned */
  DeskPreset *preset; /* owned */
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (DeskTicketTargets, desk_ticket_targets, ADW_TYPE_BIN)

static const char *
get_tone_class (const DeskTicketClock *clock)
{
  switch (clock->state)
    {
    case DESK_SLA_MET:
    case DESK_SLA_DONE:
      return "tone-green-text";
    case DESK_SLA_BREACHED:
      return "tone-red-text";
    case DESK_SLA_RUNNING:
      return clock->used >= .8 ? "tone-orange-text" : "tone-green-text";
    case DESK_SLA_PAUSED:
    case DESK_SLA_NONE:
    default:
      return "dim-label";
    }
}

static void
show_left (GtkLabel *label, const DeskTicketClock *clock)
{
  const char *classes[] = { "desk-dense", "desk-strong", "desk-number", get_tone_class (clock), NULL };
  g_autofree char *left = desk_ticket_clock_dup_left (clock);

  gtk_label_set_label (label, left);
  gtk_widget_set_css_classes (GTK_WIDGET (label), classes);
}

static void
show_response (DeskTicketTargets *self)
{
  DeskTicketClock clock;
  g_autofree char *counted = NULL;
  g_autofree char *target = NULL;
  g_autofree char *due = NULL;
  g_autofree char *words = NULL;

  desk_ticket_clock_first_response (&clock, self->ticket, self->preset);
  counted = desk_format_duration (SECONDS (clock.counted));
  target = desk_format_duration (SECONDS (clock.target));
  due = clock.due_at != 0 ? desk_format_when (clock.due_at, 0) : NULL;
  if (clock.due_at == 0)
    words = g_strdup (_ ("no target"));
  else if (clock.ended_at != 0)
    /* Translators: "answered in 3 min of 4 h" */
    words = g_strdup_printf (_ ("answered in %s of %s"), counted, target);
  else
    /* Translators: a time of day or a day: "due 18:58" */
    words = g_strdup_printf (_ ("due %s"), due);
  gtk_label_set_label (self->response_detail, words);
  show_left (self->response_left, &clock);
  desk_sla_ring_set (self->response_ring, clock.state, clock.ended_at != 0 ? 1 : clock.used, words);
}

static void
show_resolution (DeskTicketTargets *self)
{
  DeskTicketClock clock;
  g_autofree char *counted = NULL;
  g_autofree char *target = NULL;
  g_autofree char *due = NULL;
  g_autofree char *words = NULL;
  g_autofree char *counted_words = NULL;

  desk_ticket_clock_resolution (&clock, self->ticket, self->preset);
  counted = desk_format_duration (SECONDS (clock.counted));
  target = desk_format_duration (SECONDS (clock.target));
  due = clock.due_at != 0 ? desk_format_when (clock.due_at, 0) : NULL;
  if (clock.due_at == 0)
    words = g_strdup (_ ("no target"));
  else if (clock.ended_at != 0)
    words = g_strdup_printf (_ ("resolved in %s of %s"), counted, target);
  else if (clock.state == DESK_SLA_PAUSED)
    words = g_strdup (_ ("stands still while the customer is awaited"));
  else
    words = g_strdup_printf (_ ("due %s"), due);
  gtk_label_set_label (self->resolution_detail, words);
  show_left (self->resolution_left, &clock);
  desk_sla_ring_set (self->resolution_ring, clock.state == DESK_SLA_DONE ? DESK_SLA_MET : clock.state,
                     clock.state == DESK_SLA_DONE ? 1 : clock.used, words);

  gtk_widget_set_visible (self->well, clock.due_at != 0);
  /* Translators: open time: "6 h 34 min of 8 h counted, in opening hours" */
  counted_words = g_strdup_printf (_ ("%s of %s counted, in opening hours"), counted, target);
  gtk_label_set_label (self->counted_label, counted_words);
  gtk_widget_set_visible (GTK_WIDGET (self->not_counted_label), clock.not_counted >= DESK_TIME_MINUTE);
  if (clock.not_counted >= DESK_TIME_MINUTE)
    {
      g_autofree char *pause = desk_format_duration (SECONDS (clock.not_counted));
      g_autofree char *pause_words =
          clock.ended_at != 0 ? g_strdup_printf (_ ("Not counted: %s awaiting the customer or since resolved"), pause)
                              : g_strdup_printf (_ ("Not counted: %s awaiting the customer"), pause);

      gtk_label_set_label (self->not_counted_label, pause_words);
    }
}

static void
update (DeskTicketTargets *self)
{
  if (self->ticket == NULL)
    return;
  show_response (self);
  show_resolution (self);
}

static gboolean
on_minute_passed_cb (gpointer data)
{
  update (data);
  return G_SOURCE_CONTINUE;
}

static void
desk_ticket_targets_map (GtkWidget *widget)
{
  DeskTicketTargets *self = DESK_TICKET_TARGETS (widget);

  GTK_WIDGET_CLASS (desk_ticket_targets_parent_class)->map (widget);
  if (self->minute_id == 0)
    self->minute_id = g_timeout_add_seconds (60, on_minute_passed_cb, self);
  update (self);
}

static void
desk_ticket_targets_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&DESK_TICKET_TARGETS (widget)->minute_id, g_source_remove);
  GTK_WIDGET_CLASS (desk_ticket_targets_parent_class)->unmap (widget);
}

static void
desk_ticket_targets_dispose (GObject *object)
{
  DeskTicketTargets *self = DESK_TICKET_TARGETS (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  if (self->ticket != NULL)
    g_signal_handlers_disconnect_by_func (self->ticket, update, self);
  g_clear_object (&self->ticket);
  g_clear_object (&self->preset);
  G_OBJECT_CLASS (desk_ticket_targets_parent_class)->dispose (object);
}

static void
desk_ticket_targets_class_init (DeskTicketTargetsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_ticket_targets_dispose;
  widget_class->map = desk_ticket_targets_map;
  widget_class->unmap = desk_ticket_targets_unmap;

  g_type_ensure (DESK_TYPE_SLA_RING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-ticket-targets.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskTicketTargets, response_ring);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketTargets, response_detail);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketTargets, response_left);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketTargets, resolution_ring);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketTargets, resolution_detail);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketTargets, resolution_left);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketTargets, well);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketTargets, counted_label);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketTargets, not_counted_label);
}

static void
desk_ticket_targets_init (DeskTicketTargets *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_ticket_targets_set_ticket:
 * @self: the targets
 * @ticket: (nullable): of which ticket
 * @preset: (nullable): the desk's targets and opening hours
 */
void
desk_ticket_targets_set_ticket (DeskTicketTargets *self, DeskTicket *ticket, DeskPreset *preset)
{
  g_return_if_fail (DESK_IS_TICKET_TARGETS (self));

  if (self->ticket != NULL)
    g_signal_handlers_disconnect_by_func (self->ticket, update, self);
  g_set_object (&self->ticket, ticket);
  g_set_object (&self->preset, preset);
  if (ticket == NULL)
    return;
  g_signal_connect_swapped (ticket, "notify", G_CALLBACK (update), self);
  update (self);
}
