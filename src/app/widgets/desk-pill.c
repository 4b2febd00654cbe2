/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-pill.h"

struct _DeskPill
{
  GtkBox parent_instance;

  GtkImage *image;
  GtkLabel *label;

  DeskTone tone;
};

G_DEFINE_FINAL_TYPE (DeskPill, desk_pill, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_TONE,
  PROP_ICON_NAME,
  PROP_LABEL,
  PROP_QUERY_STATUS,
  PROP_TICKET_STATUS,
  PROP_ORDER_STATUS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_tone (DeskPill *self, DeskTone tone)
{
  if (self->tone == tone)
    return;

  if (self->tone != DESK_TONE_NONE)
    gtk_widget_remove_css_class (GTK_WIDGET (self), desk_tone_get_css_class (self->tone));
  self->tone = tone;
  if (tone != DESK_TONE_NONE)
    gtk_widget_add_css_class (GTK_WIDGET (self), desk_tone_get_css_class (tone));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TONE]);
}

static void
set_icon_name (DeskPill *self, const char *icon_name)
{
  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->image), icon_name != NULL);
}

static void
set_label (DeskPill *self, const char *label)
{
  gtk_label_set_label (self->label, label != NULL ? label : "");
}

static void
desk_pill_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskPill *self = DESK_PILL (object);

  switch (property_id)
    {
    case PROP_TONE:
      g_value_set_enum (value, self->tone);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (self->image));
      break;
    case PROP_LABEL:
      g_value_set_string (value, gtk_label_get_label (self->label));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_pill_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskPill *self = DESK_PILL (object);

  switch (property_id)
    {
    case PROP_TONE:
      set_tone (self, g_value_get_enum (value));
      break;
    case PROP_ICON_NAME:
      set_icon_name (self, g_value_get_string (value));
      break;
    case PROP_LABEL:
      set_label (self, g_value_get_string (value));
      break;
    case PROP_QUERY_STATUS:
      desk_pill_set_enum (self, &desk_query_status_enum, g_value_get_int (value));
      break;
    case PROP_TICKET_STATUS:
      desk_pill_set_enum (self, &desk_ticket_status_enum, g_value_get_int (value));
      break;
    case PROP_ORDER_STATUS:
      desk_pill_set_enum (self, &desk_order_status_enum, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_pill_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_PILL);

  G_OBJECT_CLASS (desk_pill_parent_class)->dispose (object);
}

static void
desk_pill_class_init (DeskPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_pill_dispose;
  object_class->get_property = desk_pill_get_property;
  object_class->set_property = desk_pill_set_property;

  properties[PROP_TONE] = g_param_spec_enum ("tone", NULL, NULL, DESK_TYPE_TONE, DESK_TONE_NONE,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_ICON_NAME] =
      g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_QUERY_STATUS] =
      g_param_spec_int ("query-status", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TICKET_STATUS] =
      g_param_spec_int ("ticket-status", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ORDER_STATUS] =
      g_param_spec_int ("order-status", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-pill.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPill, image);
  gtk_widget_class_bind_template_child (widget_class, DeskPill, label);
}

static void
desk_pill_init (DeskPill *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_pill_new:
 *
 * Returns: (transfer floating): an empty pill
 */
GtkWidget *
desk_pill_new (void)
{
  return g_object_new (DESK_TYPE_PILL, NULL);
}

/**
 * desk_pill_new_full:
 * @tone: its colour
 * @icon_name: (nullable): its shape
 * @label: its word
 *
 * Returns: (transfer floating): a pill
 */
GtkWidget *
desk_pill_new_full (DeskTone tone, const char *icon_name, const char *label)
{
  GtkWidget *self = desk_pill_new ();

  desk_pill_set (DESK_PILL (self), tone, icon_name, label);

  return self;
}

/**
 * desk_pill_set:
 * @self: a pill
 * @tone: its colour
 * @icon_name: (nullable): its shape
 * @label: its word
 *
 * Sets all of it.
 */
void
desk_pill_set (DeskPill *self, DeskTone tone, const char *icon_name, const char *label)
{
  g_return_if_fail (DESK_IS_PILL (self));

  set_tone (self, tone);
  set_icon_name (self, icon_name);
  set_label (self, label);
}

/**
 * desk_pill_set_enum:
 * @self: a pill
 * @info: an enum that has looks
 * @value: one of its values; unknown hides the pill
 *
 * Shows a value with its own tone, shape and word.
 */
void
desk_pill_set_enum (DeskPill *self, const DeskEnum *info, int value)
{
  const DeskLook *look = desk_look (info, value);

  g_return_if_fail (DESK_IS_PILL (self));

  desk_pill_set (self, look->tone, look->icon_name, desk_enum_label (info, value));
  gtk_widget_set_visible (GTK_WIDGET (self), value > 0);
}

void
desk_pill_set_query_status (DeskPill *self, DeskQueryStatus status)
{
  desk_pill_set_enum (self, &desk_query_status_enum, status);
}

void
desk_pill_set_ticket_status (DeskPill *self, DeskTicketStatus status)
{
  desk_pill_set_enum (self, &desk_ticket_status_enum, status);
}

void
desk_pill_set_order_status (DeskPill *self, DeskOrderStatus status)
{
  desk_pill_set_enum (self, &desk_order_status_enum, status);
}

const char *
desk_pill_get_label (DeskPill *self)
{
  g_return_val_if_fail (DESK_IS_PILL (self), NULL);

  return gtk_label_get_label (self->label);
}

DeskTone
desk_pill_get_tone (DeskPill *self)
{
  g_return_val_if_fail (DESK_IS_PILL (self), DESK_TONE_NONE);

  return self->tone;
}
