/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-clocks.h"

#include "core/desk-calendar.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-ticket.h"

/* While the customer is awaited, and once it is resolved, the resolution's clock stands still. */
static gboolean
stands_still (DeskTicketStatus status)
{
  return status == DESK_TICKET_STATUS_PENDING_CUSTOMER || !desk_ticket_status_is_open (status);
}

static gboolean
set_due (DeskTransaction *transaction, DeskEntity *ticket, guint field, gint64 start, gint64 duration, GError **error)
{
  gint64 due = 0;

  if (!desk_calendar_add (desk_preset_get_calendar (transaction->preset), start, duration, &due, error))
    return FALSE;
  desk_entity_set_time (ticket, field, due);
  return TRUE;
}

/* The pause is measured in open time, as the target is. */
static gboolean
go_on (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  gint64 paused_at = desk_entity_get_time (ticket, DESK_TICKET_RESOLUTION_PAUSED_AT);
  gint64 due_at = desk_entity_get_time (ticket, DESK_TICKET_RESOLUTION_DUE_AT);
  gint64 pause = desk_calendar_elapsed (desk_preset_get_calendar (transaction->preset), paused_at, transaction->now);

  desk_entity_unset (ticket, DESK_TICKET_RESOLUTION_PAUSED_AT);
  return due_at == 0 || pause <= 0
         || set_due (transaction, ticket, DESK_TICKET_RESOLUTION_DUE_AT, due_at, pause, error);
}

static void
hold (DeskTransaction *transaction, DeskEntity *ticket)
{
  gint64 due_at = desk_entity_get_time (ticket, DESK_TICKET_RESOLUTION_DUE_AT);

  desk_entity_set_time (ticket, DESK_TICKET_RESOLUTION_PAUSED_AT, transaction->now);
  if (due_at != 0 && due_at < transaction->now)
    desk_entity_set_flag (ticket, DESK_TICKET_RESOLUTION_BREACHED, TRUE);
}

/* Another priority has other targets, from the beginning; what stood still stays out of them. */
static gboolean
change_targets (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  DeskCalendar *calendar = desk_preset_get_calendar (transaction->preset);
  const DeskPresetTarget *old_target =
      desk_preset_get_target (transaction->preset, desk_entity_get_enum (before, DESK_TICKET_PRIORITY));
  const DeskPresetTarget *target =
      desk_preset_get_target (transaction->preset, desk_entity_get_enum (after, DESK_TICKET_PRIORITY));
  gint64 created_at = desk_entity_get_time (after, DESK_ENTITY_CREATED_AT);
  gint64 due_at = desk_entity_get_time (after, DESK_TICKET_RESOLUTION_DUE_AT);
  gint64 stood_still = 0;

  if (target == NULL)
    return TRUE;
  if (due_at != 0 && old_target != NULL)
    stood_still = MAX (desk_calendar_elapsed (calendar, created_at, due_at) - old_target->resolution, 0);
  if (!desk_entity_is_set (after, DESK_TICKET_FIRST_RESPONSE_AT)
      && !set_due (transaction, after, DESK_TICKET_FIRST_RESPONSE_DUE_AT, created_at, target->first_response, error))
    return FALSE;
  return set_due (transaction, after, DESK_TICKET_RESOLUTION_DUE_AT, created_at, target->resolution + stood_still,
                  error);
}

/**
 * desk_clocks_start:
 * @transaction: a transaction
 * @ticket: a new ticket with its priority
 * @error: when a target lies beyond the calendar's horizon
 *
 * Sets when the first response and the resolution are due. A ticket without a created_at is created now.
 *
 * Returns: whether the targets lie within reach
 */
gboolean
desk_clocks_start (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const DeskPresetTarget *target =
      desk_preset_get_target (transaction->preset, desk_entity_get_enum (ticket, DESK_TICKET_PRIORITY));
  gint64 start = desk_entity_is_set (ticket, DESK_ENTITY_CREATED_AT)
                     ? desk_entity_get_time (ticket, DESK_ENTITY_CREATED_AT)
                     : transaction->now;

  return target == NULL
         || (set_due (transaction, ticket, DESK_TICKET_FIRST_RESPONSE_DUE_AT, start, target->first_response, error)
             && set_due (transaction, ticket, DESK_TICKET_RESOLUTION_DUE_AT, start, target->resolution, error));
}

/**
 * desk_clocks_follow:
 * @transaction: a transaction
 * @before: a ticket as it was
 * @after: the same as it is going to be; its due times follow its status and priority
 * @error: when a target lies beyond the calendar's horizon
 *
 * Returns: whether the targets lie within reach
 */
gboolean
desk_clocks_follow (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  gboolean stood = stands_still (desk_entity_get_enum (before, DESK_TICKET_STATUS));
  gboolean stands = stands_still (desk_entity_get_enum (after, DESK_TICKET_STATUS));

  if (desk_entity_get_enum (before, DESK_TICKET_PRIORITY) != desk_entity_get_enum (after, DESK_TICKET_PRIORITY)
      && !change_targets (transaction, before, after, error))
    return FALSE;
  if (!stood && stands)
    hold (transaction, after);
  else if (stood && !stands && desk_entity_is_set (after, DESK_TICKET_RESOLUTION_PAUSED_AT))
    return go_on (transaction, after, error);
  return TRUE;
}

/**
 * desk_clocks_answered:
 * @transaction: a transaction
 * @ticket: a ticket that a human agent has answered in public
 *
 * Ends the clock of the first response, once.
 */
void
desk_clocks_answered (DeskTransaction *transaction, DeskEntity *ticket)
{
  gint64 due_at = desk_entity_get_time (ticket, DESK_TICKET_FIRST_RESPONSE_DUE_AT);

  if (desk_entity_is_set (ticket, DESK_TICKET_FIRST_RESPONSE_AT))
    return;
  desk_entity_set_time (ticket, DESK_TICKET_FIRST_RESPONSE_AT, transaction->now);
  if (due_at != 0 && due_at < transaction->now)
    desk_entity_set_flag (ticket, DESK_TICKET_FIRST_RESPONSE_BREACHED, TRUE);
}
