/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-chip.h"

#include "app/widgets/desk-choice-list.h"

#include <glib/gi18n.h>

struct _DeskChip
{
  GtkBox parent_instance;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkImage *arrow;
  GtkButton *clear;
  GtkPopover *popover;
  DeskChoiceList *list;

  GListStore *choices;
  char *title;
  gboolean single;
  gboolean required;
};

G_DEFINE_FINAL_TYPE (DeskChip, desk_chip, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_SINGLE,
  PROP_REQUIRED,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static DeskChoice *
get_choice (DeskChip *self, guint position)
{
  /* The store keeps it alive. */
  g_autoptr (DeskChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), position);

  return choice;
}

/* "Status", "Status: Open", "Status: 3"; a single choice says itself: "Last 7 days". */
static char *
make_words (DeskChip *self)
{
  DeskChoice *first = NULL;
  guint n_chosen = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    if (desk_choice_get_chosen (get_choice (self, i)))
      {
        n_chosen++;
        if (first == NULL)
          first = get_choice (self, i);
      }

  if (n_chosen == 0)
    return g_strdup (self->title);
  if (self->single)
    return g_strdup (desk_choice_get_label (first));
  if (n_chosen == 1)
    /* Translators: a filter and what it is set to: "Department: Quality" */
    return g_strdup_printf (_ ("%s: %s"), self->title, desk_choice_get_label (first));

  /* Translators: a filter and how many values of it are chosen: "Status: 3" */
  return g_strdup_printf (_ ("%s: %u"), self->title, n_chosen);
}

static void
update (DeskChip *self)
{
  g_autofree char *words = make_words (self);
  gboolean set = desk_chip_is_set (self) && !self->required;
  g_autofree char *name = g_strcmp0 (words, self->title) == 0 || g_str_has_prefix (words, self->title)
                              ? g_strdup (words)
                              : g_strdup_printf (_ ("%s: %s"), self->title, words);
  g_autofree char *clear_name = g_strdup_printf (_ ("Clear %s"), self->title);

  gtk_label_set_label (self->label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->arrow), !set);
  gtk_widget_set_visible (GTK_WIDGET (self->clear), set);
  if (set)
    gtk_widget_add_css_class (GTK_WIDGET (self), "set");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "set");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->clear), GTK_ACCESSIBLE_PROPERTY_LABEL, clear_name, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->clear), clear_name);
}

static void
on_list_activated_cb (DeskChip *self, DeskChoice *choice)
{
  gboolean chosen = desk_choice_get_chosen (choice);
  gboolean changed = !chosen || !self->required;

  if (self->single)
    {
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
        if (get_choice (self, i) != choice)
          desk_choice_set_chosen (get_choice (self, i), FALSE);
      gtk_popover_popdown (self->popover);
    }

  if (!changed)
    return;

  desk_choice_set_chosen (choice, !chosen);
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_clear_clicked_cb (DeskChip *self)
{
  desk_chip_clear (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_popover_shown_cb (DeskChip *self)
{
  desk_choice_list_start (self->list);
}

static void
desk_chip_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskChip *self = DESK_CHIP (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SINGLE:
      g_value_set_boolean (value, self->single);
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, self->required);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_chip_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskChip *self = DESK_CHIP (object);

  switch (property_id)
    {
    case PROP_TITLE:
      desk_chip_set_title (self, g_value_get_string (value));
      break;
    case PROP_SINGLE:
      desk_chip_set_single (self, g_value_get_boolean (value));
      break;
    case PROP_REQUIRED:
      desk_chip_set_required (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_chip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_CHIP);

  G_OBJECT_CLASS (desk_chip_parent_class)->dispose (object);
}

static void
desk_chip_finalize (GObject *object)
{
  DeskChip *self = DESK_CHIP (object);

  g_clear_object (&self->choices);
  g_free (self->title);

  G_OBJECT_CLASS (desk_chip_parent_class)->finalize (object);
}

static void
desk_chip_class_init (DeskChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_chip_dispose;
  object_class->finalize = desk_chip_finalize;
  object_class->get_property = desk_chip_get_property;
  object_class->set_property = desk_chip_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SINGLE] =
      g_param_spec_boolean ("single", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REQUIRED] =
      g_param_spec_boolean ("required", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DESK_TYPE_CHOICE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChip, button);
  gtk_widget_class_bind_template_child (widget_class, DeskChip, label);
  gtk_widget_class_bind_template_child (widget_class, DeskChip, arrow);
  gtk_widget_class_bind_template_child (widget_class, DeskChip, clear);
  gtk_widget_class_bind_template_child (widget_class, DeskChip, popover);
  gtk_widget_class_bind_template_child (widget_class, DeskChip, list);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown_cb);
}

static void
desk_chip_init (DeskChip *self)
{
  self->title = g_strdup ("");
  self->choices = g_list_store_new (DESK_TYPE_CHOICE);
  gtk_widget_init_template (GTK_WIDGET (self));
  desk_choice_list_set_choices (self->list, G_LIST_MODEL (self->choices));
  update (self);
}

/**
 * desk_chip_new:
 * @title: what it filters
 *
 * Returns: (transfer floating): a chip without choices
 */
GtkWidget *
desk_chip_new (const char *title)
{
  return g_object_new (DESK_TYPE_CHIP, "title", title, NULL);
}

void
desk_chip_set_title (DeskChip *self, const char *title)
{
  g_return_if_fail (DESK_IS_CHIP (self));

  g_free (self->title);
  self->title = g_strdup (title != NULL ? title : "");
  update (self);
}

void
desk_chip_set_single (DeskChip *self, gboolean single)
{
  g_return_if_fail (DESK_IS_CHIP (self));

  self->single = single;
  update (self);
}

void
desk_chip_set_required (DeskChip *self, gboolean required)
{
  g_return_if_fail (DESK_IS_CHIP (self));

  self->required = required;
  if (required)
    self->single = TRUE;
  update (self);
}

/**
 * desk_chip_add_choice:
 * @self: a chip
 * @choice: (transfer none): one more choice
 */
void
desk_chip_add_choice (DeskChip *self, DeskChoice *choice)
{
  g_return_if_fail (DESK_IS_CHIP (self));

  g_list_store_append (self->choices, choice);
  update (self);
}

void
desk_chip_append (DeskChip *self, const char *id, const char *label)
{
  g_autoptr (DeskChoice) choice = desk_choice_new (id, label, NULL, NULL, DESK_TONE_NONE);

  desk_chip_add_choice (self, choice);
}

/**
 * desk_chip_set_enum:
 * @self: a chip
 * @info: an enum
 *
 * Offers all values of the enum with their words and looks.
 */
void
desk_chip_set_enum (DeskChip *self, const DeskEnum *info)
{
  g_return_if_fail (DESK_IS_CHIP (self));

  g_list_store_remove_all (self->choices);
  for (guint value = 1; value <= desk_enum_n_values (info); value++)
    {
      g_autoptr (DeskChoice) choice = desk_choice_new_enum (info, value);

      g_list_store_append (self->choices, choice);
    }
  update (self);
}

void
desk_chip_remove_all (DeskChip *self)
{
  g_return_if_fail (DESK_IS_CHIP (self));

  g_list_store_remove_all (self->choices);
  update (self);
}

/**
 * desk_chip_dup_chosen:
 * @self: a chip
 *
 * Returns: (transfer full): the ids of what is chosen; empty for "any"
 */
char **
desk_chip_dup_chosen (DeskChip *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_return_val_if_fail (DESK_IS_CHIP (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    if (desk_choice_get_chosen (get_choice (self, i)))
      g_strv_builder_add (ids, desk_choice_get_id (get_choice (self, i)));

  return g_strv_builder_end (ids);
}

/**
 * desk_chip_get_chosen_one:
 * @self: a chip
 *
 * Returns: (nullable): the id of the first that is chosen
 */
const char *
desk_chip_get_chosen_one (DeskChip *self)
{
  g_return_val_if_fail (DESK_IS_CHIP (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    if (desk_choice_get_chosen (get_choice (self, i)))
      return desk_choice_get_id (get_choice (self, i));

  return NULL;
}

/**
 * desk_chip_set_chosen:
 * @self: a chip
 * @ids: (nullable): what is to be chosen; ids it does not offer are passed over
 *
 * Sets what is chosen without emitting "changed".
 */
void
desk_chip_set_chosen (DeskChip *self, const char *const *ids)
{
  g_return_if_fail (DESK_IS_CHIP (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      DeskChoice *choice = get_choice (self, i);

      desk_choice_set_chosen (choice, ids != NULL && g_strv_contains (ids, desk_choice_get_id (choice)));
    }
  update (self);
}

gboolean
desk_chip_is_set (DeskChip *self)
{
  return desk_chip_get_chosen_one (self) != NULL;
}

void
desk_chip_clear (DeskChip *self)
{
  desk_chip_set_chosen (self, NULL);
}
