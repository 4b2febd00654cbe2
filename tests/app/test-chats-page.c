/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "app/desk-test-window.h"
#include "app/dialogs/desk-add-query-dialog.h"
#include "app/dialogs/desk-escalate-dialog.h"
#include "app/pages/desk-chat-list.h"
#include "app/pages/desk-chat-pane.h"
#include "app/pages/desk-chat-sections.h"
#include "app/pages/desk-chats-page.h"
#include "app/widgets/desk-chat-row.h"
#include "app/widgets/desk-composer.h"
#include "app/widgets/desk-conversation.h"
#include "app/widgets/desk-text-card.h"
#include "client/desk-test-customer.h"

typedef struct
{
  DeskTestWindow *window;
  DeskTestCustomer *customer;
  GtkWidget *page;
  DeskChatList *list;
  DeskChatPane *pane;
} Test;

static void
begin (Test *test)
{
  test->window = desk_test_window_new ("executive");
  test->customer = desk_test_customer_new (desk_test_window_get_server ());
  test->page = desk_chats_page_new (test->window->session);
  desk_test_window_show (test->window, test->page);
  test->list = desk_test_find (test->page, DESK_TYPE_CHAT_LIST, 0);
  test->pane = desk_test_find (test->page, DESK_TYPE_CHAT_PANE, 0);
  desk_test_wait_for (g_list_model_get_n_items (desk_chat_list_get_model (test->list)) > 0);
}

static void
end (Test *test)
{
  desk_test_customer_free (test->customer);
  desk_test_window_free (test->window);
}

static guint
count_stored (const char *condition)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM chats WHERE %s", condition);
  g_autofree char *stored = desk_test_server_ask (desk_test_window_get_server (), sql);

  return g_ascii_strtoull (stored, NULL, 10);
}

static guint
count_rows (Test *test)
{
  return g_list_model_get_n_items (desk_chat_list_get_model (test->list));
}

static DeskEntity *
dup_row (Test *test, guint position)
{
  return g_list_model_get_item (desk_chat_list_get_model (test->list), position);
}

static DeskChatStatus
get_status (DeskEntity *chat)
{
  return desk_entity_get_enum (chat, DESK_CHAT_STATUS);
}

static DeskEntity *
wait_for_chat (Test *test, const char *id)
{
  g_autoptr (DeskEntity) chat = NULL;

  desk_test_wait_for ((chat = desk_session_dup_entity (test->window->session, &desk_chat_kind, id)) != NULL);
  return g_steal_pointer (&chat);
}

/* The words of the row that shows a chat; NULL while none does. */
static char *
dup_row_words (Test *test, const char *part)
{
  DeskChatRow *row;

  for (guint i = 0; (row = desk_test_find (test->list, DESK_TYPE_CHAT_ROW, i)) != NULL; i++)
    {
      g_autofree char *words = desk_chat_row_dup_words (row);

      if (strstr (words, part) != NULL)
        return g_steal_pointer (&words);
    }
  return NULL;
}

static gboolean
has_row_words (Test *test, const char *part)
{
  g_autofree char *words = dup_row_words (test, part);

  return words != NULL;
}

static DeskEntity *
dup_last_message (Test *test)
{
  GListModel *model = desk_conversation_get_model (desk_test_find (test->pane, DESK_TYPE_CONVERSATION, 0));
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;

  return n > 0 ? g_list_model_get_item (model, n - 1) : NULL;
}

static gboolean
last_message_is (Test *test, const char *body)
{
  g_autoptr (DeskEntity) message = dup_last_message (test);

  return message != NULL && g_strcmp0 (desk_entity_get_string (message, DESK_MESSAGE_BODY), body) == 0;
}

/* Those that wait stand first, the longest waiting before all; then those that somebody has, then those that ended. The
 * chips choose among them, the entry searches, and the sidebar counts what has to be looked at. */
static void
test_list (void)
{
  Test test;
  DeskChatStatus status = DESK_CHAT_STATUS_WAITING;
  gint64 waiting_since = 0;
  guint n_waiting = count_stored ("status = 'waiting'");
  g_autoptr (GListModel) counted = NULL;
  g_autofree char *unread = NULL;

  begin (&test);
  desk_test_wait_for (count_rows (&test) == count_stored ("TRUE"));
  for (guint i = 0; i < count_rows (&test); i++)
    {
      g_autoptr (DeskEntity) chat = dup_row (&test, i);

      g_assert_cmpint (get_status (chat), >=, status);
      status = get_status (chat);
      if (status != DESK_CHAT_STATUS_WAITING)
        continue;
      g_assert_cmpint (desk_entity_get_time (chat, DESK_CHAT_WAITING_SINCE), >=, waiting_since);
      waiting_since = desk_entity_get_time (chat, DESK_CHAT_WAITING_SINCE);
    }
  g_assert_cmpuint (n_waiting, >, 1);
  desk_chat_list_set_filter (test.list, DESK_CHATS_WAITING);
  desk_test_wait_for (count_rows (&test) == n_waiting);
  desk_chat_list_set_filter (test.list, DESK_CHATS_ENDED);
  desk_test_wait_for (count_rows (&test) == count_stored ("status = 'ended'"));
  desk_chat_list_set_filter (test.list, DESK_CHATS_MINE);
  unread = g_strdup_printf ("status = 'active' AND assigned_to = '%s'",
                            desk_entity_get_id (DESK_ENTITY (desk_session_get_me (test.window->session))));
  desk_test_wait_for (count_rows (&test) == count_stored (unread));
  desk_chat_list_clear_filters (test.list);
  desk_test_wait_for (count_rows (&test) == count_stored ("TRUE"));

  gtk_editable_set_text (desk_test_find (test.list, GTK_TYPE_SEARCH_ENTRY, 0), "nobody has said this");
  desk_test_wait_for (count_rows (&test) == 0);
  desk_test_wait_for (desk_test_find_text (test.list, GTK_TYPE_BUTTON, "Show All Chats") != NULL);
  gtk_widget_activate_action (GTK_WIDGET (test.list), "chat.clear-filters", NULL);
  desk_test_wait_for (count_rows (&test) == count_stored ("TRUE"));

  counted = desk_chats_list_counted (test.window->session);
  desk_test_wait_for (g_list_model_get_n_items (counted) >= n_waiting);
  end (&test);
}

/* In the row and below the conversation. */
static gboolean
is_typing_shown (Test *test)
{
  return has_row_words (test, "is typing") && desk_test_has_class_below (test->pane, "typing");
}

/* Whoever types says so again and again: what was said before the window came into the room is not heard there. */
static gboolean
is_typing_shown_soon (Test *test, const char *id)
{
  static gint64 told_at;
  gint64 now = g_get_monotonic_time ();

  if (now - told_at > G_USEC_PER_SEC)
    {
      desk_test_customer_set_typing (test->customer, id, TRUE);
      told_at = now;
    }
  return is_typing_shown (test);
}

/* From Accept to the last word. The row stays selected as it moves to where it belongs now. */
static void
test_converse (void)
{
  Test test;
  g_autofree char *id = NULL;
  g_autoptr (DeskEntity) chat = NULL;
  DeskComposer *composer;

  begin (&test);
  id = desk_test_customer_begin_chat (test.customer, "My teapot has no lid");
  chat = wait_for_chat (&test, id);
  desk_test_wait_for (has_row_words (&test, "My teapot has no lid"));
  gtk_widget_activate_action (GTK_WIDGET (test.list), "chat.accept-id", "s", id);
  g_assert_true ((DeskEntity *) desk_chat_pane_get_chat (test.pane) == chat);
  desk_test_wait_for (get_status (chat) == DESK_CHAT_STATUS_ACTIVE);
  desk_test_wait_for (!desk_session_is_pending (test.window->session, id));
  desk_test_wait_for ((DeskEntity *) desk_chat_list_get_selected (test.list) == chat);

  composer = desk_test_find (test.pane, DESK_TYPE_COMPOSER, 0);
  desk_composer_set_draft (composer, "I look for it");
  g_assert_true (desk_composer_submit (composer));
  desk_test_wait_for (last_message_is (&test, "I look for it"));
  desk_test_wait_for (has_row_words (&test, "You: I look for it"));
  desk_test_wait_for (is_typing_shown_soon (&test, id));
  desk_test_customer_set_typing (test.customer, id, FALSE);
  desk_test_wait_for (!is_typing_shown (&test));
  desk_test_customer_say (test.customer, id, "It was in the box");
  desk_test_wait_for (last_message_is (&test, "It was in the box"));
  desk_test_wait_for (has_row_words (&test, "It was in the box"));
  desk_test_wait_for ((DeskEntity *) desk_chat_list_get_selected (test.list) == chat);

  gtk_widget_activate_action (test.page, "chat.end", NULL);
  {
    g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
    AdwMessageDialog *dialog = NULL;

    for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
      {
        g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

        if (ADW_IS_MESSAGE_DIALOG (window))
          dialog = ADW_MESSAGE_DIALOG (window);
      }
    g_assert_nonnull (dialog);
    /* Nothing has ended before somebody has said so. */
    g_assert_cmpint (get_status (chat), ==, DESK_CHAT_STATUS_ACTIVE);
    adw_message_dialog_response (dialog, "end");
    gtk_window_destroy (GTK_WINDOW (dialog));
  }
  desk_test_wait_for (get_status (chat) == DESK_CHAT_STATUS_ENDED);
  desk_test_wait_for (!desk_session_is_pending (test.window->session, id));
  g_assert_true ((DeskEntity *) desk_chat_pane_get_chat (test.pane) == chat);
  end (&test);
}

/* The page takes the one who has waited the longest, and says so when nobody waits. */
static void
test_accept_next (void)
{
  Test test;
  g_autoptr (DeskEntity) longest = NULL;

  begin (&test);
  desk_chat_list_set_filter (test.list, DESK_CHATS_WAITING);
  desk_test_wait_for (count_rows (&test) == count_stored ("status = 'waiting'"));
  longest = dup_row (&test, 0);
  g_assert_true (desk_chats_page_accept_next (DESK_CHATS_PAGE (test.page)));
  g_assert_true ((DeskEntity *) desk_chat_pane_get_chat (test.pane) == longest);
  desk_test_wait_for (get_status (longest) == DESK_CHAT_STATUS_ACTIVE);
  desk_test_wait_for (!desk_chats_page_accept_next (DESK_CHATS_PAGE (test.page)));
  desk_test_wait_for (count_rows (&test) == 0);
  desk_test_wait_for (count_stored ("status = 'waiting'") == 0);
  end (&test);
}

/* Both dialogs are filled with what the customer said, also what is said while they are open. */
static void
test_turn (void)
{
  Test test;
  g_autofree char *id = NULL;
  g_autoptr (DeskEntity) chat = NULL;
  GtkWindow *dialog;
  DeskTextCard *card;

  begin (&test);
  id = desk_test_customer_begin_chat (test.customer, "The handle is loose");
  chat = wait_for_chat (&test, id);
  dialog = desk_escalate_dialog_present (test.window->window, test.window->session, chat);
  card = desk_test_find (dialog, DESK_TYPE_TEXT_CARD, 0);
  desk_test_wait_for (g_strcmp0 (desk_text_card_get_text (card), "The handle is loose") == 0);
  desk_test_customer_say (test.customer, id, "And the lid is gone");
  desk_test_wait_for (g_strcmp0 (desk_text_card_get_text (card), "The handle is loose\nAnd the lid is gone") == 0);
  desk_text_card_set_text (card, "My own words");
  desk_test_customer_say (test.customer, id, "And so on");
  desk_test_wait_for (g_strcmp0 (desk_entity_get_string (chat, DESK_CHAT_LAST_MESSAGE), "And so on") == 0);
  g_assert_cmpstr (desk_text_card_get_text (card), ==, "My own words");
  gtk_window_destroy (dialog);

  dialog = desk_add_query_dialog_present_chat (test.window->window, test.window->session, DESK_CHAT (chat));
  card = desk_test_find (dialog, DESK_TYPE_TEXT_CARD, 0);
  desk_test_wait_for (strstr (desk_text_card_get_text (card), "And so on") != NULL);
  desk_dialog_accept (DESK_DIALOG (dialog));
  desk_test_wait_for (desk_entity_is_set (chat, DESK_CHAT_QUERY_ID));
  desk_test_wait_for (get_status (chat) == DESK_CHAT_STATUS_ENDED);
  desk_test_wait_for (!desk_session_is_pending (test.window->session, id));
  {
    g_autoptr (DeskEntity) query = NULL;
    const char *query_id = desk_entity_get_string (chat, DESK_CHAT_QUERY_ID);

    desk_test_wait_for ((query = desk_session_dup_entity (test.window->session, &desk_query_kind, query_id)) != NULL);
    g_assert_nonnull (strstr (desk_entity_get_string (query, DESK_QUERY_MESSAGE), "The handle is loose"));
    g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_SOURCE), ==, DESK_QUERY_SOURCE_CHAT);
  }
  end (&test);
}

/* The page goes away with its window: nothing keeps it. */
static void
test_end (void)
{
  Test test;
  g_autofree char *id = NULL;

  begin (&test);
  id = desk_test_customer_begin_chat (test.customer, "Just looking");
  g_object_unref (wait_for_chat (&test, id));
  desk_chats_page_open (DESK_CHATS_PAGE (test.page), id);
  g_object_add_weak_pointer (G_OBJECT (test.page), (gpointer *) &test.page);
  gtk_window_set_child (test.window->window, NULL);
  desk_test_wait_for (test.page == NULL);
  end (&test);
}

static void
add_tests (void)
{
  g_test_add_func ("/app/chats/list", test_list);
  g_test_add_func ("/app/chats/converse", test_converse);
  g_test_add_func ("/app/chats/turn", test_turn);
  g_test_add_func ("/app/chats/accept-next", test_accept_next);
  g_test_add_func ("/app/chats/end", test_end);
}

int
main (int argc, char *argv[])
{
  return desk_test_window_main (argc, argv, add_tests);
}
