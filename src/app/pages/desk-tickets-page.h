/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pages/desk-page.h"

G_BEGIN_DECLS

/**
 * DeskTicketsFilter:
 * @DESK_TICKETS_MINE: assigned to whoever is signed in, and not finished
 * @DESK_TICKETS_UNASSIGNED: nobody has it, and not finished
 * @DESK_TICKETS_OVERDUE: past its resolution target, and not finished
 * @DESK_TICKETS_ALL: every ticket one may see
 */
typedef enum
{
  DESK_TICKETS_MINE,
  DESK_TICKETS_UNASSIGNED,
  DESK_TICKETS_OVERDUE,
  DESK_TICKETS_ALL,
} DeskTicketsFilter;

#define DESK_TYPE_TICKETS_PAGE (desk_tickets_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskTicketsPage, desk_tickets_page, DESK, TICKETS_PAGE, DeskPage)

/* Tier 2 as a list. desk_tickets_filter_new_spec() is also for whoever counts what the page will show. */
GtkWidget *desk_tickets_page_new (DeskSession *session, DeskTicketsFilter filter);
DeskTicketsFilter desk_tickets_page_get_filter (DeskTicketsPage *self);
DeskListSpec *desk_tickets_filter_new_spec (DeskTicketsFilter filter, DeskSession *session);

G_END_DECLS
