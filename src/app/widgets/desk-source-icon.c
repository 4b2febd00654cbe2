/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-source-icon.h"

#include "app/widgets/desk-looks.h"
#include "app/widgets/desk-tooltip.h"

struct _DeskSourceIcon
{
  AdwBin parent_instance;

  GtkImage *image;

  DeskQuerySource source;
  gboolean plain;
};

G_DEFINE_FINAL_TYPE (DeskSourceIcon, desk_source_icon, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SOURCE,
  PROP_PLAIN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (DeskSourceIcon *self)
{
  const DeskLook *look = desk_look (&desk_query_source_enum, self->source);
  const char *word = desk_enum_label (&desk_query_source_enum, self->source);
  const char *classes[] = { self->plain ? "dim-label" : desk_tone_get_text_class (look->tone), NULL };

  gtk_image_set_from_icon_name (self->image, look->icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), classes);
  desk_tooltip_set (GTK_WIDGET (self), self->source != DESK_QUERY_SOURCE_UNKNOWN ? word : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}

static void
desk_source_icon_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskSourceIcon *self = DESK_SOURCE_ICON (object);

  switch (property_id)
    {
    case PROP_SOURCE:
      g_value_set_int (value, self->source);
      break;
    case PROP_PLAIN:
      g_value_set_boolean (value, self->plain);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_source_icon_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskSourceIcon *self = DESK_SOURCE_ICON (object);

  switch (property_id)
    {
    case PROP_SOURCE:
      desk_source_icon_set_source (self, g_value_get_int (value));
      break;
    case PROP_PLAIN:
      self->plain = g_value_get_boolean (value);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_source_icon_dispose (GObject *object)
{
  /* The bin lets go of its child itself; clearing the template would leave it with a child that is gone. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (desk_source_icon_parent_class)->dispose (object);
}

static void
desk_source_icon_class_init (DeskSourceIconClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_source_icon_dispose;
  object_class->get_property = desk_source_icon_get_property;
  object_class->set_property = desk_source_icon_set_property;

  properties[PROP_SOURCE] = g_param_spec_int ("source", NULL, NULL, 0, G_MAXINT, 0,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PLAIN] =
      g_param_spec_boolean ("plain", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-source-icon.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskSourceIcon, image);
}

static void
desk_source_icon_init (DeskSourceIcon *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_source_icon_new:
 * @source: where something came from
 *
 * Returns: (transfer floating): its symbol
 */
GtkWidget *
desk_source_icon_new (DeskQuerySource source)
{
  return g_object_new (DESK_TYPE_SOURCE_ICON, "source", source, NULL);
}

void
desk_source_icon_set_source (DeskSourceIcon *self, DeskQuerySource source)
{
  g_return_if_fail (DESK_IS_SOURCE_ICON (self));

  if (self->source == source)
    return;

  self->source = source;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
}

DeskQuerySource
desk_source_icon_get_source (DeskSourceIcon *self)
{
  g_return_val_if_fail (DESK_IS_SOURCE_ICON (self), DESK_QUERY_SOURCE_UNKNOWN);

  return self->source;
}
