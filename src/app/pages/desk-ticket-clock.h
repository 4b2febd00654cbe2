/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/desk-sla-ring.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

/**
 * DeskTicketClock:
 * @state: how the ring looks
 * @used: share of the target
 * @target: open time there is, microseconds
 * @counted: open time that has been used
 * @not_counted: open time that stood still, as while the customer is awaited
 * @left: open time until it is due; negative when it is overdue
 * @due_at: when it is due; 0 when it has no target
 * @ended_at: when it was met or missed for good; 0 while it is not
 *
 * One target of a ticket as of now.
 */
typedef struct
{
  DeskSlaState state;
  double used;
  gint64 target;
  gint64 counted;
  gint64 not_counted;
  gint64 left;
  gint64 due_at;
  gint64 ended_at;
} DeskTicketClock;

void desk_ticket_clock_first_response (DeskTicketClock *clock, DeskTicket *ticket, DeskPreset *preset);
void desk_ticket_clock_resolution (DeskTicketClock *clock, DeskTicket *ticket, DeskPreset *preset);

/* "Resolution due in 1 h 26 min", "Resolution overdue by 2 h", for tooltips and screen readers. */
char *desk_ticket_clock_dup_words (const DeskTicketClock *clock);
/* "1 h 26 min", "overdue 2 h", "Met", "Missed", "paused" */
char *desk_ticket_clock_dup_left (const DeskTicketClock *clock);

G_END_DECLS
