/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-triage.h"

#include "core/entities/desk-kinds.h"
#include "server/store/desk-fetch.h"

static gboolean
read_order (DeskTransaction *transaction, const char *order_id, DeskPresetCase *about, GError **error)
{
  g_autoptr (DeskEntity) order = NULL;
  g_autoptr (GError) local_error = NULL;

  about->has_order = order_id != NULL;
  if (order_id != NULL)
    order = desk_fetch_by (transaction->db, &desk_order_kind, "id", order_id, DESK_FETCH_READ, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (order != NULL && desk_entity_is_set (order, DESK_ORDER_TOTAL))
    about->amount = desk_entity_get_money (order, DESK_ORDER_TOTAL, NULL);
  return TRUE;
}

static gboolean
give_department (DeskTransaction *transaction, DeskEntity *ticket, const char *name, GError **error)
{
  g_autoptr (DeskEntity) department = NULL;
  g_autoptr (GError) local_error = NULL;

  if (name == NULL || desk_entity_is_set (ticket, DESK_TICKET_DEPARTMENT_ID))
    return TRUE;
  department = desk_fetch_by (transaction->db, &desk_department_kind, "name", name, DESK_FETCH_READ, &local_error);
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

static gboolean
route (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *issue_type = desk_entity_get_string (ticket, DESK_TICKET_ISSUE_TYPE);
  const DeskPresetIssueType *type = desk_preset_find_issue_type (transaction->preset, issue_type);
  const char *department;
  int tier;

  if (type != NULL && type->category != NULL && !desk_entity_is_set (ticket, DESK_TICKET_CATEGORY))
    desk_entity_set_string (ticket, DESK_TICKET_CATEGORY, type->category);
  desk_preset_route (transaction->preset, desk_entity_get_string (ticket, DESK_TICKET_CATEGORY), issue_type,
                     &department, &tier);
  if (tier != 0 && !desk_entity_is_set (ticket, DESK_TICKET_TIER))
    desk_entity_set_integer (ticket, DESK_TICKET_TIER, tier);
  return give_department (transaction, ticket, department, error);
}

/**
 * desk_triage_query:
 * @transaction: a transaction
 * @query: a new query, with its source and its order
 * @error: what the database says
 *
 * Gives it the priority of the preset's rules, unless somebody has set one.
 *
 * Returns: whether it could be found out
 */
gboolean
desk_triage_query (DeskTransaction *transaction, DeskEntity *query, GError **error)
{
  DeskPresetCase about = {
    .subject = DESK_SUBJECT_QUERY,
    .source = desk_entity_get_enum (query, DESK_QUERY_SOURCE),
    .text = desk_entity_get_string (query, DESK_QUERY_MESSAGE),
  };

  if (desk_entity_is_set (query, DESK_QUERY_PRIORITY))
    return TRUE;
  if (!read_order (transaction, desk_entity_get_string (query, DESK_QUERY_ORDER_ID), &about, error))
    return FALSE;
  desk_entity_set_enum (query, DESK_QUERY_PRIORITY, desk_preset_get_priority (transaction->preset, &about));
  return TRUE;
}

/**
 * desk_triage_ticket:
 * @transaction: a transaction
 * @ticket: a new ticket, with its category or issue type and its order
 * @error: what the database says
 *
 * Gives it what nobody has given it: its issue type's category, the department and tier where these go, and the
 * priority of the preset's rules.
 *
 * Returns: whether it could be found out
 */
gboolean
desk_triage_ticket (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  DeskPresetCase about = { .subject = DESK_SUBJECT_TICKET };

  if (!route (transaction, ticket, error))
    return FALSE;
  if (desk_entity_is_set (ticket, DESK_TICKET_PRIORITY))
    return TRUE;
  about.category = desk_entity_get_string (ticket, DESK_TICKET_CATEGORY);
  about.issue_type = desk_entity_get_string (ticket, DESK_TICKET_ISSUE_TYPE);
  about.title = desk_entity_get_string (ticket, DESK_TICKET_SUBJECT);
  about.text = desk_entity_get_string (ticket, DESK_TICKET_DESCRIPTION);
  if (!read_order (transaction, desk_entity_get_string (ticket, DESK_TICKET_ORDER_ID), &about, error))
    return FALSE;
  desk_entity_set_enum (ticket, DESK_TICKET_PRIORITY, desk_preset_get_priority (transaction->preset, &about));
  return TRUE;
}
