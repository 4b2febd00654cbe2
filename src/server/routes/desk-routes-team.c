/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-remove.h"
#include "server/desk/desk-staff.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

static gboolean
list_agents (DeskCall *call, GError **error)
{
  return desk_routes_answer_list (call, &desk_agent_kind, "name", NULL, NULL, error);
}

/* Whoever is added by an admin may work at once. */
static gboolean
add_agent (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) agent = desk_entity_new (&desk_agent_kind);
  g_autoptr (GError) field_error = NULL;

  desk_entity_read_input (agent, desk_call_get_body (call), DESK_FIELD_CREATE, &field_error);
  if (!desk_staff_create_agent (desk_call_get_transaction (call), agent, TRUE, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  desk_call_answer_created (call, agent);
  return TRUE;
}

static gboolean
view_agent (DeskCall *call, GError **error)
{
  return desk_routes_answer_one (call, &desk_agent_kind, error);
}

static gboolean
edit_agent (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) before = NULL;
  g_autoptr (DeskEntity) after = NULL;
  g_autoptr (GError) field_error = NULL;

  if (!desk_routes_begin_edit (call, &desk_agent_kind, &before, &after, &field_error, error))
    return FALSE;
  if (!desk_staff_edit_agent (desk_call_get_transaction (call), before, after, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  return desk_routes_answer_one (call, &desk_agent_kind, error);
}

static gboolean
decide (DeskCall *call, gboolean is_approved, GError **error)
{
  g_autoptr (DeskEntity) agent =
      desk_staff_decide (desk_call_get_transaction (call), desk_call_get_path (call, "id"), is_approved, error);

  return desk_routes_answer (call, agent);
}

static gboolean
approve_agent (DeskCall *call, GError **error)
{
  return decide (call, TRUE, error);
}

static gboolean
reject_agent (DeskCall *call, GError **error)
{
  return decide (call, FALSE, error);
}

static gboolean
set_availability (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *word = desk_input_take_text (input, "availability", 40, &field_error);
  DeskAvailability availability = desk_enum_from_wire (&desk_availability_enum, word);
  g_autoptr (DeskEntity) agent = NULL;

  if (availability == DESK_AVAILABILITY_UNKNOWN && field_error == NULL)
    {
      g_autofree char *choices = desk_enum_dup_choices (&desk_availability_enum);

      desk_error_add_field (&field_error, "availability", "%s was expected", choices);
    }
  desk_input_check_empty (input, &field_error);
  if (desk_input_failed (&field_error, error))
    return FALSE;
  agent = desk_staff_set_availability (desk_call_get_transaction (call), desk_call_get_path (call, "id"), availability,
                                       error);
  return desk_routes_answer (call, agent);
}

static gboolean
list_departments (DeskCall *call, GError **error)
{
  return desk_routes_answer_list (call, &desk_department_kind, "name", NULL, NULL, error);
}

static gboolean
add_department (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) department = desk_entity_new (&desk_department_kind);
  g_autoptr (GError) field_error = NULL;

  desk_entity_read_input (department, desk_call_get_body (call), DESK_FIELD_CREATE, &field_error);
  if (!desk_staff_create_department (desk_call_get_transaction (call), department, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  desk_call_answer_created (call, department);
  return TRUE;
}

static gboolean
edit_department (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) before = NULL;
  g_autoptr (DeskEntity) after = NULL;
  g_autoptr (GError) field_error = NULL;

  if (!desk_routes_begin_edit (call, &desk_department_kind, &before, &after, &field_error, error))
    return FALSE;
  if (!desk_staff_edit_department (desk_call_get_transaction (call), before, after, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  return desk_routes_answer (call, after);
}

static gboolean
delete_department (DeskCall *call, GError **error)
{
  return desk_remove_department (desk_call_get_transaction (call), desk_call_get_path (call, "id"),
                                 desk_call_get_if_match (call), error);
}

const DeskRoute desk_routes_team[] = {
  { "GET", "/support/agents", DESK_PERMISSION_TEAM_SEE, DESK_DB_READ, list_agents, DESK_ROUTE_DEFAULT,
    DESK_PARAMETERS_LIST " role department_id tier availability is_approved" },
  { "POST", "/support/agents", DESK_PERMISSION_TEAM_APPROVE, DESK_DB_WRITE, add_agent },
  { "GET", "/support/agents/{id}", DESK_PERMISSION_TEAM_SEE, DESK_DB_READ, view_agent, DESK_ROUTE_BRIEF, "include" },
  { "PATCH", "/support/agents/{id}", DESK_PERMISSION_TEAM_EDIT, DESK_DB_WRITE, edit_agent, DESK_ROUTE_IF_MATCH },
  { "POST", "/support/agents/{id}/approve", DESK_PERMISSION_TEAM_APPROVE, DESK_DB_WRITE, approve_agent,
    DESK_ROUTE_NO_BODY },
  { "POST", "/support/agents/{id}/reject", DESK_PERMISSION_TEAM_APPROVE, DESK_DB_WRITE, reject_agent,
    DESK_ROUTE_NO_BODY },
  { "PUT", "/support/agents/{id}/availability", DESK_PERMISSION_AVAILABILITY_SET, DESK_DB_WRITE, set_availability },
  { "GET", "/support/departments", DESK_PERMISSION_TEAM_SEE, DESK_DB_READ, list_departments, DESK_ROUTE_DEFAULT,
    DESK_PARAMETERS_LIST },
  { "POST", "/support/departments", DESK_PERMISSION_TEAM_APPROVE, DESK_DB_WRITE, add_department },
  { "PATCH", "/support/departments/{id}", DESK_PERMISSION_TEAM_EDIT, DESK_DB_WRITE, edit_department,
    DESK_ROUTE_IF_MATCH },
  { "DELETE", "/support/departments/{id}", DESK_PERMISSION_TEAM_APPROVE, DESK_DB_WRITE, delete_department,
    DESK_ROUTE_IF_MATCH },
  { NULL },
};
