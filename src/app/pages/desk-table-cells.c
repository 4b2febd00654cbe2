/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-table-cells.h"

/* So many rows are ready above and below those in sight, for scrolling that is faster than frames. */
#define NEAR 10

/* What is thought to be in sight before the view has its size: all of it in most windows, as the first frame shall be
 * whole, and not more, as it shall be soon. */
#define FIRST_ROWS 22
#define LOWEST_ROW 20 /* px */

struct _DeskTableCells
{
  GtkColumnView *view;       /* borrowed */
  GtkAdjustment *adjustment; /* owned */
  DeskTableCellFunc show;
  gpointer user_data;

  GHashTable *bound;   /* of GtkListItem, borrowed */
  GHashTable *waiting; /* those of them that do not show what they should */
  guint expected;      /* a position, or GTK_INVALID_LIST_POSITION */
  guint tick_id;
};

typedef struct
{
  gint64 from;
  gint64 to;
} Range;

/* All rows are equally high, but for a pixel here and there. When rows come or go the adjustment is behind the model
 * until the next layout, and says "changed" then. */
static Range
get_range (DeskTableCells *self)
{
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (self->view));
  double page = gtk_adjustment_get_page_size (self->adjustment);
  double upper = gtk_adjustment_get_upper (self->adjustment);
  double rows_per_pixel = model != NULL && upper >= 1 ? g_list_model_get_n_items (model) / upper : 0;
  gint64 first = gtk_adjustment_get_value (self->adjustment) * rows_per_pixel;

  if (page < LOWEST_ROW || upper < LOWEST_ROW)
    return (Range){ 0, FIRST_ROWS - 1 };
  return (Range){ first - NEAR, first + (gint64) (page * MIN (rows_per_pixel, 1. / LOWEST_ROW)) + 1 + NEAR };
}

/* A row that is scrolled to may come to stand anywhere in sight. */
static gboolean
is_near (DeskTableCells *self, const Range *range, GtkListItem *cell)
{
  gint64 position = gtk_list_item_get_position (cell);
  gint64 reach = range->to - range->from;

  if (position >= range->from && position <= range->to)
    return TRUE;
  return self->expected != GTK_INVALID_LIST_POSITION && ABS (position - (gint64) self->expected) <= reach;
}

static void
show_near (DeskTableCells *self)
{
  Range range = get_range (self);
  g_autoptr (GPtrArray) near = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    if (is_near (self, &range, cell))
      {
        g_ptr_array_add (near, cell);
        g_hash_table_iter_remove (&iter);
      }
  for (guint i = 0; i < near->len; i++)
    self->show (near->pdata[i], self->user_data);
}

/* Scrolling may happen while sizes are given out, when nothing may ask for another size: so in the next tick. A tick
 * comes before its frame is laid out and painted. */
static gboolean
on_tick_cb (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  DeskTableCells *self = user_data;

  self->tick_id = 0;
  self->expected = GTK_INVALID_LIST_POSITION;
  show_near (self);
  return G_SOURCE_REMOVE;
}

static void
show_in_next_tick (DeskTableCells *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), on_tick_cb, self, NULL);
}

/**
 * desk_table_cells_new:
 * @view: the view, in its scrolled window; must outlive this
 * @show: makes and shows a cell
 * @user_data: for @show
 *
 * Returns: (transfer full): no cells yet
 */
DeskTableCells *
desk_table_cells_new (GtkColumnView *view, DeskTableCellFunc show, gpointer user_data)
{
  DeskTableCells *self = g_new0 (DeskTableCells, 1);

  self->view = view;
  self->show = show;
  self->user_data = user_data;
  self->bound = g_hash_table_new (NULL, NULL);
  self->waiting = g_hash_table_new (NULL, NULL);
  self->expected = GTK_INVALID_LIST_POSITION;
  self->adjustment = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)));
  g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (desk_table_cells_look), self);
  g_signal_connect_swapped (self->adjustment, "changed", G_CALLBACK (desk_table_cells_look), self);
  return self;
}

void
desk_table_cells_free (DeskTableCells *self)
{
  g_signal_handlers_disconnect_by_data (self->adjustment, self);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), self->tick_id);
  g_object_unref (self->adjustment);
  g_hash_table_unref (self->bound);
  g_hash_table_unref (self->waiting);
  g_free (self);
}

void
desk_table_cells_add (DeskTableCells *self, GtkListItem *cell)
{
  Range range = get_range (self);

  g_hash_table_add (self->bound, cell);
  if (is_near (self, &range, cell))
    self->show (cell, self->user_data);
  else
    g_hash_table_add (self->waiting, cell);
}

void
desk_table_cells_remove (DeskTableCells *self, GtkListItem *cell)
{
  g_hash_table_remove (self->bound, cell);
  g_hash_table_remove (self->waiting, cell);
}

void
desk_table_cells_expect (DeskTableCells *self, guint position)
{
  self->expected = position;
  show_near (self);
  show_in_next_tick (self);
}

void
desk_table_cells_look (DeskTableCells *self)
{
  if (g_hash_table_size (self->waiting) > 0)
    show_in_next_tick (self);
}

void
desk_table_cells_show_again (DeskTableCells *self)
{
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    g_hash_table_add (self->waiting, cell);
  show_near (self);
}
