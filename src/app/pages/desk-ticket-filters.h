/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

/**
 * DeskTicketFilterFlags:
 *
 * Which chips a page offers.
 */
typedef enum
{
  DESK_TICKET_FILTER_DEPARTMENT = 1 << 0,
  DESK_TICKET_FILTER_PRIORITY = 1 << 1,
  DESK_TICKET_FILTER_CATEGORY = 1 << 2,
  DESK_TICKET_FILTER_STATUS = 1 << 3,
  DESK_TICKET_FILTER_ASSIGNEE = 1 << 4,
  DESK_TICKET_FILTER_TEXT = 1 << 5,
} DeskTicketFilterFlags;

#define DESK_TYPE_TICKET_FILTERS (desk_ticket_filters_get_type ())
G_DECLARE_FINAL_TYPE (DeskTicketFilters, desk_ticket_filters, DESK, TICKET_FILTERS, AdwBin)

/* The row of chips over tickets. Signal "changed"(). */
void desk_ticket_filters_set_up (DeskTicketFilters *self, DeskSession *session, DeskTicketFilterFlags flags);
void desk_ticket_filters_add_to_spec (DeskTicketFilters *self, DeskListSpec *spec);
gboolean desk_ticket_filters_is_set (DeskTicketFilters *self);
void desk_ticket_filters_clear (DeskTicketFilters *self);
gboolean desk_ticket_filters_focus_text (DeskTicketFilters *self);

G_END_DECLS
