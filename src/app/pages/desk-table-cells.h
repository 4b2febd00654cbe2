/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DeskTableCells:
 *
 * GTK keeps the widgets of some 200 rows, though one sees 20 of them. This knows which cells are in sight or near it,
 * and has only those made and shown; the others wait, empty, until they come near.
 */
typedef struct _DeskTableCells DeskTableCells;

/* Makes the cell's widget if it has none, and shows the item in it. */
typedef void (*DeskTableCellFunc) (GtkListItem *cell, gpointer user_data);

DeskTableCells *desk_table_cells_new (GtkColumnView *view, DeskTableCellFunc show, gpointer user_data);
void desk_table_cells_free (DeskTableCells *self);

void desk_table_cells_add (DeskTableCells *self, GtkListItem *cell);    /* it was bound */
void desk_table_cells_remove (DeskTableCells *self, GtkListItem *cell); /* it is bound no more */

/* The view is about to scroll to a row. */
void desk_table_cells_expect (DeskTableCells *self, guint position);
/* Other rows may be in sight now: they are shown before the next frame. */
void desk_table_cells_look (DeskTableCells *self);
/* What the cells show has changed. */
void desk_table_cells_show_again (DeskTableCells *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTableCells, desk_table_cells_free)

G_END_DECLS
