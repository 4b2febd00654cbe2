/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-ticket-card.h"

#include "app/desk-format.h"
#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-priority-label.h"
#include "app/widgets/desk-tooltip.h"

#include <glib/gi18n.h>

struct _DeskTicketCard
{
  GtkBox parent_instance;

  DeskPriorityLabel *priority;
  GtkLabel *number;
  DeskSlaRing *ring;
  GtkLabel *subject;
  GtkLabel *customer;
  GtkLabel *age;
  GtkLabel *category;
  DeskAvatar *assignee;

  DeskTicket *ticket;
  gulong ticket_handler;
  char *customer_name;
  char *assignee_name;
};

G_DEFINE_FINAL_TYPE (DeskTicketCard, desk_ticket_card, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_TICKET,
  PROP_CUSTOMER_NAME,
  PROP_ASSIGNEE_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What the ticket itself says of its resolution clock: the share of calendar time between creation and deadline. */
static void
show_own_clock (DeskTicketCard *self)
{
  gint64 now = g_get_real_time ();
  gint64 created = desk_entity_get_time (self->ticket, DESK_ENTITY_CREATED_AT);
  gint64 due = desk_entity_get_time (self->ticket, DESK_TICKET_RESOLUTION_DUE_AT);
  gboolean breached = desk_entity_get_flag (self->ticket, DESK_TICKET_RESOLUTION_BREACHED);
  g_autofree char *left = desk_format_duration ((due - now) / G_USEC_PER_SEC);
  g_autofree char *words = NULL;

  switch (desk_entity_get_enum (self->ticket, DESK_TICKET_STATUS))
    {
    case DESK_TICKET_STATUS_RESOLVED:
    case DESK_TICKET_STATUS_CLOSED:
      desk_sla_ring_set (self->ring, DESK_SLA_DONE, 1, NULL);
      return;
    case DESK_TICKET_STATUS_PENDING_CUSTOMER:
      desk_sla_ring_set (self->ring, DESK_SLA_PAUSED, 0, NULL);
      return;
    default:
      break;
    }

  if (due == 0)
    {
      desk_sla_ring_set (self->ring, DESK_SLA_NONE, 0, NULL);
      return;
    }

  if (breached || now >= due)
    {
      words = g_strdup_printf (_ ("Overdue by %s"), left);
      desk_sla_ring_set (self->ring, DESK_SLA_BREACHED, 1, words);
      return;
    }

  words = g_strdup_printf (_ ("Due in %s"), left);
  desk_sla_ring_set (self->ring, DESK_SLA_RUNNING, due > created ? (double) (now - created) / (due - created) : 0,
                     words);
}

static const char *
get_text (DeskTicketCard *self, guint field)
{
  const char *text = desk_entity_get_string (self->ticket, field);

  return text != NULL ? text : "";
}

static void
update (DeskTicketCard *self)
{
  g_autofree char *age = desk_format_age (desk_entity_get_time (self->ticket, DESK_ENTITY_CREATED_AT), 0);
  g_autofree char *words = NULL;

  desk_priority_label_set_priority (self->priority, desk_entity_get_enum (self->ticket, DESK_TICKET_PRIORITY));
  gtk_label_set_label (self->number, get_text (self, DESK_TICKET_NUMBER));
  gtk_label_set_label (self->subject, get_text (self, DESK_TICKET_SUBJECT));
  desk_tooltip_set (GTK_WIDGET (self->subject), get_text (self, DESK_TICKET_SUBJECT));
  gtk_label_set_label (self->category, get_text (self, DESK_TICKET_CATEGORY));
  gtk_label_set_label (self->age, age);
  gtk_label_set_label (self->customer, self->customer_name != NULL ? self->customer_name : "");
  desk_avatar_set_name (self->assignee, self->assignee_name);

  words = desk_ticket_card_dup_words (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
on_ticket_changed_cb (DeskTicketCard *self)
{
  show_own_clock (self);
  update (self);
}

static void
desk_ticket_card_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskTicketCard *self = DESK_TICKET_CARD (object);

  switch (property_id)
    {
    case PROP_TICKET:
      g_value_set_object (value, self->ticket);
      break;
    case PROP_CUSTOMER_NAME:
      g_value_set_string (value, self->customer_name);
      break;
    case PROP_ASSIGNEE_NAME:
      g_value_set_string (value, self->assignee_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_ticket_card_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskTicketCard *self = DESK_TICKET_CARD (object);

  switch (property_id)
    {
    case PROP_TICKET:
      desk_ticket_card_set_ticket (self, g_value_get_object (value));
      break;
    case PROP_CUSTOMER_NAME:
      desk_ticket_card_set_names (self, g_value_get_string (value), self->assignee_name);
      break;
    case PROP_ASSIGNEE_NAME:
      desk_ticket_card_set_names (self, self->customer_name, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_ticket_card_dispose (GObject *object)
{
  DeskTicketCard *self = DESK_TICKET_CARD (object);

  g_clear_signal_handler (&self->ticket_handler, self->ticket);
  g_clear_object (&self->ticket);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_TICKET_CARD);

  G_OBJECT_CLASS (desk_ticket_card_parent_class)->dispose (object);
}

static void
desk_ticket_card_finalize (GObject *object)
{
  DeskTicketCard *self = DESK_TICKET_CARD (object);

  g_free (self->customer_name);
  g_free (self->assignee_name);

  G_OBJECT_CLASS (desk_ticket_card_parent_class)->finalize (object);
}

static void
desk_ticket_card_class_init (DeskTicketCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_ticket_card_dispose;
  object_class->finalize = desk_ticket_card_finalize;
  object_class->get_property = desk_ticket_card_get_property;
  object_class->set_property = desk_ticket_card_set_property;

  properties[PROP_TICKET] =
      g_param_spec_object ("ticket", NULL, NULL, DESK_TYPE_TICKET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CUSTOMER_NAME] =
      g_param_spec_string ("customer-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ASSIGNEE_NAME] =
      g_param_spec_string ("assignee-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DESK_TYPE_AVATAR);
  g_type_ensure (DESK_TYPE_PRIORITY_LABEL);
  g_type_ensure (DESK_TYPE_SLA_RING);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-ticket-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskTicketCard, priority);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketCard, number);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketCard, ring);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketCard, subject);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketCard, customer);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketCard, age);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketCard, category);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketCard, assignee);
}

static void
desk_ticket_card_init (DeskTicketCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_ticket_card_new:
 *
 * Returns: (transfer floating): a card without a ticket
 */
GtkWidget *
desk_ticket_card_new (void)
{
  return g_object_new (DESK_TYPE_TICKET_CARD, NULL);
}

/**
 * desk_ticket_card_set_ticket:
 * @self: a card
 * @ticket: (nullable): what it shows; it follows the ticket's changes
 */
void
desk_ticket_card_set_ticket (DeskTicketCard *self, DeskTicket *ticket)
{
  g_return_if_fail (DESK_IS_TICKET_CARD (self));

  g_clear_signal_handler (&self->ticket_handler, self->ticket);
  g_set_object (&self->ticket, ticket);
  if (ticket == NULL)
    return;

  self->ticket_handler = g_signal_connect_swapped (ticket, "notify", G_CALLBACK (on_ticket_changed_cb), self);
  on_ticket_changed_cb (self);
}

DeskTicket *
desk_ticket_card_get_ticket (DeskTicketCard *self)
{
  g_return_val_if_fail (DESK_IS_TICKET_CARD (self), NULL);

  return self->ticket;
}

/**
 * desk_ticket_card_set_names:
 * @self: a card
 * @customer_name: (nullable): whose ticket it is
 * @assignee_name: (nullable): who has it; %NULL for nobody
 */
void
desk_ticket_card_set_names (DeskTicketCard *self, const char *customer_name, const char *assignee_name)
{
  g_autofree char *customer = g_strdup (customer_name);
  g_autofree char *assignee = g_strdup (assignee_name);

  g_return_if_fail (DESK_IS_TICKET_CARD (self));

  g_free (self->customer_name);
  g_free (self->assignee_name);
  self->customer_name = g_steal_pointer (&customer);
  self->assignee_name = g_steal_pointer (&assignee);
  if (self->ticket != NULL)
    update (self);
}

/**
 * desk_ticket_card_set_sla:
 * @self: a card
 * @state: how the clock stands
 * @used: share of the target
 * @words: (nullable): the same in words
 *
 * Says how the clock really stands, in business hours; it holds until the ticket changes.
 */
void
desk_ticket_card_set_sla (DeskTicketCard *self, DeskSlaState state, double used, const char *words)
{
  g_return_if_fail (DESK_IS_TICKET_CARD (self));

  desk_sla_ring_set (self->ring, state, used, words);
}

/**
 * desk_ticket_card_dup_words:
 * @self: a card that has a ticket
 *
 * Returns: (transfer full): the whole card in one line, for the row's name
 */
char *
desk_ticket_card_dup_words (DeskTicketCard *self)
{
  g_return_val_if_fail (DESK_IS_TICKET_CARD (self), NULL);
  g_return_val_if_fail (self->ticket != NULL, NULL);

  /* Translators: a ticket in one line for a screen reader: number, subject, customer, priority, assignee */
  return g_strdup_printf (_ ("%s, %s, %s, %s, %s"), get_text (self, DESK_TICKET_NUMBER),
                          get_text (self, DESK_TICKET_SUBJECT), gtk_label_get_label (self->customer),
                          desk_enum_label (&desk_priority_enum,
                                           desk_entity_get_enum (self->ticket, DESK_TICKET_PRIORITY)),
                          self->assignee_name != NULL ? self->assignee_name : _ ("nobody has it"));
}
