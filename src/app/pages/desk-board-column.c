/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-board-column.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/pages/desk-ticket-clock.h"
#include "app/pages/desk-ticket-moves.h"
#include "app/widgets/desk-looks.h"
#include "app/widgets/desk-ticket-card.h"

struct _DeskBoardColumn
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *count_label;
  GtkWidget *drop_slot;
  GtkLabel *drop_label;
  GtkListView *view;
  GtkWidget *empty_label;

  DeskSession *session; /* owned */
  DeskTicketStatus status;
  DeskListModel *model;          /* owned */
  GtkSingleSelection *selection; /* owned */
  GHashTable *cards;             /* of DeskTicketCard, borrowed: those that show a ticket */
  DeskColumnState state;
  char *wanted_id; /* to be focused as soon as it is here */
  guint refresh_id;
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (DeskBoardColumn, desk_board_column, ADW_TYPE_BIN)

enum
{
  ACTIVATED,
  DRAG_BEGUN,
  DRAG_ENDED,
  DROPPED,
  MOVE_ASKED,
  COUNTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_name (DeskBoardColumn *self, const DeskKind *kind, DeskTicket *ticket, guint field)
{
  return desk_session_get_name (self->session, kind, desk_entity_get_string (ticket, field));
}

/* --- cards --- */

static void
show_card (DeskBoardColumn *self, DeskTicketCard *card)
{
  DeskTicket *ticket = desk_ticket_card_get_ticket (card);
  const char *assignee = get_name (self, &desk_agent_kind, ticket, DESK_TICKET_ASSIGNED_TO);
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (card));
  DeskTicketClock clock;
  g_autofree char *clock_words = NULL;
  g_autofree char *words = NULL;

  desk_ticket_clock_resolution (&clock, ticket, desk_session_get_preset (self->session));
  clock_words = desk_ticket_clock_dup_words (&clock);
  desk_ticket_card_set_names (card, get_name (self, &desk_customer_kind, ticket, DESK_TICKET_CUSTOMER_ID),
                              assignee[0] != '\0' ? assignee : NULL);
  desk_ticket_card_set_sla (card, clock.state, clock.used, clock_words);
  words = desk_ticket_card_dup_words (card);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static gboolean
refresh_cb (gpointer data)
{
  DeskBoardColumn *self = data;
  GHashTableIter iter;
  gpointer card;

  self->refresh_id = 0;
  g_hash_table_iter_init (&iter, self->cards);
  while (g_hash_table_iter_next (&iter, &card, NULL))
    show_card (self, card);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (DeskBoardColumn *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add (refresh_cb, self);
}

static gboolean
on_minute_passed_cb (gpointer data)
{
  queue_refresh (data);
  return G_SOURCE_CONTINUE;
}

/* --- dragging --- */

static GdkContentProvider *
on_drag_prepare_cb (GtkDragSource *source, double x, double y, DeskBoardColumn *self)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  DeskTicket *ticket = desk_ticket_card_get_ticket (DESK_TICKET_CARD (card));

  return ticket != NULL ? gdk_content_provider_new_typed (DESK_TYPE_TICKET, ticket) : NULL;
}

/* The card itself is dragged, not a picture of it: it casts its shadow and follows the colours. */
static void
on_drag_begin_cb (GtkDragSource *source, GdkDrag *drag, DeskBoardColumn *self)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  DeskTicket *ticket = desk_ticket_card_get_ticket (DESK_TICKET_CARD (card));
  GtkWidget *icon = desk_ticket_card_new ();
  GtkWidget *clamp = adw_clamp_new ();

  desk_ticket_card_set_ticket (DESK_TICKET_CARD (icon), ticket);
  show_card (self, DESK_TICKET_CARD (icon));
  gtk_widget_add_css_class (icon, "dragged");
  /* As wide as the card that was taken, however long its subject. */
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), gtk_widget_get_allocated_width (card));
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), gtk_widget_get_allocated_width (card));
  adw_clamp_set_child (ADW_CLAMP (clamp), icon);
  gtk_widget_set_size_request (clamp, gtk_widget_get_allocated_width (card), -1);
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), clamp);
  gdk_drag_set_hotspot (drag, 24, 24);
  gtk_widget_add_css_class (card, "drag-source");
  g_signal_emit (self, signals[DRAG_BEGUN], 0, ticket);
}

static void
on_drag_end_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete_data, DeskBoardColumn *self)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));

  gtk_widget_remove_css_class (card, "drag-source");
  g_signal_emit (self, signals[DRAG_ENDED], 0);
}

static GdkDragAction
on_drop_enter_cb (GtkDropTarget *target, double x, double y, DeskBoardColumn *self)
{
  if (self->state != DESK_COLUMN_ALLOWED)
    return 0;
  gtk_widget_add_css_class (GTK_WIDGET (self), "target");
  gtk_widget_set_visible (self->drop_slot, TRUE);
  return GDK_ACTION_MOVE;
}

static void
on_drop_leave_cb (GtkDropTarget *target, DeskBoardColumn *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "target");
  gtk_widget_set_visible (self->drop_slot, FALSE);
}

static gboolean
on_drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, DeskBoardColumn *self)
{
  on_drop_leave_cb (target, self);
  if (self->state != DESK_COLUMN_ALLOWED)
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0, g_value_get_object (value));
  return TRUE;
}

/* --- the list --- */

static void
on_item_setup_cb (DeskBoardColumn *self, GtkListItem *item)
{
  GtkWidget *card = desk_ticket_card_new ();
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (on_drag_prepare_cb), self, 0);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (on_drag_begin_cb), self, 0);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (on_drag_end_cb), self, 0);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (source));
  gtk_list_item_set_child (item, card);
}

static void
on_item_bind_cb (DeskBoardColumn *self, GtkListItem *item)
{
  DeskTicketCard *card = DESK_TICKET_CARD (gtk_list_item_get_child (item));
  DeskTicket *ticket = gtk_list_item_get_item (item);

  desk_ticket_card_set_ticket (card, ticket);
  g_hash_table_add (self->cards, card);
  g_signal_connect_swapped (ticket, "notify", G_CALLBACK (queue_refresh), self);
  show_card (self, card);
}

static void
on_item_unbind_cb (DeskBoardColumn *self, GtkListItem *item)
{
  DeskTicketCard *card = DESK_TICKET_CARD (gtk_list_item_get_child (item));

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), queue_refresh, self);
  g_hash_table_remove (self->cards, card);
  desk_ticket_card_set_ticket (card, NULL);
}

static void
focus_position (DeskBoardColumn *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *card = gtk_widget_get_first_child (row);

      if (DESK_IS_TICKET_CARD (card)
          && (gpointer) desk_ticket_card_get_ticket (DESK_TICKET_CARD (card))
                 == gtk_single_selection_get_selected_item (self->selection))
        gtk_widget_grab_focus (row);
    }
}

static gboolean
focus_wanted_cb (gpointer data)
{
  DeskBoardColumn *self = data;
  int position;

  if (self->wanted_id == NULL)
    return G_SOURCE_REMOVE;
  position = desk_list_model_find (self->model, self->wanted_id);
  if (position >= 0)
    {
      g_clear_pointer (&self->wanted_id, g_free);
      focus_position (self, position);
    }
  return G_SOURCE_REMOVE;
}

/* A list view stays with the card it shows when others come before it. Who is at the top wants to see the new ones. */
static void
stay_at_top (DeskBoardColumn *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  if (desk_board_column_get_count (self) > 0 && adjustment != NULL && gtk_adjustment_get_value (adjustment) <= 0)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", 0);
}

static void
on_model_changed_cb (DeskBoardColumn *self)
{
  guint count = desk_board_column_get_count (self);
  g_autofree char *number = desk_format_count (count);

  gtk_label_set_label (self->count_label, number);
  gtk_widget_set_visible (self->empty_label, count == 0);
  stay_at_top (self);
  if (self->wanted_id != NULL)
    /* The row is made when the list is laid out. */
    g_idle_add_full (G_PRIORITY_LOW, focus_wanted_cb, g_object_ref (self), g_object_unref);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
on_view_activate_cb (DeskBoardColumn *self, guint position)
{
  g_autoptr (DeskTicket) ticket = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (ticket != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, ticket);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskBoardColumn *self = DESK_BOARD_COLUMN (widget);
  DeskTicket *ticket = gtk_single_selection_get_selected_item (self->selection);
  int direction = g_variant_get_int32 (parameter);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    direction = -direction;
  if (ticket != NULL)
    g_signal_emit (self, signals[MOVE_ASKED], 0, ticket, direction);
}

/* A list view takes Ctrl with an arrow for itself: these have to come before it. */
static void
add_keys (DeskBoardColumn *self)
{
  const guint keys[] = { GDK_KEY_Left, GDK_KEY_Right };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut =
          gtk_shortcut_new_with_arguments (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK),
                                           gtk_named_action_new ("column.move"), "i", i == 0 ? -1 : 1);

      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
desk_board_column_map (GtkWidget *widget)
{
  DeskBoardColumn *self = DESK_BOARD_COLUMN (widget);

  GTK_WIDGET_CLASS (desk_board_column_parent_class)->map (widget);
  if (self->minute_id == 0)
    self->minute_id = g_timeout_add_seconds (60, on_minute_passed_cb, self);
  queue_refresh (self);
}

static void
desk_board_column_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&DESK_BOARD_COLUMN (widget)->minute_id, g_source_remove);
  GTK_WIDGET_CLASS (desk_board_column_parent_class)->unmap (widget);
}

static void
desk_board_column_dispose (GObject *object)
{
  DeskBoardColumn *self = DESK_BOARD_COLUMN (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->selection != NULL)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_board_column_parent_class)->dispose (object);
}

static void
desk_board_column_finalize (GObject *object)
{
  DeskBoardColumn *self = DESK_BOARD_COLUMN (object);

  g_hash_table_unref (self->cards);
  g_free (self->wanted_id);
  G_OBJECT_CLASS (desk_board_column_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, GType first, GType second)
{
  return g_signal_new (name, DESK_TYPE_BOARD_COLUMN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n_params,
                       first, second);
}

static void
desk_board_column_class_init (DeskBoardColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_board_column_dispose;
  object_class->finalize = desk_board_column_finalize;
  widget_class->map = desk_board_column_map;
  widget_class->unmap = desk_board_column_unmap;

  signals[ACTIVATED] = add_signal ("activated", 1, DESK_TYPE_TICKET, G_TYPE_NONE);
  signals[DRAG_BEGUN] = add_signal ("drag-begun", 1, DESK_TYPE_TICKET, G_TYPE_NONE);
  signals[DRAG_ENDED] = add_signal ("drag-ended", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[DROPPED] = add_signal ("dropped", 1, DESK_TYPE_TICKET, G_TYPE_NONE);
  signals[MOVE_ASKED] = add_signal ("move-asked", 2, DESK_TYPE_TICKET, G_TYPE_INT);
  signals[COUNTED] = add_signal ("counted", 0, G_TYPE_NONE, G_TYPE_NONE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-board-column.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskBoardColumn, icon);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardColumn, title_label);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardColumn, count_label);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardColumn, drop_slot);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardColumn, drop_label);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardColumn, view);
  gtk_widget_class_bind_template_child (widget_class, DeskBoardColumn, empty_label);
  gtk_widget_class_bind_template_callback (widget_class, on_view_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_item_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_item_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_item_unbind_cb);
  gtk_widget_class_install_action (widget_class, "column.move", "i", move_action);
}

static void
desk_board_column_init (DeskBoardColumn *self)
{
  GtkDropTarget *target = gtk_drop_target_new (DESK_TYPE_TICKET, GDK_ACTION_MOVE);

  self->cards = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect (target, "enter", G_CALLBACK (on_drop_enter_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (on_drop_leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  add_keys (self);
}

/**
 * desk_board_column_new:
 * @session: whose desk
 * @status: the tickets of which status
 *
 * Returns: (transfer floating): a column without tickets yet
 */
GtkWidget *
desk_board_column_new (DeskSession *session, DeskTicketStatus status)
{
  DeskBoardColumn *self = g_object_new (DESK_TYPE_BOARD_COLUMN, NULL);
  const DeskLook *look = desk_look (&desk_ticket_status_enum, status);
  const char *title = desk_preset_get_label (desk_session_get_preset (session), &desk_ticket_status_enum, status);

  self->session = g_object_ref (session);
  self->status = status;
  gtk_image_set_from_icon_name (self->icon, look->icon_name);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), desk_tone_get_text_class (look->tone));
  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->drop_label, desk_ticket_move_get_words (session, status));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return GTK_WIDGET (self);
}

DeskTicketStatus
desk_board_column_get_status (DeskBoardColumn *self)
{
  g_return_val_if_fail (DESK_IS_BOARD_COLUMN (self), DESK_TICKET_STATUS_UNKNOWN);

  return self->status;
}

/**
 * desk_board_column_set_spec:
 * @self: a column
 * @spec: the board's filter; the column adds its status
 */
void
desk_board_column_set_spec (DeskBoardColumn *self, DeskListSpec *spec)
{
  g_autoptr (DeskListSpec) own = desk_list_spec_copy (spec);

  g_return_if_fail (DESK_IS_BOARD_COLUMN (self));

  desk_list_spec_clear_field (own, DESK_TICKET_STATUS);
  desk_list_spec_add_enum (own, DESK_TICKET_STATUS, self->status);
  desk_list_spec_set_sort (own, DESK_ENTITY_UPDATED_AT, TRUE);
  if (self->model != NULL)
    {
      desk_list_model_set_spec (self->model, own);
      return;
    }
  self->model = desk_session_list (self->session, own);
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (on_model_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  on_model_changed_cb (self);
}

/**
 * desk_board_column_set_state:
 * @self: a column
 * @state: what a drag that goes on means for it
 */
void
desk_board_column_set_state (DeskBoardColumn *self, DeskColumnState state)
{
  g_return_if_fail (DESK_IS_BOARD_COLUMN (self));

  self->state = state;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "allowed");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "forbidden");
  if (state == DESK_COLUMN_ALLOWED)
    gtk_widget_add_css_class (GTK_WIDGET (self), "allowed");
  else if (state == DESK_COLUMN_FORBIDDEN)
    gtk_widget_add_css_class (GTK_WIDGET (self), "forbidden");
}

guint
desk_board_column_get_count (DeskBoardColumn *self)
{
  g_return_val_if_fail (DESK_IS_BOARD_COLUMN (self), 0);

  return self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
}

GListModel *
desk_board_column_get_model (DeskBoardColumn *self)
{
  return G_LIST_MODEL (self->model);
}

void
desk_board_column_focus_ticket (DeskBoardColumn *self, const char *ticket_id)
{
  char *wanted = g_strdup (ticket_id);

  g_return_if_fail (DESK_IS_BOARD_COLUMN (self));

  g_free (self->wanted_id);
  self->wanted_id = wanted;
  g_idle_add_full (G_PRIORITY_LOW, focus_wanted_cb, g_object_ref (self), g_object_unref);
}

gboolean
desk_board_column_focus_first (DeskBoardColumn *self)
{
  g_return_val_if_fail (DESK_IS_BOARD_COLUMN (self), FALSE);

  if (desk_board_column_get_count (self) == 0)
    return FALSE;
  focus_position (self, 0);
  return TRUE;
}
