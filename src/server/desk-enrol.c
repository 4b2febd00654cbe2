/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-enrol.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/entities/desk-agent.h"
#include "core/entities/desk-department.h"
#include "db/desk-rows.h"
#include "server/store/desk-accounts.h"
#include "server/store/desk-team.h"

static DeskEntity *
make_agent (DeskTransaction *transaction, const DeskEnrol *enrol, const char *department_id)
{
  DeskEntity *agent = desk_entity_new (&desk_agent_kind);
  g_autofree char *id = desk_id_new ();

  desk_entity_set_string (agent, DESK_ENTITY_ID, id);
  desk_entity_set_string (agent, DESK_AGENT_NAME, enrol->name);
  desk_entity_set_string (agent, DESK_AGENT_EMAIL, enrol->email);
  desk_entity_set_enum (agent, DESK_AGENT_ROLE, enrol->role);
  desk_entity_set_string (agent, DESK_AGENT_DEPARTMENT_ID, department_id);
  desk_entity_set_integer (agent, DESK_AGENT_TIER, enrol->tier);
  desk_entity_set_enum (agent, DESK_AGENT_AVAILABILITY, DESK_AVAILABILITY_AWAY);
  desk_entity_set_integer (agent, DESK_AGENT_CAPACITY, desk_preset_get_capacity (transaction->preset));
  desk_entity_set_integer (agent, DESK_AGENT_ACTIVE_TICKETS, 0);
  desk_entity_set_flag (agent, DESK_AGENT_IS_APPROVED, enrol->is_approved);
  return agent;
}

/* A department counts its members. */
static gboolean
count_members (DeskTransaction *transaction, const char *department_id, GError **error)
{
  g_autoptr (DeskEntity) department = desk_rows_get (transaction->db, &desk_department_kind, department_id, error);
  gint64 count;

  if (department == NULL || !desk_team_count_members (transaction->db, department_id, &count, error))
    return FALSE;
  desk_entity_set_integer (department, DESK_DEPARTMENT_AGENT_COUNT, count);
  return desk_rows_update (transaction->db, department, error);
}

/**
 * desk_enrol_agent:
 * @transaction: writes
 * @enrol: a #DeskEnrol
 * @error: %DESK_ERROR_INVALID for an e-mail that is taken, or a department that is not there
 *
 * Makes an agent with an account.
 *
 * Returns: whether it was made
 */
gboolean
desk_enrol_agent (DeskTransaction *transaction, gpointer enrol, GError **error)
{
  const DeskEnrol *who = enrol;
  g_autofree char *department_id = NULL;
  g_autoptr (DeskEntity) agent = NULL;

  if (who->department != NULL)
    {
      department_id = desk_accounts_find_department (transaction->db, who->department, error);
      if (department_id == NULL)
        return FALSE;
    }
  agent = make_agent (transaction, who, department_id);
  return desk_transaction_insert (transaction, agent, DESK_ACTION_CREATED, error)
         && desk_accounts_create (transaction->db, desk_entity_get_id (agent), NULL, who->email, who->password_hash,
                                  error)
         && (department_id == NULL || count_members (transaction, department_id, error));
}

/**
 * desk_enrol_departments:
 * @transaction: writes
 * @unused: nothing
 * @error: when the database fails
 *
 * Makes the departments that the preset names.
 *
 * Returns: whether they were made
 */
gboolean
desk_enrol_departments (DeskTransaction *transaction, gpointer unused, GError **error)
{
  const GPtrArray *departments = desk_preset_get_departments (transaction->preset);

  for (guint i = 0; i < departments->len; i++)
    {
      const DeskPresetDepartment *from = g_ptr_array_index (departments, i);
      g_autoptr (DeskEntity) department = desk_entity_new (&desk_department_kind);
      g_autofree char *id = desk_id_new ();

      desk_entity_set_string (department, DESK_ENTITY_ID, id);
      desk_entity_set_string (department, DESK_DEPARTMENT_NAME, from->name);
      desk_entity_set_string (department, DESK_DEPARTMENT_DESCRIPTION, from->description);
      desk_entity_set_integer (department, DESK_DEPARTMENT_TIER, from->tier);
      desk_entity_set_integer (department, DESK_DEPARTMENT_AGENT_COUNT, 0);
      if (!desk_transaction_insert (transaction, department, DESK_ACTION_CREATED, error))
        return FALSE;
    }
  return TRUE;
}
