/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows all widgets with invented data, for looking at: gallery --page shell|queries|ticket|board|dialogs [--dark]
 * [--rtl]. */
#include "config.h"

#include <adwaita.h>

#include "app/widgets/desk-widgets.h"
#include "invented.h"

static char *page = NULL;
static gboolean dark = FALSE;
static gboolean rtl = FALSE;
static gboolean note = FALSE;
static gboolean popup = FALSE;

static const GOptionEntry options[] = {
  { "page", 'p', 0, G_OPTION_ARG_STRING, &page, "shell, queries, ticket, board or dialogs", "PAGE" },
  { "dark", 'd', 0, G_OPTION_ARG_NONE, &dark, "dark scheme", NULL },
  { "rtl", 'r', 0, G_OPTION_ARG_NONE, &rtl, "right to left", NULL },
  { "note", 'n', 0, G_OPTION_ARG_NONE, &note, "the composer writes a note", NULL },
  { "popup", 'o', 0, G_OPTION_ARG_NONE, &popup, "a chip is open", NULL },
  { NULL },
};

static GtkWidget *
make_box (GtkOrientation orientation, int spacing)
{
  return gtk_box_new (orientation, spacing);
}

static void
set_margin (GtkWidget *widget, int margin)
{
  gtk_widget_set_margin_start (widget, margin);
  gtk_widget_set_margin_end (widget, margin);
  gtk_widget_set_margin_top (widget, margin);
  gtk_widget_set_margin_bottom (widget, margin);
}

static const char *
get_name (const char *id, gpointer user_data)
{
  return "Ananya Iyer";
}

static DeskSendState
get_delivery (DeskMessage *message, gpointer user_data)
{
  const char *body = desk_entity_get_string (message, DESK_MESSAGE_BODY);

  if (g_str_has_prefix (body, "To your card"))
    return DESK_SEND_STATE_WAITING;
  if (g_str_has_prefix (body, "Told Guindy"))
    return DESK_SEND_STATE_REFUSED;

  return desk_entity_is_set (DESK_ENTITY (message), DESK_MESSAGE_READ_BY_CUSTOMER_AT) ? DESK_SEND_STATE_READ
                                                                                      : DESK_SEND_STATE_SENT;
}

static void
popup_later (gpointer chip)
{
  GtkWidget *button = gtk_widget_get_first_child (chip);

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
}

static GtkWidget *
make_stats (void)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_HORIZONTAL, 12);
  static const struct
  {
    DeskTone tone;
    const char *icon, *number, *caption, *change;
    DeskTrend trend;
  } cards[] = {
    { DESK_TONE_BLUE, "desk-status-new-symbolic", "12", "Open", "+3", DESK_TREND_NEUTRAL },
    { DESK_TONE_YELLOW, "desk-status-in-progress-symbolic", "5", "In progress", NULL, DESK_TREND_NEUTRAL },
    { DESK_TONE_RED, "desk-status-escalated-symbolic", "3", "Escalated", NULL, DESK_TREND_NEUTRAL },
    { DESK_TONE_GREEN, "desk-status-resolved-symbolic", "21", "Resolved today", "+4", DESK_TREND_GOOD },
    { DESK_TONE_GREY, "desk-clock-symbolic", "6 min", "First reply", "−2 min", DESK_TREND_GOOD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      GtkWidget *card = desk_stat_card_new (cards[i].tone, cards[i].icon, cards[i].caption);

      desk_stat_card_set_number (DESK_STAT_CARD (card), cards[i].number);
      desk_stat_card_set_change (DESK_STAT_CARD (card), cards[i].change, cards[i].trend);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card), i == 1 && popup);
      gtk_box_append (GTK_BOX (box), card);
    }

  return box;
}

static GtkWidget *
make_filters (void)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *source = desk_chip_new ("Source");
  GtkWidget *status = desk_chip_new ("Status");
  GtkWidget *priority = desk_chip_new ("Priority");
  GtkWidget *date = desk_chip_new ("Date");
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *count = gtk_label_new ("38 of 1,204");
  GtkWidget *add = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  desk_chip_set_enum (DESK_CHIP (source), &desk_query_source_enum);
  desk_chip_set_enum (DESK_CHIP (status), &desk_query_status_enum);
  desk_chip_set_enum (DESK_CHIP (priority), &desk_priority_enum);
  desk_chip_set_single (DESK_CHIP (date), TRUE);
  desk_chip_append (DESK_CHIP (date), "7", "Last 7 days");
  desk_chip_set_chosen (DESK_CHIP (date), (const char *const[]){ "7", NULL });
  gtk_widget_add_css_class (search, "chip-entry");
  g_object_set (search, "placeholder-text", "Filter this list", "width-chars", 20, NULL);
  gtk_widget_set_hexpand (count, TRUE);
  gtk_widget_set_halign (count, GTK_ALIGN_END);
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "desk-dense");
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), "Add Query");
  gtk_button_set_child (GTK_BUTTON (add), content);
  gtk_widget_add_css_class (add, "suggested-action");
  gtk_widget_add_css_class (add, "desk-round");
  gtk_widget_set_margin_start (add, 6);

  gtk_box_append (GTK_BOX (box), source);
  gtk_box_append (GTK_BOX (box), status);
  gtk_box_append (GTK_BOX (box), priority);
  gtk_box_append (GTK_BOX (box), date);
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), count);
  gtk_box_append (GTK_BOX (box), add);
  if (popup)
    {
      desk_chip_set_chosen (DESK_CHIP (status),
                            (const char *const[]){ desk_enum_to_wire (&desk_query_status_enum, 1), NULL });
      g_idle_add_once (popup_later, status);
    }

  return box;
}

static GtkWidget *
make_words (void)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (box, "desk-dense");
  for (int i = 1; i <= 4; i++)
    gtk_box_append (GTK_BOX (box), desk_source_icon_new (i));
  for (int i = 1; i <= 4; i++)
    gtk_box_append (GTK_BOX (box), desk_priority_label_new (i));
  for (int i = 1; i <= 8; i++)
    {
      GtkWidget *pill = desk_pill_new ();

      desk_pill_set_ticket_status (DESK_PILL (pill), i);
      gtk_box_append (GTK_BOX (box), pill);
    }
  gtk_box_append (GTK_BOX (box), desk_keycap_new ("<Control>k"));
  for (int i = 0; i < 4; i++)
    {
      GtkWidget *badge = desk_count_badge_new (i);

      desk_count_badge_set_count (DESK_COUNT_BADGE (badge), i == 3 ? 3 : 12);
      gtk_box_append (GTK_BOX (box), badge);
    }

  return box;
}

static GtkWidget *
make_panel (gboolean compact)
{
  GtkWidget *panel = desk_customer_panel_new ();
  g_autoptr (DeskCustomer) customer = invent_customer ();
  g_autoptr (GListStore) orders = invent_orders ();
  g_autoptr (GListStore) entries = invent_entries ();

  desk_customer_panel_set_customer (DESK_CUSTOMER_PANEL (panel), customer);
  desk_customer_panel_set_orders (DESK_CUSTOMER_PANEL (panel), G_LIST_MODEL (orders));
  desk_customer_panel_set_entries (DESK_CUSTOMER_PANEL (panel), G_LIST_MODEL (entries));
  g_object_set (panel, "compact", compact, NULL);

  return panel;
}

static GtkWidget *
make_talk (gboolean with_waiting)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *conversation = desk_conversation_new ();
  GtkWidget *composer = desk_composer_new ();
  g_autoptr (GListStore) messages = invent_conversation ();

  if (with_waiting)
    {
      g_autoptr (DeskMessage) waiting =
          invent_message (DESK_SENDER_TYPE_AGENT, "Ananya Iyer",
                          "To your card. We refund the tomatoes and the milk, ₹232, in 3 to 5 "
                          "working days.",
                          FALSE, 2);
      g_autoptr (DeskMessage) refused = invent_message (DESK_SENDER_TYPE_AGENT, "Ananya Iyer",
                                                        "Told Guindy hub by phone, they check the van.", FALSE, 1);

      g_list_store_append (messages, waiting);
      g_list_store_append (messages, refused);
    }
  desk_conversation_set_delivery_func (DESK_CONVERSATION (conversation), get_delivery, NULL, NULL);
  desk_conversation_set_model (DESK_CONVERSATION (conversation), G_LIST_MODEL (messages));
  desk_composer_set_placeholder (DESK_COMPOSER (composer), "Reply to Lakshmi by WhatsApp …");
  desk_composer_set_state_text (DESK_COMPOSER (composer), with_waiting ? "Draft saved" : NULL);
  if (with_waiting)
    desk_composer_set_draft (DESK_COMPOSER (composer), "Dear Lakshmi, thank you for the photos.");
  desk_composer_set_note_mode (DESK_COMPOSER (composer), note);
  set_margin (composer, 12);
  gtk_widget_set_margin_top (composer, 0);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), conversation);
  gtk_box_append (GTK_BOX (box), composer);

  return box;
}

static GtkWidget *
make_queries (void)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *lower = make_box (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *stats = make_stats ();
  GtkWidget *filters = make_filters ();
  GtkWidget *words = make_words ();
  GtkWidget *panel = make_panel (FALSE);

  set_margin (stats, 18);
  gtk_widget_set_margin_bottom (stats, 0);
  gtk_widget_set_margin_start (filters, 18);
  gtk_widget_set_margin_end (filters, 18);
  gtk_widget_set_margin_start (words, 18);
  gtk_widget_set_size_request (panel, 408, -1);
  gtk_widget_add_css_class (panel, "desk-panel");
  gtk_widget_add_css_class (panel, "desk-side");
  gtk_widget_add_css_class (lower, "desk-line-above");
  gtk_widget_set_vexpand (lower, TRUE);
  gtk_box_append (GTK_BOX (lower), make_talk (FALSE));
  gtk_box_append (GTK_BOX (lower), panel);

  gtk_box_append (GTK_BOX (box), stats);
  gtk_box_append (GTK_BOX (box), filters);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), lower);

  return box;
}

static GtkWidget *
make_clock (DeskSlaState state,
            double used,
            const char *title,
            const char *words,
            const char *left,
            const char *left_class)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = make_box (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *ring = desk_sla_ring_new (30);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *caption = gtk_label_new (words);
  GtkWidget *value = gtk_label_new (left);

  desk_sla_ring_set (DESK_SLA_RING (ring), state, used, NULL);
  gtk_widget_add_css_class (label, "desk-strong");
  gtk_widget_add_css_class (caption, "desk-caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (value, "desk-strong");
  gtk_widget_add_css_class (value, left_class);
  gtk_widget_add_css_class (box, "desk-dense");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), label);
  gtk_box_append (GTK_BOX (texts), caption);
  gtk_box_append (GTK_BOX (box), ring);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), value);

  return box;
}

static GtkWidget *
make_properties (void)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *status = desk_property_chip_new ("Status");
  GtkWidget *priority = desk_property_chip_new ("Priority");
  GtkWidget *assignee = desk_property_chip_new ("Assignee");
  GtkWidget *department = desk_property_chip_new ("Department");
  g_autoptr (DeskChoice) ananya = desk_choice_new_person ("a", "Ananya Iyer", "4 of 8 tickets");
  g_autoptr (DeskChoice) rajesh = desk_choice_new_person ("r", "Rajesh Kumar", "7 of 8 tickets");
  g_autoptr (DeskChoice) quality =
      desk_choice_new ("q", "Quality · tier 2", NULL, "desk-group-symbolic", DESK_TONE_GREY);

  desk_property_chip_set_enum (DESK_PROPERTY_CHIP (status), &desk_ticket_status_enum);
  desk_property_chip_set_value (DESK_PROPERTY_CHIP (status),
                                desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_IN_PROGRESS));
  desk_property_chip_set_enum (DESK_PROPERTY_CHIP (priority), &desk_priority_enum);
  desk_property_chip_set_value (DESK_PROPERTY_CHIP (priority),
                                desk_enum_to_wire (&desk_priority_enum, DESK_PRIORITY_HIGH));
  desk_property_chip_add_choice (DESK_PROPERTY_CHIP (assignee), ananya);
  desk_property_chip_add_choice (DESK_PROPERTY_CHIP (assignee), rajesh);
  desk_property_chip_set_value (DESK_PROPERTY_CHIP (assignee), "a");
  desk_property_chip_set_shown (DESK_PROPERTY_CHIP (department), quality);
  gtk_box_append (GTK_BOX (box), status);
  gtk_box_append (GTK_BOX (box), priority);
  gtk_box_append (GTK_BOX (box), assignee);
  gtk_box_append (GTK_BOX (box), department);
  set_margin (box, 12);
  if (popup)
    g_idle_add_once (popup_later, assignee);

  return box;
}

static GtkWidget *
make_ticket (void)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *main = make_box (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *side = make_box (GTK_ORIENTATION_VERTICAL, 14);
  GtkWidget *timeline = desk_timeline_new ();
  GtkWidget *header = make_properties ();
  g_autoptr (GListStore) histories = invent_histories ();

  desk_timeline_set_name_func (DESK_TIMELINE (timeline), get_name, NULL, NULL);
  desk_timeline_set_model (DESK_TIMELINE (timeline), G_LIST_MODEL (histories));
  gtk_box_append (GTK_BOX (main), header);
  gtk_box_append (GTK_BOX (main), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (main), make_talk (TRUE));
  gtk_widget_set_hexpand (main, TRUE);
  gtk_widget_set_size_request (side, 340, -1);
  gtk_widget_add_css_class (side, "desk-panel");
  gtk_widget_add_css_class (side, "desk-side");
  gtk_box_append (GTK_BOX (side), make_panel (TRUE));
  gtk_box_append (GTK_BOX (side),
                  make_clock (DESK_SLA_MET, 1, "First response", "answered in 3 min of 4 h", "Met", "tone-green-text"));
  gtk_box_append (GTK_BOX (side), make_clock (DESK_SLA_RUNNING, .82, "Resolution", "due 18:58 today", "1 h 26 min",
                                              "tone-orange-text"));
  gtk_box_append (GTK_BOX (side),
                  make_clock (DESK_SLA_RUNNING, .3, "Next response", "due 18:58 today", "2 h", "tone-green-text"));
  gtk_box_append (GTK_BOX (side),
                  make_clock (DESK_SLA_BREACHED, 1.3, "Next response", "was due 12:00", "Missed", "tone-red-text"));
  gtk_box_append (GTK_BOX (side), timeline);
  gtk_box_append (GTK_BOX (box), main);
  gtk_box_append (GTK_BOX (box), side);

  return box;
}

static GtkWidget *
make_column (DeskTicketStatus status, const char *css_class)
{
  static const struct
  {
    const char *number, *subject, *customer, *category, *assignee;
    DeskPriority priority;
    int age;
  } cards[] = {
    { "TKT-2026-00421", "Wrong colour of kurta in both parcels", "Fatima Sheikh", "Order Issue", NULL,
      DESK_PRIORITY_MEDIUM, 8 },
    { "TKT-2026-00411", "Charged twice for the same basket", "Oluwaseun Adeyemi", "Payment Issue", "Ananya Iyer",
      DESK_PRIORITY_CRITICAL, 430 },
    { "TKT-2026-00407", "Paneer past its date", "Lakshmi Subramanian of Adyar", "Product Complaint", "Sofia Martinez",
      DESK_PRIORITY_HIGH, 200 },
    { "TKT-2026-00406", "Courier asks for cash on prepaid order", "Priya Venkataraghavan", "Delivery Problem",
      "David Okafor", DESK_PRIORITY_LOW, 600 },
  };
  GtkWidget *column = make_box (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *title = make_box (GTK_ORIENTATION_HORIZONTAL, 7);
  const DeskLook *look = desk_look (&desk_ticket_status_enum, status);
  GtkWidget *icon = gtk_image_new_from_icon_name (look->icon_name);
  GtkWidget *word = gtk_label_new (desk_enum_label (&desk_ticket_status_enum, status));
  GtkWidget *count = gtk_label_new ("4");

  gtk_widget_add_css_class (column, "column");
  gtk_widget_add_css_class (column, css_class);
  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_widget_add_css_class (icon, desk_tone_get_text_class (look->tone));
  gtk_widget_add_css_class (word, "column-title");
  gtk_widget_add_css_class (count, "column-count");
  set_margin (title, 10);
  gtk_widget_set_margin_bottom (title, 2);
  gtk_box_append (GTK_BOX (title), icon);
  gtk_box_append (GTK_BOX (title), word);
  gtk_box_append (GTK_BOX (title), count);
  gtk_box_append (GTK_BOX (column), title);
  gtk_widget_set_hexpand (column, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      GtkWidget *card = desk_ticket_card_new ();
      g_autoptr (DeskTicket) ticket =
          invent_ticket (cards[i].number, status, cards[i].priority, cards[i].subject, cards[i].category, cards[i].age);

      desk_ticket_card_set_names (DESK_TICKET_CARD (card), cards[i].customer, cards[i].assignee);
      desk_ticket_card_set_ticket (DESK_TICKET_CARD (card), ticket);
      gtk_widget_set_margin_start (card, 8);
      gtk_widget_set_margin_end (card, 8);
      gtk_box_append (GTK_BOX (column), card);
    }

  return column;
}

static GtkWidget *
make_board (void)
{
  GtkWidget *box = gtk_overlay_new ();
  GtkWidget *columns = make_box (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *hint = make_box (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *last = make_column (DESK_TICKET_STATUS_RESOLVED, "target");
  GtkWidget *slot = gtk_label_new ("Drop to resolve …");

  gtk_box_append (GTK_BOX (columns), make_column (DESK_TICKET_STATUS_NEW, "forbidden"));
  gtk_box_append (GTK_BOX (columns), make_column (DESK_TICKET_STATUS_ASSIGNED, "plain"));
  gtk_box_append (GTK_BOX (columns), make_column (DESK_TICKET_STATUS_IN_PROGRESS, "plain"));
  gtk_box_append (GTK_BOX (columns), make_column (DESK_TICKET_STATUS_PENDING_CUSTOMER, "allowed"));
  gtk_box_append (GTK_BOX (columns), make_column (DESK_TICKET_STATUS_ESCALATED, "allowed"));
  gtk_widget_add_css_class (slot, "drop-slot");
  gtk_widget_set_margin_start (slot, 8);
  gtk_widget_set_margin_end (slot, 8);
  gtk_box_insert_child_after (GTK_BOX (last), slot, gtk_widget_get_first_child (last));
  gtk_box_append (GTK_BOX (columns), last);
  set_margin (columns, 18);
  gtk_widget_add_css_class (hint, "drag-hint");
  gtk_widget_set_halign (hint, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (hint, GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (hint, 36);
  gtk_box_append (GTK_BOX (hint), gtk_image_new_from_icon_name ("desk-hint-symbolic"));
  gtk_box_append (GTK_BOX (hint), gtk_label_new ("From In progress a ticket cannot go back to Open or Assigned"));
  gtk_overlay_set_child (GTK_OVERLAY (box), columns);
  gtk_overlay_add_overlay (GTK_OVERLAY (box), hint);

  return box;
}

static void
add_cards (GtkWidget *cards, const DeskEnum *info, int from, int to)
{
  for (int value = from; value <= to; value++)
    {
      const DeskLook *look = desk_look (info, value);
      g_autoptr (DeskChoice) choice =
          desk_choice_new (desk_enum_to_wire (info, value), desk_enum_label (info, value),
                           info == &desk_query_source_enum ? NULL : "what it means", look->icon_name, look->tone);

      desk_choice_cards_add (DESK_CHOICE_CARDS (cards), choice);
    }
}

static GtkWidget *
make_dialogs (void)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *left = make_box (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *sources = desk_choice_cards_new ("Source", 3);
  GtkWidget *severities = desk_choice_cards_new ("Severity", 4);
  GtkWidget *resolutions = desk_choice_cards_new ("Resolution", 2);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *name = adw_entry_row_new ();
  GtkWidget *mobile = adw_entry_row_new ();
  GtkWidget *message = desk_text_card_new ("Message", NULL);
  GtkWidget *remarks = desk_text_card_new ("Remarks", "not visible to the customer");
  GtkWidget *wrong = desk_text_card_new ("Notes", "required");
  GtkWidget *notice = make_box (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *empty =
      desk_empty_state_new (DESK_TONE_GREEN, "desk-status-resolved-symbolic", "No Unassigned Tickets",
                            "A new ticket that nobody has taken appears here.\nYou have four of your own, the next "
                            "is due at 18:58.");

  g_object_set (sources, "round-glyphs", TRUE, NULL);
  add_cards (sources, &desk_query_source_enum, 1, 3);
  add_cards (severities, &desk_priority_enum, 1, 4);
  add_cards (resolutions, &desk_resolution_type_enum, 1, 6);
  desk_choice_cards_set_chosen_id (DESK_CHOICE_CARDS (sources), desk_enum_to_wire (&desk_query_source_enum, 3));
  desk_choice_cards_set_chosen_id (DESK_CHOICE_CARDS (severities), desk_enum_to_wire (&desk_priority_enum, 3));
  desk_choice_cards_set_chosen_id (DESK_CHOICE_CARDS (resolutions), desk_enum_to_wire (&desk_resolution_type_enum, 2));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (name), "Customer name");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (mobile), "Mobile number");
  gtk_editable_set_text (GTK_EDITABLE (name), "Mary Rao");
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), name);
  gtk_list_box_append (GTK_LIST_BOX (list), mobile);
  desk_text_card_set_text (DESK_TEXT_CARD (message),
                           "Called to change the delivery address of ORD-48230 before dispatch. New "
                           "address: 14 Race Course Road, Coimbatore 641018.");
  desk_text_card_set_error (DESK_TEXT_CARD (wrong), "Say how it was resolved");
  gtk_widget_add_css_class (notice, "desk-notice");
  gtk_widget_add_css_class (notice, "blue");
  gtk_box_append (GTK_BOX (notice), gtk_image_new_from_icon_name ("desk-user-symbolic"));
  gtk_box_append (GTK_BOX (notice), gtk_label_new ("Known customer: Mary Rao, 4 orders, last one 3 days ago"));
  desk_empty_state_add_button (DESK_EMPTY_STATE (empty), "Go to Assigned to Me", "app.quit", TRUE);
  desk_empty_state_add_button (DESK_EMPTY_STATE (empty), "Open the Board", "app.quit", FALSE);
  gtk_widget_set_hexpand (empty, TRUE);

  gtk_box_append (GTK_BOX (left), sources);
  gtk_box_append (GTK_BOX (left), list);
  gtk_box_append (GTK_BOX (left), notice);
  gtk_box_append (GTK_BOX (left), severities);
  gtk_box_append (GTK_BOX (left), resolutions);
  gtk_box_append (GTK_BOX (left), message);
  gtk_box_append (GTK_BOX (left), remarks);
  gtk_box_append (GTK_BOX (left), wrong);
  gtk_widget_set_size_request (left, 600, -1);
  set_margin (left, 24);
  gtk_box_append (GTK_BOX (box), left);
  gtk_box_append (GTK_BOX (box), empty);

  return box;
}

static void
add_nav (GtkWidget *side, const char *title, const char *const *rows)
{
  GtkWidget *section = gtk_label_new (title);
  GtkWidget *list = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (section), 0);
  gtk_widget_add_css_class (section, "desk-section");
  gtk_widget_add_css_class (list, "desk-nav");
  for (guint i = 0; rows[i] != NULL; i += 4)
    {
      GtkWidget *box = make_box (GTK_ORIENTATION_HORIZONTAL, 10);
      GtkWidget *label = gtk_label_new (rows[i + 1]);
      GtkWidget *badge = desk_count_badge_new (atoi (rows[i + 3]));

      desk_count_badge_set_count (DESK_COUNT_BADGE (badge), atoi (rows[i + 2]));
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (rows[i]));
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), badge);
      gtk_list_box_append (GTK_LIST_BOX (list), box);
    }
  gtk_box_append (GTK_BOX (side), section);
  gtk_box_append (GTK_BOX (side), list);
  if (g_str_equal (title, "Inbox"))
    gtk_list_box_select_row (GTK_LIST_BOX (list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
}

static GtkWidget *
make_sidebar (void)
{
  static const char *const inbox[] = {
    "desk-inbox-symbolic", "Queries", "12", "1", "desk-chat-symbolic", "Chats", "2", "1", NULL
  };
  static const char *const tickets[] = { "desk-user-symbolic",
                                         "Assigned to me",
                                         "4",
                                         "0",
                                         "desk-ticket-symbolic",
                                         "Unassigned",
                                         "7",
                                         "0",
                                         "desk-board-symbolic",
                                         "Board",
                                         "0",
                                         "0",
                                         "alarm-symbolic",
                                         "Overdue",
                                         "1",
                                         "2",
                                         NULL };
  static const char *const views[] = {
    "desk-refund-symbolic", "Refunds > ₹2,000", "3", "0", "desk-truck-symbolic", "Late deliveries", "9", "0", NULL
  };
  static const char *const desk[] = { "x-office-address-book-symbolic",
                                      "Customers",
                                      "0",
                                      "0",
                                      "desk-knowledge-symbolic",
                                      "Knowledge",
                                      "0",
                                      "0",
                                      "desk-group-symbolic",
                                      "Team",
                                      "2",
                                      "0",
                                      "desk-analytics-symbolic",
                                      "Analytics",
                                      "0",
                                      "0",
                                      NULL };
  GtkWidget *side = make_box (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (side, "desk-sidebar");
  gtk_widget_set_size_request (side, 224, -1);
  add_nav (side, "Inbox", inbox);
  add_nav (side, "Tickets", tickets);
  add_nav (side, "Saved views", views);
  add_nav (side, "Desk", desk);

  return side;
}

static void
on_cell_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer kind)
{
  GtkWidget *child = NULL;

  switch (GPOINTER_TO_INT (kind))
    {
    case 0:
      child = desk_source_icon_new (DESK_QUERY_SOURCE_WHATSAPP);
      break;
    case 4:
      child = desk_pill_new ();
      break;
    case 5:
      child = desk_priority_label_new (DESK_PRIORITY_HIGH);
      break;
    default:
      child = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (child), 0);
      gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
      break;
    }
  gtk_list_item_set_child (item, child);
}

static void
on_cell_bound_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer kind)
{
  static const char *const numbers[] = { "Q-1294", "Q-1293", "Q-1292", "Q-1291", "Q-1290" };
  static const char *const names[] = { "Lakshmi Subramanian", "John Doe", "Mary Rao", "Mohammed Al-Farsi",
                                       "Zoë Lindqvist" };
  GtkWidget *child = gtk_list_item_get_child (item);
  guint position = gtk_list_item_get_position (item);

  switch (GPOINTER_TO_INT (kind))
    {
    case 0:
      desk_source_icon_set_source (DESK_SOURCE_ICON (child), 1 + position % 4);
      break;
    case 1:
      gtk_label_set_label (GTK_LABEL (child), numbers[position]);
      gtk_widget_add_css_class (child, "dim-label");
      break;
    case 2:
      gtk_label_set_label (GTK_LABEL (child), names[position]);
      if (position % 3 == 0)
        gtk_widget_add_css_class (child, "desk-strong");
      break;
    case 3:
      gtk_label_set_label (GTK_LABEL (child),
                           "Tomatoes were crushed and two milk packs leaked over everything in the box");
      break;
    case 4:
      desk_pill_set_query_status (DESK_PILL (child), 1 + position % 5);
      break;
    case 5:
      desk_priority_label_set_priority (DESK_PRIORITY_LABEL (child), 1 + position % 3);
      break;
    default:
      gtk_label_set_label (GTK_LABEL (child), "ORD-48213");
      break;
    }
}

static GtkWidget *
make_table (void)
{
  static const struct
  {
    const char *title;
    int width;
  } columns[] = { { "", 30 },        { "Number", 72 },   { "Customer", 172 }, { "Message", -1 },
                  { "Status", 116 }, { "Priority", 88 }, { "Order", 90 } };
  GtkSingleSelection *selection = gtk_single_selection_new (
      G_LIST_MODEL (gtk_string_list_new ((const char *const[]){ "a", "b", "c", "d", "e", NULL })));
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (selection));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column = gtk_column_view_column_new (columns[i].title, factory);

      g_signal_connect (factory, "setup", G_CALLBACK (on_cell_setup_cb), GINT_TO_POINTER (i));
      g_signal_connect (factory, "bind", G_CALLBACK (on_cell_bound_cb), GINT_TO_POINTER (i));
      gtk_column_view_column_set_fixed_width (column, columns[i].width);
      gtk_column_view_column_set_expand (column, columns[i].width < 0);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
      g_object_unref (column);
    }
  gtk_widget_add_css_class (view, "desk-table");
  gtk_widget_set_margin_start (view, 12);
  gtk_widget_set_margin_end (view, 12);
  gtk_widget_set_margin_bottom (view, 24);

  return view;
}

static GtkWidget *
make_bulk_bar (void)
{
  GtkWidget *bar = make_box (GTK_ORIENTATION_HORIZONTAL, 12);
  static const char *const words[] = { "Assign", "Status", "Priority", "Tag", "Escalate" };

  gtk_widget_add_css_class (bar, "desk-floating");
  gtk_box_append (GTK_BOX (bar), gtk_label_new ("3 selected"));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (words[i]);

      gtk_widget_add_css_class (button, "flat");
      gtk_box_append (GTK_BOX (bar), button);
    }
  gtk_widget_set_halign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (bar, GTK_ALIGN_END);

  return bar;
}

static GtkWidget *
make_shell (void)
{
  GtkWidget *box = make_box (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *main = make_queries ();
  GtkWidget *words = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (gtk_widget_get_first_child (main)));
  GtkWidget *overlay = gtk_overlay_new ();

  gtk_box_remove (GTK_BOX (main), words);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), make_table ());
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), make_bulk_bar ());
  gtk_box_insert_child_after (GTK_BOX (main), overlay, gtk_widget_get_next_sibling (gtk_widget_get_first_child (main)));
  gtk_widget_set_hexpand (main, TRUE);
  gtk_box_append (GTK_BOX (box), make_sidebar ());
  gtk_box_append (GTK_BOX (box), main);

  return box;
}

static void
on_activate_cb (AdwApplication *app)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (app));
  GtkWidget *box = make_box (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *content;

  adw_style_manager_set_color_scheme (adw_application_get_style_manager (app),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  if (rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);

  if (g_strcmp0 (page, "shell") == 0)
    content = make_shell ();
  else if (g_strcmp0 (page, "ticket") == 0)
    content = make_ticket ();
  else if (g_strcmp0 (page, "board") == 0)
    content = make_board ();
  else if (g_strcmp0 (page, "dialogs") == 0)
    content = make_dialogs ();
  else
    content = make_queries ();

  gtk_widget_add_css_class (header, "flat");
  gtk_widget_set_vexpand (content, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), content);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Deskbell Gallery");
  gtk_window_set_default_size (GTK_WINDOW (window), g_strcmp0 (page, "shell") == 0 ? 1440 : 1226, 900);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) app = adw_application_new ("org.deskbell.Deskbell.Gallery", G_APPLICATION_NON_UNIQUE);

  desk_widgets_init ();
  g_application_set_resource_base_path (G_APPLICATION (app), "/org/deskbell/Deskbell");
  g_application_add_main_option_entries (G_APPLICATION (app), options);
  g_signal_connect (app, "activate", G_CALLBACK (on_activate_cb), NULL);

  return g_application_run (G_APPLICATION (app), argc, argv);
}
