/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-end-follower.h"

/* So near to the end still counts as being there, in px. */
#define END_MARGIN 48

struct _DeskEndFollower
{
  GObject parent_instance;

  /* borrowed */
  GtkListView *list;
  GtkAdjustment *adjustment;

  guint end_source;
  gboolean follows;
  double last_value;
  double last_upper;
  double last_page;
};

G_DEFINE_FINAL_TYPE (DeskEndFollower, desk_end_follower, G_TYPE_OBJECT)

/* After the list has been laid out, which is when it knows how far it goes. */
static gboolean
on_end_due_cb (gpointer user_data)
{
  DeskEndFollower *self = user_data;
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);
  guint n_rows = model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;

  self->end_source = 0;
  if (n_rows > 0 && self->follows)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", n_rows - 1);

  return G_SOURCE_REMOVE;
}

static void
on_extent_changed_cb (DeskEndFollower *self)
{
  if (self->follows && self->end_source == 0)
    self->end_source = g_idle_add (on_end_due_cb, self);
}

/* The list moves its value itself when it learns the height of a row. Only a move that comes with nothing else is the
 * reader's. */
static void
on_value_changed_cb (DeskEndFollower *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);
  double upper = gtk_adjustment_get_upper (self->adjustment);
  double page = gtk_adjustment_get_page_size (self->adjustment);

  if (value + page >= upper - END_MARGIN)
    self->follows = TRUE;
  else if (value < self->last_value && upper == self->last_upper && page == self->last_page)
    self->follows = FALSE;

  self->last_value = value;
  self->last_upper = upper;
  self->last_page = page;
}

static void
desk_end_follower_dispose (GObject *object)
{
  DeskEndFollower *self = DESK_END_FOLLOWER (object);

  g_clear_handle_id (&self->end_source, g_source_remove);

  G_OBJECT_CLASS (desk_end_follower_parent_class)->dispose (object);
}

static void
desk_end_follower_class_init (DeskEndFollowerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = desk_end_follower_dispose;
}

static void
desk_end_follower_init (DeskEndFollower *self)
{
  self->follows = TRUE;
}

/**
 * desk_end_follower_new:
 * @scroller: what scrolls the list
 * @list: the list
 *
 * Returns: (transfer full): a follower that follows from now on
 */
DeskEndFollower *
desk_end_follower_new (GtkScrolledWindow *scroller, GtkListView *list)
{
  DeskEndFollower *self = g_object_new (DESK_TYPE_END_FOLLOWER, NULL);

  self->list = list;
  self->adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (on_extent_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (on_value_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * desk_end_follower_follow:
 * @self: a follower
 *
 * Brings the last row into view, and keeps it there until the reader scrolls up.
 */
void
desk_end_follower_follow (DeskEndFollower *self)
{
  g_return_if_fail (DESK_IS_END_FOLLOWER (self));

  self->follows = TRUE;
  on_extent_changed_cb (self);
}

gboolean
desk_end_follower_is_following (DeskEndFollower *self)
{
  g_return_val_if_fail (DESK_IS_END_FOLLOWER (self), FALSE);

  return self->follows;
}
