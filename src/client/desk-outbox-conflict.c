/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-outbox-conflict.h"

#include <glib/gi18n-lib.h>

#include "client/desk-command-table.h"
#include "core/desk-entity-diff.h"
#include "core/desk-entity-json.h"
#include "core/desk-enum.h"

static gboolean
holds (const DeskField *field, const DeskValue *now, JsonNode *node)
{
  DeskValue value = { 0 };
  gboolean is_same;

  if (node == NULL || !desk_value_read_json (field, field->name, node, &value, NULL))
    return FALSE;
  is_same = desk_value_equal (field, now, &value);
  desk_value_clear (field, &value);
  return is_same;
}

static char *
dup_words (const DeskField *field, const DeskValue *value)
{
  if (!value->is_set)
    return g_strdup (_ ("nothing"));
  if (field->type == DESK_FIELD_ENUM)
    return g_strdup (desk_enum_label (field->of, value->number));
  return desk_value_dup_text (field, value);
}

static void
add_collision (GString *text, const DeskField *field, const DeskValue *now)
{
  g_autofree char *name = g_strdelimit (g_strdup (field->name), "_", ' ');
  g_autofree char *words = field->type == DESK_FIELD_ID ? NULL : dup_words (field, now);

  if (text->len > 0)
    g_string_append (text, ", ");
  if (words != NULL)
    /* Translators: a field's name and what it holds now: "status is now “Resolved”" */
    g_string_append_printf (text, _ ("%s is now “%s”"), name, words);
  else
    /* Translators: %s is a field's name */
    g_string_append_printf (text, _ ("%s is another one now"), name);
}

/**
 * desk_outbox_compare:
 * @pending: an update
 * @now: what it changes, as the server says it is
 * @problem: (out): what collides, worded for people, when something does
 *
 * An update collides where a field is neither what its giver saw, nor what they want.
 *
 * Returns: how it stands
 */
DeskConflict
desk_outbox_compare (DeskPending *pending, DeskEntity *now, char **problem)
{
  const DeskKind *kind = desk_entity_get_kind (now);
  g_autoptr (JsonObject) wanted = desk_pending_read (pending->body);
  g_autoptr (JsonObject) seen = desk_pending_read (pending->seen);
  g_autoptr (GString) collisions = g_string_new (NULL);
  gboolean is_settled = TRUE;

  *problem = NULL;
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];
      const DeskValue *value = desk_entity_get_value (now, i);

      if (!json_object_has_member (wanted, field->name)
          || holds (field, value, json_object_get_member (wanted, field->name)))
        continue;
      is_settled = FALSE;
      if (pending->seen != NULL && !holds (field, value, json_object_get_member (seen, field->name)))
        add_collision (collisions, field, value);
    }
  if (collisions->len > 0)
    *problem = g_strdup_printf (_ ("Somebody else has changed this meanwhile: %s"), collisions->str);
  return is_settled ? DESK_CONFLICT_SETTLED : collisions->len > 0 ? DESK_CONFLICT_REAL : DESK_CONFLICT_NONE;
}

/**
 * desk_outbox_rebase:
 * @later: an update that waits
 * @done: one on the same entity that the server has accepted
 * @answer: what the server made of it
 *
 * Returns: (transfer full): @later, as if given when the fields of @done held what they hold now
 */
DeskPending *
desk_outbox_rebase (DeskPending *later, DeskPending *done, DeskEntity *answer)
{
  const DeskKind *kind = desk_entity_get_kind (answer);
  g_autoptr (JsonObject) changed = desk_pending_read (done->body);
  g_autoptr (JsonObject) seen = desk_pending_read (later->seen);
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), seen);
  g_autofree char *text = NULL;

  if (later->seen == NULL)
    return desk_pending_ref (later);
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];
      g_autoptr (GString) json = NULL;

      if (!json_object_has_member (seen, field->name) || !json_object_has_member (changed, field->name))
        continue;
      json = g_string_new (NULL);
      desk_value_append_json (field, desk_entity_get_value (answer, i), json);
      json_object_set_member (seen, field->name, json_from_string (json->str, NULL));
    }
  text = json_to_string (root, FALSE);
  return desk_pending_with_seen (later, text);
}
