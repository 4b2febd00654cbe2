/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-tickets-page.h"

struct _DeskTicketsPage
{
  DeskPage parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskTicketsPage, desk_tickets_page, DESK_TYPE_PAGE)

static void
desk_tickets_page_class_init (DeskTicketsPageClass *klass)
{
}

static void
desk_tickets_page_init (DeskTicketsPage *self)
{
}

GtkWidget *
desk_tickets_page_new (DeskSession *session, DeskTicketsFilter filter)
{
  return g_object_new (DESK_TYPE_TICKETS_PAGE, "session", session, NULL);
}

DeskTicketsFilter
desk_tickets_page_get_filter (DeskTicketsPage *self)
{
  return DESK_TICKETS_MINE;
}

DeskListSpec *
desk_tickets_filter_new_spec (DeskTicketsFilter filter, DeskSession *session)
{
  return desk_list_spec_new (&desk_ticket_kind);
}
