/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-workflow.h"

#define BIT(status) (1u << (status))
#define TICKET(name) BIT (DESK_TICKET_STATUS_##name)
#define QUERY(name) BIT (DESK_QUERY_STATUS_##name)

/* The transition table of tickets. Whatever is not in it is refused. */
static const guint ticket_moves[] = {
  [DESK_TICKET_STATUS_NEW] = TICKET (ASSIGNED) | TICKET (IN_PROGRESS) | TICKET (PENDING_CUSTOMER)
                             | TICKET (PENDING_INTERNAL) | TICKET (ESCALATED) | TICKET (RESOLVED),
  [DESK_TICKET_STATUS_ASSIGNED] = TICKET (IN_PROGRESS) | TICKET (PENDING_CUSTOMER) | TICKET (PENDING_INTERNAL)
                                  | TICKET (ESCALATED) | TICKET (RESOLVED),
  [DESK_TICKET_STATUS_IN_PROGRESS] =
      TICKET (PENDING_CUSTOMER) | TICKET (PENDING_INTERNAL) | TICKET (ESCALATED) | TICKET (RESOLVED),
  [DESK_TICKET_STATUS_PENDING_CUSTOMER] = TICKET (IN_PROGRESS) | TICKET (ESCALATED) | TICKET (RESOLVED),
  [DESK_TICKET_STATUS_PENDING_INTERNAL] = TICKET (IN_PROGRESS) | TICKET (ESCALATED) | TICKET (RESOLVED),
  [DESK_TICKET_STATUS_ESCALATED] =
      TICKET (IN_PROGRESS) | TICKET (PENDING_CUSTOMER) | TICKET (PENDING_INTERNAL) | TICKET (RESOLVED),
  [DESK_TICKET_STATUS_RESOLVED] = TICKET (CLOSED) | TICKET (IN_PROGRESS),
  [DESK_TICKET_STATUS_CLOSED] = TICKET (IN_PROGRESS),
};

/* The same for queries. "escalated" is entered only by escalating, which is no move of status. */
static const guint query_moves[] = {
  [DESK_QUERY_STATUS_OPEN] = QUERY (IN_PROGRESS) | QUERY (RESOLVED),
  [DESK_QUERY_STATUS_IN_PROGRESS] = QUERY (RESOLVED),
  [DESK_QUERY_STATUS_RESOLVED] = QUERY (CLOSED) | QUERY (IN_PROGRESS),
  [DESK_QUERY_STATUS_CLOSED] = QUERY (IN_PROGRESS),
  [DESK_QUERY_STATUS_ESCALATED] = 0,
};

static guint
get_moves (const guint *moves, guint n_moves, int from)
{
  return from > 0 && (guint) from < n_moves ? moves[from] : 0;
}

static char *
dup_words (const DeskEnum *info, guint moves)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint value = 1; value <= desk_enum_n_values (info); value++)
    if (moves & BIT (value))
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", desk_enum_to_wire (info, value));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * desk_ticket_status_may_follow:
 * @from: what a ticket is
 * @to: what it shall become
 *
 * Returns: whether the transition table has it. See DOMAIN: "Tickets (tier 2)".
 */
gboolean
desk_ticket_status_may_follow (DeskTicketStatus from, DeskTicketStatus to)
{
  return (get_moves (ticket_moves, G_N_ELEMENTS (ticket_moves), from) & BIT (to)) != 0;
}

/**
 * desk_query_status_may_follow:
 * @from: what a query is
 * @to: what it shall become
 *
 * Returns: whether the transition table has it. See DOMAIN: "Queries (tier 1)".
 */
gboolean
desk_query_status_may_follow (DeskQueryStatus from, DeskQueryStatus to)
{
  return (get_moves (query_moves, G_N_ELEMENTS (query_moves), from) & BIT (to)) != 0;
}

/**
 * desk_ticket_status_dup_allowed:
 * @from: what a ticket is
 *
 * Returns: (transfer full): the wire words of what it may become, "a, b, c"
 */
char *
desk_ticket_status_dup_allowed (DeskTicketStatus from)
{
  return dup_words (&desk_ticket_status_enum, get_moves (ticket_moves, G_N_ELEMENTS (ticket_moves), from));
}

/**
 * desk_query_status_dup_allowed:
 * @from: what a query is
 *
 * Returns: (transfer full): the wire words of what it may become, "a, b, c"
 */
char *
desk_query_status_dup_allowed (DeskQueryStatus from)
{
  return dup_words (&desk_query_status_enum, get_moves (query_moves, G_N_ELEMENTS (query_moves), from));
}

/**
 * desk_ticket_status_permission:
 * @from: what a ticket is
 * @to: what it shall become
 *
 * Returns: the permission that such a move needs
 */
DeskPermission
desk_ticket_status_permission (DeskTicketStatus from, DeskTicketStatus to)
{
  if (to == DESK_TICKET_STATUS_CLOSED)
    return DESK_PERMISSION_TICKETS_CLOSE;
  if (from == DESK_TICKET_STATUS_RESOLVED || from == DESK_TICKET_STATUS_CLOSED)
    return DESK_PERMISSION_TICKETS_REOPEN;
  if (to == DESK_TICKET_STATUS_RESOLVED)
    return DESK_PERMISSION_TICKETS_RESOLVE;
  if (to == DESK_TICKET_STATUS_ESCALATED)
    return DESK_PERMISSION_TICKETS_ESCALATE;
  return DESK_PERMISSION_TICKETS_STATUS;
}

/**
 * desk_ticket_status_is_open:
 * @status: a ticket's status
 *
 * Returns: whether somebody still has to work on it; these count as load
 */
gboolean
desk_ticket_status_is_open (DeskTicketStatus status)
{
  return status != DESK_TICKET_STATUS_UNKNOWN && status != DESK_TICKET_STATUS_RESOLVED
         && status != DESK_TICKET_STATUS_CLOSED;
}

/**
 * desk_resolution_type_is_refund:
 * @type: how a ticket was resolved
 *
 * Returns: whether money goes back, so that an amount is needed
 */
gboolean
desk_resolution_type_is_refund (DeskResolutionType type)
{
  return type == DESK_RESOLUTION_TYPE_FULL_REFUND || type == DESK_RESOLUTION_TYPE_PARTIAL_REFUND;
}
