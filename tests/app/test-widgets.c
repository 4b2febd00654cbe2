/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "app/widgets/desk-widgets.h"
#include "invented.h"

/* The macro puts its arguments' text into a format, so a text with a percent sign must not stand in it. */
static void
assert_name (gpointer widget, const char *text)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text);
}

/* Depth first, without the widget itself. */
static GtkWidget *
find_child (GtkWidget *widget, GType type, guint *skip)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (g_type_is_a (G_OBJECT_TYPE (child), type) && (*skip)-- == 0)
        return child;
      found = find_child (child, type, skip);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
get_child (gpointer widget, GType type, guint number)
{
  return find_child (GTK_WIDGET (widget), type, &number);
}

static GtkWidget *
find_by_label (gpointer widget, const char *text)
{
  for (guint i = 0;; i++)
    {
      GtkWidget *label = get_child (widget, GTK_TYPE_LABEL, i);

      if (label == NULL || g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) == 0)
        return label;
    }
}

static GtkWidget *
show (GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 600);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  return window;
}

static void
hide (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
on_counted_cb (guint *count)
{
  ++*count;
}

static void
test_looks (void)
{
  const DeskEnum *all[] = { &desk_query_source_enum, &desk_query_status_enum,   &desk_ticket_status_enum,
                            &desk_priority_enum,     &desk_order_status_enum,   &desk_availability_enum,
                            &desk_action_enum,       &desk_resolution_type_enum };
  GdkDisplay *display = gdk_display_get_default ();
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (display);

  gtk_icon_theme_add_resource_path (theme, "/org/deskbell/Deskbell/icons");

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    for (guint value = 1; value <= desk_enum_n_values (all[i]); value++)
      {
        const DeskLook *look = desk_look (all[i], value);

        g_test_message ("%s %s", all[i]->name, desk_enum_label (all[i], value));
        g_assert_true (look->tone != DESK_TONE_NONE || look->icon_name != NULL);
        g_assert_true (look->icon_name == NULL || gtk_icon_theme_has_icon (theme, look->icon_name));
      }
  g_assert_cmpint (desk_look (&desk_priority_enum, 99)->tone, ==, DESK_TONE_GREY);
  g_assert_cmpint (desk_look (&desk_priority_enum, -1)->tone, ==, DESK_TONE_GREY);
}

static void
test_words (void)
{
  GtkWidget *pill = g_object_ref_sink (desk_pill_new ());
  GtkWidget *source = g_object_ref_sink (desk_source_icon_new (DESK_QUERY_SOURCE_PHONE));
  GtkWidget *priority = g_object_ref_sink (desk_priority_label_new (DESK_PRIORITY_CRITICAL));
  GtkWidget *avatar = g_object_ref_sink (desk_avatar_new (28, "Mary Rao"));
  GtkWidget *badge = g_object_ref_sink (desk_count_badge_new (DESK_BADGE_BELL));
  GtkWidget *keycap = g_object_ref_sink (desk_keycap_new ("<Control>k"));

  g_object_set (pill, "ticket-status", DESK_TICKET_STATUS_PENDING_CUSTOMER, NULL);
  g_assert_cmpstr (desk_pill_get_label (DESK_PILL (pill)), ==, "Awaiting customer");
  g_assert_true (gtk_widget_has_css_class (pill, "purple"));
  desk_pill_set_query_status (DESK_PILL (pill), DESK_QUERY_STATUS_ESCALATED);
  g_assert_true (gtk_widget_has_css_class (pill, "red"));
  g_assert_false (gtk_widget_has_css_class (pill, "purple"));

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (source), GTK_ACCESSIBLE_ROLE_IMG);
  assert_name (source, "Phone");
  assert_name (priority, "Critical");
  assert_name (avatar, "Mary Rao");
  desk_avatar_set_name (DESK_AVATAR (avatar), NULL);
  assert_name (avatar, "Nobody");

  desk_count_badge_set_count (DESK_COUNT_BADGE (badge), 100);
  g_assert_nonnull (find_by_label (badge, "99+"));
  desk_count_badge_set_badge_style (DESK_COUNT_BADGE (badge), DESK_BADGE_PLAIN);
  desk_count_badge_set_count (DESK_COUNT_BADGE (badge), 1204);
  g_assert_nonnull (find_by_label (badge, "1,204"));
  desk_count_badge_set_count (DESK_COUNT_BADGE (badge), 0);
  g_assert_false (gtk_widget_get_visible (find_by_label (badge, "0")));
  g_assert_nonnull (find_by_label (keycap, "Ctrl\342\200\211K"));

  g_object_unref (pill);
  g_object_unref (source);
  g_object_unref (priority);
  g_object_unref (avatar);
  g_object_unref (badge);
  g_object_unref (keycap);
}

static void
test_ring (void)
{
  GtkWidget *ring = desk_sla_ring_new (30);
  GtkWidget *window = show (ring);

  desk_sla_ring_set (DESK_SLA_RING (ring), DESK_SLA_RUNNING, 0.825, NULL);
  assert_name (ring, "82 % of the time used");
  desk_sla_ring_set (DESK_SLA_RING (ring), DESK_SLA_RUNNING, -1, NULL);
  g_assert_cmpfloat (desk_sla_ring_get_used (DESK_SLA_RING (ring)), ==, 0);
  desk_sla_ring_set (DESK_SLA_RING (ring), DESK_SLA_BREACHED, 3, "Overdue by 2 h");
  assert_name (ring, "Overdue by 2 h");
  for (int state = DESK_SLA_NONE; state <= DESK_SLA_DONE; state++)
    {
      desk_sla_ring_set (DESK_SLA_RING (ring), state, 0.5, NULL);
      gtk_test_widget_wait_for_draw (window);
    }
  hide (window);
}

static void
test_stat_card (void)
{
  GtkWidget *card = desk_stat_card_new (DESK_TONE_BLUE, "desk-status-new-symbolic", "Open");
  GtkWidget *window = show (card);

  assert_name (card, "Open –");
  desk_stat_card_set_count (DESK_STAT_CARD (card), 1204);
  desk_stat_card_set_change (DESK_STAT_CARD (card), "+3", DESK_TREND_GOOD);
  assert_name (card, "Open 1,204 +3");
  g_signal_emit_by_name (card, "clicked");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (card)));
  hide (window);
}

static void
test_chip (void)
{
  GtkWidget *chip = desk_chip_new ("Status");
  GtkWidget *window = show (chip);
  GtkWidget *button = get_child (chip, GTK_TYPE_MENU_BUTTON, 0);
  GtkWidget *clear = gtk_widget_get_last_child (chip);
  g_auto (GStrv) chosen = NULL;
  guint n_changed = 0;

  g_signal_connect_swapped (chip, "changed", G_CALLBACK (on_counted_cb), &n_changed);
  desk_chip_set_enum (DESK_CHIP (chip), &desk_query_status_enum);
  assert_name (button, "Status");
  g_assert_false (gtk_widget_get_visible (clear));

  /* The rows are where a user would press them. */
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (get_child (chip, DESK_TYPE_CHOICE_ROW, 0)),
                                   GTK_ACCESSIBLE_ROLE_CHECKBOX);
  assert_name (get_child (chip, DESK_TYPE_CHOICE_ROW, 0), "Open");
  g_signal_emit_by_name (get_child (chip, DESK_TYPE_CHOICE_ROW, 0), "clicked");
  assert_name (button, "Status: Open");
  g_signal_emit_by_name (get_child (chip, DESK_TYPE_CHOICE_ROW, 2), "clicked");
  assert_name (button, "Status: 2");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_child (chip, DESK_TYPE_CHOICE_ROW, 2)),
                                    GTK_ACCESSIBLE_STATE_CHECKED, GTK_ACCESSIBLE_TRISTATE_TRUE);
  g_assert_cmpuint (n_changed, ==, 2);
  chosen = desk_chip_dup_chosen (DESK_CHIP (chip));
  g_assert_cmpuint (g_strv_length (chosen), ==, 2);
  g_assert_cmpstr (chosen[1], ==, desk_enum_to_wire (&desk_query_status_enum, DESK_QUERY_STATUS_RESOLVED));
  g_assert_true (gtk_widget_has_css_class (chip, "set"));

  assert_name (clear, "Clear Status");
  g_signal_emit_by_name (clear, "clicked");
  g_assert_cmpuint (n_changed, ==, 3);
  g_assert_false (desk_chip_is_set (DESK_CHIP (chip)));
  g_assert_false (gtk_widget_get_visible (clear));

  desk_chip_set_chosen (DESK_CHIP (chip), (const char *const *) chosen);
  g_assert_cmpuint (n_changed, ==, 3);
  hide (window);
}

static void
test_chip_single (void)
{
  GtkWidget *chip = desk_chip_new ("Group by");
  GtkWidget *window = show (chip);
  guint n_changed = 0;

  g_signal_connect_swapped (chip, "changed", G_CALLBACK (on_counted_cb), &n_changed);
  desk_chip_set_required (DESK_CHIP (chip), TRUE);
  desk_chip_append (DESK_CHIP (chip), "status", "Status");
  desk_chip_append (DESK_CHIP (chip), "priority", "Priority");
  desk_chip_set_chosen (DESK_CHIP (chip), (const char *const[]){ "status", NULL });
  g_signal_emit_by_name (get_child (chip, DESK_TYPE_CHOICE_ROW, 1), "clicked");
  g_assert_cmpstr (desk_chip_get_chosen_one (DESK_CHIP (chip)), ==, "priority");
  g_assert_cmpuint (n_changed, ==, 1);
  g_signal_emit_by_name (get_child (chip, DESK_TYPE_CHOICE_ROW, 1), "clicked");
  g_assert_cmpstr (desk_chip_get_chosen_one (DESK_CHIP (chip)), ==, "priority");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_false (gtk_widget_has_css_class (chip, "set"));
  hide (window);
}

static void
on_chosen_cb (char **place, const char *id)
{
  g_free (*place);
  *place = g_strdup (id);
}

static void
test_property_chip (void)
{
  GtkWidget *chip = desk_property_chip_new ("Status");
  GtkWidget *window = show (chip);
  GtkWidget *button = get_child (chip, GTK_TYPE_MENU_BUTTON, 0);
  const char *open = desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_NEW);
  const char *assigned = desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_ASSIGNED);
  g_autofree char *chosen = NULL;

  g_signal_connect_swapped (chip, "chosen", G_CALLBACK (on_chosen_cb), &chosen);
  desk_property_chip_set_enum (DESK_PROPERTY_CHIP (chip), &desk_ticket_status_enum);
  desk_property_chip_set_value (DESK_PROPERTY_CHIP (chip), open);
  assert_name (button, "Status: Open");

  /* The server decides: picking alone shows nothing new. */
  g_signal_emit_by_name (get_child (chip, DESK_TYPE_CHOICE_ROW, 1), "clicked");
  g_assert_cmpstr (chosen, ==, assigned);
  assert_name (button, "Status: Open");
  desk_property_chip_set_value (DESK_PROPERTY_CHIP (chip), assigned);
  assert_name (button, "Status: Assigned");

  g_clear_pointer (&chosen, g_free);
  g_signal_emit_by_name (get_child (chip, DESK_TYPE_CHOICE_ROW, 1), "clicked");
  g_assert_null (chosen);

  desk_property_chip_set_allowed (DESK_PROPERTY_CHIP (chip), (const char *const[]){ open, NULL });
  g_assert_true (gtk_widget_get_sensitive (get_child (chip, DESK_TYPE_CHOICE_ROW, 0)));
  g_assert_false (gtk_widget_get_sensitive (get_child (chip, DESK_TYPE_CHOICE_ROW, 1)));
  hide (window);
}

static void
test_choice_cards (void)
{
  GtkWidget *cards = desk_choice_cards_new ("Severity", 2);
  GtkWidget *window = show (cards);
  guint n_notified = 0;

  g_signal_connect_swapped (cards, "notify::chosen-id", G_CALLBACK (on_counted_cb), &n_notified);
  for (int value = 1; value <= 4; value++)
    {
      g_autoptr (DeskChoice) choice = desk_choice_new_enum (&desk_priority_enum, value);

      desk_choice_cards_add (DESK_CHOICE_CARDS (cards), choice);
    }
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (cards), GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
  assert_name (cards, "Severity");
  desk_choice_cards_set_detail (DESK_CHOICE_CARDS (cards), desk_enum_to_wire (&desk_priority_enum, 3), "4–8 hours");
  assert_name (get_child (cards, DESK_TYPE_CHOICE_CARD, 2), "High, 4–8 hours");

  g_signal_emit_by_name (get_child (cards, DESK_TYPE_CHOICE_CARD, 2), "clicked");
  g_assert_cmpstr (desk_choice_cards_get_chosen_id (DESK_CHOICE_CARDS (cards)), ==,
                   desk_enum_to_wire (&desk_priority_enum, DESK_PRIORITY_HIGH));
  g_signal_emit_by_name (get_child (cards, DESK_TYPE_CHOICE_CARD, 0), "clicked");
  g_assert_cmpuint (n_notified, ==, 2);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_child (cards, DESK_TYPE_CHOICE_CARD, 0)),
                                    GTK_ACCESSIBLE_STATE_CHECKED, GTK_ACCESSIBLE_TRISTATE_TRUE);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_child (cards, DESK_TYPE_CHOICE_CARD, 2)),
                                    GTK_ACCESSIBLE_STATE_CHECKED, GTK_ACCESSIBLE_TRISTATE_FALSE);
  desk_choice_cards_set_chosen_id (DESK_CHOICE_CARDS (cards), NULL);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (get_child (cards, DESK_TYPE_CHOICE_CARD, 0))));
  hide (window);
}

typedef struct
{
  guint n_sent;
  char *text;
  gboolean is_note;
} Sent;

static void
on_sent_cb (Sent *sent, const char *text, gboolean is_note)
{
  sent->n_sent++;
  sent->is_note = is_note;
  g_free (sent->text);
  sent->text = g_strdup (text);
}

static void
test_composer (void)
{
  GtkWidget *composer = desk_composer_new ();
  GtkWidget *window = show (composer);
  GtkWidget *view = get_child (composer, GTK_TYPE_TEXT_VIEW, 0);
  GtkWidget *send = get_child (composer, ADW_TYPE_SPLIT_BUTTON, 0);
  Sent sent = { 0 };
  guint n_changed = 0;

  g_signal_connect_swapped (composer, "send", G_CALLBACK (on_sent_cb), &sent);
  g_signal_connect_swapped (composer, "draft-changed", G_CALLBACK (on_counted_cb), &n_changed);
  assert_name (view, "Reply");
  g_assert_false (gtk_widget_is_sensitive (get_child (send, GTK_TYPE_BUTTON, 0)));
  gtk_widget_activate_action (view, "composer.send", NULL);
  g_assert_false (desk_composer_submit (DESK_COMPOSER (composer)));

  desk_composer_set_draft (DESK_COMPOSER (composer), " \n ");
  g_assert_false (desk_composer_submit (DESK_COMPOSER (composer)));
  desk_composer_set_draft (DESK_COMPOSER (composer), NULL);
  g_assert_cmpuint (sent.n_sent, ==, 0);
  g_assert_cmpuint (n_changed, ==, 0);

  desk_composer_insert (DESK_COMPOSER (composer), "Dear Mary,\nit is on its way. ");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_true (gtk_widget_is_sensitive (get_child (send, GTK_TYPE_BUTTON, 0)));
  gtk_widget_activate_action (view, "composer.send", NULL);
  gtk_widget_activate_action (view, "composer.send", NULL);
  g_assert_cmpuint (sent.n_sent, ==, 1);
  g_assert_cmpstr (sent.text, ==, "Dear Mary,\nit is on its way.");
  g_assert_false (sent.is_note);
  g_assert_cmpstr (desk_composer_get_draft (DESK_COMPOSER (composer)), ==, "");

  gtk_widget_activate_action (view, "composer.toggle-note", NULL);
  g_assert_true (desk_composer_get_note_mode (DESK_COMPOSER (composer)));
  g_assert_cmpstr (adw_split_button_get_label (ADW_SPLIT_BUTTON (send)), ==, "Add Note");
  g_assert_true (gtk_widget_has_css_class (gtk_widget_get_first_child (composer), "note"));
  assert_name (view, "Internal note");
  desk_composer_set_draft (DESK_COMPOSER (composer), "Third box this week");
  g_assert_true (desk_composer_submit (DESK_COMPOSER (composer)));
  g_assert_true (sent.is_note);
  g_assert_cmpuint (sent.n_sent, ==, 2);

  g_object_set (composer, "note-mode", FALSE, "can-reply", FALSE, NULL);
  g_assert_true (desk_composer_get_note_mode (DESK_COMPOSER (composer)));
  hide (window);
  g_free (sent.text);
}

static void
test_bubble (void)
{
  GtkWidget *bubble = desk_bubble_new ();
  GtkWidget *window = show (bubble);
  g_autoptr (DeskMessage) message = invent_message (DESK_SENDER_TYPE_AGENT, "Ananya Iyer", "Third box", TRUE, 0);
  g_autofree char *words = NULL;
  g_autofree char *waiting = NULL;
  guint n_undone = 0;

  g_signal_connect_swapped (bubble, "undo", G_CALLBACK (on_counted_cb), &n_undone);
  desk_bubble_set_message (DESK_BUBBLE (bubble), message);
  words = desk_bubble_dup_words (DESK_BUBBLE (bubble));
  g_assert_true (g_str_has_prefix (words, "Ananya Iyer, "));
  g_assert_true (g_str_has_suffix (words, ", internal note: Third box"));
  assert_name (bubble, words);

  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, FALSE);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, "Dear Mary");
  g_assert_nonnull (find_by_label (bubble, "Dear Mary"));
  desk_bubble_set_delivery (DESK_BUBBLE (bubble), DESK_SEND_STATE_WAITING);
  waiting = desk_bubble_dup_words (DESK_BUBBLE (bubble));
  g_assert_true (g_str_has_suffix (waiting, ", Waiting to be sent: Dear Mary"));
  g_signal_emit_by_name (get_child (bubble, GTK_TYPE_BUTTON, 0), "clicked");
  g_assert_cmpuint (n_undone, ==, 1);
  hide (window);
}

static void
wait_until_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static guint
count_days (GtkWidget *conversation)
{
  guint n_days = 0;
  GtkWidget *bubble;

  for (guint i = 0; (bubble = get_child (conversation, DESK_TYPE_BUBBLE, i)) != NULL; i++)
    if (gtk_widget_get_visible (gtk_widget_get_first_child (bubble))
        && desk_bubble_get_message (DESK_BUBBLE (bubble)) != NULL)
      n_days++;

  return n_days;
}

static void
test_conversation (void)
{
  GtkWidget *conversation = desk_conversation_new ();
  GtkWidget *window = show (conversation);
  g_autoptr (GListStore) messages = g_list_store_new (DESK_TYPE_MESSAGE);
  g_autoptr (DeskMessage) first = invent_message (DESK_SENDER_TYPE_CUSTOMER, "Mary Rao", "First", FALSE, 3 * 1440);
  g_autoptr (DeskMessage) second = invent_message (DESK_SENDER_TYPE_CUSTOMER, "Mary Rao", "Second", FALSE, 1440);
  g_autoptr (DeskMessage) third = invent_message (DESK_SENDER_TYPE_CUSTOMER, "Mary Rao", "Third", FALSE, 1440);
  GtkWidget *stack = get_child (conversation, GTK_TYPE_STACK, 0);

  desk_conversation_set_model (DESK_CONVERSATION (conversation), G_LIST_MODEL (messages));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "empty");

  g_list_store_append (messages, second);
  g_list_store_append (messages, third);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "messages");
  gtk_test_widget_wait_for_draw (window);
  wait_until_idle ();
  g_assert_cmpuint (count_days (conversation), ==, 1);

  /* An older message that comes in before leaves the day of the next where it belongs. */
  g_list_store_insert (messages, 0, first);
  gtk_test_widget_wait_for_draw (window);
  wait_until_idle ();
  g_assert_cmpuint (count_days (conversation), ==, 2);

  desk_conversation_set_model (DESK_CONVERSATION (conversation), NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "empty");
  hide (window);
}

static void
test_conversation_end (void)
{
  GtkWidget *conversation = desk_conversation_new ();
  GtkWidget *window = show (conversation);
  g_autoptr (GListStore) messages = g_list_store_new (DESK_TYPE_MESSAGE);
  g_autoptr (DeskMessage) last = invent_message (DESK_SENDER_TYPE_AGENT, "Ananya Iyer", "The very last", FALSE, 0);
  g_autoptr (DeskMessage) late = invent_message (DESK_SENDER_TYPE_AGENT, "Ananya Iyer", "Late", FALSE, 0);
  GtkAdjustment *adjustment;

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *body = g_strdup_printf ("Message %d", i);
      g_autoptr (DeskMessage) message = invent_message (DESK_SENDER_TYPE_CUSTOMER, "Mary Rao", body, FALSE, 1000 - i);

      g_list_store_append (messages, message);
    }
  desk_conversation_set_model (DESK_CONVERSATION (conversation), G_LIST_MODEL (messages));
  for (int i = 0; i < 5; i++)
    gtk_test_widget_wait_for_draw (window);
  adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (get_child (conversation, GTK_TYPE_SCROLLED_WINDOW, 0)));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment), >=,
                     gtk_adjustment_get_upper (adjustment) - 50);
  g_assert_nonnull (find_by_label (conversation, "Message 299"));
  g_assert_null (find_by_label (conversation, "Message 0"));

  g_list_store_append (messages, last);
  for (int i = 0; i < 5; i++)
    gtk_test_widget_wait_for_draw (window);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment), >=,
                     gtk_adjustment_get_upper (adjustment) - 50);

  /* A reader who has scrolled up stays where they are. */
  gtk_adjustment_set_value (adjustment, 400);
  for (int i = 0; i < 5; i++)
    gtk_test_widget_wait_for_draw (window);
  g_list_store_append (messages, late);
  for (int i = 0; i < 5; i++)
    gtk_test_widget_wait_for_draw (window);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <, gtk_adjustment_get_upper (adjustment) / 2);
  g_assert_null (find_by_label (conversation, "Late"));
  hide (window);
}

static const char *
get_name (const char *id, gpointer user_data)
{
  return g_strcmp0 (id, "ananya") == 0 ? "Ananya Iyer" : NULL;
}

static void
test_timeline (void)
{
  GtkWidget *timeline = desk_timeline_new ();
  GtkWidget *window = show (timeline);
  g_autoptr (GListStore) histories = invent_histories ();
  g_autoptr (DeskHistory) refund = invent_history (DESK_ACTION_UPDATED, "Ananya Iyer", 0);

  desk_timeline_set_name_func (DESK_TIMELINE (timeline), get_name, NULL, NULL);
  desk_timeline_set_model (DESK_TIMELINE (timeline), G_LIST_MODEL (histories));
  g_assert_nonnull (find_by_label (timeline, "Priority Medium → High"));
  g_assert_nonnull (find_by_label (timeline, "Status Assigned → In progress"));
  g_assert_nonnull (find_by_label (timeline, "Assigned to Ananya Iyer"));
  g_assert_nonnull (find_by_label (timeline, "Escalated"));

  invent_change (refund, "refund", NULL, "{\"amount\":23200,\"currency\":\"INR\"}");
  g_list_store_insert (histories, 0, refund);
  g_assert_nonnull (find_by_label (timeline, "Refund ₹232"));
  desk_timeline_set_maximum (DESK_TIMELINE (timeline), 1);
  g_assert_null (find_by_label (timeline, "Escalated"));
  hide (window);
}

static void
test_customer_panel (void)
{
  GtkWidget *panel = desk_customer_panel_new ();
  GtkWidget *window = show (panel);
  g_autoptr (DeskCustomer) customer = invent_customer ();
  g_autoptr (GListStore) orders = invent_orders ();
  g_autoptr (GListStore) entries = invent_entries ();
  guint n_customers = 0, n_orders = 0, n_entries = 0;

  g_signal_connect_swapped (panel, "customer-activated", G_CALLBACK (on_counted_cb), &n_customers);
  g_signal_connect_swapped (panel, "order-activated", G_CALLBACK (on_counted_cb), &n_orders);
  g_signal_connect_swapped (panel, "entry-activated", G_CALLBACK (on_counted_cb), &n_entries);
  desk_customer_panel_set_customer (DESK_CUSTOMER_PANEL (panel), customer);
  desk_customer_panel_set_orders (DESK_CUSTOMER_PANEL (panel), G_LIST_MODEL (orders));
  desk_customer_panel_set_entries (DESK_CUSTOMER_PANEL (panel), G_LIST_MODEL (entries));

  /* The returned one is not spent. */
  g_assert_nonnull (find_by_label (panel, "₹12,397"));
  g_assert_nonnull (find_by_label (panel, "2 queries, 1 ticket"));
  g_assert_nonnull (find_by_label (panel, "Change of delivery slot"));
  assert_name (get_child (panel, GTK_TYPE_BUTTON, 0), "Lakshmi Subramanian");
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (find_by_label (panel, "ORD-48213"))), "ORD-"));
  g_signal_emit_by_name (get_child (panel, GTK_TYPE_BUTTON, 0), "clicked");
  g_signal_emit_by_name (get_child (panel, DESK_TYPE_ORDER_ROW, 1), "clicked");
  g_signal_emit_by_name (get_child (panel, DESK_TYPE_ENTRY_ROW, 2), "clicked");
  g_assert_cmpuint (n_customers, ==, 1);
  g_assert_cmpuint (n_orders, ==, 1);
  g_assert_cmpuint (n_entries, ==, 1);

  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, "Lakshmi S");
  g_assert_nonnull (find_by_label (panel, "Lakshmi S"));
  g_object_set (panel, "compact", TRUE, NULL);
  g_assert_nonnull (find_by_label (panel, "+91 98410 55217 · 4 orders · ₹12,397"));
  hide (window);
}

static void
test_ticket_card (void)
{
  GtkWidget *card = desk_ticket_card_new ();
  GtkWidget *window = show (card);
  GtkWidget *ring = get_child (card, DESK_TYPE_SLA_RING, 0);
  g_autoptr (DeskTicket) ticket = invent_ticket ("TKT-2026-00417", DESK_TICKET_STATUS_IN_PROGRESS, DESK_PRIORITY_HIGH,
                                                 "Spoiled tomatoes", "Product Complaint", 240);

  desk_ticket_card_set_ticket (DESK_TICKET_CARD (card), ticket);
  desk_ticket_card_set_names (DESK_TICKET_CARD (card), "Lakshmi", NULL);
  assert_name (card, "TKT-2026-00417, Spoiled tomatoes, Lakshmi, High, nobody has it");
  g_assert_cmpint (desk_sla_ring_get_state (DESK_SLA_RING (ring)), ==, DESK_SLA_RUNNING);
  g_assert_cmpfloat_with_epsilon (desk_sla_ring_get_used (DESK_SLA_RING (ring)), 0.5, 0.01);

  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_PENDING_CUSTOMER);
  g_assert_cmpint (desk_sla_ring_get_state (DESK_SLA_RING (ring)), ==, DESK_SLA_PAUSED);
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_RESOLVED);
  g_assert_cmpint (desk_sla_ring_get_state (DESK_SLA_RING (ring)), ==, DESK_SLA_DONE);
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_IN_PROGRESS);
  desk_entity_set_flag (ticket, DESK_TICKET_RESOLUTION_BREACHED, TRUE);
  g_assert_cmpint (desk_sla_ring_get_state (DESK_SLA_RING (ring)), ==, DESK_SLA_BREACHED);
  hide (window);
}

static void
test_text_card (void)
{
  GtkWidget *card = desk_text_card_new ("Notes", "required");
  GtkWidget *window = show (card);
  GtkWidget *view = get_child (card, GTK_TYPE_TEXT_VIEW, 0);

  assert_name (view, "Notes");
  desk_text_card_set_error (DESK_TEXT_CARD (card), "Say how it was resolved");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_nonnull (find_by_label (card, "Say how it was resolved"));
  desk_text_card_set_text (DESK_TEXT_CARD (card), "Refunded");
  g_assert_nonnull (find_by_label (card, "required"));
  g_assert_cmpstr (desk_text_card_get_text (DESK_TEXT_CARD (card)), ==, "Refunded");
  g_object_set (card, "max-length", 3, NULL);
  g_assert_cmpstr (desk_text_card_get_text (DESK_TEXT_CARD (card)), ==, "Ref");
  hide (window);
}

static void
assert_fits (GtkWidget *widget, int width)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("%s needs %d of %d px", G_OBJECT_TYPE_NAME (widget), minimum, width);
  g_assert_cmpint (minimum, <=, width);
}

/* A window 360 px wide, a panel of 344 px with its padding, a board column of 188 px with its. */
static void
test_narrow (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *composer = desk_composer_new ();
  GtkWidget *conversation = desk_conversation_new ();
  GtkWidget *panel = desk_customer_panel_new ();
  GtkWidget *card = desk_ticket_card_new ();
  GtkWidget *timeline = desk_timeline_new ();
  GtkWidget *window;
  g_autoptr (GListStore) messages = invent_conversation ();
  g_autoptr (GListStore) orders = invent_orders ();
  g_autoptr (GListStore) entries = invent_entries ();
  g_autoptr (GListStore) histories = invent_histories ();
  g_autoptr (DeskCustomer) customer = invent_customer ();
  g_autoptr (DeskTicket) ticket = invent_ticket ("TKT-2026-00417", DESK_TICKET_STATUS_IN_PROGRESS, DESK_PRIORITY_HIGH,
                                                 "Spoiled tomatoes and leaking milk", "Product Complaint", 240);

  desk_composer_set_state_text (DESK_COMPOSER (composer), "Draft saved");
  desk_conversation_set_model (DESK_CONVERSATION (conversation), G_LIST_MODEL (messages));
  desk_customer_panel_set_customer (DESK_CUSTOMER_PANEL (panel), customer);
  desk_customer_panel_set_orders (DESK_CUSTOMER_PANEL (panel), G_LIST_MODEL (orders));
  desk_customer_panel_set_entries (DESK_CUSTOMER_PANEL (panel), G_LIST_MODEL (entries));
  desk_ticket_card_set_ticket (DESK_TICKET_CARD (card), ticket);
  desk_ticket_card_set_names (DESK_TICKET_CARD (card), "Priya Venkataraghavan", "Ananya Iyer");
  desk_timeline_set_model (DESK_TIMELINE (timeline), G_LIST_MODEL (histories));

  gtk_box_append (GTK_BOX (box), conversation);
  gtk_box_append (GTK_BOX (box), composer);
  gtk_box_append (GTK_BOX (box), panel);
  gtk_box_append (GTK_BOX (box), card);
  gtk_box_append (GTK_BOX (box), timeline);
  window = show (box);
  assert_fits (composer, 336);
  assert_fits (conversation, 360);
  assert_fits (panel, 312);
  assert_fits (card, 172);
  assert_fits (timeline, 312);
  hide (window);
}

/* Every widget goes when its window goes. */
static void
test_leaks (void)
{
  GType types[] = { DESK_TYPE_PILL,           DESK_TYPE_SOURCE_ICON,  DESK_TYPE_PRIORITY_LABEL, DESK_TYPE_AVATAR,
                    DESK_TYPE_COUNT_BADGE,    DESK_TYPE_KEYCAP,       DESK_TYPE_SLA_RING,       DESK_TYPE_STAT_CARD,
                    DESK_TYPE_CHOICE_LIST,    DESK_TYPE_CHIP,         DESK_TYPE_PROPERTY_CHIP,  DESK_TYPE_CHOICE_CARDS,
                    DESK_TYPE_BUBBLE,         DESK_TYPE_CONVERSATION, DESK_TYPE_COMPOSER,       DESK_TYPE_TIMELINE,
                    DESK_TYPE_CUSTOMER_PANEL, DESK_TYPE_TICKET_CARD,  DESK_TYPE_EMPTY_STATE,    DESK_TYPE_TEXT_CARD };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *widget = g_object_new (types[i], NULL);
      GtkWidget *window;

      g_test_message ("%s", g_type_name (types[i]));
      if (DESK_IS_CHIP (widget))
        desk_chip_set_enum (DESK_CHIP (widget), &desk_ticket_status_enum);
      if (DESK_IS_CONVERSATION (widget))
        {
          g_autoptr (GListStore) messages = invent_conversation ();

          desk_conversation_set_model (DESK_CONVERSATION (widget), G_LIST_MODEL (messages));
        }
      window = show (widget);
      g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &widget);
      hide (window);
      g_assert_null (widget);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  desk_widgets_init ();

  g_test_add_func ("/widgets/looks", test_looks);
  g_test_add_func ("/widgets/words", test_words);
  g_test_add_func ("/widgets/ring", test_ring);
  g_test_add_func ("/widgets/stat-card", test_stat_card);
  g_test_add_func ("/widgets/chip", test_chip);
  g_test_add_func ("/widgets/chip-single", test_chip_single);
  g_test_add_func ("/widgets/property-chip", test_property_chip);
  g_test_add_func ("/widgets/choice-cards", test_choice_cards);
  g_test_add_func ("/widgets/composer", test_composer);
  g_test_add_func ("/widgets/bubble", test_bubble);
  g_test_add_func ("/widgets/conversation", test_conversation);
  g_test_add_func ("/widgets/conversation-end", test_conversation_end);
  g_test_add_func ("/widgets/timeline", test_timeline);
  g_test_add_func ("/widgets/customer-panel", test_customer_panel);
  g_test_add_func ("/widgets/ticket-card", test_ticket_card);
  g_test_add_func ("/widgets/text-card", test_text_card);
  g_test_add_func ("/widgets/narrow", test_narrow);
  g_test_add_func ("/widgets/leaks", test_leaks);

  return g_test_run ();
}
