/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-choice-cards.h"

#include "app/widgets/desk-choice-card.h"

struct _DeskChoiceCards
{
  GtkWidget parent_instance;

  GtkGrid *grid;

  GPtrArray *cards; /* borrowed, in order */
  char *title;
  char *chosen_id;
  guint columns;
  gboolean round_glyphs;
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (DeskChoiceCards, desk_choice_cards, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_COLUMNS,
  PROP_CHOSEN_ID,
  PROP_ROUND_GLYPHS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static DeskChoiceCard *
find_card (DeskChoiceCards *self, const char *id)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      DeskChoiceCard *card = g_ptr_array_index (self->cards, i);

      if (g_strcmp0 (desk_choice_get_id (desk_choice_card_get_choice (card)), id) == 0)
        return card;
    }

  return NULL;
}

static void
on_card_toggled_cb (DeskChoiceCards *self, DeskChoiceCard *card)
{
  if (!self->setting && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (card)))
    desk_choice_cards_set_chosen_id (self, desk_choice_get_id (desk_choice_card_get_choice (card)));
}

/* As radio buttons do: the arrows choose the neighbour. */
static gboolean
on_key_pressed_cb (DeskChoiceCards *self, guint key, guint code, GdkModifierType state)
{
  GtkWidget *focused = gtk_widget_get_focus_child (GTK_WIDGET (self->grid));
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int column, row, width, height;
  GtkWidget *next;

  if (focused == NULL || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  gtk_grid_query_child (self->grid, focused, &column, &row, &width, &height);
  if (key == GDK_KEY_Left)
    column += rtl ? 1 : -1;
  else if (key == GDK_KEY_Right)
    column += rtl ? -1 : 1;
  else if (key == GDK_KEY_Up)
    row--;
  else if (key == GDK_KEY_Down)
    row++;
  else
    return GDK_EVENT_PROPAGATE;

  next = gtk_grid_get_child_at (self->grid, column, row);
  if (next == NULL || !gtk_widget_get_sensitive (next))
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (next);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (next), TRUE);

  return GDK_EVENT_STOP;
}

static gboolean
desk_choice_cards_grab_focus (GtkWidget *widget)
{
  DeskChoiceCards *self = DESK_CHOICE_CARDS (widget);
  DeskChoiceCard *card = find_card (self, self->chosen_id);

  return card != NULL ? gtk_widget_grab_focus (GTK_WIDGET (card))
                      : gtk_widget_child_focus (GTK_WIDGET (self->grid), GTK_DIR_TAB_FORWARD);
}

static void
desk_choice_cards_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskChoiceCards *self = DESK_CHOICE_CARDS (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_COLUMNS:
      g_value_set_uint (value, self->columns);
      break;
    case PROP_CHOSEN_ID:
      g_value_set_string (value, self->chosen_id);
      break;
    case PROP_ROUND_GLYPHS:
      g_value_set_boolean (value, self->round_glyphs);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_choice_cards_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskChoiceCards *self = DESK_CHOICE_CARDS (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_free (self->title);
      self->title = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
      break;
    case PROP_COLUMNS:
      self->columns = g_value_get_uint (value);
      break;
    case PROP_CHOSEN_ID:
      desk_choice_cards_set_chosen_id (self, g_value_get_string (value));
      break;
    case PROP_ROUND_GLYPHS:
      self->round_glyphs = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_choice_cards_dispose (GObject *object)
{
  DeskChoiceCards *self = DESK_CHOICE_CARDS (object);

  if (self->cards != NULL)
    g_ptr_array_set_size (self->cards, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CHOICE_CARDS);

  G_OBJECT_CLASS (desk_choice_cards_parent_class)->dispose (object);
}

static void
desk_choice_cards_finalize (GObject *object)
{
  DeskChoiceCards *self = DESK_CHOICE_CARDS (object);

  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_free (self->title);
  g_free (self->chosen_id);

  G_OBJECT_CLASS (desk_choice_cards_parent_class)->finalize (object);
}

static void
desk_choice_cards_class_init (DeskChoiceCardsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_choice_cards_dispose;
  object_class->finalize = desk_choice_cards_finalize;
  object_class->get_property = desk_choice_cards_get_property;
  object_class->set_property = desk_choice_cards_set_property;
  widget_class->grab_focus = desk_choice_cards_grab_focus;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COLUMNS] =
      g_param_spec_uint ("columns", NULL, NULL, 1, 6, 2, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHOSEN_ID] =
      g_param_spec_string ("chosen-id", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_ROUND_GLYPHS] =
      g_param_spec_boolean ("round-glyphs", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-choice-cards.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceCards, grid);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
}

static void
desk_choice_cards_init (DeskChoiceCards *self)
{
  self->columns = 2;
  self->cards = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_choice_cards_new:
 * @title: what is chosen, for the screen reader
 * @columns: cards side by side
 *
 * Returns: (transfer floating): a group without cards
 */
GtkWidget *
desk_choice_cards_new (const char *title, guint columns)
{
  return g_object_new (DESK_TYPE_CHOICE_CARDS, "title", title, "columns", columns, NULL);
}

/**
 * desk_choice_cards_add:
 * @self: a group
 * @choice: (transfer none): one more option
 */
void
desk_choice_cards_add (DeskChoiceCards *self, DeskChoice *choice)
{
  GtkWidget *card;
  guint position;

  g_return_if_fail (DESK_IS_CHOICE_CARDS (self));

  position = self->cards->len;
  card = desk_choice_card_new (choice, self->round_glyphs);
  if (position > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (card), g_ptr_array_index (self->cards, 0));
  g_ptr_array_add (self->cards, card);
  g_signal_connect_object (card, "toggled", G_CALLBACK (on_card_toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (self->grid, card, position % self->columns, position / self->columns, 1, 1);

  if (g_strcmp0 (desk_choice_get_id (choice), self->chosen_id) == 0)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card), TRUE);
}

void
desk_choice_cards_set_round_glyphs (DeskChoiceCards *self, gboolean round_glyphs)
{
  g_return_if_fail (DESK_IS_CHOICE_CARDS (self));

  self->round_glyphs = round_glyphs;
}

const char *
desk_choice_cards_get_chosen_id (DeskChoiceCards *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE_CARDS (self), NULL);

  return self->chosen_id;
}

/**
 * desk_choice_cards_set_chosen_id:
 * @self: a group
 * @id: (nullable): which card is chosen; %NULL for none
 */
void
desk_choice_cards_set_chosen_id (DeskChoiceCards *self, const char *id)
{
  g_return_if_fail (DESK_IS_CHOICE_CARDS (self));

  if (g_strcmp0 (self->chosen_id, id) == 0)
    return;

  g_free (self->chosen_id);
  self->chosen_id = g_strdup (id);

  self->setting = TRUE;
  for (guint i = 0; i < self->cards->len; i++)
    {
      DeskChoiceCard *card = g_ptr_array_index (self->cards, i);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card), card == find_card (self, id));
    }
  self->setting = FALSE;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN_ID]);
}

/**
 * desk_choice_cards_set_detail:
 * @self: a group
 * @id: a card's
 * @detail: (nullable): its second line from now on
 */
void
desk_choice_cards_set_detail (DeskChoiceCards *self, const char *id, const char *detail)
{
  DeskChoiceCard *card;

  g_return_if_fail (DESK_IS_CHOICE_CARDS (self));

  card = find_card (self, id);
  g_return_if_fail (card != NULL);
  desk_choice_card_set_detail (card, detail);
}
