/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-board-page.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/dialogs/desk-choices.h"
#include "app/pages/desk-board-column.h"
#include "app/pages/desk-ticket-columns.h"
#include "app/pages/desk-ticket-filters.h"
#include "app/pages/desk-ticket-moves.h"
#include "app/pages/desk-tickets-page.h"
#include "app/widgets/desk-choice-list.h"
#include "app/widgets/desk-empty-state.h"
#include "core/desk-workflow.h"

#define N_COLUMNS DESK_TICKET_STATUS_CLOSED

struct _DeskBoardPage
{
  DeskPage parent_instance;

  GtkToggleButton *list_button;
  GtkToggleButton *board_button;
  DeskTicketFilters *filters;
  GtkMenuButton *columns_button;
  GtkLabel *columns_label;
  DeskChoiceList *columns_list;
  GtkLabel *count_label;
  GtkStack *stack;
  GtkBox *columns_box;
  AdwBin *table_bin;
  GtkWidget *hint;
  GtkLabel *hint_label;

  DeskBoardColumn *columns[N_COLUMNS + 1]; /* by status; the first is not used */
  GListStore *choices;                     /* owned: of DeskChoice, the columns that can be shown */
  DeskTable *table;                        /* in table_bin, made when the list is first shown */
  DeskListModel *overdue;                  /* owned */
};

G_DEFINE_FINAL_TYPE (DeskBoardPage, desk_board_page, DESK_TYPE_PAGE)

static DeskSession *
get_session (DeskBoardPage *self)
{
  return desk_page_get_session (DESK_PAGE (self));
}

static DeskChoice *
get_choice (DeskBoardPage *self, int status)
{
  g_autoptr (DeskChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), status - 1);

  /* The store keeps it. */
  return choice;
}

static gboolean
is_list (DeskBoardPage *self)
{
  return gtk_toggle_button_get_active (self->list_button);
}

/* --- what is shown --- */

static void
update_count (DeskBoardPage *self)
{
  guint count = 0;
  guint n_overdue = self->overdue != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->overdue)) : 0;
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;
  g_autofree char *all_words = NULL;

  for (int status = 1; status <= N_COLUMNS; status++)
    if (is_list (self) || desk_choice_get_chosen (get_choice (self, status)))
      count += desk_board_column_get_count (self->columns[status]);
  number = desk_format_count (count);
  words = g_strdup_printf (ngettext ("%s ticket", "%s tickets", count), number);
  if (n_overdue > 0)
    /* Translators: "46 tickets · 1 overdue" */
    all_words = g_strdup_printf (_ ("%s · %u overdue"), words, n_overdue);
  gtk_label_set_label (self->count_label, all_words != NULL ? all_words : words);
}

static void
update_columns (DeskBoardPage *self)
{
  guint n_shown = 0;
  g_autofree char *words = NULL;

  for (int status = 1; status <= N_COLUMNS; status++)
    {
      gboolean shown = desk_choice_get_chosen (get_choice (self, status));

      gtk_widget_set_visible (GTK_WIDGET (self->columns[status]), shown);
      n_shown += shown;
    }
  words = g_strdup_printf (_ ("%u of %u columns"), n_shown, N_COLUMNS);
  gtk_label_set_label (self->columns_label, words);
  update_count (self);
}

static GtkWidget *
make_empty (DeskBoardPage *self)
{
  GtkWidget *empty = desk_empty_state_new (DESK_TONE_GREY, "desk-ticket-symbolic", _ ("No Tickets"),
                                           _ ("No ticket is like this filter, or there is none yet."));

  if (desk_ticket_filters_is_set (self->filters))
    desk_empty_state_add_button (DESK_EMPTY_STATE (empty), _ ("Clear Filters"), "board.clear-filters", TRUE);
  desk_empty_state_add_button (DESK_EMPTY_STATE (empty), _ ("Go to Queries"), "win.show-page('queries')", FALSE);
  return empty;
}

static void
update_lists (DeskBoardPage *self)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_ticket_kind);
  g_autoptr (DeskListSpec) overdue = desk_tickets_filter_new_spec (DESK_TICKETS_OVERDUE, get_session (self));

  desk_ticket_filters_add_to_spec (self->filters, spec);
  desk_ticket_filters_add_to_spec (self->filters, overdue);
  for (int status = 1; status <= N_COLUMNS; status++)
    desk_board_column_set_spec (self->columns[status], spec);
  if (self->overdue != NULL)
    desk_list_model_set_spec (self->overdue, overdue);
  else
    {
      self->overdue = desk_session_list (get_session (self), overdue);
      g_signal_connect_object (self->overdue, "items-changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
    }
  if (self->table != NULL)
    {
      desk_table_set_empty (self->table, make_empty (self));
      desk_table_set_spec (self->table, spec);
    }
  update_count (self);
}

static void
on_counted_cb (DeskBoardPage *self)
{
  update_count (self);
  desk_page_focus_late (DESK_PAGE (self));
}

static void
on_ticket_activated_cb (DeskBoardPage *self, DeskEntity *ticket)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-ticket", "s", desk_entity_get_id (ticket));
}

static void
ensure_table (DeskBoardPage *self)
{
  if (self->table != NULL)
    return;
  self->table = DESK_TABLE (desk_table_new (get_session (self)));
  adw_bin_set_child (self->table_bin, GTK_WIDGET (self->table));
  desk_ticket_columns_install (self->table);
  g_signal_connect_object (self->table, "activated", G_CALLBACK (on_ticket_activated_cb), self, G_CONNECT_SWAPPED);
  update_lists (self);
}

static void
on_view_toggled_cb (DeskBoardPage *self)
{
  /* While one lets go of the other button both are up for a moment. */
  if (self->choices == NULL || gtk_toggle_button_get_active (self->board_button) == is_list (self))
    return;
  if (is_list (self))
    ensure_table (self);
  gtk_stack_set_visible_child_name (self->stack, is_list (self) ? "list" : "board");
  gtk_widget_set_visible (GTK_WIDGET (self->columns_button), !is_list (self));
  update_count (self);
}

static void
on_column_chosen_cb (DeskBoardPage *self, DeskChoice *choice)
{
  desk_choice_set_chosen (choice, !desk_choice_get_chosen (choice));
  update_columns (self);
}

/* --- moving --- */

static void
show_hint (DeskBoardPage *self, const char *text)
{
  gtk_widget_set_visible (self->hint, text != NULL);
  gtk_label_set_label (self->hint_label, text != NULL ? text : "");
}

static void
on_drag_begun_cb (DeskBoardPage *self, DeskTicket *ticket, DeskBoardColumn *source)
{
  g_autofree char *hint = desk_ticket_dup_move_hint (get_session (self), ticket);

  for (int status = 1; status <= N_COLUMNS; status++)
    {
      DeskColumnState state = self->columns[status] == source                             ? DESK_COLUMN_SOURCE
                              : desk_ticket_may_move (get_session (self), ticket, status) ? DESK_COLUMN_ALLOWED
                                                                                          : DESK_COLUMN_FORBIDDEN;

      desk_board_column_set_state (self->columns[status], state);
    }
  show_hint (self, hint);
}

static void
on_drag_ended_cb (DeskBoardPage *self)
{
  for (int status = 1; status <= N_COLUMNS; status++)
    desk_board_column_set_state (self->columns[status], DESK_COLUMN_PLAIN);
  show_hint (self, NULL);
}

static void
move (DeskBoardPage *self, DeskTicket *ticket, DeskBoardColumn *target)
{
  desk_board_column_focus_ticket (target, desk_entity_get_id (DESK_ENTITY (ticket)));
  desk_ticket_move (GTK_WIDGET (target), get_session (self), ticket, desk_board_column_get_status (target));
}

static void
on_dropped_cb (DeskBoardPage *self, DeskTicket *ticket, DeskBoardColumn *target)
{
  move (self, ticket, target);
}

/* The next column that is shown and allowed, in the direction of the key. */
static void
on_move_asked_cb (DeskBoardPage *self, DeskTicket *ticket, int direction, DeskBoardColumn *source)
{
  g_autofree char *hint = NULL;

  for (int status = (int) desk_board_column_get_status (source) + direction; status >= 1 && status <= N_COLUMNS;
       status += direction)
    if (desk_choice_get_chosen (get_choice (self, status)) && desk_ticket_may_move (get_session (self), ticket, status))
      {
        move (self, ticket, self->columns[status]);
        return;
      }
  hint = desk_ticket_dup_move_hint (get_session (self), ticket);
  if (hint != NULL)
    desk_page_toast (DESK_PAGE (self), hint);
}

static void
on_ticket_opened_cb (DeskBoardPage *self, DeskTicket *ticket)
{
  on_ticket_activated_cb (self, DESK_ENTITY (ticket));
}

static void
clear_filters_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_ticket_filters_clear (DESK_BOARD_PAGE (widget)->filters);
}

static gboolean
desk_board_page_focus_first (DeskPage *page)
{
  DeskBoardPage *self = DESK_BOARD_PAGE (page);

  if (is_list (self))
    return desk_table_grab_list_focus (self->table);
  for (int status = 1; status <= N_COLUMNS; status++)
    if (gtk_widget_get_visible (GTK_WIDGET (self->columns[status]))
        && desk_board_column_focus_first (self->columns[status]))
      return TRUE;
  return FALSE;
}

static gboolean
desk_board_page_focus_filter (DeskPage *page)
{
  return desk_ticket_filters_focus_text (DESK_BOARD_PAGE (page)->filters);
}

static void
add_column (DeskBoardPage *self, DeskTicketStatus status)
{
  DeskBoardColumn *column = DESK_BOARD_COLUMN (desk_board_column_new (get_session (self), status));
  g_autoptr (DeskChoice) choice = desk_choices_make_enum (get_session (self), &desk_ticket_status_enum, status);

  /* Rarely a place to look for work; one press away. */
  desk_choice_set_chosen (choice, status != DESK_TICKET_STATUS_PENDING_INTERNAL && status != DESK_TICKET_STATUS_CLOSED);
  g_list_store_append (self->choices, choice);
  self->columns[status] = column;
  gtk_box_append (self->columns_box, GTK_WIDGET (column));
  g_signal_connect_object (column, "activated", G_CALLBACK (on_ticket_opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "drag-begun", G_CALLBACK (on_drag_begun_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "drag-ended", G_CALLBACK (on_drag_ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "dropped", G_CALLBACK (on_dropped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "move-asked", G_CALLBACK (on_move_asked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "counted", G_CALLBACK (on_counted_cb), self, G_CONNECT_SWAPPED);
}

static void
desk_board_page_constructed (GObject *object)
{
  DeskBoardPage *self = DESK_BOARD_PAGE (object);

  G_OBJECT_CLASS (desk_board_page_parent_class)->constructed (object);
  desk_page_set_title (DESK_PAGE (self), _ ("Board"));
  desk_ticket_filters_set_up (self->filters, get_session (self),
                              DESK_TICKET_FILTER_DEPARTMENT | DESK_TICKET_FILTER_PRIORITY | DESK_TICKET_FILTER_ASSIGNEE
                                  | DESK_TICKET_FILTER_TEXT);
  self->choices = g_list_store_new (DESK_TYPE_CHOICE);
  for (int status = 1; status <= N_COLUMNS; status++)
    add_column (self, status);
  desk_choice_list_set_choices (self->columns_list, G_LIST_MODEL (self->choices));
  g_signal_connect_object (self->filters, "changed", G_CALLBACK (update_lists), self, G_CONNECT_SWAPPED);
  update_lists (self);
  update_columns (self);
}

static void
desk_board_page_dispose (GObject *object)
{
  DeskBoardPage *self = DESK_BOARD_PAGE (object);

  g_clear_object (&self->overdue);
  g_clear_object (&self->choices);
  G_OBJECT_CLASS (desk_board_page_parent_class)->dispose (object);
}

static void
desk_board_page_class_init (DeskBoardPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = desk_board_page_constructed;
  object_class->dispose = desk_board_page_dispose;
  DESK_PAGE_CLASS (klass)->focus_first = desk_board_page_focus_first;
  DESK_PAGE_CLASS (klass)->focus_filter = desk_board_page_focus_filter;

  g_type_ensure (DESK_TYPE_TICKET_FILTERS);
  g_type_ensure (DESK_TYPE_CHOICE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-board-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, list_button);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, board_button);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, filters);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, columns_label);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, columns_list);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, columns_box);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, table_bin);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, hint);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardPage, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, on_view_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_column_chosen_cb);
  gtk_widget_class_install_action (widget_class, "board.clear-filters", NULL, clear_filters_action);
}

static void
desk_board_page_init (DeskBoardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_board_page_new:
 * @session: whose desk
 *
 * Returns: (transfer floating): the board, which can also be seen as a list
 */
GtkWidget *
desk_board_page_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_BOARD_PAGE, "session", session, NULL);
}
