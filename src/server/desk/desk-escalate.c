/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-escalate.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-references.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/store/desk-fetch.h"

#define MAX_REASON_BYTES 2000

/* Where a ticket of this category goes, for what was not given. */
static gboolean
route_by_category (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *name = desk_entity_get_string (ticket, DESK_TICKET_CATEGORY);
  const DeskPresetCategory *category = name != NULL ? desk_preset_find_category (transaction->preset, name) : NULL;
  g_autoptr (DeskEntity) department = NULL;
  g_autoptr (GError) local_error = NULL;

  if (category == NULL)
    return TRUE;
  if (!desk_entity_is_set (ticket, DESK_TICKET_TIER))
    desk_entity_set_integer (ticket, DESK_TICKET_TIER, category->tier);
  if (desk_entity_is_set (ticket, DESK_TICKET_DEPARTMENT_ID) || category->department == NULL)
    return TRUE;
  department = desk_fetch_by (transaction->db, &desk_department_kind, "name", category->department, DESK_FETCH_READ,
                              &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  /* A department that the desk has renamed or given up is nobody's: managers and admins route the ticket by hand. */
  if (department != NULL)
    desk_entity_set_string (ticket, DESK_TICKET_DEPARTMENT_ID, desk_entity_get_id (department));
  return TRUE;
}

/* The one who was chosen brings their department along, unless one was given. */
static gboolean
route_by_agent (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *agent_id = desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO);
  g_autoptr (DeskEntity) agent = NULL;

  if (agent_id == NULL)
    return TRUE;
  agent = desk_assign_check_agent (transaction, agent_id, "assigned_to", error);
  if (agent == NULL)
    return FALSE;
  if (!desk_entity_is_set (ticket, DESK_TICKET_DEPARTMENT_ID))
    desk_entity_set_string (ticket, DESK_TICKET_DEPARTMENT_ID,
                            desk_entity_get_string (agent, DESK_AGENT_DEPARTMENT_ID));
  return TRUE;
}

static gboolean
pick_agent (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *agent_id = NULL;

  if (desk_entity_is_set (ticket, DESK_TICKET_ASSIGNED_TO))
    return TRUE;
  agent_id = desk_assign_pick (transaction, desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID),
                               desk_entity_get_integer (ticket, DESK_TICKET_TIER), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, agent_id);
  return TRUE;
}

static gboolean
check_ticket (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  desk_references_check_id (ticket, &local_error);
  desk_references_check_ticket (transaction, NULL, ticket, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
fail_escalated (DeskTransaction *transaction, DeskEntity *query, GError **error)
{
  const char *ticket_id = desk_entity_get_string (query, DESK_QUERY_ESCALATED_TICKET_ID);
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) conflict = NULL;
  g_autoptr (GError) local_error = NULL;

  ticket = desk_fetch_by (transaction->db, &desk_ticket_kind, "id", ticket_id, DESK_FETCH_READ, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  conflict = g_error_new (DESK_ERROR, DESK_ERROR_CONFLICT, "Query %s is escalated already: ticket %s",
                          desk_entity_get_string (query, DESK_QUERY_NUMBER),
                          ticket != NULL ? desk_entity_get_string (ticket, DESK_TICKET_NUMBER) : "?");
  g_string_append (json, "{\"id\":");
  desk_json_append_string (json, ticket_id != NULL ? ticket_id : "");
  g_string_append (json, ",\"number\":");
  desk_json_append_string (json, ticket != NULL ? desk_entity_get_string (ticket, DESK_TICKET_NUMBER) : "");
  g_string_append_c (json, '}');
  desk_error_set_extra_json (conflict, "ticket", g_string_free (g_steal_pointer (&json), FALSE));
  g_propagate_error (error, g_steal_pointer (&conflict));
  return FALSE;
}

/* What a ticket has from the query that it comes of. The customer's wait goes on. */
static void
inherit (DeskTransaction *transaction, DeskEntity *query, DeskEntity *ticket)
{
  desk_entity_set_string (ticket, DESK_TICKET_QUERY_ID, desk_entity_get_id (query));
  desk_entity_set_string (ticket, DESK_TICKET_CUSTOMER_ID, desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID));
  desk_entity_set_string (ticket, DESK_TICKET_ORDER_ID, desk_entity_get_string (query, DESK_QUERY_ORDER_ID));
  desk_entity_set_time (ticket, DESK_TICKET_WAITING_SINCE, desk_entity_get_time (query, DESK_QUERY_WAITING_SINCE));
  if (transaction->viewer->id != NULL)
    desk_entity_set_string (ticket, DESK_TICKET_ESCALATED_BY, transaction->viewer->id);
  if (!desk_entity_is_set (ticket, DESK_TICKET_DESCRIPTION))
    desk_entity_set_string (ticket, DESK_TICKET_DESCRIPTION, desk_entity_get_string (query, DESK_QUERY_MESSAGE));
  if (!desk_entity_is_set (ticket, DESK_TICKET_PRIORITY))
    desk_entity_set_enum (ticket, DESK_TICKET_PRIORITY, desk_entity_get_enum (query, DESK_QUERY_PRIORITY));
}

/* Reads who a ticket is escalated to: the target's department and tier in @after, and the agent, who may be nobody. */
static gboolean
aim_at_agent (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, const char *agent_id, GError **error)
{
  g_autoptr (DeskEntity) agent = desk_assign_check_agent (transaction, agent_id, "agent_id", error);
  const char *department_id;
  gint64 tier, old_tier;

  if (agent == NULL)
    return FALSE;
  department_id = desk_entity_get_string (agent, DESK_AGENT_DEPARTMENT_ID);
  tier = MAX (desk_entity_get_integer (agent, DESK_AGENT_TIER), 1);
  old_tier = MAX (desk_entity_get_integer (before, DESK_TICKET_TIER), 1);
  if (tier <= old_tier && g_strcmp0 (department_id, desk_entity_get_string (before, DESK_TICKET_DEPARTMENT_ID)) == 0)
    {
      desk_error_add_field (error, "agent_id",
                            "an agent of a tier above %" G_GINT64_FORMAT " or of another department was expected",
                            old_tier);
      return FALSE;
    }
  desk_entity_set_integer (after, DESK_TICKET_TIER, MAX (tier, old_tier));
  if (department_id != NULL)
    desk_entity_set_string (after, DESK_TICKET_DEPARTMENT_ID, department_id);
  desk_entity_set_string (after, DESK_TICKET_ASSIGNED_TO, agent_id);
  return TRUE;
}

static gboolean
aim_at_department (DeskTransaction *transaction,
                   DeskEntity *before,
                   DeskEntity *after,
                   const char *department_id,
                   GError **error)
{
  g_autoptr (GError) local_error = NULL;

  desk_entity_set_string (after, DESK_TICKET_DEPARTMENT_ID, department_id);
  desk_references_check (transaction, before, after, &local_error);
  if (local_error == NULL && g_strcmp0 (department_id, desk_entity_get_string (before, DESK_TICKET_DEPARTMENT_ID)) == 0)
    desk_error_add_field (&local_error, "department_id", "another department than the ticket's was expected");
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  desk_entity_unset (after, DESK_TICKET_ASSIGNED_TO);
  return pick_agent (transaction, after, error);
}

static gboolean
check_target (const char *agent_id, const char *department_id, const char *reason, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if ((agent_id == NULL) == (department_id == NULL))
    {
      desk_error_add_field (&local_error, "agent_id", "either an agent_id or a department_id was expected");
      desk_error_add_field (&local_error, "department_id", "either an agent_id or a department_id was expected");
    }
  if (reason == NULL || reason[strspn (reason, " \t\r\n")] == '\0')
    desk_error_add_field (&local_error, "reason", "this has to be given");
  else if (strlen (reason) > MAX_REASON_BYTES)
    desk_error_add_field (&local_error, "reason", "at most %d bytes were expected", MAX_REASON_BYTES);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * desk_escalate_create:
 * @transaction: a transaction that writes
 * @ticket: what was given, checked for form
 * @error: every field that does not hold
 *
 * Returns: whether the ticket is stored: routed, assigned where somebody is free, numbered, its clocks running
 */
gboolean
desk_escalate_create (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  return check_ticket (transaction, ticket, error) && route_by_agent (transaction, ticket, error)
         && route_by_category (transaction, ticket, error) && pick_agent (transaction, ticket, error)
         && desk_ticket_changes_insert (transaction, ticket, error);
}

/**
 * desk_escalate_query:
 * @transaction: a transaction that writes
 * @key: a query's id or number
 * @ticket: what was given: subject, category, priority, description, assigned_to or department_id, perhaps an id
 * @error: %DESK_ERROR_CONFLICT with the ticket's number where it is escalated already; every field that does not hold
 *
 * Returns: whether the ticket is stored and the query refers to it
 */
gboolean
desk_escalate_query (DeskTransaction *transaction, const char *key, DeskEntity *ticket, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_query_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return FALSE;
  if (desk_entity_get_flag (before, DESK_QUERY_IS_ESCALATED))
    return fail_escalated (transaction, before, error);
  inherit (transaction, before, ticket);
  if (!desk_escalate_create (transaction, ticket, error))
    return FALSE;
  after = desk_entity_copy (before);
  desk_entity_set_flag (after, DESK_QUERY_IS_ESCALATED, TRUE);
  desk_entity_set_enum (after, DESK_QUERY_STATUS, DESK_QUERY_STATUS_ESCALATED);
  desk_entity_set_string (after, DESK_QUERY_ESCALATED_TICKET_ID, desk_entity_get_id (ticket));
  desk_entity_unset (after, DESK_QUERY_WAITING_SINCE); /* it goes on at the ticket */
  return desk_transaction_update (transaction, before, after, DESK_ACTION_ESCALATED, error)
         && desk_notify_status_changed (transaction, before, after, error);
}

/**
 * desk_escalate_ticket:
 * @transaction: a transaction that writes
 * @key: a ticket's id or number
 * @agent_id: (nullable): somebody of a higher tier or another department
 * @department_id: (nullable): another department; whoever is free there gets it, else it waits there
 * @reason: why
 * @error: every field that does not hold; %DESK_ERROR_CONFLICT where its status does not allow it
 *
 * Returns: (transfer full): the ticket
 */
DeskEntity *
desk_escalate_ticket (DeskTransaction *transaction,
                      const char *key,
                      const char *agent_id,
                      const char *department_id,
                      const char *reason,
                      GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;
  const char *from;

  if (before == NULL || !desk_rights_check (transaction, DESK_PERMISSION_TICKETS_ESCALATE, before, error)
      || !check_target (agent_id, department_id, reason, error))
    return NULL;
  after = desk_entity_copy (before);
  if (!desk_ticket_changes_move (transaction, after, DESK_TICKET_STATUS_ESCALATED, error)
      || !(agent_id != NULL ? aim_at_agent (transaction, before, after, agent_id, error)
                            : aim_at_department (transaction, before, after, department_id, error)))
    return NULL;
  desk_entity_set_string (after, DESK_TICKET_ESCALATED_TO, desk_entity_get_string (after, DESK_TICKET_ASSIGNED_TO));
  /* Who escalated the query keeps sight of what became of it. */
  if (!desk_entity_is_set (after, DESK_TICKET_ESCALATED_BY) && transaction->viewer->id != NULL)
    desk_entity_set_string (after, DESK_TICKET_ESCALATED_BY, transaction->viewer->id);
  if (!desk_ticket_changes_save (transaction, before, after, DESK_ACTION_ESCALATED, reason, error)
      || !desk_notify_ticket_escalated (transaction, after, error))
    return NULL;
  from = desk_entity_get_string (before, DESK_TICKET_ASSIGNED_TO);
  if (from != NULL && g_strcmp0 (from, desk_entity_get_string (after, DESK_TICKET_ASSIGNED_TO)) != 0
      && !desk_assign_waiting (transaction, from, error))
    return NULL;
  return g_steal_pointer (&after);
}
