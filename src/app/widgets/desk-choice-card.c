/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-choice-card.h"

struct _DeskChoiceCard
{
  GtkToggleButton parent_instance;

  GtkBox *glyph;
  GtkImage *image;
  GtkLabel *title;
  GtkLabel *subtitle;

  DeskChoice *choice;
};

G_DEFINE_FINAL_TYPE (DeskChoiceCard, desk_choice_card, GTK_TYPE_TOGGLE_BUTTON)

static void
on_toggled_cb (DeskChoiceCard *self)
{
  gboolean active = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self));

  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
                               active ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}

static void
set_glyph (DeskChoiceCard *self, gboolean round)
{
  const char *icon_name = desk_choice_get_icon_name (self->choice);
  DeskTone tone = desk_choice_get_tone (self->choice);

  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->glyph), icon_name != NULL);

  if (round && tone != DESK_TONE_NONE)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->glyph), "desk-glyph");
      gtk_widget_add_css_class (GTK_WIDGET (self->glyph), "small");
      gtk_widget_add_css_class (GTK_WIDGET (self->glyph), desk_tone_get_css_class (tone));
    }
  else if (tone != DESK_TONE_NONE)
    gtk_widget_add_css_class (GTK_WIDGET (self->image), desk_tone_get_text_class (tone));
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->glyph), "plain");
}

static void
desk_choice_card_dispose (GObject *object)
{
  DeskChoiceCard *self = DESK_CHOICE_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CHOICE_CARD);
  g_clear_object (&self->choice);

  G_OBJECT_CLASS (desk_choice_card_parent_class)->dispose (object);
}

static void
desk_choice_card_class_init (DeskChoiceCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_choice_card_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-choice-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceCard, glyph);
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceCard, image);
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceCard, title);
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceCard, subtitle);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled_cb);
}

static void
desk_choice_card_init (DeskChoiceCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_choice_card_new:
 * @choice: what it stands for
 * @round_glyph: whether the symbol stands in a tinted disc
 *
 * Returns: (transfer floating): its card
 */
GtkWidget *
desk_choice_card_new (DeskChoice *choice, gboolean round_glyph)
{
  DeskChoiceCard *self = g_object_new (DESK_TYPE_CHOICE_CARD, NULL);

  self->choice = g_object_ref (choice);
  gtk_label_set_label (self->title, desk_choice_get_label (choice));
  desk_choice_card_set_detail (self, desk_choice_get_detail (choice));
  set_glyph (self, round_glyph);
  on_toggled_cb (self);

  return GTK_WIDGET (self);
}

DeskChoice *
desk_choice_card_get_choice (DeskChoiceCard *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE_CARD (self), NULL);

  return self->choice;
}

/**
 * desk_choice_card_set_detail:
 * @self: a card
 * @detail: (nullable): its second line
 */
void
desk_choice_card_set_detail (DeskChoiceCard *self, const char *detail)
{
  const char *title = desk_choice_get_label (self->choice);
  g_autofree char *name = detail != NULL ? g_strdup_printf ("%s, %s", title, detail) : g_strdup (title);

  g_return_if_fail (DESK_IS_CHOICE_CARD (self));

  gtk_label_set_label (self->subtitle, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), detail != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
