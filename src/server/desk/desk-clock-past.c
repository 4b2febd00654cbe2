/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-clock-past.h"

#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-audit.h"

static void
add_event (GArray *events, DeskClockEventType type, gint64 at, DeskTicketStatus status)
{
  DeskClockEvent event = { .type = type, .at = at, .status = status };

  g_array_append_val (events, event);
}

/* The status that a row of the history says a ticket has got, or unknown. */
static DeskTicketStatus
get_new_status (DeskEntity *row)
{
  const char *field = desk_ticket_kind.fields[DESK_TICKET_STATUS].name;
  GPtrArray *changes = desk_entity_get_items (row, DESK_HISTORY_DETAILS);

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    if (g_strcmp0 (desk_entity_get_string (changes->pdata[i], DESK_CHANGE_FIELD), field) == 0)
      return desk_enum_from_wire (&desk_ticket_status_enum, desk_entity_get_string (changes->pdata[i], DESK_CHANGE_TO));
  return DESK_TICKET_STATUS_UNKNOWN;
}

/* Where the history does not say how the ticket became what it is, the ticket does. */
static void
add_standing_still (DeskEntity *ticket, GArray *events)
{
  DeskTicketStatus status = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);
  gint64 at = desk_entity_get_time (ticket, desk_ticket_status_is_open (status) ? DESK_TICKET_RESOLUTION_PAUSED_AT
                                                                                : DESK_TICKET_RESOLVED_AT);

  if (at == 0)
    at = desk_entity_get_time (ticket, DESK_ENTITY_UPDATED_AT);
  if (status == DESK_TICKET_STATUS_PENDING_CUSTOMER || !desk_ticket_status_is_open (status))
    add_event (events, DESK_CLOCK_EVENT_STATUS_CHANGED, at, status);
}

static gboolean
add_statuses (DeskTransaction *transaction, DeskEntity *ticket, GArray *events, GError **error)
{
  g_autoptr (GPtrArray) rows = desk_audit_list (transaction->db, desk_entity_get_id (ticket), error);
  DeskTicketStatus last = DESK_TICKET_STATUS_UNKNOWN;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      DeskTicketStatus status = get_new_status (rows->pdata[i]);

      if (status == DESK_TICKET_STATUS_UNKNOWN)
        continue;
      add_event (events, DESK_CLOCK_EVENT_STATUS_CHANGED, desk_entity_get_time (rows->pdata[i], DESK_HISTORY_AT),
                 status);
      last = status;
    }
  if (last != (DeskTicketStatus) desk_entity_get_enum (ticket, DESK_TICKET_STATUS))
    add_standing_still (ticket, events);
  return TRUE;
}

/**
 * desk_clock_past_read:
 * @transaction: a transaction
 * @ticket: a ticket whose clocks nobody has kept
 * @targets: those of today
 * @events: (element-type DeskClockEvent): gets what happened to it
 * @error: when the database fails
 *
 * Returns: whether it could be read
 */
gboolean
desk_clock_past_read (DeskTransaction *transaction,
                      DeskEntity *ticket,
                      const DeskClockTargets *targets,
                      GArray *events,
                      GError **error)
{
  DeskClockEvent created = { .type = DESK_CLOCK_EVENT_CREATED,
                             .at = desk_entity_get_time (ticket, DESK_ENTITY_CREATED_AT),
                             .targets = *targets };

  g_array_append_val (events, created);
  if (desk_entity_is_set (ticket, DESK_TICKET_FIRST_RESPONSE_AT))
    {
      add_event (events, DESK_CLOCK_EVENT_REPLIED, desk_entity_get_time (ticket, DESK_TICKET_FIRST_RESPONSE_AT), 0);
      if (desk_entity_is_set (ticket, DESK_TICKET_WAITING_SINCE))
        add_event (events, DESK_CLOCK_EVENT_CUSTOMER_WROTE, desk_entity_get_time (ticket, DESK_TICKET_WAITING_SINCE),
                   0);
    }
  return add_statuses (transaction, ticket, events, error);
}
