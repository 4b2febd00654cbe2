/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-test-window.h"
#include "app/dialogs/desk-add-query-dialog.h"
#include "app/dialogs/desk-escalate-dialog.h"
#include "app/dialogs/desk-escalate-ticket-dialog.h"
#include "app/dialogs/desk-resolve-dialog.h"
#include "app/widgets/desk-choice-cards.h"
#include "app/widgets/desk-text-card.h"

static void
set_row (GtkWindow *dialog, guint index, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (desk_test_find (dialog, ADW_TYPE_ENTRY_ROW, index)), text);
}

static gboolean
has_row_error (GtkWindow *dialog, guint index)
{
  return gtk_widget_has_css_class (desk_test_find (dialog, ADW_TYPE_ENTRY_ROW, index), "error");
}

static DeskTextCard *
get_card (GtkWindow *dialog, guint index)
{
  return desk_test_find (dialog, DESK_TYPE_TEXT_CARD, index);
}

static void
show_window (DeskTestWindow *test)
{
  desk_test_window_show (test, gtk_label_new (NULL));
}

/* Nothing is saved while a field is wrong, and every wrong field says so. */
static void
test_add_query_errors (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("executive");
  guint before = desk_test_count (test->session, &desk_query_kind);
  GtkWindow *dialog;

  show_window (test);
  dialog = desk_add_query_dialog_present (test->window, test->session, NULL);
  set_row (dialog, 1, "not a number");
  set_row (dialog, 2, "nobody at nowhere");
  desk_dialog_accept (DESK_DIALOG (dialog));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  g_assert_true (has_row_error (dialog, 0));
  g_assert_true (has_row_error (dialog, 1));
  g_assert_true (has_row_error (dialog, 2));
  g_assert_true (desk_test_has_class_below (get_card (dialog, 0), "error"));
  g_assert_cmpuint (desk_test_count (test->session, &desk_query_kind), ==, before);

  /* An error goes as soon as its field is changed. */
  set_row (dialog, 0, "Mary Rao");
  g_assert_false (has_row_error (dialog, 0));
  gtk_window_destroy (dialog);
}

static gboolean
is_first (DeskListModel *queries, const char *message)
{
  g_autoptr (DeskEntity) query = g_list_model_get_item (G_LIST_MODEL (queries), 0);

  return query != NULL && g_strcmp0 (desk_entity_get_string (query, DESK_QUERY_MESSAGE), message) == 0;
}

/* A caller who is known by the number is matched, whatever the number looks like; an order makes it urgent. */
static void
test_add_query_known (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("executive");
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_order_kind);
  g_autoptr (DeskEntity) order = desk_test_first (test->session, spec);
  const char *customer_id = desk_entity_get_string (order, DESK_ORDER_CUSTOMER_ID);
  g_autoptr (DeskEntity) customer = desk_session_dup_entity (test->session, &desk_customer_kind, customer_id);
  const char *mobile = desk_entity_get_string (customer, DESK_CUSTOMER_MOBILE);
  const char *name = desk_entity_get_string (customer, DESK_CUSTOMER_NAME);
  g_autoptr (DeskListSpec) newest = desk_list_spec_new (&desk_query_kind);
  g_autoptr (DeskListModel) model = NULL;
  g_autoptr (DeskEntity) query = NULL;
  GtkWindow *dialog;
  AdwComboRow *orders;

  g_assert_nonnull (mobile);
  show_window (test);
  dialog = desk_add_query_dialog_present (test->window, test->session, NULL);
  set_row (dialog, 1, mobile);
  g_assert_cmpstr (gtk_editable_get_text (desk_test_find (dialog, ADW_TYPE_ENTRY_ROW, 0)), ==, name);
  orders = desk_test_find (dialog, ADW_TYPE_COMBO_ROW, 0);
  desk_test_wait_for (gtk_widget_get_visible (GTK_WIDGET (orders)));
  adw_combo_row_set_selected (orders, 1);
  desk_text_card_set_text (get_card (dialog, 0), "Wants to know where the parcel is.");
  desk_text_card_set_text (get_card (dialog, 1), "At home after five.");
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  desk_dialog_accept (DESK_DIALOG (dialog));
  desk_test_wait_for (dialog == NULL);
  desk_test_wait_for (strstr (test->actions->str, "toast Query added") != NULL);

  model = desk_test_list (test->session, newest);
  desk_test_wait_for (is_first (model, "Wants to know where the parcel is."));
  query = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_PRIORITY), ==, DESK_PRIORITY_HIGH);
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_SOURCE), ==, DESK_QUERY_SOURCE_PHONE);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID), ==, customer_id);
  desk_test_wait_for (desk_entity_get_string (query, DESK_QUERY_NUMBER) != NULL);
}

/* What was typed is not thrown away by Escape without asking. */
static void
test_add_query_escape (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("executive");
  GtkWindow *dialog;

  show_window (test);
  dialog = desk_add_query_dialog_present (test->window, test->session, NULL);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_close (dialog);
  desk_test_wait_for (dialog == NULL);

  dialog = desk_add_query_dialog_present (test->window, test->session, NULL);
  desk_text_card_set_text (get_card (dialog, 0), "Half a story");
  gtk_window_close (dialog);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  g_assert_nonnull (g_strrstr (test->actions->str, "scrim"));
  gtk_window_destroy (dialog);
}

/* The dialog comes filled in; without a subject nothing happens; then the query is escalated and its ticket is there.
 */
static void
test_escalate (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("executive");
  g_autoptr (DeskQuery) query = desk_test_make_query (test->session, "It came in pieces.");
  const char *message = desk_entity_get_string (query, DESK_QUERY_MESSAGE);
  GtkWindow *dialog;

  show_window (test);
  dialog = desk_escalate_dialog_present (test->window, test->session, DESK_ENTITY (query));
  g_assert_cmpstr (desk_text_card_get_text (get_card (dialog, 0)), ==, message);
  set_row (dialog, 0, "");
  desk_dialog_accept (DESK_DIALOG (dialog));
  g_assert_true (has_row_error (dialog, 0));
  g_assert_false (desk_entity_get_flag (query, DESK_QUERY_IS_ESCALATED));

  set_row (dialog, 0, "A serious thing");
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  desk_dialog_accept (DESK_DIALOG (dialog));
  desk_test_wait_for (dialog == NULL);
  desk_test_wait_for (desk_entity_get_flag (query, DESK_QUERY_IS_ESCALATED));
  desk_test_wait_for (!desk_session_is_pending (test->session, desk_entity_get_id (DESK_ENTITY (query))));
  {
    g_autofree char *stored = desk_test_server_ask (desk_test_window_get_server (),
                                                    "SELECT count(*) FROM tickets WHERE subject = 'A serious thing'");

    g_assert_cmpstr (stored, ==, "1");
  }

  /* A second time it is refused, with a word why. */
  dialog = desk_escalate_dialog_present (test->window, test->session, DESK_ENTITY (query));
  desk_dialog_accept (DESK_DIALOG (dialog));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  g_assert_true (desk_test_has_class_below (dialog, "desk-notice"));
  gtk_window_destroy (dialog);
}

static guint64
count_public_messages (const char *body)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM messages WHERE body = '%s' AND NOT is_internal", body);
  g_autofree char *count = desk_test_server_ask (desk_test_window_get_server (), sql);

  return g_ascii_strtoull (count, NULL, 10);
}

/* A refund has to be more than nothing and not more than the order; notes are needed; then it is resolved with them. */
static void
test_resolve (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("admin");
  g_autoptr (DeskTicket) ticket = desk_test_make_ticket (test->session, "It came in pieces.");
  const char *const wrong[] = { "0", "-5", "99999999", "much" };
  GtkWindow *dialog;
  DeskChoiceCards *cards;

  show_window (test);
  dialog = desk_resolve_dialog_present (test->window, test->session, ticket);
  cards = desk_test_find (dialog, DESK_TYPE_CHOICE_CARDS, 0);
  desk_dialog_accept (DESK_DIALOG (dialog));
  g_assert_true (desk_test_has_class_below (dialog, "desk-notice"));

  desk_choice_cards_set_chosen_id (cards,
                                   desk_enum_to_wire (&desk_resolution_type_enum, DESK_RESOLUTION_TYPE_PARTIAL_REFUND));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      set_row (dialog, 0, wrong[i]);
      desk_dialog_accept (DESK_DIALOG (dialog));
      g_test_message ("%s", wrong[i]);
      g_assert_true (has_row_error (dialog, 0));
      g_assert_true (desk_test_has_class_below (get_card (dialog, 0), "error"));
    }

  set_row (dialog, 0, "1.00");
  desk_text_card_set_text (get_card (dialog, 0), "One piece was broken.");
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  desk_dialog_accept (DESK_DIALOG (dialog));
  desk_test_wait_for (dialog == NULL);
  desk_test_wait_for (desk_entity_get_enum (ticket, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_RESOLVED);
  desk_test_wait_for (!desk_session_is_pending (test->session, desk_entity_get_id (DESK_ENTITY (ticket))));
  g_assert_cmpint (desk_entity_get_money (ticket, DESK_TICKET_REFUND, NULL), ==, 100);
  /* The customer was told. */
  desk_test_wait_for (count_public_messages ("One piece was broken.") == 1);
}

/* Escalating a ticket needs a reason, and goes to somebody above. */
static void
test_escalate_ticket (void)
{
  g_autoptr (DeskTestWindow) test = desk_test_window_new ("admin");
  g_autoptr (DeskTicket) ticket = desk_test_make_ticket (test->session, "It came in pieces.");
  GtkWindow *dialog;

  show_window (test);
  dialog = desk_escalate_ticket_dialog_present (test->window, test->session, ticket);
  desk_dialog_accept (DESK_DIALOG (dialog));
  g_assert_true (desk_test_has_class_below (get_card (dialog, 0), "error"));
  desk_text_card_set_text (get_card (dialog, 0), "Needs somebody who knows the machines.");
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  desk_dialog_accept (DESK_DIALOG (dialog));
  desk_test_wait_for (dialog == NULL);
  desk_test_wait_for (desk_entity_get_enum (ticket, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_ESCALATED);
  desk_test_wait_for (!desk_session_is_pending (test->session, desk_entity_get_id (DESK_ENTITY (ticket))));
  g_assert_cmpint (desk_entity_get_enum (ticket, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_ESCALATED);
}

static void
add_tests (void)
{
  g_test_add_func ("/app/dialogs/add-query/errors", test_add_query_errors);
  g_test_add_func ("/app/dialogs/add-query/known", test_add_query_known);
  g_test_add_func ("/app/dialogs/add-query/escape", test_add_query_escape);
  g_test_add_func ("/app/dialogs/escalate", test_escalate);
  g_test_add_func ("/app/dialogs/resolve", test_resolve);
  g_test_add_func ("/app/dialogs/escalate-ticket", test_escalate_ticket);
}

int
main (int argc, char *argv[])
{
  return desk_test_window_main (argc, argv, add_tests);
}
