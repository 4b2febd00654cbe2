/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-ticket-page.h"

struct _DeskTicketPage
{
  DeskPage parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskTicketPage, desk_ticket_page, DESK_TYPE_PAGE)

static void
desk_ticket_page_class_init (DeskTicketPageClass *klass)
{
}

static void
desk_ticket_page_init (DeskTicketPage *self)
{
}

GtkWidget *
desk_ticket_page_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_TICKET_PAGE, "session", session, NULL);
}

void
desk_ticket_page_set_ticket (DeskTicketPage *self, const char *ticket_id)
{
}

DeskTicket *
desk_ticket_page_get_ticket (DeskTicketPage *self)
{
  return NULL;
}
