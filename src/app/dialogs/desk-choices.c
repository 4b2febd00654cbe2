/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-choices.h"

#include <glib/gi18n.h>

static gboolean
may_work (DeskAgent *agent)
{
  int role = desk_entity_get_enum (agent, DESK_AGENT_ROLE);

  return desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED) && desk_role_may (role, DESK_PERMISSION_TICKETS_TAKE);
}

/* A list that a session keeps once somebody asked for it: dialogs choose from it the moment they open. */
static DeskListModel *
get_kept_list (DeskSession *session, const char *key, DeskListSpec *spec)
{
  DeskListModel *list = g_object_get_data (G_OBJECT (session), key);

  if (list == NULL)
    {
      list = desk_session_list (session, spec);
      g_object_set_data_full (G_OBJECT (session), key, list, g_object_unref);
    }
  return g_object_ref (list);
}

/**
 * desk_choices_make_enum:
 * @session: a session
 * @info: an enum
 * @value: a value of it
 *
 * Returns: (transfer full): the value with its look, as the desk's preset calls it; its id is the wire word
 */
DeskChoice *
desk_choices_make_enum (DeskSession *session, const DeskEnum *info, int value)
{
  DeskPreset *preset = desk_session_get_preset (session);
  const DeskLook *look = desk_look (info, value);
  const char *label = preset != NULL ? desk_preset_get_label (preset, info, value) : desk_enum_label (info, value);

  return desk_choice_new (desk_enum_to_wire (info, value), label, NULL, look != NULL ? look->icon_name : NULL,
                          look != NULL ? look->tone : DESK_TONE_NONE);
}

GPtrArray *
desk_choices_of_enum (DeskSession *session, const DeskEnum *info)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint value = 1; value <= desk_enum_n_values (info); value++)
    g_ptr_array_add (choices, desk_choices_make_enum (session, info, value));
  return choices;
}

DeskListModel *
desk_choices_list_agents (DeskSession *session)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_agent_kind);

  desk_list_spec_add_flag (spec, DESK_AGENT_IS_APPROVED, TRUE);
  desk_list_spec_set_sort (spec, DESK_AGENT_NAME, FALSE);
  return get_kept_list (session, "desk-choices-agents", spec);
}

DeskListModel *
desk_choices_list_departments (DeskSession *session)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_department_kind);

  desk_list_spec_set_sort (spec, DESK_DEPARTMENT_NAME, FALSE);
  return get_kept_list (session, "desk-choices-departments", spec);
}

/**
 * desk_choices_prepare:
 * @session: a session
 *
 * Begins to read what dialogs choose from, so that it is there when they open.
 */
void
desk_choices_prepare (DeskSession *session)
{
  g_object_unref (desk_choices_list_agents (session));
  g_object_unref (desk_choices_list_departments (session));
}

/**
 * desk_choices_dup_load:
 * @agent: an agent
 *
 * Returns: (transfer full): how busy they are, in words
 */
char *
desk_choices_dup_load (DeskAgent *agent)
{
  int availability = desk_entity_get_enum (agent, DESK_AGENT_AVAILABILITY);
  g_autofree char *load =
      g_strdup_printf (_ ("%d of %d tickets"), (int) desk_entity_get_integer (agent, DESK_AGENT_ACTIVE_TICKETS),
                       (int) desk_entity_get_integer (agent, DESK_AGENT_CAPACITY));

  if (availability == DESK_AVAILABILITY_UNKNOWN)
    return g_steal_pointer (&load);
  /* Translators: an agent's availability and load: "Available · 4 of 8 tickets" */
  return g_strdup_printf (_ ("%s · %s"), desk_enum_label (&desk_availability_enum, availability), load);
}

/**
 * desk_choices_of_agents:
 * @session: a session
 *
 * Returns: (transfer full): those whom a ticket can be given to, by name, with their load
 */
GPtrArray *
desk_choices_of_agents (DeskSession *session)
{
  g_autoptr (DeskListModel) agents = desk_choices_list_agents (session);
  GPtrArray *choices = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (agents)); i++)
    {
      g_autoptr (DeskAgent) agent = g_list_model_get_item (G_LIST_MODEL (agents), i);
      g_autofree char *load = desk_choices_dup_load (agent);

      if (may_work (agent))
        g_ptr_array_add (choices, desk_choice_new_person (desk_entity_get_id (DESK_ENTITY (agent)),
                                                          desk_entity_get_string (agent, DESK_AGENT_NAME), load));
    }
  return choices;
}

GPtrArray *
desk_choices_of_departments (DeskSession *session)
{
  g_autoptr (DeskListModel) departments = desk_choices_list_departments (session);
  GPtrArray *choices = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (departments)); i++)
    {
      g_autoptr (DeskEntity) department = g_list_model_get_item (G_LIST_MODEL (departments), i);

      g_ptr_array_add (choices, desk_choice_new (desk_entity_get_id (department),
                                                 desk_entity_get_string (department, DESK_DEPARTMENT_NAME), NULL,
                                                 "desk-group-symbolic", DESK_TONE_NONE));
    }
  return choices;
}

GPtrArray *
desk_choices_of_categories (DeskSession *session)
{
  DeskPreset *preset = desk_session_get_preset (session);
  const GPtrArray *categories = preset != NULL ? desk_preset_get_categories (preset) : NULL;
  GPtrArray *choices = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; categories != NULL && i < categories->len; i++)
    {
      const DeskPresetCategory *category = categories->pdata[i];

      g_ptr_array_add (choices, desk_choice_new (category->name, category->name, NULL, NULL, DESK_TONE_NONE));
    }
  return choices;
}
