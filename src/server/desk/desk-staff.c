/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-staff.h"

#include "core/desk-error.h"
#include "core/desk-phone.h"
#include "core/desk-permissions.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-chat.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-references.h"
#include "server/store/desk-fetch.h"

/* Somebody else with the same value in a unique column. */
static void
check_unique (DeskTransaction *transaction, DeskEntity *entity, guint field, GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (entity);
  const char *name = kind->fields[field].name;
  const char *value = desk_entity_get_string (entity, field);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) other = NULL;

  if (value == NULL || (*error != NULL && (*error)->code != DESK_ERROR_INVALID))
    return;
  other = desk_fetch_by (transaction->db, kind, name, value, DESK_FETCH_READ, &local_error);
  if (local_error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  else if (other != NULL && g_strcmp0 (desk_entity_get_id (other), desk_entity_get_id (entity)) != 0)
    desk_error_add_field (error, name, "there already is a%s %s with this %s", kind == &desk_agent_kind ? "n" : "",
                          kind->name, name);
}

static void
check_agent (DeskTransaction *transaction, DeskEntity *before, DeskEntity *agent, GError **error)
{
  const char *email = desk_entity_get_string (agent, DESK_AGENT_EMAIL);
  const char *phone = desk_entity_get_string (agent, DESK_AGENT_PHONE);
  DeskRole role = desk_entity_get_enum (agent, DESK_AGENT_ROLE);
  g_autofree char *normal_email = desk_email_normalize (email);
  g_autofree char *normal_phone =
      desk_phone_normalize (phone, desk_preset_get_country_calling_code (transaction->preset));

  if (before == NULL)
    desk_references_check_id (agent, error);
  if (normal_email != NULL)
    desk_entity_set_string (agent, DESK_AGENT_EMAIL, normal_email);
  else if (email != NULL && *email != '\0')
    desk_error_add_field (error, "email", "an e-mail address was expected");
  if (normal_phone != NULL)
    desk_entity_set_string (agent, DESK_AGENT_PHONE, normal_phone);
  else if (phone != NULL && *phone != '\0')
    desk_error_add_field (error, "phone", "a telephone number such as +919876543210 was expected");
  if (role == DESK_ROLE_CUSTOMER)
    desk_error_add_field (error, "role", "a role of the desk was expected");
  else if (before != NULL && role == DESK_ROLE_UNKNOWN)
    desk_error_add_field (error, "role", "this has to be given");
  if (desk_entity_is_set (agent, DESK_AGENT_TIER) && desk_entity_get_integer (agent, DESK_AGENT_TIER) == 0)
    desk_error_add_field (error, "tier", "a whole number from 1 to 3 was expected");
  desk_references_check (transaction, before, agent, error);
  check_unique (transaction, agent, DESK_AGENT_EMAIL, error);
}

static const char *
get_counted_department (DeskEntity *agent)
{
  return agent != NULL && desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED)
             ? desk_entity_get_string (agent, DESK_AGENT_DEPARTMENT_ID)
             : NULL;
}

static gboolean
add_member (DeskTransaction *transaction, const char *department_id, int more, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) before =
      desk_transaction_lock_any (transaction, &desk_department_kind, department_id, &local_error);
  g_autoptr (DeskEntity) after = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (before == NULL)
    return TRUE;
  after = desk_entity_copy (before);
  desk_entity_set_integer (after, DESK_DEPARTMENT_AGENT_COUNT,
                           MAX (desk_entity_get_integer (before, DESK_DEPARTMENT_AGENT_COUNT) + more, 0));
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

/* A department's manager has its people and itself; the desk's admins have all. */
static gboolean
may_manage (DeskTransaction *transaction, DeskPermission permission, const char *department_id)
{
  const DeskViewer *viewer = transaction->viewer;

  if (viewer->is_system)
    return TRUE;
  switch (desk_permission_scope (viewer->role, permission))
    {
    case DESK_SCOPE_ALL:
      return TRUE;
    case DESK_SCOPE_DEPARTMENT:
      return department_id != NULL && g_strcmp0 (department_id, viewer->department_id) == 0;
    case DESK_SCOPE_OWN:
    case DESK_SCOPE_VISIBLE:
    case DESK_SCOPE_NOTHING:
    default:
      return FALSE;
    }
}

/* Of what a manager may edit, @kept say who somebody is and what they may do: those are for the admins, who approve. */
static gboolean
check_edit (DeskTransaction *transaction,
            DeskEntity *before,
            DeskEntity *after,
            const char *department_id,
            const guint *kept,
            guint n_kept,
            GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (before);
  g_autoptr (GError) refusal = NULL;

  if (!may_manage (transaction, DESK_PERMISSION_TEAM_EDIT, department_id))
    g_set_error_literal (&refusal, DESK_ERROR, DESK_ERROR_FORBIDDEN, "You may edit your own department only");
  for (guint i = 0; refusal == NULL && i < n_kept; i++)
    if (!desk_value_equal (&kind->fields[kept[i]], desk_entity_get_value (before, kept[i]),
                           desk_entity_get_value (after, kept[i]))
        && !may_manage (transaction, DESK_PERMISSION_TEAM_APPROVE, NULL))
      {
        g_set_error_literal (&refusal, DESK_ERROR, DESK_ERROR_FORBIDDEN, "Only an admin may change this");
        desk_error_add_field (&refusal, kind->fields[kept[i]].name, "only an admin may change this");
      }
  if (refusal == NULL)
    return TRUE;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* agent_count is how many approved agents a department has. */
static gboolean
follow_departments (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  const char *from = get_counted_department (before);
  const char *to = get_counted_department (after);

  if (g_strcmp0 (from, to) == 0)
    return TRUE;
  return (from == NULL || add_member (transaction, from, -1, error))
         && (to == NULL || add_member (transaction, to, 1, error));
}

static gboolean
is_at_work (DeskEntity *agent)
{
  return desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED)
         && desk_entity_get_enum (agent, DESK_AGENT_AVAILABILITY) != DESK_AVAILABILITY_AWAY;
}

static gboolean
may_be_called (DeskEntity *agent)
{
  return desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED)
         && desk_entity_get_enum (agent, DESK_AGENT_ROLE) == DESK_ROLE_EXECUTIVE
         && desk_entity_get_enum (agent, DESK_AGENT_AVAILABILITY) == DESK_AVAILABILITY_AVAILABLE;
}

/* Who goes away leaves their chats to the others, and who comes hears of those that wait. */
static gboolean
follow_chats (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  if (is_at_work (before) && !is_at_work (after))
    return desk_chat_leave (transaction, desk_entity_get_id (after), error);
  return may_be_called (before) || !may_be_called (after)
         || desk_chat_call (transaction, desk_entity_get_id (after), error);
}

static gboolean
save_agent (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, DeskAction action, GError **error)
{
  return desk_transaction_update (transaction, before, after, action, error)
         && follow_departments (transaction, before, after, error) && follow_chats (transaction, before, after, error)
         && desk_assign_waiting (transaction, desk_entity_get_id (after), error);
}

static gboolean
take_error (GError **error, GError **local_error)
{
  if (*local_error == NULL)
    return FALSE;
  g_propagate_error (error, g_steal_pointer (local_error));
  return TRUE;
}

/**
 * desk_staff_create_agent:
 * @transaction: a transaction that writes
 * @agent: what was given
 * @is_approved: whether they may work at once; else the admins are told that somebody waits
 * @error: every field that does not hold, with those that it already holds
 *
 * Returns: whether the agent is stored
 */
gboolean
desk_staff_create_agent (DeskTransaction *transaction, DeskEntity *agent, gboolean is_approved, GError **error)
{
  g_autoptr (GError) local_error = error != NULL ? g_steal_pointer (error) : NULL;

  check_agent (transaction, NULL, agent, &local_error);
  if (take_error (error, &local_error))
    return FALSE;
  if (!desk_entity_is_set (agent, DESK_AGENT_ROLE))
    desk_entity_set_enum (agent, DESK_AGENT_ROLE, DESK_ROLE_AGENT);
  if (!desk_entity_is_set (agent, DESK_AGENT_TIER))
    desk_entity_set_integer (agent, DESK_AGENT_TIER, 1);
  if (!desk_entity_is_set (agent, DESK_AGENT_CAPACITY))
    desk_entity_set_integer (agent, DESK_AGENT_CAPACITY, desk_preset_get_capacity (transaction->preset));
  if (!desk_entity_is_set (agent, DESK_AGENT_AVAILABILITY))
    desk_entity_set_enum (agent, DESK_AGENT_AVAILABILITY, DESK_AVAILABILITY_AWAY);
  desk_entity_set_integer (agent, DESK_AGENT_ACTIVE_TICKETS, 0);
  desk_entity_set_flag (agent, DESK_AGENT_IS_APPROVED, is_approved);
  return desk_transaction_insert (transaction, agent, DESK_ACTION_CREATED, error)
         && follow_departments (transaction, NULL, agent, error)
         && (is_approved ? desk_assign_waiting (transaction, desk_entity_get_id (agent), error)
                         : desk_notify_agent_registered (transaction, agent, error));
}

gboolean
desk_staff_edit_agent (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  static const guint kept[] = { DESK_AGENT_EMAIL, DESK_AGENT_ROLE, DESK_AGENT_DEPARTMENT_ID };
  g_autoptr (GError) local_error = NULL;

  if (!check_edit (transaction, before, after, desk_entity_get_string (before, DESK_AGENT_DEPARTMENT_ID), kept,
                   G_N_ELEMENTS (kept), error))
    return FALSE;
  local_error = error != NULL ? g_steal_pointer (error) : NULL;
  check_agent (transaction, before, after, &local_error);
  if (take_error (error, &local_error))
    return FALSE;
  return save_agent (transaction, before, after, DESK_ACTION_UPDATED, error);
}

/**
 * desk_staff_decide:
 * @transaction: a transaction that writes
 * @key: an agent's id
 * @is_approved: whether they may work here
 * @error: %DESK_ERROR_CONFLICT where the viewer decides over themselves
 *
 * Returns: (transfer full): the agent
 */
DeskEntity *
desk_staff_decide (DeskTransaction *transaction, const char *key, gboolean is_approved, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_agent_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return NULL;
  if (g_strcmp0 (desk_entity_get_id (before), transaction->viewer->id) == 0)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Nobody decides over themselves");
      return NULL;
    }
  after = desk_entity_copy (before);
  desk_entity_set_flag (after, DESK_AGENT_IS_APPROVED, is_approved);
  if (!save_agent (transaction, before, after, DESK_ACTION_STATUS_CHANGED, error)
      || !desk_notify_agent_decided (transaction, after, is_approved, error))
    return NULL;
  return g_steal_pointer (&after);
}

DeskEntity *
desk_staff_set_availability (DeskTransaction *transaction,
                             const char *key,
                             DeskAvailability availability,
                             GError **error)
{
  const DeskViewer *viewer = transaction->viewer;
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_agent_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return NULL;
  if (g_strcmp0 (desk_entity_get_id (before), viewer->id) != 0
      && !may_manage (transaction, DESK_PERMISSION_AVAILABILITY_SET,
                      desk_entity_get_string (before, DESK_AGENT_DEPARTMENT_ID)))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "You may not set the availability of this agent");
      return NULL;
    }
  after = desk_entity_copy (before);
  desk_entity_set_enum (after, DESK_AGENT_AVAILABILITY, availability);
  if (!save_agent (transaction, before, after, DESK_ACTION_UPDATED, error))
    return NULL;
  return desk_transaction_get (transaction, &desk_agent_kind, key, error);
}

gboolean
desk_staff_create_department (DeskTransaction *transaction, DeskEntity *department, GError **error)
{
  g_autoptr (GError) local_error = error != NULL ? g_steal_pointer (error) : NULL;

  desk_references_check_id (department, &local_error);
  desk_references_check (transaction, NULL, department, &local_error);
  check_unique (transaction, department, DESK_DEPARTMENT_NAME, &local_error);
  if (take_error (error, &local_error))
    return FALSE;
  if (!desk_entity_is_set (department, DESK_DEPARTMENT_TIER))
    desk_entity_set_integer (department, DESK_DEPARTMENT_TIER, 1);
  desk_entity_set_integer (department, DESK_DEPARTMENT_AGENT_COUNT, 0);
  return desk_transaction_insert (transaction, department, DESK_ACTION_CREATED, error);
}

gboolean
desk_staff_edit_department (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  static const guint kept[] = { DESK_DEPARTMENT_MANAGER_ID };
  g_autoptr (GError) local_error = NULL;

  if (!check_edit (transaction, before, after, desk_entity_get_id (before), kept, G_N_ELEMENTS (kept), error))
    return FALSE;
  local_error = error != NULL ? g_steal_pointer (error) : NULL;
  desk_references_check (transaction, before, after, &local_error);
  check_unique (transaction, after, DESK_DEPARTMENT_NAME, &local_error);
  if (take_error (error, &local_error))
    return FALSE;
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

gboolean
desk_staff_make_departments (DeskTransaction *transaction, GError **error)
{
  const GPtrArray *departments = desk_preset_get_departments (transaction->preset);

  for (guint i = 0; departments != NULL && i < departments->len; i++)
    {
      const DeskPresetDepartment *given = departments->pdata[i];
      g_autoptr (GError) local_error = NULL;
      g_autoptr (DeskEntity) department =
          desk_fetch_by (transaction->db, &desk_department_kind, "name", given->name, DESK_FETCH_READ, &local_error);

      if (take_error (error, &local_error))
        return FALSE;
      if (department != NULL)
        continue;
      department = desk_entity_new (&desk_department_kind);
      desk_entity_set_string (department, DESK_DEPARTMENT_NAME, given->name);
      desk_entity_set_string (department, DESK_DEPARTMENT_DESCRIPTION, given->description);
      desk_entity_set_integer (department, DESK_DEPARTMENT_TIER, given->tier);
      if (!desk_staff_create_department (transaction, department, error))
        return FALSE;
    }
  return TRUE;
}
