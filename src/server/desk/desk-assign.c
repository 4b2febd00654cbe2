/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-assign.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/store/desk-team.h"

static gboolean
give (DeskTransaction *transaction, DeskEntity *before, const char *agent_id, DeskEntity **given, GError **error)
{
  g_autoptr (DeskEntity) after = desk_entity_copy (before);

  desk_entity_set_string (after, DESK_TICKET_ASSIGNED_TO, agent_id);
  if (desk_entity_get_enum (after, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_NEW
      && !desk_ticket_changes_move (transaction, after, DESK_TICKET_STATUS_ASSIGNED, error))
    return FALSE;
  if (!desk_ticket_changes_save (transaction, before, after, DESK_ACTION_ASSIGNED, NULL, error)
      || !desk_notify_ticket_assigned (transaction, after, error))
    return FALSE;
  if (given != NULL)
    *given = g_steal_pointer (&after);
  return TRUE;
}

static gboolean
has_room (DeskEntity *agent)
{
  return desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED)
         && desk_entity_get_enum (agent, DESK_AGENT_ROLE) == DESK_ROLE_AGENT
         && desk_entity_get_enum (agent, DESK_AGENT_AVAILABILITY) == DESK_AVAILABILITY_AVAILABLE
         && desk_entity_get_integer (agent, DESK_AGENT_ACTIVE_TICKETS)
                < desk_entity_get_integer (agent, DESK_AGENT_CAPACITY);
}

static gboolean
check_open (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  if (!desk_ticket_changes_check_not_merged (transaction, ticket, error))
    return FALSE;
  if (desk_ticket_status_is_open (desk_entity_get_enum (ticket, DESK_TICKET_STATUS)))
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT,
               "Ticket %s is settled: it has to be reopened before it is assigned",
               desk_entity_get_string (ticket, DESK_TICKET_NUMBER));
  return FALSE;
}

/* @waiting: whether there was one. What waits is given by the desk itself, not by whoever made room. */
static gboolean
give_next (DeskTransaction *transaction, DeskEntity *agent, gboolean *waiting, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *ticket_id = desk_team_find_waiting (transaction->db, agent, &local_error);
  g_autoptr (DeskViewer) system = desk_viewer_new_system ();
  DeskTransaction by_desk = *transaction;
  g_autoptr (DeskEntity) ticket = NULL;

  *waiting = ticket_id != NULL;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (ticket_id == NULL)
    return TRUE;
  by_desk.viewer = system;
  ticket = desk_transaction_lock (&by_desk, &desk_ticket_kind, ticket_id, error);
  return ticket != NULL && give (&by_desk, ticket, desk_entity_get_id (agent), NULL, error);
}

/**
 * desk_assign_check_agent:
 * @transaction: a transaction
 * @agent_id: (nullable): what was given
 * @field: how it is called where it was given
 * @error: the field, when there is no such agent, or they may not be given tickets
 *
 * Returns: (transfer full): the agent, locked
 */
DeskEntity *
desk_assign_check_agent (DeskTransaction *transaction, const char *agent_id, const char *field, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) agent = NULL;

  if (desk_id_is_valid (agent_id))
    agent = desk_transaction_lock_any (transaction, &desk_agent_kind, agent_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (agent == NULL)
    desk_error_add_field (error, field, "there is no such agent");
  else if (!desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED))
    desk_error_add_field (error, field, "%s is not approved", desk_entity_get_string (agent, DESK_AGENT_NAME));
  else if (desk_entity_get_enum (agent, DESK_AGENT_ROLE) == DESK_ROLE_EXECUTIVE)
    desk_error_add_field (error, field, "%s works on queries, not on tickets",
                          desk_entity_get_string (agent, DESK_AGENT_NAME));
  else
    return g_steal_pointer (&agent);
  return NULL;
}

char *
desk_assign_pick (DeskTransaction *transaction, const char *department_id, gint64 tier, GError **error)
{
  return desk_team_find_free (transaction->db, department_id, MAX (tier, 1), error);
}

/**
 * desk_assign_ticket:
 * @transaction: a transaction that writes
 * @key: a ticket's id or number
 * @agent_id: (nullable): to whom; %NULL for whoever is free
 * @error: why not
 *
 * Returns: (transfer full): the ticket; unassigned when nobody is free: it is assigned as soon as somebody is
 */
DeskEntity *
desk_assign_ticket (DeskTransaction *transaction, const char *key, const char *agent_id, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, key, error);
  g_autoptr (DeskEntity) given = NULL;
  g_autofree char *to = NULL;
  g_autofree char *from = NULL;

  if (before == NULL || !desk_rights_check (transaction, DESK_PERMISSION_TICKETS_ASSIGN, before, error)
      || !check_open (transaction, before, error))
    return NULL;
  from = g_strdup (desk_entity_get_string (before, DESK_TICKET_ASSIGNED_TO));
  if (agent_id != NULL)
    {
      g_autoptr (DeskEntity) agent = desk_assign_check_agent (transaction, agent_id, "agent_id", error);

      if (agent == NULL)
        return NULL;
      to = g_strdup (agent_id);
    }
  else
    {
      g_autoptr (GError) local_error = NULL;

      to = desk_assign_pick (transaction, desk_entity_get_string (before, DESK_TICKET_DEPARTMENT_ID),
                             desk_entity_get_integer (before, DESK_TICKET_TIER), &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  if (to == NULL || g_strcmp0 (to, from) == 0)
    return g_steal_pointer (&before);
  if (!give (transaction, before, to, &given, error))
    return NULL;
  if (from != NULL && !desk_assign_waiting (transaction, from, error))
    return NULL;
  return g_steal_pointer (&given);
}

DeskEntity *
desk_assign_take (DeskTransaction *transaction, const char *key, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, key, error);
  const char *id = transaction->viewer->id;
  const char *holder;
  DeskEntity *given = NULL;

  if (before == NULL || !desk_rights_check (transaction, DESK_PERMISSION_TICKETS_TAKE, before, error)
      || !check_open (transaction, before, error))
    return NULL;
  holder = desk_entity_get_string (before, DESK_TICKET_ASSIGNED_TO);
  if (holder != NULL && g_strcmp0 (holder, id) == 0)
    return g_steal_pointer (&before);
  if (holder != NULL || id == NULL)
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Ticket %s is assigned already",
                   desk_entity_get_string (before, DESK_TICKET_NUMBER));
      return NULL;
    }
  return give (transaction, before, id, &given, error) ? given : NULL;
}

/**
 * desk_assign_offer:
 * @transaction: a transaction that writes
 * @ticket: a ticket, stored and locked, that has come to where somebody may be free; gets what is changed
 * @error: when it can't be stored
 *
 * What has nobody and is open is given to whoever is free, by the desk itself.
 *
 * Returns: whether it is given, or waits
 */
gboolean
desk_assign_offer (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_autoptr (DeskViewer) system = desk_viewer_new_system ();
  DeskTransaction by_desk = *transaction;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) given = NULL;
  g_autofree char *agent_id = NULL;

  if (desk_entity_is_set (ticket, DESK_TICKET_ASSIGNED_TO)
      || !desk_ticket_status_is_open (desk_entity_get_enum (ticket, DESK_TICKET_STATUS)))
    return TRUE;
  agent_id = desk_assign_pick (transaction, desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID),
                               desk_entity_get_integer (ticket, DESK_TICKET_TIER), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  by_desk.viewer = system;
  if (agent_id == NULL)
    return TRUE;
  if (!give (&by_desk, ticket, agent_id, &given, error))
    return FALSE;
  desk_entity_assign (ticket, given);
  return TRUE;
}

/**
 * desk_assign_waiting:
 * @transaction: a transaction that writes
 * @agent_id: somebody who became available, or whose load went down
 * @error: when it can't be stored
 *
 * Returns: whether the agent has as much now as waits for them and as they have room for
 */
gboolean
desk_assign_waiting (DeskTransaction *transaction, const char *agent_id, GError **error)
{
  gboolean waiting = TRUE;

  while (waiting)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (DeskEntity) agent = desk_transaction_lock_any (transaction, &desk_agent_kind, agent_id, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (agent == NULL || !has_room (agent))
        return TRUE;
      if (!give_next (transaction, agent, &waiting, error))
        return FALSE;
    }
  /* There is room left, while others may just make a ticket that sees none: one looks again after the commit. */
  desk_db_notify (transaction->db, DESK_CLOCKS_CHANNEL);
  return TRUE;
}
