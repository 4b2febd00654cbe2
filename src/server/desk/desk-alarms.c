/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-alarms.h"

#include "core/desk-time.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-clocks.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-status.h"
#include "server/store/desk-due.h"

/* So many ring before one looks again. */
#define PAGE 100
/* A ticket is made while its agent is freed by somebody else, and neither sees the other: found within this time. */
#define CROSSING DESK_TIME_MINUTE

static gboolean
tell (DeskTransaction *transaction, const DeskDue *due, DeskDueWhat what, DeskEntity *ticket, GError **error)
{
  g_autoptr (DeskEntity) after = desk_entity_copy (ticket);

  return desk_due_set_told (transaction->db, due, what, transaction->now, error)
         && desk_clocks_update (transaction, after, error)
         && desk_transaction_update (transaction, ticket, after, DESK_ACTION_UPDATED, error)
         && desk_notify_deadline (transaction, after, due->kind,
                                  what == DESK_DUE_WARNING ? DESK_NOTIFICATION_KIND_SLA_WARNING
                                                           : DESK_NOTIFICATION_KIND_SLA_BREACH,
                                  error);
}

static gboolean
ring_clock (DeskTransaction *transaction, const DeskDue *due, DeskEntity *ticket, GError **error)
{
  DeskDueWhat what;

  return desk_due_ask (transaction->db, due, transaction->now, &what, error)
         && (what == DESK_DUE_NOTHING || tell (transaction, due, what, ticket, error));
}

static gboolean
close_ticket (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  gint64 resolved_at = desk_entity_get_time (ticket, DESK_TICKET_RESOLVED_AT);
  g_autoptr (DeskEntity) closed = NULL;

  if (desk_entity_get_enum (ticket, DESK_TICKET_STATUS) != DESK_TICKET_STATUS_RESOLVED
      || resolved_at + desk_preset_get_auto_close (transaction->preset) > transaction->now)
    return TRUE;
  closed = desk_status_close_ticket (transaction, desk_entity_get_id (ticket), error);
  return closed != NULL;
}

static gint64
get_earlier (gint64 one, gint64 other)
{
  if (one == 0 || other == 0)
    return MAX (one, other);
  return MIN (one, other);
}

DeskAlarms *
desk_alarms_new (void)
{
  DeskAlarms *self = g_new0 (DeskAlarms, 1);

  self->rings = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_due_free);
  return self;
}

void
desk_alarms_free (DeskAlarms *self)
{
  g_ptr_array_unref (self->rings);
  g_free (self);
}

/**
 * desk_alarms_find:
 * @transaction: a transaction that reads
 * @alarms: a #DeskAlarms
 * @error: when the database fails
 *
 * Returns: whether it could be found out what has to be done, and when there is something to do next
 */
gboolean
desk_alarms_find (DeskTransaction *transaction, gpointer alarms, GError **error)
{
  DeskAlarms *self = alarms;
  gint64 auto_close = desk_preset_get_auto_close (transaction->preset);
  gint64 alarm_at = 0, resolved_at = 0;

  g_ptr_array_set_size (self->rings, 0);
  if (!desk_due_list_clocks (transaction->db, transaction->now, PAGE, self->rings, error)
      || !desk_due_list_resolved (transaction->db, transaction->now - auto_close, PAGE, self->rings, error)
      || !desk_due_list_waiting (transaction->db, transaction->now - CROSSING, PAGE, self->rings, error)
      || !desk_due_find_next (transaction->db, &alarm_at, &resolved_at, error))
    return FALSE;
  self->next_at = get_earlier (alarm_at, resolved_at != 0 ? resolved_at + auto_close : 0);
  return TRUE;
}

/**
 * desk_alarms_ring:
 * @transaction: a transaction that writes, as the desk itself
 * @ring: one of what desk_alarms_find() gave
 * @error: when it can't be stored
 *
 * Does what is due, once: who holds the ticket asks again whether it was done meanwhile, or something else happened.
 *
 * Returns: whether it is done, or no longer has to be
 */
gboolean
desk_alarms_ring (DeskTransaction *transaction, gpointer ring, GError **error)
{
  const DeskDue *due = ring;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) ticket =
      desk_transaction_lock_any (transaction, &desk_ticket_kind, due->ticket_id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (ticket == NULL)
    return TRUE;
  switch (due->type)
    {
    case DESK_DUE_CLOSING:
      return close_ticket (transaction, ticket, error);
    case DESK_DUE_WAITING:
      return desk_assign_offer (transaction, ticket, error);
    case DESK_DUE_CLOCK:
    default:
      return ring_clock (transaction, due, ticket, error);
    }
}
