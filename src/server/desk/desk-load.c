/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-load.h"

#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"

/* Who has work with a ticket: nobody once it is settled. */
static const char *
get_bearer (DeskEntity *ticket)
{
  if (ticket == NULL || !desk_ticket_status_is_open (desk_entity_get_enum (ticket, DESK_TICKET_STATUS)))
    return NULL;
  return desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO);
}

static gboolean
add_load (DeskTransaction *transaction, const char *agent_id, int more, gboolean is_new, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) before = desk_transaction_lock_any (transaction, &desk_agent_kind, agent_id, &local_error);
  g_autoptr (DeskEntity) after = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (before == NULL)
    return TRUE;
  after = desk_entity_copy (before);
  desk_entity_set_integer (after, DESK_AGENT_ACTIVE_TICKETS,
                           MAX (desk_entity_get_integer (before, DESK_AGENT_ACTIVE_TICKETS) + more, 0));
  if (is_new)
    desk_entity_set_time (after, DESK_AGENT_LAST_ASSIGNED_AT, transaction->now);
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

gboolean
desk_load_follow (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  const char *from = get_bearer (before);
  const char *to = get_bearer (after);
  const char *assigned_before = before != NULL ? desk_entity_get_string (before, DESK_TICKET_ASSIGNED_TO) : NULL;
  gboolean is_new = g_strcmp0 (assigned_before, to) != 0;

  if (g_strcmp0 (from, to) == 0)
    return TRUE;
  /* Always in the order of ids, so that two tickets that are exchanged do not wait for each other. */
  if (from != NULL && to != NULL && g_strcmp0 (to, from) < 0)
    return add_load (transaction, to, 1, is_new, error) && add_load (transaction, from, -1, FALSE, error);
  return (from == NULL || add_load (transaction, from, -1, FALSE, error))
         && (to == NULL || add_load (transaction, to, 1, is_new, error));
}
