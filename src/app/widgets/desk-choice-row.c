/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-choice-row.h"

#include "app/widgets/desk-avatar.h"

struct _DeskChoiceRow
{
  GtkButton parent_instance;

  GtkImage *image;
  DeskAvatar *avatar;
  GtkLabel *label;
  GtkLabel *detail;
  GtkImage *check;

  DeskChoice *choice;
};

G_DEFINE_FINAL_TYPE (DeskChoiceRow, desk_choice_row, GTK_TYPE_BUTTON)

static void
on_choice_changed_cb (DeskChoiceRow *self)
{
  gboolean chosen = desk_choice_get_chosen (self->choice);

  gtk_widget_set_opacity (GTK_WIDGET (self->check), chosen ? 1 : 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self), desk_choice_get_sensitive (self->choice));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
                               chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}

static void
desk_choice_row_dispose (GObject *object)
{
  DeskChoiceRow *self = DESK_CHOICE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CHOICE_ROW);
  g_clear_object (&self->choice);

  G_OBJECT_CLASS (desk_choice_row_parent_class)->dispose (object);
}

static void
desk_choice_row_class_init (DeskChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_choice_row_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_CHECKBOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-choice-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceRow, image);
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceRow, label);
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceRow, detail);
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceRow, check);
}

static void
desk_choice_row_init (DeskChoiceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_choice_row_new:
 * @choice: what can be chosen
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
desk_choice_row_new (DeskChoice *choice)
{
  DeskChoiceRow *self = g_object_new (DESK_TYPE_CHOICE_ROW, NULL);
  const char *detail = desk_choice_get_detail (choice);
  const char *classes[] = { desk_tone_get_text_class (desk_choice_get_tone (choice)), NULL };

  self->choice = g_object_ref (choice);
  gtk_label_set_label (self->label, desk_choice_get_label (choice));
  gtk_label_set_label (self->detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), desk_choice_has_avatar (choice));
  desk_avatar_set_name (self->avatar, desk_choice_get_label (choice));
  gtk_widget_set_visible (GTK_WIDGET (self->image), desk_choice_get_icon_name (choice) != NULL);
  gtk_image_set_from_icon_name (self->image, desk_choice_get_icon_name (choice));
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, desk_choice_get_label (choice),
                                  -1);

  g_signal_connect_object (choice, "notify", G_CALLBACK (on_choice_changed_cb), self, G_CONNECT_SWAPPED);
  on_choice_changed_cb (self);

  return GTK_WIDGET (self);
}

DeskChoice *
desk_choice_row_get_choice (DeskChoiceRow *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE_ROW (self), NULL);

  return self->choice;
}

/**
 * desk_choice_row_matches:
 * @self: a row
 * @folded: case-folded text
 *
 * Returns: whether the words of the row have the text in them
 */
gboolean
desk_choice_row_matches (DeskChoiceRow *self, const char *folded)
{
  g_autofree char *words = NULL;

  g_return_val_if_fail (DESK_IS_CHOICE_ROW (self), FALSE);

  words = g_utf8_casefold (desk_choice_get_label (self->choice), -1);

  return strstr (words, folded) != NULL;
}
