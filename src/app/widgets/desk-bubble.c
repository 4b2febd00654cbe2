/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-bubble.h"

#include "app/desk-format.h"
#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-source-icon.h"
#include "app/widgets/desk-tooltip.h"

#include <glib/gi18n.h>

/* What a bubble leaves free at the other speaker's side, px: long ones still lean to their own. */
#define OTHER_SIDE 48

struct _DeskBubble
{
  GtkBox parent_instance;

  GtkLabel *day;
  GtkLabel *system_line;
  GtkBox *line;
  DeskAvatar *avatar_start;
  DeskAvatar *avatar_end;
  GtkBox *meta;
  DeskSourceIcon *channel;
  GtkLabel *name;
  GtkLabel *time;
  GtkBox *state;
  GtkImage *state_icon;
  GtkLabel *state_label;
  GtkButton *undo;
  GtkButton *review;
  GtkBox *bubble;
  GtkBox *note_line;
  GtkLabel *body;

  DeskMessage *message;
  gulong message_handler;
  char *sender_name;
  DeskSendState delivery;
};

G_DEFINE_ENUM_TYPE (DeskSendState,
                    desk_send_state,
                    G_DEFINE_ENUM_VALUE (DESK_SEND_STATE_SENT, "sent"),
                    G_DEFINE_ENUM_VALUE (DESK_SEND_STATE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (DESK_SEND_STATE_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (DESK_SEND_STATE_READ, "read"))

G_DEFINE_FINAL_TYPE (DeskBubble, desk_bubble, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_MESSAGE,
  PROP_SENDER_NAME,
  PROP_DAY,
  PROP_DELIVERY,
  N_PROPS
};

enum
{
  UNDO,
  REVIEW,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* How far a message is, as the bubble says it. */
static const struct
{
  const char *icon_name;
  const char *words;
  const char *css_class;
} states[] = {
  [DESK_SEND_STATE_SENT] = { NULL, NULL, NULL },
  [DESK_SEND_STATE_WAITING] = { "desk-clock-symbolic", N_ ("Waiting to be sent"), "waiting" },
  [DESK_SEND_STATE_REFUSED] = { "dialog-warning-symbolic", N_ ("Not sent"), "refused" },
  [DESK_SEND_STATE_READ] = { "object-select-symbolic", N_ ("Read"), "dim-label" },
};

static const char *
get_name (DeskBubble *self)
{
  const char *name = self->sender_name;

  if (name == NULL || *name == '\0')
    name = desk_entity_get_string (self->message, DESK_MESSAGE_SENDER_NAME);

  return name != NULL
             ? name
             : desk_enum_label (&desk_sender_type_enum, desk_entity_get_enum (self->message, DESK_MESSAGE_SENDER_TYPE));
}

static void
update_state (DeskBubble *self)
{
  const char *words = states[self->delivery].words;
  const char *classes[] = { "bubble-state", states[self->delivery].css_class, NULL };

  gtk_widget_set_visible (GTK_WIDGET (self->state), words != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (self->state), classes);
  gtk_image_set_from_icon_name (self->state_icon, states[self->delivery].icon_name);
  gtk_label_set_label (self->state_label, words != NULL ? _ (words) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->undo), self->delivery == DESK_SEND_STATE_WAITING);
  gtk_widget_set_visible (GTK_WIDGET (self->review), self->delivery == DESK_SEND_STATE_REFUSED);
}

static void
update_bubble (DeskBubble *self, gboolean from_customer, gboolean is_note)
{
  const char *classes[] = { "bubble", is_note ? "note" : from_customer ? "customer" : "agent", NULL, NULL };
  GtkAlign side = from_customer ? GTK_ALIGN_START : GTK_ALIGN_END;

  if (self->delivery == DESK_SEND_STATE_WAITING)
    classes[2] = "waiting";
  else if (self->delivery == DESK_SEND_STATE_REFUSED)
    classes[2] = "refused";

  gtk_widget_set_css_classes (GTK_WIDGET (self->bubble), classes);
  gtk_widget_set_halign (GTK_WIDGET (self->line), side);
  gtk_widget_set_margin_start (GTK_WIDGET (self->line), from_customer ? 0 : OTHER_SIDE);
  gtk_widget_set_margin_end (GTK_WIDGET (self->line), from_customer ? OTHER_SIDE : 0);
  gtk_widget_set_halign (GTK_WIDGET (self->bubble), side);
  gtk_widget_set_halign (GTK_WIDGET (self->meta), side);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar_start), from_customer);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar_end), !from_customer);
  gtk_widget_set_visible (GTK_WIDGET (self->note_line), is_note);
}

static void
update_system_line (DeskBubble *self, const char *body, const char *clock)
{
  /* Translators: what the system says in a conversation, and the time of day */
  g_autofree char *words = g_strdup_printf (_ ("%s · %s"), body, clock);

  gtk_label_set_label (self->system_line, words);
}

static void
update (DeskBubble *self)
{
  gint64 at = desk_entity_get_time (self->message, DESK_ENTITY_CREATED_AT);
  int sender = desk_entity_get_enum (self->message, DESK_MESSAGE_SENDER_TYPE);
  int channel = desk_entity_get_enum (self->message, DESK_MESSAGE_CHANNEL);
  gboolean from_customer = sender == DESK_SENDER_TYPE_CUSTOMER;
  const char *body = desk_entity_get_string (self->message, DESK_MESSAGE_BODY);
  g_autofree char *clock = desk_format_clock (at);
  g_autofree char *when = desk_format_date_time (at);
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->line), sender != DESK_SENDER_TYPE_SYSTEM);
  gtk_widget_set_visible (GTK_WIDGET (self->system_line), sender == DESK_SENDER_TYPE_SYSTEM);
  update_system_line (self, body != NULL ? body : "", clock);

  update_bubble (self, from_customer, desk_entity_get_flag (self->message, DESK_MESSAGE_IS_INTERNAL));
  update_state (self);
  gtk_label_set_label (self->body, body != NULL ? body : "");
  gtk_label_set_label (self->name, get_name (self));
  gtk_label_set_label (self->time, clock);
  desk_tooltip_set (GTK_WIDGET (self->time), when);
  desk_avatar_set_name (self->avatar_start, get_name (self));
  desk_avatar_set_name (self->avatar_end, get_name (self));
  desk_source_icon_set_source (self->channel, channel);
  gtk_widget_set_visible (GTK_WIDGET (self->channel), from_customer && channel != DESK_QUERY_SOURCE_UNKNOWN);

  words = desk_bubble_dup_words (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
on_undo_clicked_cb (DeskBubble *self)
{
  g_signal_emit (self, signals[UNDO], 0);
}

static void
on_review_clicked_cb (DeskBubble *self)
{
  g_signal_emit (self, signals[REVIEW], 0);
}

static void
desk_bubble_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskBubble *self = DESK_BUBBLE (object);

  switch (property_id)
    {
    case PROP_MESSAGE:
      g_value_set_object (value, self->message);
      break;
    case PROP_SENDER_NAME:
      g_value_set_string (value, self->sender_name);
      break;
    case PROP_DAY:
      g_value_set_string (value, gtk_label_get_label (self->day));
      break;
    case PROP_DELIVERY:
      g_value_set_enum (value, self->delivery);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_bubble_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskBubble *self = DESK_BUBBLE (object);

  switch (property_id)
    {
    case PROP_MESSAGE:
      desk_bubble_set_message (self, g_value_get_object (value));
      break;
    case PROP_SENDER_NAME:
      desk_bubble_set_sender_name (self, g_value_get_string (value));
      break;
    case PROP_DAY:
      desk_bubble_set_day (self, g_value_get_string (value));
      break;
    case PROP_DELIVERY:
      desk_bubble_set_delivery (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_bubble_dispose (GObject *object)
{
  DeskBubble *self = DESK_BUBBLE (object);

  g_clear_signal_handler (&self->message_handler, self->message);
  g_clear_object (&self->message);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_BUBBLE);

  G_OBJECT_CLASS (desk_bubble_parent_class)->dispose (object);
}

static void
desk_bubble_finalize (GObject *object)
{
  DeskBubble *self = DESK_BUBBLE (object);

  g_free (self->sender_name);

  G_OBJECT_CLASS (desk_bubble_parent_class)->finalize (object);
}

static void
desk_bubble_class_init (DeskBubbleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_bubble_dispose;
  object_class->finalize = desk_bubble_finalize;
  object_class->get_property = desk_bubble_get_property;
  object_class->set_property = desk_bubble_set_property;

  properties[PROP_MESSAGE] =
      g_param_spec_object ("message", NULL, NULL, DESK_TYPE_MESSAGE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SENDER_NAME] =
      g_param_spec_string ("sender-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DAY] = g_param_spec_string ("day", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DELIVERY] = g_param_spec_enum ("delivery", NULL, NULL, DESK_TYPE_SEND_STATE, DESK_SEND_STATE_SENT,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[UNDO] =
      g_signal_new ("undo", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REVIEW] =
      g_signal_new ("review", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DESK_TYPE_AVATAR);
  g_type_ensure (DESK_TYPE_SOURCE_ICON);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-bubble.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, day);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, system_line);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, line);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, avatar_start);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, avatar_end);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, meta);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, channel);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, name);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, time);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, state);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, state_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, state_label);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, undo);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, review);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, bubble);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, note_line);
  gtk_widget_class_bind_template_child (widget_class, DeskBubble, body);
  gtk_widget_class_bind_template_callback (widget_class, on_undo_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_review_clicked_cb);
}

static void
desk_bubble_init (DeskBubble *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_bubble_new:
 *
 * Returns: (transfer floating): a bubble without a message
 */
GtkWidget *
desk_bubble_new (void)
{
  return g_object_new (DESK_TYPE_BUBBLE, NULL);
}

/**
 * desk_bubble_set_message:
 * @self: a bubble
 * @message: (nullable): what it shows; it follows the message's changes
 */
void
desk_bubble_set_message (DeskBubble *self, DeskMessage *message)
{
  g_return_if_fail (DESK_IS_BUBBLE (self));

  g_clear_signal_handler (&self->message_handler, self->message);
  g_set_object (&self->message, message);
  if (message == NULL)
    return;

  self->message_handler = g_signal_connect_swapped (message, "notify", G_CALLBACK (update), self);
  update (self);
}

DeskMessage *
desk_bubble_get_message (DeskBubble *self)
{
  g_return_val_if_fail (DESK_IS_BUBBLE (self), NULL);

  return self->message;
}

void
desk_bubble_set_sender_name (DeskBubble *self, const char *name)
{
  g_return_if_fail (DESK_IS_BUBBLE (self));

  if (g_strcmp0 (self->sender_name, name) == 0)
    return;

  g_free (self->sender_name);
  self->sender_name = g_strdup (name);
  if (self->message != NULL)
    update (self);
}

void
desk_bubble_set_day (DeskBubble *self, const char *day)
{
  g_return_if_fail (DESK_IS_BUBBLE (self));

  gtk_label_set_label (self->day, day != NULL ? day : "");
  gtk_widget_set_visible (GTK_WIDGET (self->day), day != NULL);
}

void
desk_bubble_set_delivery (DeskBubble *self, DeskSendState delivery)
{
  g_return_if_fail (DESK_IS_BUBBLE (self));

  if (self->delivery == delivery)
    return;

  self->delivery = delivery;
  if (self->message != NULL)
    update (self);
}

/**
 * desk_bubble_dup_words:
 * @self: a bubble that has a message
 *
 * Returns: (transfer full): who, when, whether it is a note and how far it is, and the text: for screen readers
 */
char *
desk_bubble_dup_words (DeskBubble *self)
{
  g_autoptr (GString) words = NULL;

  g_return_val_if_fail (DESK_IS_BUBBLE (self), NULL);
  g_return_val_if_fail (self->message != NULL, NULL);

  if (desk_entity_get_enum (self->message, DESK_MESSAGE_SENDER_TYPE) == DESK_SENDER_TYPE_SYSTEM)
    return g_strdup (gtk_label_get_label (self->system_line));

  words = g_string_new (NULL);
  g_string_append_printf (words, "%s, %s", get_name (self), gtk_label_get_label (self->time));
  if (desk_entity_get_flag (self->message, DESK_MESSAGE_IS_INTERNAL))
    g_string_append_printf (words, ", %s", _ ("internal note"));
  if (states[self->delivery].words != NULL)
    g_string_append_printf (words, ", %s", _ (states[self->delivery].words));
  g_string_append_printf (words, ": %s", gtk_label_get_label (self->body));

  return g_string_free (g_steal_pointer (&words), FALSE);
}
