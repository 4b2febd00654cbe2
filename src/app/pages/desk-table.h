/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_TABLE (desk_table_get_type ())
G_DECLARE_FINAL_TYPE (DeskTable, desk_table, DESK, TABLE, AdwBin)

/**
 * DeskTableColumn:
 * @title: the header, marked for gettext; "" for none
 * @width: px, or 0 for the column that takes what is left
 * @sort_field: the field it sorts by; 0 (an id) when it does not
 * @make: makes the cell's widget
 * @show: shows an entity in it; again whenever the entity changes, something is sent, or a minute has passed
 * @sorts_backwards: whether an upward arrow means falling values, as with an age
 */
typedef struct
{
  const char *title;
  int width;
  guint sort_field;
  GtkWidget *(*make) (DeskTable *table);
  void (*show) (DeskTable *table, GtkWidget *cell, DeskEntity *entity);
  gboolean sorts_backwards;
} DeskTableColumn;

/**
 * DeskTableNameFunc:
 *
 * Returns: (transfer full): how a screen reader says the row
 */
typedef char *(*DeskTableNameFunc) (DeskTable *table, DeskEntity *entity);

/*
 * A column view over a DeskListModel: sorting by its headers, one selected row, named rows, rows that follow their
 * entity, and instead of rows what to see while there are none: skeleton rows after 300 ms, or the child set with
 * desk_table_set_empty().
 *
 * Signals: "activated"(DeskEntity), "selected"(DeskEntity or NULL), "counted"() when the number of rows changed.
 */
GtkWidget *desk_table_new (DeskSession *session);
void desk_table_set_columns (DeskTable *self,
                             const DeskTableColumn *columns,
                             guint n_columns,
                             guint sorted_column,
                             DeskTableNameFunc name_func);
void desk_table_set_spec (DeskTable *self, DeskListSpec *spec);
void desk_table_set_empty (DeskTable *self, GtkWidget *empty);
void desk_table_set_label (DeskTable *self, const char *label);
DeskSession *desk_table_get_session (DeskTable *self);
GListModel *desk_table_get_model (DeskTable *self);
guint desk_table_get_count (DeskTable *self);
DeskEntity *desk_table_get_selected (DeskTable *self);
gboolean desk_table_select (DeskTable *self, const char *id);
gboolean desk_table_move (DeskTable *self, int rows);
void desk_table_activate_selected (DeskTable *self);
void desk_table_refresh (DeskTable *self);
gboolean desk_table_grab_list_focus (DeskTable *self); /* FALSE while there are no rows */

/* The entity a cell's widget shows now. */
DeskEntity *desk_table_get_cell_entity (GtkWidget *cell);

G_END_DECLS
