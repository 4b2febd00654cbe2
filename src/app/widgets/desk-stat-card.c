/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-stat-card.h"

#include "app/desk-format.h"

struct _DeskStatCard
{
  GtkToggleButton parent_instance;

  GtkBox *glyph;
  GtkImage *image;
  GtkLabel *number;
  GtkLabel *caption;
  GtkLabel *change;

  DeskTone tone;
};

G_DEFINE_FINAL_TYPE (DeskStatCard, desk_stat_card, GTK_TYPE_TOGGLE_BUTTON)

enum
{
  PROP_0,
  PROP_GLYPH_NAME,
  PROP_TONE,
  PROP_NUMBER,
  PROP_CAPTION,
  PROP_CHANGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_name (DeskStatCard *self)
{
  g_autofree char *name = g_strdup_printf ("%s %s %s", gtk_label_get_label (self->caption),
                                           gtk_label_get_label (self->number), gtk_label_get_label (self->change));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, g_strchomp (name), -1);
}

static void
set_tone (DeskStatCard *self, DeskTone tone)
{
  const char *classes[] = { "desk-glyph", desk_tone_get_css_class (tone), NULL };

  self->tone = tone;
  gtk_widget_set_css_classes (GTK_WIDGET (self->glyph), classes);
}

static void
desk_stat_card_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskStatCard *self = DESK_STAT_CARD (object);

  switch (property_id)
    {
    case PROP_GLYPH_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (self->image));
      break;
    case PROP_TONE:
      g_value_set_enum (value, self->tone);
      break;
    case PROP_NUMBER:
      g_value_set_string (value, gtk_label_get_label (self->number));
      break;
    case PROP_CAPTION:
      g_value_set_string (value, gtk_label_get_label (self->caption));
      break;
    case PROP_CHANGE:
      g_value_set_string (value, gtk_label_get_label (self->change));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_stat_card_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskStatCard *self = DESK_STAT_CARD (object);
  const char *text = G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;

  switch (property_id)
    {
    case PROP_GLYPH_NAME:
      gtk_image_set_from_icon_name (self->image, text);
      break;
    case PROP_TONE:
      set_tone (self, g_value_get_enum (value));
      break;
    case PROP_NUMBER:
      desk_stat_card_set_number (self, text);
      break;
    case PROP_CAPTION:
      gtk_label_set_label (self->caption, text != NULL ? text : "");
      update_name (self);
      break;
    case PROP_CHANGE:
      desk_stat_card_set_change (self, text, DESK_TREND_NEUTRAL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_stat_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_STAT_CARD);

  G_OBJECT_CLASS (desk_stat_card_parent_class)->dispose (object);
}

static void
desk_stat_card_class_init (DeskStatCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_stat_card_dispose;
  object_class->get_property = desk_stat_card_get_property;
  object_class->set_property = desk_stat_card_set_property;

  properties[PROP_GLYPH_NAME] =
      g_param_spec_string ("glyph-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TONE] = g_param_spec_enum ("tone", NULL, NULL, DESK_TYPE_TONE, DESK_TONE_NONE,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NUMBER] =
      g_param_spec_string ("number", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAPTION] =
      g_param_spec_string ("caption", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHANGE] =
      g_param_spec_string ("change", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-stat-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskStatCard, glyph);
  gtk_widget_class_bind_template_child (widget_class, DeskStatCard, image);
  gtk_widget_class_bind_template_child (widget_class, DeskStatCard, number);
  gtk_widget_class_bind_template_child (widget_class, DeskStatCard, caption);
  gtk_widget_class_bind_template_child (widget_class, DeskStatCard, change);
}

static void
desk_stat_card_init (DeskStatCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_stat_card_new:
 * @tone: the glyph's colour
 * @glyph_name: the glyph's symbol
 * @caption: what is counted
 *
 * Returns: (transfer floating): a card
 */
GtkWidget *
desk_stat_card_new (DeskTone tone, const char *glyph_name, const char *caption)
{
  return g_object_new (DESK_TYPE_STAT_CARD, "tone", tone, "glyph-name", glyph_name, "caption", caption, NULL);
}

/**
 * desk_stat_card_set_number:
 * @self: a card
 * @number: (nullable): the number in words and figures of the locale; %NULL while it is not known
 */
void
desk_stat_card_set_number (DeskStatCard *self, const char *number)
{
  g_return_if_fail (DESK_IS_STAT_CARD (self));

  gtk_label_set_label (self->number, number != NULL ? number : "–");
  update_name (self);
}

void
desk_stat_card_set_count (DeskStatCard *self, guint count)
{
  g_autofree char *number = desk_format_count (count);

  desk_stat_card_set_number (self, number);
}

/**
 * desk_stat_card_set_change:
 * @self: a card
 * @change: (nullable): the change against the period before: "+3"
 * @trend: whether that is good
 */
void
desk_stat_card_set_change (DeskStatCard *self, const char *change, DeskTrend trend)
{
  static const char *const classes[][3] = {
    [DESK_TREND_NEUTRAL] = { "stat-change", NULL },
    [DESK_TREND_GOOD] = { "stat-change", "good", NULL },
    [DESK_TREND_BAD] = { "stat-change", "bad", NULL },
  };

  g_return_if_fail (DESK_IS_STAT_CARD (self));

  gtk_label_set_label (self->change, change != NULL ? change : "");
  gtk_widget_set_css_classes (GTK_WIDGET (self->change), (const char **) classes[trend]);
  update_name (self);
}

const char *
desk_stat_card_get_number (DeskStatCard *self)
{
  g_return_val_if_fail (DESK_IS_STAT_CARD (self), NULL);

  return gtk_label_get_label (self->number);
}
