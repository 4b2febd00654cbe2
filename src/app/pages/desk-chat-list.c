/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-chat-list.h"

#include <glib/gi18n.h>

#include "app/pages/desk-chat-sections.h"
#include "app/pages/desk-thread.h"
#include "app/widgets/desk-chat-row.h"
#include "app/widgets/desk-empty-state.h"

/* Longer than that, and it is seen that the rows are on their way. */
#define SKELETON_AFTER 300 /* ms */

struct _DeskChatList
{
  AdwBin parent_instance;

  GtkSearchEntry *search_entry;
  GtkToggleButton *all_chip;
  GtkToggleButton *waiting_chip;
  GtkToggleButton *mine_chip;
  GtkToggleButton *ended_chip;
  GtkStack *stack;
  GtkListView *view;
  DeskEmptyState *empty;

  DeskSession *session;          /* owned */
  DeskChatSections *sections;    /* owned */
  GtkSingleSelection *selection; /* owned */
  GHashTable *items;             /* of GtkListItem, borrowed: those that show a chat */
  char *wanted_id;               /* what is to be selected, also when it moves or comes later */
  DeskEntity *told;              /* owned: the one that "selected" told of last */
  guint empty_shown;             /* which of the words for an empty list stand there, 0 for none */
  gboolean is_settling;
  gboolean is_opening; /* what is wanted is to be brought into sight when it comes */
  guint refresh_id;
  guint second_id;
  guint skeleton_id;
};

G_DEFINE_FINAL_TYPE (DeskChatList, desk_chat_list, ADW_TYPE_BIN)

enum
{
  SELECTED,
  ACTIVATED,
  COUNTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GListModel *
get_model (DeskChatList *self)
{
  return desk_chat_sections_get_model (self->sections);
}

/* --- rows --- */

static char *
dup_became (DeskChatList *self, DeskEntity *chat)
{
  gboolean is_ticket = desk_entity_is_set (chat, DESK_CHAT_TICKET_ID);
  const char *id = desk_entity_get_string (chat, is_ticket ? DESK_CHAT_TICKET_ID : DESK_CHAT_QUERY_ID);
  g_autoptr (DeskEntity) became =
      id != NULL ? desk_session_dup_entity (self->session, is_ticket ? &desk_ticket_kind : &desk_query_kind, id) : NULL;

  return became != NULL ? g_strdup (desk_entity_get_string (became, is_ticket ? DESK_TICKET_NUMBER : DESK_QUERY_NUMBER))
                        : NULL;
}

static void
show_row (DeskChatList *self, GtkListItem *item)
{
  DeskChatRow *row = DESK_CHAT_ROW (gtk_list_item_get_child (item));
  DeskEntity *chat = gtk_list_item_get_item (item);
  DeskAgent *me = desk_session_get_me (self->session);
  DeskPreset *preset = desk_session_get_preset (self->session);
  const char *id = desk_entity_get_id (chat);
  const char *agent_id = desk_entity_get_string (chat, DESK_CHAT_ASSIGNED_TO);
  g_autofree char *customer = g_strdup (desk_thread_get_customer_name (self->session, chat));
  g_autofree char *became = dup_became (self, chat);
  g_autofree char *heading = NULL;
  g_autofree char *words = NULL;
  DeskChatRowLook look = { .customer = customer, .became = became };

  heading = desk_chat_sections_dup_heading (self->sections, gtk_list_item_get_position (item), &look.count);
  look.heading = heading;
  look.is_mine = me != NULL && g_strcmp0 (agent_id, desk_entity_get_id (DESK_ENTITY (me))) == 0;
  if (agent_id != NULL && !look.is_mine)
    look.agent = desk_session_get_name (self->session, &desk_agent_kind, agent_id);
  look.is_typing = desk_session_is_typing (self->session, id, desk_thread_get_customer_id (chat));
  look.is_pending = desk_session_is_pending (self->session, id);
  look.may_accept = desk_session_may (self->session, DESK_PERMISSION_CHATS_SERVE);
  look.late_after = preset != NULL ? desk_preset_get_chat_answer (preset) : 0;
  desk_chat_row_show (row, DESK_CHAT (chat), &look);
  words = desk_chat_row_dup_words (row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (row))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static gboolean
refresh_cb (gpointer data)
{
  DeskChatList *self = data;
  GHashTableIter iter;
  gpointer item;

  self->refresh_id = 0;
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_row (self, item);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (DeskChatList *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add (refresh_cb, self);
}

/* Those who wait see each second, too. */
static gboolean
on_second_passed_cb (gpointer data)
{
  DeskChatList *self = data;
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    desk_chat_row_tick (DESK_CHAT_ROW (gtk_list_item_get_child (item)));
  return G_SOURCE_CONTINUE;
}

static void
on_item_setup_cb (DeskChatList *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, desk_chat_row_new ());
}

static void
on_item_bind_cb (DeskChatList *self, GtkListItem *item)
{
  g_hash_table_add (self->items, item);
  g_signal_connect_object (gtk_list_item_get_item (item), "notify", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  show_row (self, item);
}

static void
on_item_unbind_cb (DeskChatList *self, GtkListItem *item)
{
  g_hash_table_remove (self->items, item);
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), queue_refresh, self);
  desk_chat_row_show (DESK_CHAT_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

/* --- what is shown --- */

static DeskChatsFilter
get_filter (DeskChatList *self)
{
  if (gtk_toggle_button_get_active (self->waiting_chip))
    return DESK_CHATS_WAITING;
  if (gtk_toggle_button_get_active (self->mine_chip))
    return DESK_CHATS_MINE;
  return gtk_toggle_button_get_active (self->ended_chip) ? DESK_CHATS_ENDED : DESK_CHATS_ALL;
}

static const char *
get_words (DeskChatList *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
}

/* Why there is nothing, and what to do next. */
static void
update_empty (DeskChatList *self)
{
  static const struct
  {
    const char *title;
    const char *text;
  } words[] = {
    [DESK_CHATS_ALL] = { N_ ("No Chats"),
                         N_ ("A customer who opens a chat on the website or in the app appears here.") },
    [DESK_CHATS_WAITING] = { N_ ("Nobody Is Waiting"), N_ ("A customer who waits for somebody appears here.") },
    [DESK_CHATS_MINE] = { N_ ("No Chats of Yours"), N_ ("Chats that you accept appear here until they end.") },
    [DESK_CHATS_ENDED] = { N_ ("No Chat Has Ended"), N_ ("What was said in chats stays here to be looked up.") },
  };
  DeskChatsFilter filter = get_filter (self);
  gboolean is_searched = get_words (self)[0] != '\0';
  gboolean is_offline = desk_session_get_state (self->session) == DESK_SESSION_OFFLINE;
  DeskTone tone = is_searched ? DESK_TONE_GREY : is_offline ? DESK_TONE_ORANGE : DESK_TONE_GREEN;
  const char *icon = is_searched  ? "edit-find-symbolic"
                     : is_offline ? "network-offline-symbolic"
                                  : "desk-chat-symbolic";
  guint shown = 1 + filter * 4 + (is_searched ? 2 : 0) + (is_offline ? 1 : 0);
  GtkWidget *empty;

  if (shown == self->empty_shown)
    return;
  self->empty_shown = shown;
  if (is_searched)
    empty =
        desk_empty_state_new (tone, icon, _ ("No Chat Matches"), _ ("Nobody of that name, and nothing said like it."));
  else
    empty =
        desk_empty_state_new (tone, icon, _ (words[filter].title),
                              is_offline
                                  ? _ ("You are offline: chats that began since then come when the network is back.")
                                  : _ (words[filter].text));
  if (is_searched || filter != DESK_CHATS_ALL)
    desk_empty_state_add_button (DESK_EMPTY_STATE (empty), _ ("Show All Chats"), "chat.clear-filters", TRUE);
  if (self->empty != NULL)
    gtk_stack_remove (self->stack, GTK_WIDGET (self->empty));
  self->empty = DESK_EMPTY_STATE (empty);
  gtk_stack_add_named (self->stack, empty, "empty");
}

static gboolean
skeleton_cb (gpointer data)
{
  DeskChatList *self = data;

  self->skeleton_id = 0;
  gtk_stack_set_visible_child_name (self->stack, "loading");
  return G_SOURCE_REMOVE;
}

static void
update_stack (DeskChatList *self)
{
  gboolean has_rows = g_list_model_get_n_items (get_model (self)) > 0;
  gboolean is_loading = !has_rows && desk_chat_sections_is_loading (self->sections);

  if (!is_loading)
    g_clear_handle_id (&self->skeleton_id, g_source_remove);
  if (has_rows)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (!is_loading)
    {
      update_empty (self);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
  else if (self->skeleton_id == 0)
    self->skeleton_id = g_timeout_add (SKELETON_AFTER, skeleton_cb, self);
}

static void
scroll_to (DeskChatList *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

static gboolean
is_at_top (DeskChatList *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  return adjustment == NULL || gtk_adjustment_get_value (adjustment) < 1;
}

/* A chat that is accepted or ends moves to another section, and stays selected. */
static void
settle (DeskChatList *self)
{
  DeskEntity *selected = gtk_single_selection_get_selected_item (self->selection);
  int place;

  if (self->wanted_id == NULL || (selected != NULL && g_str_equal (desk_entity_get_id (selected), self->wanted_id)))
    return;
  place = desk_chat_sections_find (self->sections, self->wanted_id);
  self->is_settling = TRUE;
  gtk_single_selection_set_selected (self->selection, place >= 0 ? (guint) place : GTK_INVALID_LIST_POSITION);
  self->is_settling = FALSE;
  if (place < 0 || !self->is_opening)
    return;
  self->is_opening = FALSE;
  scroll_to (self, place);
}

static void
on_model_changed_cb (DeskChatList *self)
{
  /* Whoever sees those that wait goes on to see them: what comes in above does not push them away. */
  if (is_at_top (self) && g_list_model_get_n_items (get_model (self)) > 0)
    scroll_to (self, 0);
  settle (self);
  queue_refresh (self);
  update_stack (self);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
on_selection_changed_cb (DeskChatList *self)
{
  DeskEntity *selected = gtk_single_selection_get_selected_item (self->selection);

  /* Rows that come and go select nothing; a person does. */
  if (self->is_settling || selected == NULL)
    return;
  g_free (self->wanted_id);
  self->wanted_id = g_strdup (desk_entity_get_id (selected));
  if (g_set_object (&self->told, selected))
    g_signal_emit (self, signals[SELECTED], 0, selected);
}

static void
on_view_activate_cb (DeskChatList *self, guint position)
{
  g_autoptr (DeskEntity) chat = g_list_model_get_item (get_model (self), position);

  if (chat != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, chat);
}

static void
on_filter_changed_cb (DeskChatList *self)
{
  static const guint shown[] = {
    [DESK_CHATS_ALL] = (1u << DESK_N_CHAT_SECTIONS) - 1,
    [DESK_CHATS_WAITING] = 1u << DESK_CHAT_SECTION_WAITING,
    [DESK_CHATS_MINE] = 1u << DESK_CHAT_SECTION_MINE,
    [DESK_CHATS_ENDED] = 1u << DESK_CHAT_SECTION_ENDED,
  };

  if (self->sections == NULL)
    return;
  desk_chat_sections_show (self->sections, shown[get_filter (self)], get_words (self));
  on_model_changed_cb (self);
}

static void
desk_chat_list_map (GtkWidget *widget)
{
  DeskChatList *self = DESK_CHAT_LIST (widget);

  GTK_WIDGET_CLASS (desk_chat_list_parent_class)->map (widget);
  if (self->second_id == 0)
    self->second_id = g_timeout_add_seconds (1, on_second_passed_cb, self);
}

static void
desk_chat_list_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&DESK_CHAT_LIST (widget)->second_id, g_source_remove);
  GTK_WIDGET_CLASS (desk_chat_list_parent_class)->unmap (widget);
}

static void
desk_chat_list_dispose (GObject *object)
{
  DeskChatList *self = DESK_CHAT_LIST (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_handle_id (&self->second_id, g_source_remove);
  g_clear_handle_id (&self->skeleton_id, g_source_remove);
  if (self->sections != NULL)
    g_signal_handlers_disconnect_by_data (get_model (self), self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CHAT_LIST);
  g_clear_object (&self->selection);
  g_clear_object (&self->told);
  g_clear_pointer (&self->sections, desk_chat_sections_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->wanted_id, g_free);
  G_OBJECT_CLASS (desk_chat_list_parent_class)->dispose (object);
}

static void
desk_chat_list_finalize (GObject *object)
{
  g_hash_table_unref (DESK_CHAT_LIST (object)->items);
  G_OBJECT_CLASS (desk_chat_list_parent_class)->finalize (object);
}

static void
desk_chat_list_class_init (DeskChatListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_chat_list_dispose;
  object_class->finalize = desk_chat_list_finalize;
  widget_class->map = desk_chat_list_map;
  widget_class->unmap = desk_chat_list_unmap;

  signals[SELECTED] = g_signal_new ("selected", DESK_TYPE_CHAT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, DESK_TYPE_CHAT);
  signals[ACTIVATED] = g_signal_new ("activated", DESK_TYPE_CHAT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, DESK_TYPE_CHAT);
  signals[COUNTED] =
      g_signal_new ("counted", DESK_TYPE_CHAT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-chat-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChatList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DeskChatList, all_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskChatList, waiting_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskChatList, mine_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskChatList, ended_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskChatList, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskChatList, view);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_item_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_item_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_item_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_activate_cb);
}

static void
desk_chat_list_init (DeskChatList *self)
{
  self->items = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_chat_list_set_session:
 * @self: a list
 * @session: whose desk; once
 */
void
desk_chat_list_set_session (DeskChatList *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_CHAT_LIST (self) && self->session == NULL);

  self->session = g_object_ref (session);
  self->sections = desk_chat_sections_new (session);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, get_model (self));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (get_model (self), "items-changed", G_CALLBACK (on_model_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "presence", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::sync-progress", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk_session_get_outbox (session), "items-changed", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  update_stack (self);
}

GListModel *
desk_chat_list_get_model (DeskChatList *self)
{
  g_return_val_if_fail (DESK_IS_CHAT_LIST (self), NULL);

  return get_model (self);
}

DeskChat *
desk_chat_list_get_selected (DeskChatList *self)
{
  g_return_val_if_fail (DESK_IS_CHAT_LIST (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

/**
 * desk_chat_list_select:
 * @self: a list
 * @id: (nullable): a chat; it is selected when it comes if it is not there yet
 *
 * Says nothing: whoever asks knows.
 */
void
desk_chat_list_select (DeskChatList *self, const char *id)
{
  g_return_if_fail (DESK_IS_CHAT_LIST (self));

  if (g_strcmp0 (id, self->wanted_id) == 0)
    return;
  g_free (self->wanted_id);
  self->wanted_id = g_strdup (id);
  g_clear_object (&self->told);
  self->is_settling = TRUE;
  if (id == NULL)
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->is_settling = FALSE;
  self->is_opening = id != NULL;
  settle (self);
}

/**
 * desk_chat_list_move:
 * @self: a list
 * @rows: how many rows down
 *
 * Returns: whether there is a row to go to
 */
gboolean
desk_chat_list_move (DeskChatList *self, int rows)
{
  guint n_rows;
  guint now;
  int next;

  g_return_val_if_fail (DESK_IS_CHAT_LIST (self), FALSE);

  n_rows = g_list_model_get_n_items (get_model (self));
  now = gtk_single_selection_get_selected (self->selection);
  if (n_rows == 0)
    return FALSE;
  next = now == GTK_INVALID_LIST_POSITION ? 0 : (int) now + rows;
  next = CLAMP (next, 0, (int) n_rows - 1);
  gtk_single_selection_set_selected (self->selection, next);
  scroll_to (self, next);
  return TRUE;
}

void
desk_chat_list_set_filter (DeskChatList *self, DeskChatsFilter filter)
{
  GtkToggleButton *chips[] = { self->all_chip, self->waiting_chip, self->mine_chip, self->ended_chip };

  g_return_if_fail (DESK_IS_CHAT_LIST (self) && filter < G_N_ELEMENTS (chips));

  gtk_toggle_button_set_active (chips[filter], TRUE);
}

void
desk_chat_list_clear_filters (DeskChatList *self)
{
  g_return_if_fail (DESK_IS_CHAT_LIST (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  desk_chat_list_set_filter (self, DESK_CHATS_ALL);
  on_filter_changed_cb (self);
}

gboolean
desk_chat_list_focus_list (DeskChatList *self)
{
  g_return_val_if_fail (DESK_IS_CHAT_LIST (self), FALSE);

  return g_list_model_get_n_items (get_model (self)) > 0 && gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

gboolean
desk_chat_list_focus_search (DeskChatList *self)
{
  g_return_val_if_fail (DESK_IS_CHAT_LIST (self), FALSE);

  return gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
