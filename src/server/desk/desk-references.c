/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-references.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-tags.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-ticket-things.h"
#include "server/store/desk-fetch.h"

/* The digit of a UUID that names its version. */
#define VERSION_DIGIT 14

static gboolean
is_changed (DeskEntity *before, DeskEntity *after, guint field)
{
  return before == NULL
         || !desk_value_equal (&desk_entity_get_kind (after)->fields[field], desk_entity_get_value (before, field),
                               desk_entity_get_value (after, field));
}

static void
check_exists (DeskTransaction *transaction, DeskEntity *entity, guint field, GError **error)
{
  const DeskField *info = &desk_entity_get_kind (entity)->fields[field];
  const DeskKind *kind = info->of;
  const char *id = desk_entity_get_string (entity, field);
  gboolean exists = FALSE;
  g_autoptr (GError) local_error = NULL;

  if (desk_id_is_valid (id) && !desk_fetch_exists (transaction->db, kind, id, &exists, &local_error))
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return;
    }
  if (!exists)
    desk_error_add_field (error, info->name, "there is no such %s", kind->name);
}

static void
check_category (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const GPtrArray *categories = desk_preset_get_categories (transaction->preset);
  const char *name = desk_entity_get_string (ticket, DESK_TICKET_CATEGORY);
  g_autoptr (GString) choices = NULL;

  if (name == NULL || categories == NULL || categories->len == 0
      || desk_preset_find_category (transaction->preset, name) != NULL)
    return;
  choices = g_string_new (NULL);
  for (guint i = 0; i < categories->len; i++)
    g_string_append_printf (choices, "%s%s", i > 0 ? ", " : "",
                            ((const DeskPresetCategory *) categories->pdata[i])->name);
  desk_error_add_field (error, "category", "one of %s was expected", choices->str);
}

static void
check_issue_type (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *const *types = desk_preset_get_issue_types (transaction->preset);
  const char *name = desk_entity_get_string (ticket, DESK_TICKET_ISSUE_TYPE);
  g_autofree char *choices = NULL;

  if (name == NULL || types == NULL || types[0] == NULL || g_strv_contains (types, name))
    return;
  choices = g_strjoinv (", ", (char **) types);
  desk_error_add_field (error, "issue_type", "one of %s was expected", choices);
}

/* Who takes care of a query: anybody of the desk who may work. */
static void
check_assignee (DeskTransaction *transaction, DeskEntity *query, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) agent =
      desk_fetch_by (transaction->db, &desk_agent_kind, "id", desk_entity_get_string (query, DESK_QUERY_ASSIGNED_TO),
                     DESK_FETCH_READ, &local_error);

  if (local_error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  else if (agent != NULL && !desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED))
    desk_error_add_field (error, "assigned_to", "%s is not approved", desk_entity_get_string (agent, DESK_AGENT_NAME));
}

/* Tags are kept in one way of writing only. */
static void
normalize_tags (DeskEntity *ticket, GError **error)
{
  g_auto (GStrv) tags = NULL;

  if (!desk_entity_is_set (ticket, DESK_TICKET_TAGS))
    return;
  tags = desk_tags_normalize (desk_entity_get_tags (ticket, DESK_TICKET_TAGS), "tags", error);
  if (tags != NULL && tags[0] != NULL)
    desk_entity_set_tags (ticket, DESK_TICKET_TAGS, (const char *const *) tags);
  else if (tags != NULL)
    desk_entity_unset (ticket, DESK_TICKET_TAGS);
}

void
desk_references_check (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (after);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];

      if (field->type == DESK_FIELD_ID && field->of != NULL && desk_entity_is_set (after, i)
          && is_changed (before, after, i) && (*error == NULL || (*error)->code == DESK_ERROR_INVALID))
        check_exists (transaction, after, i, error);
    }
}

void
desk_references_check_ticket (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  desk_references_check (transaction, before, after, error);
  if (is_changed (before, after, DESK_TICKET_CATEGORY))
    check_category (transaction, after, error);
  if (is_changed (before, after, DESK_TICKET_ISSUE_TYPE))
    check_issue_type (transaction, after, error);
  if (is_changed (before, after, DESK_TICKET_TAGS))
    normalize_tags (after, error);
  if (*error == NULL || (*error)->code == DESK_ERROR_INVALID)
    desk_ticket_things_check (transaction, before, after, error);
  if (desk_entity_is_set (after, DESK_TICKET_TIER) && desk_entity_get_integer (after, DESK_TICKET_TIER) == 0)
    desk_error_add_field (error, "tier", "a whole number from 1 to 3 was expected");
}

void
desk_references_check_query (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  desk_references_check (transaction, before, after, error);
  if (desk_entity_is_set (after, DESK_QUERY_ASSIGNED_TO) && is_changed (before, after, DESK_QUERY_ASSIGNED_TO)
      && (*error == NULL || (*error)->code == DESK_ERROR_INVALID))
    check_assignee (transaction, after, error);
  if (desk_entity_get_enum (after, DESK_QUERY_PRIORITY) == DESK_PRIORITY_CRITICAL)
    desk_error_add_field (error, "priority", "a query is low, medium or high; what is critical is a ticket");
}

void
desk_references_check_id (DeskEntity *entity, GError **error)
{
  const char *id = desk_entity_get_id (entity);

  if (id != NULL && (!desk_id_is_valid (id) || id[VERSION_DIGIT] != '7'))
    desk_error_add_field (error, "id", "a UUID of version 7, in lower case, was expected");
}
