/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-property-chip.h"

#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-choice-list.h"

#include <glib/gi18n.h>

struct _DeskPropertyChip
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkImage *image;
  DeskAvatar *avatar;
  GtkLabel *label;
  GtkPopover *popover;
  DeskChoiceList *list;

  GListStore *choices;
  char *title;
  char *value;
};

G_DEFINE_FINAL_TYPE (DeskPropertyChip, desk_property_chip, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_VALUE_ID,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static DeskChoice *
get_choice (DeskPropertyChip *self, guint position)
{
  /* The store keeps it alive. */
  g_autoptr (DeskChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), position);

  return choice;
}

static void
show_choice (DeskPropertyChip *self, DeskChoice *choice)
{
  const char *label = choice != NULL ? desk_choice_get_label (choice) : "–";
  const char *icon_name = choice != NULL ? desk_choice_get_icon_name (choice) : NULL;
  const char *classes[] = { choice != NULL ? desk_tone_get_text_class (desk_choice_get_tone (choice)) : NULL, NULL };
  /* Translators: a property and its value: "Status: Open" */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), self->title, label);

  gtk_label_set_label (self->label, label);
  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), classes);
  gtk_widget_set_visible (GTK_WIDGET (self->image), icon_name != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), choice != NULL && desk_choice_has_avatar (choice));
  desk_avatar_set_name (self->avatar, choice != NULL ? label : NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), self->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update (DeskPropertyChip *self)
{
  DeskChoice *shown = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      DeskChoice *choice = get_choice (self, i);
      gboolean chosen = g_strcmp0 (desk_choice_get_id (choice), self->value) == 0;

      desk_choice_set_chosen (choice, chosen);
      if (chosen)
        shown = choice;
    }
  show_choice (self, shown);
}

static void
on_list_activated_cb (DeskPropertyChip *self, DeskChoice *choice)
{
  gtk_popover_popdown (self->popover);
  if (g_strcmp0 (desk_choice_get_id (choice), self->value) != 0)
    g_signal_emit (self, signals[CHOSEN], 0, desk_choice_get_id (choice));
}

static void
on_popover_shown_cb (DeskPropertyChip *self)
{
  desk_choice_list_start (self->list);
}

static void
desk_property_chip_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskPropertyChip *self = DESK_PROPERTY_CHIP (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_VALUE_ID:
      g_value_set_string (value, self->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_property_chip_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskPropertyChip *self = DESK_PROPERTY_CHIP (object);

  switch (property_id)
    {
    case PROP_TITLE:
      desk_property_chip_set_title (self, g_value_get_string (value));
      break;
    case PROP_VALUE_ID:
      desk_property_chip_set_value (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_property_chip_dispose (GObject *object)
{
  /* The bin lets go of its child itself; clearing the template would leave it with a child that is gone. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (desk_property_chip_parent_class)->dispose (object);
}

static void
desk_property_chip_finalize (GObject *object)
{
  DeskPropertyChip *self = DESK_PROPERTY_CHIP (object);

  g_clear_object (&self->choices);
  g_free (self->title);
  g_free (self->value);

  G_OBJECT_CLASS (desk_property_chip_parent_class)->finalize (object);
}

static void
desk_property_chip_class_init (DeskPropertyChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_property_chip_dispose;
  object_class->finalize = desk_property_chip_finalize;
  object_class->get_property = desk_property_chip_get_property;
  object_class->set_property = desk_property_chip_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALUE_ID] =
      g_param_spec_string ("value-id", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (DESK_TYPE_AVATAR);
  g_type_ensure (DESK_TYPE_CHOICE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-property-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPropertyChip, button);
  gtk_widget_class_bind_template_child (widget_class, DeskPropertyChip, image);
  gtk_widget_class_bind_template_child (widget_class, DeskPropertyChip, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskPropertyChip, label);
  gtk_widget_class_bind_template_child (widget_class, DeskPropertyChip, popover);
  gtk_widget_class_bind_template_child (widget_class, DeskPropertyChip, list);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown_cb);
}

static void
desk_property_chip_init (DeskPropertyChip *self)
{
  self->title = g_strdup ("");
  self->choices = g_list_store_new (DESK_TYPE_CHOICE);
  gtk_widget_init_template (GTK_WIDGET (self));
  desk_choice_list_set_choices (self->list, G_LIST_MODEL (self->choices));
  update (self);
}

/**
 * desk_property_chip_new:
 * @title: what it is: "Status"
 *
 * Returns: (transfer floating): a chip without choices and value
 */
GtkWidget *
desk_property_chip_new (const char *title)
{
  return g_object_new (DESK_TYPE_PROPERTY_CHIP, "title", title, NULL);
}

void
desk_property_chip_set_title (DeskPropertyChip *self, const char *title)
{
  g_return_if_fail (DESK_IS_PROPERTY_CHIP (self));

  g_free (self->title);
  self->title = g_strdup (title != NULL ? title : "");
  update (self);
}

/**
 * desk_property_chip_add_choice:
 * @self: a chip
 * @choice: (transfer none): one more choice
 */
void
desk_property_chip_add_choice (DeskPropertyChip *self, DeskChoice *choice)
{
  g_return_if_fail (DESK_IS_PROPERTY_CHIP (self));

  g_list_store_append (self->choices, choice);
  if (g_strcmp0 (desk_choice_get_id (choice), self->value) == 0)
    update (self);
}

/**
 * desk_property_chip_set_enum:
 * @self: a chip
 * @info: an enum
 *
 * Offers all values of the enum; their ids are the wire words.
 */
void
desk_property_chip_set_enum (DeskPropertyChip *self, const DeskEnum *info)
{
  g_return_if_fail (DESK_IS_PROPERTY_CHIP (self));

  g_list_store_remove_all (self->choices);
  for (guint value = 1; value <= desk_enum_n_values (info); value++)
    {
      g_autoptr (DeskChoice) choice = desk_choice_new_enum (info, value);

      g_list_store_append (self->choices, choice);
    }
  update (self);
}

void
desk_property_chip_remove_all (DeskPropertyChip *self)
{
  g_return_if_fail (DESK_IS_PROPERTY_CHIP (self));

  g_list_store_remove_all (self->choices);
}

/**
 * desk_property_chip_set_allowed:
 * @self: a chip
 * @ids: (nullable): what may be picked now; %NULL for everything
 *
 * Makes the other choices insensitive: what a workflow does not allow stays to be seen.
 */
void
desk_property_chip_set_allowed (DeskPropertyChip *self, const char *const *ids)
{
  g_return_if_fail (DESK_IS_PROPERTY_CHIP (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      DeskChoice *choice = get_choice (self, i);

      desk_choice_set_sensitive (choice, ids == NULL || g_strv_contains (ids, desk_choice_get_id (choice)));
    }
}

/**
 * desk_property_chip_set_value:
 * @self: a chip
 * @id: (nullable): the value; a dash is shown when it is not among the choices
 */
void
desk_property_chip_set_value (DeskPropertyChip *self, const char *id)
{
  g_return_if_fail (DESK_IS_PROPERTY_CHIP (self));

  if (self->value != id)
    {
      g_free (self->value);
      self->value = g_strdup (id);
    }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE_ID]);
}

/**
 * desk_property_chip_set_shown:
 * @self: a chip
 * @choice: (transfer none): a value that cannot be picked, as an agent of another department
 *
 * Shows a value that is not among the choices.
 */
void
desk_property_chip_set_shown (DeskPropertyChip *self, DeskChoice *choice)
{
  g_return_if_fail (DESK_IS_PROPERTY_CHIP (self));

  desk_property_chip_set_value (self, desk_choice_get_id (choice));
  show_choice (self, choice);
}

const char *
desk_property_chip_get_value (DeskPropertyChip *self)
{
  g_return_val_if_fail (DESK_IS_PROPERTY_CHIP (self), NULL);

  return self->value;
}

void
desk_property_chip_popup (DeskPropertyChip *self)
{
  g_return_if_fail (DESK_IS_PROPERTY_CHIP (self));

  gtk_menu_button_popup (self->button);
}
