/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-choice-list.h"

#include "app/widgets/desk-choice-row.h"

/* More rows than this get a search entry. */
#define SEARCH_FROM 8

struct _DeskChoiceList
{
  GtkBox parent_instance;

  GtkSearchEntry *search;
  GtkBox *rows;

  GListModel *choices;
};

G_DEFINE_FINAL_TYPE (DeskChoiceList, desk_choice_list, GTK_TYPE_BOX)

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_row_clicked_cb (DeskChoiceList *self, DeskChoiceRow *row)
{
  g_autoptr (DeskChoice) choice = g_object_ref (desk_choice_row_get_choice (row));

  g_signal_emit (self, signals[ACTIVATED], 0, choice);
}

static void
on_items_changed_cb (DeskChoiceList *self, guint position, guint removed, guint added)
{
  GtkWidget *before = position > 0 ? gtk_widget_get_first_child (GTK_WIDGET (self->rows)) : NULL;

  for (guint i = 1; i < position; i++)
    before = gtk_widget_get_next_sibling (before);

  for (guint i = 0; i < removed; i++)
    gtk_box_remove (self->rows, before != NULL ? gtk_widget_get_next_sibling (before)
                                               : gtk_widget_get_first_child (GTK_WIDGET (self->rows)));

  for (guint i = 0; i < added; i++)
    {
      g_autoptr (DeskChoice) choice = g_list_model_get_item (self->choices, position + i);
      GtkWidget *row = desk_choice_row_new (choice);

      g_signal_connect_object (row, "clicked", G_CALLBACK (on_row_clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_box_insert_child_after (self->rows, row, before);
      before = row;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->search), g_list_model_get_n_items (self->choices) > SEARCH_FROM);
}

static void
on_search_changed_cb (DeskChoiceList *self)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    gtk_widget_set_visible (row, desk_choice_row_matches (DESK_CHOICE_ROW (row), folded));
}

/* Enter in the search presses the first row that is left. */
static void
on_search_activated_cb (DeskChoiceList *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_visible (row) && gtk_widget_get_sensitive (row))
      {
        on_row_clicked_cb (self, DESK_CHOICE_ROW (row));
        return;
      }
}

static void
desk_choice_list_dispose (GObject *object)
{
  DeskChoiceList *self = DESK_CHOICE_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CHOICE_LIST);
  g_clear_object (&self->choices);

  G_OBJECT_CLASS (desk_choice_list_parent_class)->dispose (object);
}

static void
desk_choice_list_class_init (DeskChoiceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_choice_list_dispose;

  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, DESK_TYPE_CHOICE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-choice-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceList, search);
  gtk_widget_class_bind_template_child (widget_class, DeskChoiceList, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated_cb);
}

static void
desk_choice_list_init (DeskChoiceList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_choice_list_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
desk_choice_list_new (void)
{
  return g_object_new (DESK_TYPE_CHOICE_LIST, NULL);
}

/**
 * desk_choice_list_set_choices:
 * @self: a list that has none yet
 * @choices: a model of #DeskChoice
 */
void
desk_choice_list_set_choices (DeskChoiceList *self, GListModel *choices)
{
  g_return_if_fail (DESK_IS_CHOICE_LIST (self));
  g_return_if_fail (self->choices == NULL);

  self->choices = g_object_ref (choices);
  g_signal_connect_object (choices, "items-changed", G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
  on_items_changed_cb (self, 0, 0, g_list_model_get_n_items (choices));
}

/**
 * desk_choice_list_start:
 * @self: a list that has just been popped up
 *
 * Empties the search and gives it the focus, or gives it to the first row.
 */
void
desk_choice_list_start (DeskChoiceList *self)
{
  g_return_if_fail (DESK_IS_CHOICE_LIST (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  if (gtk_widget_get_visible (GTK_WIDGET (self->search)))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  else
    gtk_widget_child_focus (GTK_WIDGET (self->rows), GTK_DIR_TAB_FORWARD);
}
