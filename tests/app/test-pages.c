/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-test-window.h"
#include "app/pages/desk-board-column.h"
#include "app/pages/desk-board-page.h"
#include "app/pages/desk-queries-page.h"
#include "app/pages/desk-query-pane.h"
#include "app/pages/desk-table.h"
#include "app/pages/desk-ticket-page.h"
#include "app/pages/desk-tickets-page.h"
#include "app/widgets/desk-composer.h"
#include "app/widgets/desk-conversation.h"
#include "app/widgets/desk-stat-card.h"
#include "app/widgets/desk-ticket-card.h"

static DeskTable *
show_queries (DeskTestWindow *test)
{
  GtkWidget *page = desk_queries_page_new (test->session);
  DeskTable *table;

  desk_test_window_show (test, page);
  table = desk_test_find (page, DESK_TYPE_TABLE, 0);
  desk_test_wait_for (desk_table_get_count (table) > 0);
  return table;
}

static DeskEntity *
dup_row (DeskTable *table, guint position)
{
  return g_list_model_get_item (desk_table_get_model (table), position);
}

/* The popovers of the chips have search entries of their own. */
static GtkEditable *
find_filter (GtkWidget *page)
{
  GtkWidget *entry = NULL;

  for (guint i = 0; entry == NULL || !gtk_widget_get_mapped (entry); i++)
    {
      entry = desk_test_find (page, GTK_TYPE_SEARCH_ENTRY, i);
      g_assert_nonnull (entry);
    }
  return GTK_EDITABLE (entry);
}

/* The list has every query, newest first; a card filters it, and letting go of the card shows all again. */
static void
test_queries_filter (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("executive");
  DeskTable *table = show_queries (test);
  guint all = desk_test_count (test->session, &desk_query_kind);
  GtkToggleButton *card = desk_test_find (gtk_window_get_child (test->window), DESK_TYPE_STAT_CARD, 0);
  GtkEditable *entry = find_filter (gtk_window_get_child (test->window));
  g_autoptr (DeskEntity) newest = NULL;
  g_autofree char *sql_open =
      desk_test_server_ask (desk_test_window_get_server (), "SELECT count(*) FROM queries WHERE status = 'open'");
  guint open = g_ascii_strtoull (sql_open, NULL, 10);

  desk_test_wait_for (desk_table_get_count (table) == all);
  newest = dup_row (table, 0);
  for (guint i = 1; i < all; i++)
    {
      g_autoptr (DeskEntity) row = dup_row (table, i);

      g_assert_cmpint (desk_entity_get_time (row, DESK_ENTITY_CREATED_AT), <=,
                       desk_entity_get_time (newest, DESK_ENTITY_CREATED_AT));
    }

  g_assert_cmpuint (open, <, all);
  gtk_toggle_button_set_active (card, TRUE);
  desk_test_wait_for (desk_table_get_count (table) == open);
  for (guint i = 0; i < open; i++)
    {
      g_autoptr (DeskEntity) row = dup_row (table, i);

      g_assert_cmpint (desk_entity_get_enum (row, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_OPEN);
    }
  gtk_toggle_button_set_active (card, FALSE);
  desk_test_wait_for (desk_table_get_count (table) == all);

  gtk_editable_set_text (entry, desk_entity_get_string (newest, DESK_QUERY_NUMBER));
  desk_test_wait_for (desk_table_get_count (table) > 0 && desk_table_get_count (table) < all);
  g_assert_cmpint (desk_list_model_find (DESK_LIST_MODEL (desk_table_get_model (table)), desk_entity_get_id (newest)),
                   >=, 0);
  gtk_editable_set_text (entry, "nothing is called like this");
  desk_test_wait_for (desk_table_get_count (table) == 0);
  desk_test_wait_for (desk_test_find_text (table, GTK_TYPE_BUTTON, "Clear Filters") != NULL);
  gtk_widget_activate_action (GTK_WIDGET (table), "query.clear-filters", NULL);
  desk_test_wait_for (desk_table_get_count (table) == all);
}

/* J selects the next one and shows its conversation; what is typed to one query is not lost by looking at another. */
static void
test_queries_drafts (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("executive");
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (show_queries (test)), DESK_TYPE_PAGE);
  DeskQueryPane *pane = desk_test_find (page, DESK_TYPE_QUERY_PANE, 0);
  DeskComposer *composer = desk_test_find (pane, DESK_TYPE_COMPOSER, 0);
  GtkTextView *text = desk_test_find (composer, GTK_TYPE_TEXT_VIEW, 0);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pane)));
  gtk_widget_activate_action (page, "query.move", "i", 1);
  desk_test_wait_for (gtk_widget_get_visible (GTK_WIDGET (pane)));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (text), "half a sentence", -1);
  gtk_widget_activate_action (page, "query.move", "i", 1);
  g_assert_cmpstr (desk_composer_get_draft (composer), ==, "");
  gtk_widget_activate_action (page, "query.move", "i", -1);
  g_assert_cmpstr (desk_composer_get_draft (composer), ==, "half a sentence");
}

static gboolean
conversation_has (DeskConversation *conversation, const char *body, gboolean is_note)
{
  GListModel *model = desk_conversation_get_model (conversation);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DeskEntity) message = g_list_model_get_item (model, i);

      if (g_strcmp0 (desk_entity_get_string (message, DESK_MESSAGE_BODY), body) == 0)
        return desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL) == is_note;
    }
  return FALSE;
}

/* A reply and a note stand in the conversation at once, and in the desk's database a little later. */
static void
test_queries_reply (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("executive");
  DeskTable *table = show_queries (test);
  GtkWidget *page = gtk_window_get_child (test->window);
  DeskComposer *composer = desk_test_find (page, DESK_TYPE_COMPOSER, 0);
  DeskConversation *conversation = desk_test_find (page, DESK_TYPE_CONVERSATION, 0);
  g_autoptr (DeskEntity) query = dup_row (table, 0);
  guint waiting = 1;

  desk_queries_page_open (DESK_QUERIES_PAGE (page), desk_entity_get_id (query));
  desk_composer_set_draft (composer, "We look into it today.");
  g_assert_true (desk_composer_submit (composer));
  g_assert_cmpstr (desk_composer_get_draft (composer), ==, "");
  desk_composer_set_note_mode (composer, TRUE);
  desk_composer_set_draft (composer, "Third time this week.");
  g_assert_true (desk_composer_submit (composer));
  desk_test_wait_for (conversation_has (conversation, "We look into it today.", FALSE));
  desk_test_wait_for (conversation_has (conversation, "Third time this week.", TRUE));
  while (waiting > 0)
    {
      g_main_context_iteration (NULL, FALSE);
      g_object_get (test->session, "outbox-waiting", &waiting, NULL);
    }
  {
    g_autofree char *stored =
        desk_test_server_ask (desk_test_window_get_server (),
                              "SELECT count(*) FROM messages WHERE body = 'Third time this week.'");

    g_assert_cmpstr (stored, ==, "1");
  }
}

/* Every column has as many cards as the desk has tickets of its status. */
static void
test_board_counts (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("admin");
  GtkWidget *page = desk_board_page_new (test->session);

  desk_test_window_show (test, page);
  for (guint i = 0; i < desk_enum_n_values (&desk_ticket_status_enum); i++)
    {
      DeskBoardColumn *column = desk_test_find (page, DESK_TYPE_BOARD_COLUMN, i);
      const char *word = desk_enum_to_wire (&desk_ticket_status_enum, desk_board_column_get_status (column));
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM tickets WHERE status = '%s'", word);
      g_autofree char *stored = desk_test_server_ask (desk_test_window_get_server (), sql);
      guint expected = g_ascii_strtoull (stored, NULL, 10);

      g_test_message ("%s: %u", word, expected);
      desk_test_wait_for (desk_board_column_get_count (column) == expected);
    }
}

static DeskBoardColumn *
find_column (GtkWidget *page, DeskTicketStatus status)
{
  for (guint i = 0; i < desk_enum_n_values (&desk_ticket_status_enum); i++)
    {
      DeskBoardColumn *column = desk_test_find (page, DESK_TYPE_BOARD_COLUMN, i);

      if (desk_board_column_get_status (column) == status)
        return column;
    }
  g_assert_not_reached ();
}

static char *
start (DeskSession *session, DeskTicket *ticket)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&arguments, "status", "s",
                         desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_IN_PROGRESS));
  return desk_session_do (session, DESK_COMMAND_TICKET_UPDATE, desk_entity_get_id (DESK_ENTITY (ticket)),
                          g_variant_dict_end (&arguments), NULL, NULL);
}

static int
find_in (DeskBoardColumn *column, DeskTicket *ticket)
{
  return desk_list_model_find (DESK_LIST_MODEL (desk_board_column_get_model (column)),
                               desk_entity_get_id (DESK_ENTITY (ticket)));
}

/* Ctrl+Right moves a card to the next column that is allowed; a drag says which those are. */
static void
test_board_move (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("admin");
  GtkWidget *page = desk_board_page_new (test->session);
  DeskBoardColumn *from = NULL, *to = NULL;
  g_autofree char *command = NULL;
  g_autoptr (DeskTicket) ticket = desk_test_make_ticket (test->session, "From column to column");

  desk_test_window_show (test, page);
  from = find_column (page, DESK_TICKET_STATUS_IN_PROGRESS);
  to = find_column (page, DESK_TICKET_STATUS_PENDING_CUSTOMER);
  command = start (test->session, ticket);
  g_assert_nonnull (command);
  desk_test_wait_for (desk_entity_get_enum (ticket, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_IN_PROGRESS);
  desk_test_wait_for (find_in (from, ticket) >= 0);
  desk_test_wait_for (desk_test_find (from, DESK_TYPE_TICKET_CARD, 0) != NULL);

  g_signal_emit_by_name (from, "drag-begun", ticket);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (to), "allowed"));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (find_column (page, DESK_TICKET_STATUS_ASSIGNED)), "forbidden"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (from), "forbidden"));
  g_signal_emit_by_name (from, "drag-ended");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (to), "allowed"));

  /* What was changed last stands first. */
  desk_test_wait_for (find_in (from, ticket) == 0);
  g_assert_true (desk_board_column_focus_first (from));
  gtk_widget_activate_action (GTK_WIDGET (from), "column.move", "i", 1);
  desk_test_wait_for (desk_entity_get_enum (ticket, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_PENDING_CUSTOMER);
  desk_test_wait_for (find_in (to, ticket) >= 0);
  desk_test_wait_for (!desk_session_is_pending (test->session, desk_entity_get_id (DESK_ENTITY (ticket))));
}

/* What a role may not do, its page does not offer. */
static void
test_ticket_permissions (void)
{
  static const struct
  {
    const char *who;
    gboolean may_work;
  } rows[] = { { "executive", FALSE }, { "admin", TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DeskTestWindow) test = desk_test_window_new (rows[i].who);
      GtkWidget *page = desk_ticket_page_new (test->session);
      g_autoptr (DeskTicket) ticket = desk_test_make_ticket (test->session, "Who may do what");
      GtkWidget *composer, *resolve;

      desk_ticket_page_set_ticket (DESK_TICKET_PAGE (page), desk_entity_get_id (DESK_ENTITY (ticket)));
      desk_test_window_show (test, page);
      composer = desk_test_find (page, DESK_TYPE_COMPOSER, 0);
      resolve = desk_test_find_text (page, GTK_TYPE_BUTTON, "Resolve");
      g_assert_cmpint (gtk_widget_get_visible (composer), ==, rows[i].may_work);
      g_assert_cmpint (gtk_widget_get_sensitive (resolve), ==, rows[i].may_work);
      g_assert_true (desk_ticket_page_get_ticket (DESK_TICKET_PAGE (page)) == ticket);
    }
}

/* The ticket's own messages stand behind those of its query, with the line that says when it was escalated between. */
static void
test_ticket_conversation (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("admin");
  GtkWidget *page = desk_ticket_page_new (test->session);
  g_autoptr (DeskTicket) ticket = desk_test_make_ticket (test->session, "Lost in the post");
  GListModel *messages;
  guint n_system = 0;

  g_assert_nonnull (desk_entity_get_string (ticket, DESK_TICKET_QUERY_ID));
  desk_ticket_page_set_ticket (DESK_TICKET_PAGE (page), desk_entity_get_id (DESK_ENTITY (ticket)));
  desk_test_window_show (test, page);
  messages = desk_conversation_get_model (desk_test_find (page, DESK_TYPE_CONVERSATION, 0));
  desk_test_wait_for (g_list_model_get_n_items (messages) == 2);
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (DeskEntity) message = g_list_model_get_item (messages, i);
      g_autoptr (DeskEntity) before = i > 0 ? g_list_model_get_item (messages, i - 1) : NULL;

      n_system += desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE) == DESK_SENDER_TYPE_SYSTEM;
      if (before != NULL)
        g_assert_cmpint (desk_entity_get_time (before, DESK_ENTITY_CREATED_AT), <=,
                         desk_entity_get_time (message, DESK_ENTITY_CREATED_AT));
    }
  g_assert_cmpuint (n_system, ==, 1);
}

/* The page of a ticket that was merged into another one says into which, and leads there. */
static void
test_ticket_merged (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("admin");
  GtkWidget *page = desk_ticket_page_new (test->session);
  g_autoptr (DeskTicket) target = desk_test_make_ticket (test->session, "The one that stays");
  g_autoptr (DeskTicket) ticket = desk_test_make_ticket (test->session, "The same once more");
  g_autofree char *words = NULL;
  g_autofree char *opened = NULL;
  GtkWidget *button;

  words = g_strdup_printf ("Merged into %s", desk_entity_get_string (target, DESK_TICKET_NUMBER));
  desk_ticket_page_set_ticket (DESK_TICKET_PAGE (page), desk_entity_get_id (DESK_ENTITY (target)));
  desk_test_window_show (test, page);
  g_assert_null (desk_test_find_text (page, GTK_TYPE_BUTTON, words));
  desk_entity_set_string (ticket, DESK_TICKET_MERGED_INTO_ID, desk_entity_get_id (DESK_ENTITY (target)));
  desk_ticket_page_set_ticket (DESK_TICKET_PAGE (page), desk_entity_get_id (DESK_ENTITY (ticket)));
  button = desk_test_find_text (page, GTK_TYPE_BUTTON, words);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_mapped (button));
  g_string_truncate (test->actions, 0);
  g_signal_emit_by_name (button, "clicked");
  opened = g_strdup_printf ("open-ticket %s\n", desk_entity_get_id (DESK_ENTITY (target)));
  g_assert_cmpstr (test->actions->str, ==, opened);
}

/* A page goes away with its window: nothing keeps it, and nothing of it goes on. */
static void
test_pages_end (void)
{
  DeskTestWindow *test = desk_test_window_new ("admin");
  GtkWidget *pages[4];

  pages[0] = desk_queries_page_new (test->session);
  pages[1] = desk_tickets_page_new (test->session, DESK_TICKETS_ALL);
  pages[2] = desk_board_page_new (test->session);
  pages[3] = desk_ticket_page_new (test->session);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_ticket_kind);
      g_autoptr (DeskTicket) ticket = desk_test_first (test->session, spec);

      if (i == 3)
        desk_ticket_page_set_ticket (DESK_TICKET_PAGE (pages[i]), desk_entity_get_id (DESK_ENTITY (ticket)));
      g_object_add_weak_pointer (G_OBJECT (pages[i]), (gpointer *) &pages[i]);
      desk_test_window_show (test, pages[i]);
    }
  gtk_window_set_child (test->window, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    desk_test_wait_for (pages[i] == NULL);
  desk_test_window_free (test);
}

static void
add_tests (void)
{
  g_test_add_func ("/app/pages/queries-filter", test_queries_filter);
  g_test_add_func ("/app/pages/queries-drafts", test_queries_drafts);
  g_test_add_func ("/app/pages/queries-reply", test_queries_reply);
  g_test_add_func ("/app/pages/board-counts", test_board_counts);
  g_test_add_func ("/app/pages/board-move", test_board_move);
  g_test_add_func ("/app/pages/ticket-permissions", test_ticket_permissions);
  g_test_add_func ("/app/pages/ticket-conversation", test_ticket_conversation);
  g_test_add_func ("/app/pages/ticket-merged", test_ticket_merged);
  g_test_add_func ("/app/pages/end", test_pages_end);
}

int
main (int argc, char *argv[])
{
  return desk_test_window_main (argc, argv, add_tests);
}
