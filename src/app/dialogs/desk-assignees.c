/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-assignees.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "app/dialogs/desk-choices.h"

struct _DeskAssignees
{
  GObject parent_instance;

  GPtrArray *entities;  /* of DeskDepartment and DeskAgent */
  GPtrArray *agents;    /* of DeskAgent: all who can be given a ticket */
  GtkStringList *words; /* owned */
};

G_DEFINE_FINAL_TYPE (DeskAssignees, desk_assignees, G_TYPE_OBJECT)

static DeskEntity *
get_entity (DeskAssignees *self, guint position)
{
  return position < self->entities->len ? self->entities->pdata[position] : NULL;
}

static gboolean
may_work (DeskAgent *agent)
{
  return desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED)
         && desk_role_may (desk_entity_get_enum (agent, DESK_AGENT_ROLE), DESK_PERMISSION_TICKETS_TAKE);
}

static gboolean
is_above (DeskTicket *ticket, DeskEntity *entity)
{
  const char *department_id;

  if (ticket == NULL)
    return TRUE;
  department_id = desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID);
  if (DESK_IS_DEPARTMENT (entity))
    return g_strcmp0 (desk_entity_get_id (entity), department_id) != 0;
  if (g_strcmp0 (desk_entity_get_id (entity), desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO)) == 0)
    return FALSE;
  return g_strcmp0 (desk_entity_get_string (entity, DESK_AGENT_DEPARTMENT_ID), department_id) != 0
         || desk_entity_get_integer (entity, DESK_AGENT_TIER) > desk_entity_get_integer (ticket, DESK_TICKET_TIER);
}

static void
add (DeskAssignees *self, DeskEntity *entity, guint name_field)
{
  const char *name = desk_entity_get_string (entity, name_field);

  g_ptr_array_add (self->entities, g_object_ref (entity));
  gtk_string_list_append (self->words, name != NULL ? name : "");
}

/* Whom the desk would choose: the least loaded one who is there and has room. */
static DeskAgent *
find_free (DeskAssignees *self, const char *department_id)
{
  DeskAgent *best = NULL;
  double best_load = 1;

  for (guint i = 0; i < self->agents->len; i++)
    {
      DeskAgent *agent = self->agents->pdata[i];
      gint64 capacity = desk_entity_get_integer (agent, DESK_AGENT_CAPACITY);
      double load = capacity > 0 ? (double) desk_entity_get_integer (agent, DESK_AGENT_ACTIVE_TICKETS) / capacity : 1;

      if (g_strcmp0 (desk_entity_get_string (agent, DESK_AGENT_DEPARTMENT_ID), department_id) == 0
          && desk_entity_get_enum (agent, DESK_AGENT_AVAILABILITY) == DESK_AVAILABILITY_AVAILABLE && load < best_load)
        {
          best = agent;
          best_load = load;
        }
    }
  return best;
}

static void
desk_assignees_finalize (GObject *object)
{
  DeskAssignees *self = DESK_ASSIGNEES (object);

  g_ptr_array_unref (self->entities);
  g_ptr_array_unref (self->agents);
  g_object_unref (self->words);
  G_OBJECT_CLASS (desk_assignees_parent_class)->finalize (object);
}

static void
desk_assignees_class_init (DeskAssigneesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_assignees_finalize;
}

static void
desk_assignees_init (DeskAssignees *self)
{
  self->entities = g_ptr_array_new_with_free_func (g_object_unref);
  self->agents = g_ptr_array_new_with_free_func (g_object_unref);
  self->words = gtk_string_list_new (NULL);
}

DeskAssignees *
desk_assignees_new (DeskSession *session)
{
  return desk_assignees_new_above (session, NULL);
}

/**
 * desk_assignees_new_above:
 * @session: a session
 * @ticket: (nullable): the ticket that is escalated
 *
 * Returns: (transfer full): departments and people, as the cache has them now
 */
DeskAssignees *
desk_assignees_new_above (DeskSession *session, DeskTicket *ticket)
{
  DeskAssignees *self = g_object_new (DESK_TYPE_ASSIGNEES, NULL);
  g_autoptr (DeskListModel) departments = desk_choices_list_departments (session);
  g_autoptr (DeskListModel) agents = desk_choices_list_agents (session);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (departments)); i++)
    {
      g_autoptr (DeskEntity) department = g_list_model_get_item (G_LIST_MODEL (departments), i);

      if (is_above (ticket, department))
        add (self, department, DESK_DEPARTMENT_NAME);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (agents)); i++)
    {
      g_autoptr (DeskEntity) agent = g_list_model_get_item (G_LIST_MODEL (agents), i);

      if (!may_work (DESK_AGENT (agent)))
        continue;
      g_ptr_array_add (self->agents, g_object_ref (agent));
      if (is_above (ticket, agent))
        add (self, agent, DESK_AGENT_NAME);
    }
  return self;
}

GListModel *
desk_assignees_get_words (DeskAssignees *self)
{
  return G_LIST_MODEL (self->words);
}

guint
desk_assignees_find_department (DeskAssignees *self, const char *name)
{
  for (guint i = 0; i < self->entities->len; i++)
    if (DESK_IS_DEPARTMENT (self->entities->pdata[i])
        && g_strcmp0 (desk_entity_get_string (self->entities->pdata[i], DESK_DEPARTMENT_NAME), name) == 0)
      return i;
  return 0;
}

char *
desk_assignees_dup_load (DeskAssignees *self, guint position)
{
  DeskEntity *entity = get_entity (self, position);
  DeskAgent *free_agent;

  if (entity == NULL)
    return g_strdup ("");
  if (DESK_IS_AGENT (entity))
    return desk_choices_dup_load (DESK_AGENT (entity));
  free_agent = find_free (self, desk_entity_get_id (entity));
  if (free_agent == NULL)
    return g_strdup (_ ("Nobody is free there now, it waits until somebody is"));
  /* Translators: "Ananya Iyer is free, 4 of 8 tickets" */
  return g_strdup_printf (_ ("%s is free, %d of %d tickets"), desk_entity_get_string (free_agent, DESK_AGENT_NAME),
                          (int) desk_entity_get_integer (free_agent, DESK_AGENT_ACTIVE_TICKETS),
                          (int) desk_entity_get_integer (free_agent, DESK_AGENT_CAPACITY));
}

void
desk_assignees_add_to (DeskAssignees *self, guint position, GVariantDict *arguments, const char *agent_field)
{
  DeskEntity *entity = get_entity (self, position);

  if (entity != NULL)
    g_variant_dict_insert (arguments, DESK_IS_AGENT (entity) ? agent_field : "department_id", "s",
                           desk_entity_get_id (entity));
}
