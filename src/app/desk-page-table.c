/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-page-table.h"

#include <glib/gi18n.h>

#include "app/pages/desk-board-page.h"
#include "app/pages/desk-chat-sections.h"
#include "app/pages/desk-chats-page.h"
#include "app/pages/desk-queries-page.h"
#include "app/pages/desk-tickets-page.h"

static GtkWidget *
create_mine (DeskSession *session)
{
  return desk_tickets_page_new (session, DESK_TICKETS_MINE);
}

static GtkWidget *
create_unassigned (DeskSession *session)
{
  return desk_tickets_page_new (session, DESK_TICKETS_UNASSIGNED);
}

static GtkWidget *
create_overdue (DeskSession *session)
{
  return desk_tickets_page_new (session, DESK_TICKETS_OVERDUE);
}

static GListModel *
count_open_queries (DeskSession *session)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_query_kind);

  desk_list_spec_add_enum (spec, DESK_QUERY_STATUS, DESK_QUERY_STATUS_OPEN);
  return G_LIST_MODEL (desk_session_list (session, spec));
}

static GListModel *
count_tickets (DeskSession *session, DeskTicketsFilter filter)
{
  g_autoptr (DeskListSpec) spec = desk_tickets_filter_new_spec (filter, session);

  return G_LIST_MODEL (desk_session_list (session, spec));
}

static GListModel *
count_mine (DeskSession *session)
{
  return count_tickets (session, DESK_TICKETS_MINE);
}

static GListModel *
count_unassigned (DeskSession *session)
{
  return count_tickets (session, DESK_TICKETS_UNASSIGNED);
}

static GListModel *
count_overdue (DeskSession *session)
{
  return count_tickets (session, DESK_TICKETS_OVERDUE);
}

static const DeskPageInfo pages[] = {
  { "queries", N_ ("Inbox"), N_ ("Queries"), "desk-inbox-symbolic", 'q', DESK_PERMISSION_QUERIES_SEE, DESK_BADGE_ACCENT,
    desk_queries_page_new, count_open_queries },
  { "chats", N_ ("Inbox"), N_ ("Chats"), "desk-chat-symbolic", 'c', DESK_PERMISSION_CHATS, DESK_BADGE_ACCENT,
    desk_chats_page_new, desk_chats_list_counted },
  { "mine", N_ ("Tickets"), N_ ("Assigned to me"), "user-info-symbolic", 't', DESK_PERMISSION_TICKETS_SEE,
    DESK_BADGE_PLAIN, create_mine, count_mine },
  { "unassigned", N_ ("Tickets"), N_ ("Unassigned"), "desk-ticket-symbolic", 0, DESK_PERMISSION_TICKETS_SEE,
    DESK_BADGE_PLAIN, create_unassigned, count_unassigned },
  { "board", N_ ("Tickets"), N_ ("Board"), "desk-board-symbolic", 'b', DESK_PERMISSION_TICKETS_SEE, DESK_BADGE_PLAIN,
    desk_board_page_new, NULL },
  { "overdue", N_ ("Tickets"), N_ ("Overdue"), "alarm-symbolic", 0, DESK_PERMISSION_TICKETS_SEE, DESK_BADGE_RED,
    create_overdue, count_overdue },
};

/* The pages in the sidebar's order; NULL behind the last. */
const DeskPageInfo *
desk_page_table_get (guint index)
{
  return index < G_N_ELEMENTS (pages) ? &pages[index] : NULL;
}

const DeskPageInfo *
desk_page_table_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].name, name) == 0)
      return &pages[i];
  return NULL;
}

/* The page that G and then @letter, a lower-case character, leads to. */
const DeskPageInfo *
desk_page_table_find_letter (guint letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (letter != 0 && pages[i].letter == letter)
      return &pages[i];
  return NULL;
}
