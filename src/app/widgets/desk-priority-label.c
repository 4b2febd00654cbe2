/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-priority-label.h"

#include "app/widgets/desk-looks.h"
#include "app/widgets/desk-tooltip.h"

struct _DeskPriorityLabel
{
  GtkBox parent_instance;

  GtkImage *image;
  GtkLabel *label;

  DeskPriority priority;
  gboolean icon_only;
};

G_DEFINE_FINAL_TYPE (DeskPriorityLabel, desk_priority_label, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_PRIORITY,
  PROP_ICON_ONLY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (DeskPriorityLabel *self)
{
  const DeskLook *look = desk_look (&desk_priority_enum, self->priority);
  const char *word = desk_enum_label (&desk_priority_enum, self->priority);
  const char *classes[] = { desk_tone_get_text_class (look->tone), NULL };

  gtk_image_set_from_icon_name (self->image, look->icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), classes);
  gtk_label_set_label (self->label, word);
  gtk_widget_set_visible (GTK_WIDGET (self->label), !self->icon_only);
  desk_tooltip_set (GTK_WIDGET (self), self->icon_only && *word != '\0' ? word : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}

static void
desk_priority_label_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskPriorityLabel *self = DESK_PRIORITY_LABEL (object);

  switch (property_id)
    {
    case PROP_PRIORITY:
      g_value_set_int (value, self->priority);
      break;
    case PROP_ICON_ONLY:
      g_value_set_boolean (value, self->icon_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_priority_label_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskPriorityLabel *self = DESK_PRIORITY_LABEL (object);

  switch (property_id)
    {
    case PROP_PRIORITY:
      desk_priority_label_set_priority (self, g_value_get_int (value));
      break;
    case PROP_ICON_ONLY:
      desk_priority_label_set_icon_only (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_priority_label_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_PRIORITY_LABEL);

  G_OBJECT_CLASS (desk_priority_label_parent_class)->dispose (object);
}

static void
desk_priority_label_class_init (DeskPriorityLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_priority_label_dispose;
  object_class->get_property = desk_priority_label_get_property;
  object_class->set_property = desk_priority_label_set_property;

  properties[PROP_PRIORITY] = g_param_spec_int ("priority", NULL, NULL, 0, G_MAXINT, 0,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_ICON_ONLY] =
      g_param_spec_boolean ("icon-only", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/widgets/desk-priority-label.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPriorityLabel, image);
  gtk_widget_class_bind_template_child (widget_class, DeskPriorityLabel, label);
}

static void
desk_priority_label_init (DeskPriorityLabel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_priority_label_new:
 * @priority: a priority
 *
 * Returns: (transfer floating): its bars and its word
 */
GtkWidget *
desk_priority_label_new (DeskPriority priority)
{
  return g_object_new (DESK_TYPE_PRIORITY_LABEL, "priority", priority, NULL);
}

void
desk_priority_label_set_priority (DeskPriorityLabel *self, DeskPriority priority)
{
  g_return_if_fail (DESK_IS_PRIORITY_LABEL (self));

  if (self->priority == priority)
    return;

  self->priority = priority;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRIORITY]);
}

DeskPriority
desk_priority_label_get_priority (DeskPriorityLabel *self)
{
  g_return_val_if_fail (DESK_IS_PRIORITY_LABEL (self), DESK_PRIORITY_UNKNOWN);

  return self->priority;
}

void
desk_priority_label_set_icon_only (DeskPriorityLabel *self, gboolean icon_only)
{
  g_return_if_fail (DESK_IS_PRIORITY_LABEL (self));

  if (self->icon_only == icon_only)
    return;

  self->icon_only = icon_only;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_ONLY]);
}
