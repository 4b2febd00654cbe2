/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-ticket-clock.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "core/desk-time.h"
#include "core/desk-workflow.h"

static gint64
elapsed (DeskCalendar *calendar, gint64 from, gint64 to)
{
  return to >= from ? desk_calendar_elapsed (calendar, from, to) : -desk_calendar_elapsed (calendar, to, from);
}

static const DeskPresetTarget *
get_target (DeskTicket *ticket, DeskPreset *preset)
{
  return preset != NULL ? desk_preset_get_target (preset, desk_entity_get_enum (ticket, DESK_TICKET_PRIORITY)) : NULL;
}

/* What the clock says at @stopped_at, or now while that is 0. */
static void
measure (DeskTicketClock *clock, DeskTicket *ticket, DeskPreset *preset, gint64 due_at, gint64 stopped_at)
{
  DeskCalendar *calendar = desk_preset_get_calendar (preset);
  gint64 created_at = desk_entity_get_time (ticket, DESK_ENTITY_CREATED_AT);
  gint64 now = desk_time_now ();
  gint64 until = stopped_at != 0 ? stopped_at : now;

  clock->due_at = due_at;
  clock->left = elapsed (calendar, until, due_at);
  clock->counted = MAX (clock->target - clock->left, 0);
  clock->not_counted = MAX (elapsed (calendar, created_at, now) - clock->counted, 0);
  clock->used = clock->target > 0 ? (double) clock->counted / clock->target : 0;
}

void
desk_ticket_clock_first_response (DeskTicketClock *clock, DeskTicket *ticket, DeskPreset *preset)
{
  const DeskPresetTarget *target = get_target (ticket, preset);
  gint64 due_at = desk_entity_get_time (ticket, DESK_TICKET_FIRST_RESPONSE_DUE_AT);
  gint64 answered_at = desk_entity_get_time (ticket, DESK_TICKET_FIRST_RESPONSE_AT);
  gboolean breached = desk_entity_get_flag (ticket, DESK_TICKET_FIRST_RESPONSE_BREACHED);

  *clock = (DeskTicketClock){ .state = DESK_SLA_NONE };
  if (target == NULL || due_at == 0)
    return;
  clock->target = target->first_response;
  measure (clock, ticket, preset, due_at, answered_at);
  clock->ended_at = answered_at;
  clock->not_counted = 0;
  if (breached || clock->left < 0)
    clock->state = DESK_SLA_BREACHED;
  else
    clock->state = answered_at != 0 ? DESK_SLA_MET : DESK_SLA_RUNNING;
}

void
desk_ticket_clock_resolution (DeskTicketClock *clock, DeskTicket *ticket, DeskPreset *preset)
{
  const DeskPresetTarget *target = get_target (ticket, preset);
  gint64 due_at = desk_entity_get_time (ticket, DESK_TICKET_RESOLUTION_DUE_AT);
  gint64 paused_at = desk_entity_get_time (ticket, DESK_TICKET_RESOLUTION_PAUSED_AT);
  DeskTicketStatus status = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);
  gboolean is_open = desk_ticket_status_is_open (status);

  *clock = (DeskTicketClock){ .state = is_open ? DESK_SLA_NONE : DESK_SLA_DONE };
  if (target == NULL || due_at == 0)
    return;
  if (!is_open)
    clock->ended_at = desk_entity_get_time (ticket, DESK_TICKET_RESOLVED_AT);
  clock->target = target->resolution;
  measure (clock, ticket, preset, due_at, clock->ended_at != 0 ? clock->ended_at : paused_at);
  if (desk_entity_get_flag (ticket, DESK_TICKET_RESOLUTION_BREACHED) || clock->left < 0)
    clock->state = DESK_SLA_BREACHED;
  else if (!is_open)
    clock->state = DESK_SLA_DONE;
  else
    clock->state = status == DESK_TICKET_STATUS_PENDING_CUSTOMER ? DESK_SLA_PAUSED : DESK_SLA_RUNNING;
}

/**
 * desk_ticket_clock_dup_words:
 * @clock: a clock of the resolution
 *
 * Returns: (transfer full): a sentence
 */
char *
desk_ticket_clock_dup_words (const DeskTicketClock *clock)
{
  g_autofree char *duration = desk_format_duration (ABS (clock->left) / DESK_TIME_SECOND);

  switch (clock->state)
    {
    case DESK_SLA_RUNNING:
      return g_strdup_printf (_ ("Resolution due in %s"), duration);
    case DESK_SLA_PAUSED:
      return g_strdup_printf (_ ("Paused while the customer is awaited, %s left"), duration);
    case DESK_SLA_BREACHED:
      return g_strdup_printf (_ ("Resolution overdue by %s"), duration);
    case DESK_SLA_MET:
    case DESK_SLA_DONE:
      return g_strdup (_ ("Resolved in time"));
    case DESK_SLA_NONE:
    default:
      return g_strdup (_ ("No service target"));
    }
}

char *
desk_ticket_clock_dup_left (const DeskTicketClock *clock)
{
  g_autofree char *duration = desk_format_duration (ABS (clock->left) / DESK_TIME_SECOND);

  switch (clock->state)
    {
    case DESK_SLA_RUNNING:
      return g_steal_pointer (&duration);
    case DESK_SLA_PAUSED:
      return g_strdup (_ ("Paused"));
    case DESK_SLA_BREACHED:
      if (clock->ended_at != 0)
        return g_strdup (_ ("Missed"));
      return g_strdup_printf (_ ("%s over"), duration);
    case DESK_SLA_MET:
    case DESK_SLA_DONE:
      return g_strdup (_ ("Met"));
    case DESK_SLA_NONE:
    default:
      return g_strdup ("–");
    }
}
