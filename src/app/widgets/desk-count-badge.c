/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-count-badge.h"

#include "app/desk-format.h"

/* What still fits on the bell. */
#define BELL_MAXIMUM 99

struct _DeskCountBadge
{
  AdwBin parent_instance;

  GtkLabel *label;

  guint count;
  DeskBadgeStyle style;
};

G_DEFINE_ENUM_TYPE (DeskBadgeStyle,
                    desk_badge_style,
                    G_DEFINE_ENUM_VALUE (DESK_BADGE_PLAIN, "plain"),
                    G_DEFINE_ENUM_VALUE (DESK_BADGE_ACCENT, "accent"),
                    G_DEFINE_ENUM_VALUE (DESK_BADGE_RED, "red"),
                    G_DEFINE_ENUM_VALUE (DESK_BADGE_BELL, "bell"))

G_DEFINE_FINAL_TYPE (DeskCountBadge, desk_count_badge, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_COUNT,
  PROP_BADGE_STYLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (DeskCountBadge *self)
{
  static const char *const classes[][3] = {
    [DESK_BADGE_PLAIN] = { "desk-count", NULL },
    [DESK_BADGE_ACCENT] = { "desk-count", "accent", NULL },
    [DESK_BADGE_RED] = { "desk-count", "red", NULL },
    [DESK_BADGE_BELL] = { "desk-badge", NULL },
  };
  g_autofree char *text = NULL;

  if (self->style == DESK_BADGE_BELL && self->count > BELL_MAXIMUM)
    text = g_strdup_printf ("%d+", BELL_MAXIMUM);
  else
    text = desk_format_count (self->count);

  gtk_label_set_label (self->label, text);
  gtk_widget_set_css_classes (GTK_WIDGET (self->label), (const char **) classes[self->style]);
  gtk_widget_set_visible (GTK_WIDGET (self->label), self->count > 0);
}

static void
desk_count_badge_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskCountBadge *self = DESK_COUNT_BADGE (object);

  switch (property_id)
    {
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    case PROP_BADGE_STYLE:
      g_value_set_enum (value, self->style);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_count_badge_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskCountBadge *self = DESK_COUNT_BADGE (object);

  switch (property_id)
    {
    case PROP_COUNT:
      desk_count_badge_set_count (self, g_value_get_uint (value));
      break;
    case PROP_BADGE_STYLE:
      desk_count_badge_set_badge_style (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_count_badge_dispose (GObject *object)
{
  /* The bin lets go of its child itself; clearing the template would leave it with a child that is gone. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (desk_count_badge_parent_class)->dispose (object);
}

static void
desk_count_badge_class_init (DeskCountBadgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_count_badge_dispose;
  object_class->get_property = desk_count_badge_get_property;
  object_class->set_property = desk_count_badge_set_property;

  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_BADGE_STYLE] = g_param_spec_enum ("badge-style", NULL, NULL, DESK_TYPE_BADGE_STYLE, DESK_BADGE_PLAIN,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-count-badge.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCountBadge, label);
}

static void
desk_count_badge_init (DeskCountBadge *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * desk_count_badge_new:
 * @style: how it looks
 *
 * Returns: (transfer floating): a badge that counts zero and so does not show
 */
GtkWidget *
desk_count_badge_new (DeskBadgeStyle style)
{
  return g_object_new (DESK_TYPE_COUNT_BADGE, "badge-style", style, NULL);
}

void
desk_count_badge_set_count (DeskCountBadge *self, guint count)
{
  g_return_if_fail (DESK_IS_COUNT_BADGE (self));

  if (self->count == count)
    return;

  self->count = count;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

guint
desk_count_badge_get_count (DeskCountBadge *self)
{
  g_return_val_if_fail (DESK_IS_COUNT_BADGE (self), 0);

  return self->count;
}

void
desk_count_badge_set_badge_style (DeskCountBadge *self, DeskBadgeStyle style)
{
  g_return_if_fail (DESK_IS_COUNT_BADGE (self));

  self->style = style;
  update (self);
}
