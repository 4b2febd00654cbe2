/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-table.h"

#include <glib/gi18n.h>

#include "app/pages/desk-table-cells.h"
#include "app/pages/desk-top-keeper.h"

struct _DeskTable
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkColumnView *view;
  AdwBin *empty_bin;

  DeskSession *session;          /* owned */
  DeskListModel *model;          /* owned */
  GtkSliceListModel *slice;      /* owned: of the model, only the first rows until they have been painted */
  GtkSingleSelection *selection; /* owned */
  DeskListSpec *spec;            /* owned: without the order */
  const DeskTableColumn *columns;
  guint n_columns;
  DeskTableNameFunc name_func;
  DeskTableCells *cells; /* owned */
  guint asked_column;
  guint refresh_id;
  guint skeleton_id;
  guint focus_id;
  guint minute_id;
  guint n_frames; /* since the first rows came */
  gboolean has_had_rows;
  char *wanted_id; /* to be selected as soon as it is there */
};

/* GTK makes the widgets of some 200 rows before it paints one: so many are seen, and painted first. */
#define FIRST_ROWS 24

G_DEFINE_FINAL_TYPE (DeskTable, desk_table, ADW_TYPE_BIN)

enum
{
  ACTIVATED,
  SELECTED,
  COUNTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const DeskTableColumn *
get_column (GtkListItemFactory *factory)
{
  return g_object_get_data (G_OBJECT (factory), "desk-column");
}

/* GtkListItem has no name for its row in GTK 4.8: the row is the cell's parent. */
static void
name_row (DeskTable *self, GtkWidget *child, DeskEntity *entity)
{
  GtkWidget *cell = gtk_widget_get_parent (child);
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  g_autofree char *name = NULL;

  if (row == NULL || self->name_func == NULL)
    return;
  name = self->name_func (self, entity);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_cell (GtkListItem *item, gpointer user_data)
{
  DeskTable *self = user_data;
  const DeskTableColumn *column = g_object_get_data (G_OBJECT (item), "desk-column");
  DeskEntity *entity = gtk_list_item_get_item (item);
  GtkWidget *child;

  if (column == NULL || entity == NULL)
    return;
  if (gtk_list_item_get_child (item) == NULL)
    gtk_list_item_set_child (item, column->make (self));
  child = gtk_list_item_get_child (item);
  g_object_set_data (G_OBJECT (child), "desk-entity", entity);
  column->show (self, child, entity);
  if (column == self->columns)
    name_row (self, child, entity);
}

static gboolean
refresh_cb (gpointer data)
{
  DeskTable *self = data;

  self->refresh_id = 0;
  desk_table_cells_show_again (self->cells);
  return G_SOURCE_REMOVE;
}

static gboolean
on_minute_passed_cb (gpointer data)
{
  desk_table_refresh (data);
  return G_SOURCE_CONTINUE;
}

/* What the stack shows: rows, skeleton rows once loading takes longer than one notices, or why there is nothing. */
static gboolean
show_skeleton_cb (gpointer data)
{
  DeskTable *self = data;

  self->skeleton_id = 0;
  if (self->model != NULL && desk_list_model_get_loading (self->model))
    gtk_stack_set_visible_child_name (self->stack, "loading");
  return G_SOURCE_REMOVE;
}

static void
update_stack (DeskTable *self)
{
  gboolean loading = self->model == NULL || desk_list_model_get_loading (self->model);

  if (desk_table_get_count (self) > 0)
    gtk_stack_set_visible_child_name (self->stack, "rows");
  else if (!loading)
    gtk_stack_set_visible_child_name (self->stack, "empty");
  else if (self->skeleton_id == 0)
    self->skeleton_id = g_timeout_add (300, show_skeleton_cb, self);
}

static void
select_wanted (DeskTable *self)
{
  g_autofree char *id = g_steal_pointer (&self->wanted_id);

  if (id != NULL && !desk_table_select (self, id))
    self->wanted_id = g_steal_pointer (&id);
}

/* A row that is selected by another key than an arrow has to get the focus as well, or the next arrow and Enter would
 * start where it was before. */
static gboolean
focus_selected_row (DeskTable *self)
{
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED)
      return gtk_widget_grab_focus (row);
  return FALSE;
}

static gboolean
focus_selected_cb (gpointer data)
{
  DeskTable *self = data;

  self->focus_id = 0;
  focus_selected_row (self);
  return G_SOURCE_REMOVE;
}

static void
scroll_to (DeskTable *self, guint position)
{
  /* The action belongs to the list inside the column view, which is its last child. */
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  desk_table_cells_expect (self->cells, position);
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
}

/* Whoever looks at the first row goes on looking at the first row when others come before it; whoever has scrolled down
 * stays with what they read, which GTK does by itself. */
static void
stay_at_the_top (DeskTable *self, guint position, guint added)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  if (position == 0 && added > 0 && (adjustment == NULL || gtk_adjustment_get_value (adjustment) < 1))
    scroll_to (self, 0);
}

static void
show_all_rows (DeskTable *self)
{
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
}

static gboolean
on_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  DeskTable *self = DESK_TABLE (widget);

  /* The first tick comes before the rows are painted. */
  if (self->n_frames++ == 0)
    return G_SOURCE_CONTINUE;
  show_all_rows (self);
  return G_SOURCE_REMOVE;
}

static void
on_model_changed_cb (DeskTable *self, guint position, guint removed, guint added)
{
  stay_at_the_top (self, position, added);
  desk_table_cells_look (self->cells);
  if (added > 0 && !self->has_had_rows)
    {
      self->has_had_rows = TRUE;
      gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick_cb, NULL, NULL);
    }
  select_wanted (self);
  update_stack (self);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
on_selection_changed_cb (DeskTable *self)
{
  g_signal_emit (self, signals[SELECTED], 0, desk_table_get_selected (self));
}

static void
on_view_activate_cb (DeskTable *self, guint position)
{
  g_autoptr (DeskEntity) entity = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (entity != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, entity);
}

static void
on_item_setup_cb (DeskTable *self, GtkListItem *item, GtkListItemFactory *factory)
{
  g_object_set_data (G_OBJECT (item), "desk-column", (gpointer) get_column (factory));
}

static void
on_entity_changed_cb (DeskEntity *entity, GParamSpec *pspec, DeskTable *self)
{
  desk_table_refresh (self);
}

static void
on_item_bind_cb (DeskTable *self, GtkListItem *item, GtkListItemFactory *factory)
{
  if (get_column (factory) == self->columns)
    g_signal_connect (gtk_list_item_get_item (item), "notify", G_CALLBACK (on_entity_changed_cb), self);
  desk_table_cells_add (self->cells, item);
}

static void
on_item_unbind_cb (DeskTable *self, GtkListItem *item, GtkListItemFactory *factory)
{
  if (self->cells != NULL)
    desk_table_cells_remove (self->cells, item);
  if (get_column (factory) == self->columns)
    g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), on_entity_changed_cb, self);
  if (gtk_list_item_get_child (item) != NULL)
    g_object_set_data (G_OBJECT (gtk_list_item_get_child (item)), "desk-entity", NULL);
}

static void
on_item_teardown_cb (DeskTable *self, GtkListItem *item)
{
  if (self->cells != NULL)
    desk_table_cells_remove (self->cells, item);
}

/* GTK 4.8 does not say which column a column view is sorted by. Each column's sorter remembers that it was asked; the
 * view asks that of the first column first, and turns its answer round when the order is descending. */
static int
compare_nothing (gconstpointer a, gconstpointer b, gpointer user_data)
{
  GtkColumnViewColumn *column = user_data;
  DeskTable *self = g_object_get_data (G_OBJECT (column), "desk-table");
  const DeskTableColumn *info = g_object_get_data (G_OBJECT (column), "desk-column");

  if (self->asked_column == self->n_columns)
    self->asked_column = info - self->columns;
  return GTK_ORDERING_SMALLER;
}

static void
apply_order (DeskTable *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  g_autoptr (GObject) a = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) b = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (DeskListSpec) spec = NULL;
  const DeskTableColumn *column;
  gboolean descending;

  if (self->spec == NULL)
    return;
  self->asked_column = self->n_columns;
  descending = gtk_sorter_compare (sorter, a, b) == GTK_ORDERING_LARGER;
  spec = desk_list_spec_copy (self->spec);
  if (self->asked_column < self->n_columns)
    {
      column = &self->columns[self->asked_column];
      desk_list_spec_set_sort (spec, column->sort_field, descending != column->sorts_backwards);
    }
  if (self->model != NULL)
    {
      desk_list_model_set_spec (self->model, spec);
      return;
    }
  self->model = desk_session_list (self->session, spec);
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (on_model_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->model, "notify::loading", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  self->slice = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->model)), 0, FIRST_ROWS);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->slice));
}

static void
on_sorter_changed_cb (DeskTable *self)
{
  apply_order (self);
}

static void
add_column (DeskTable *self, const DeskTableColumn *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  const char *title = column->title[0] != '\0' ? _ (column->title) : "";
  g_autoptr (GtkColumnViewColumn) view_column = gtk_column_view_column_new (title, factory);

  g_object_set_data (G_OBJECT (factory), "desk-column", (gpointer) column);
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_item_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_item_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_item_unbind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "teardown", G_CALLBACK (on_item_teardown_cb), self, G_CONNECT_SWAPPED);
  if (column->width > 0)
    gtk_column_view_column_set_fixed_width (view_column, column->width);
  else
    gtk_column_view_column_set_expand (view_column, TRUE);
  if (column->sort_field != DESK_ENTITY_ID)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_nothing, view_column, NULL));

      g_object_set_data (G_OBJECT (view_column), "desk-table", self);
      g_object_set_data (G_OBJECT (view_column), "desk-column", (gpointer) column);
      gtk_column_view_column_set_sorter (view_column, sorter);
    }
  gtk_column_view_append_column (self->view, view_column);
}

static void
desk_table_map (GtkWidget *widget)
{
  DeskTable *self = DESK_TABLE (widget);

  GTK_WIDGET_CLASS (desk_table_parent_class)->map (widget);
  if (self->minute_id == 0)
    self->minute_id = g_timeout_add_seconds (60, on_minute_passed_cb, self);
  desk_table_refresh (self);
}

static void
desk_table_unmap (GtkWidget *widget)
{
  DeskTable *self = DESK_TABLE (widget);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  GTK_WIDGET_CLASS (desk_table_parent_class)->unmap (widget);
}

static void
desk_table_dispose (GObject *object)
{
  DeskTable *self = DESK_TABLE (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_handle_id (&self->skeleton_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  g_clear_pointer (&self->cells, desk_table_cells_free);
  g_clear_object (&self->selection);
  g_clear_object (&self->slice);
  g_clear_object (&self->model);
  g_clear_object (&self->spec);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_table_parent_class)->dispose (object);
}

static void
desk_table_finalize (GObject *object)
{
  DeskTable *self = DESK_TABLE (object);

  g_free (self->wanted_id);
  G_OBJECT_CLASS (desk_table_parent_class)->finalize (object);
}

static void
desk_table_class_init (DeskTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_table_dispose;
  object_class->finalize = desk_table_finalize;
  widget_class->map = desk_table_map;
  widget_class->unmap = desk_table_unmap;

  signals[ACTIVATED] = g_signal_new ("activated", DESK_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                     1, DESK_TYPE_ENTITY);
  signals[SELECTED] = g_signal_new ("selected", DESK_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                    DESK_TYPE_ENTITY);
  signals[COUNTED] = g_signal_new ("counted", DESK_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-table.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskTable, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskTable, view);
  gtk_widget_class_bind_template_child (widget_class, DeskTable, empty_bin);
  gtk_widget_class_bind_template_callback (widget_class, on_view_activate_cb);
}

static void
desk_table_init (DeskTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cells = desk_table_cells_new (self->view, show_cell, self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  desk_top_keeper_attach (self->view);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_sorter_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * desk_table_new:
 * @session: whose desk it shows
 *
 * Returns: (transfer floating): a table without columns
 */
GtkWidget *
desk_table_new (DeskSession *session)
{
  DeskTable *self = g_object_new (DESK_TYPE_TABLE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (desk_session_get_outbox (session), "items-changed", G_CALLBACK (desk_table_refresh), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * desk_table_set_columns:
 * @self: a table
 * @columns: its columns, static
 * @n_columns: how many
 * @sorted_column: which one it is sorted by at first, with the arrow up
 * @name_func: how rows are called
 */
void
desk_table_set_columns (DeskTable *self,
                        const DeskTableColumn *columns,
                        guint n_columns,
                        guint sorted_column,
                        DeskTableNameFunc name_func)
{
  g_autoptr (GtkColumnViewColumn) sorted = NULL;

  g_return_if_fail (DESK_IS_TABLE (self) && self->columns == NULL);

  self->columns = columns;
  self->n_columns = n_columns;
  self->name_func = name_func;
  for (guint i = 0; i < n_columns; i++)
    add_column (self, &columns[i]);
  sorted = g_list_model_get_item (gtk_column_view_get_columns (self->view), sorted_column);
  gtk_column_view_sort_by_column (self->view, sorted, GTK_SORT_ASCENDING);
}

/**
 * desk_table_set_spec:
 * @self: a table
 * @spec: what it shall show; the order is the table's own
 */
void
desk_table_set_spec (DeskTable *self, DeskListSpec *spec)
{
  g_return_if_fail (DESK_IS_TABLE (self));

  g_set_object (&self->spec, spec);
  apply_order (self);
  update_stack (self);
}

void
desk_table_set_empty (DeskTable *self, GtkWidget *empty)
{
  g_return_if_fail (DESK_IS_TABLE (self));

  adw_bin_set_child (self->empty_bin, empty);
}

void
desk_table_set_label (DeskTable *self, const char *label)
{
  g_return_if_fail (DESK_IS_TABLE (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

DeskSession *
desk_table_get_session (DeskTable *self)
{
  return self->session;
}

GListModel *
desk_table_get_model (DeskTable *self)
{
  return G_LIST_MODEL (self->model);
}

guint
desk_table_get_count (DeskTable *self)
{
  g_return_val_if_fail (DESK_IS_TABLE (self), 0);

  return self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
}

DeskEntity *
desk_table_get_selected (DeskTable *self)
{
  g_return_val_if_fail (DESK_IS_TABLE (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

/**
 * desk_table_select:
 * @self: a table
 * @id: an entity's id
 *
 * Selects that row and scrolls to it; if it is not there yet, as soon as it comes.
 *
 * Returns: whether it is there
 */
gboolean
desk_table_select (DeskTable *self, const char *id)
{
  int position;

  g_return_val_if_fail (DESK_IS_TABLE (self) && id != NULL, FALSE);

  position = self->model != NULL ? desk_list_model_find (self->model, id) : -1;
  if (position < 0)
    {
      char *wanted = g_strdup (id);

      g_free (self->wanted_id);
      self->wanted_id = wanted;
      return FALSE;
    }
  show_all_rows (self);
  gtk_single_selection_set_selected (self->selection, position);
  scroll_to (self, position);
  return TRUE;
}

/**
 * desk_table_move:
 * @self: a table
 * @rows: how many rows down, or up when negative
 *
 * Returns: whether there was one to select
 */
gboolean
desk_table_move (DeskTable *self, int rows)
{
  guint selected, count;
  gint64 position;

  g_return_val_if_fail (DESK_IS_TABLE (self), FALSE);

  count = desk_table_get_count (self);
  if (count == 0)
    return FALSE;
  show_all_rows (self);
  selected = gtk_single_selection_get_selected (self->selection);
  position = selected == GTK_INVALID_LIST_POSITION ? 0 : CLAMP ((gint64) selected + rows, 0, (gint64) count - 1);
  gtk_single_selection_set_selected (self->selection, position);
  scroll_to (self, position);
  if (self->focus_id == 0)
    self->focus_id = g_idle_add_full (G_PRIORITY_LOW, focus_selected_cb, self, NULL);
  return TRUE;
}

void
desk_table_activate_selected (DeskTable *self)
{
  DeskEntity *entity = desk_table_get_selected (self);

  if (entity != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, entity);
}

/**
 * desk_table_refresh:
 * @self: a table
 *
 * Shows all visible rows anew, once, when nothing more urgent is to be done.
 */
void
desk_table_refresh (DeskTable *self)
{
  g_return_if_fail (DESK_IS_TABLE (self));

  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE + 10, refresh_cb, self, NULL);
}

gboolean
desk_table_grab_list_focus (DeskTable *self)
{
  GtkWidget *list;

  g_return_val_if_fail (DESK_IS_TABLE (self), FALSE);

  list = gtk_widget_get_last_child (GTK_WIDGET (self->view));
  return desk_table_get_count (self) > 0
         && (focus_selected_row (self) || gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD));
}

DeskEntity *
desk_table_get_cell_entity (GtkWidget *cell)
{
  return g_object_get_data (G_OBJECT (cell), "desk-entity");
}
