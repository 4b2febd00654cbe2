/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-entity-diff.h"

#include "core/desk-entity-json.h"
#include "core/entities/desk-change.h"

/**
 * desk_value_dup_text:
 * @field: the field of the value
 * @value: a value
 *
 * Returns: (transfer full) (nullable): the value as one text: a string as it is, an enum's wire word, all else as JSON;
 *   %NULL when it is not set
 */
char *
desk_value_dup_text (const DeskField *field, const DeskValue *value)
{
  g_autoptr (GString) json = NULL;

  if (!value->is_set)
    return NULL;
  if (desk_field_is_text (field))
    return g_strdup (value->text);
  if (field->type == DESK_FIELD_ENUM)
    return g_strdup (desk_enum_to_wire (field->of, value->number));
  json = g_string_new (NULL);
  desk_value_append_json (field, value, json);
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/**
 * desk_entity_diff:
 * @before: an entity as it was
 * @after: the same as it is now
 *
 * Returns: (transfer full) (element-type DeskChange): what changed among the fields that the history keeps
 */
GPtrArray *
desk_entity_diff (DeskEntity *before, DeskEntity *after)
{
  const DeskKind *kind = desk_entity_get_kind (before);
  GPtrArray *changes = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (kind == desk_entity_get_kind (after), changes);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];
      const DeskValue *from = desk_entity_get_value (before, i);
      const DeskValue *to = desk_entity_get_value (after, i);
      g_autofree char *from_text = NULL, *to_text = NULL;
      DeskEntity *change;

      if (!(field->flags & DESK_FIELD_HISTORY) || desk_value_equal (field, from, to))
        continue;
      from_text = desk_value_dup_text (field, from);
      to_text = desk_value_dup_text (field, to);
      change = desk_entity_new (&desk_change_kind);
      desk_entity_set_string (change, DESK_CHANGE_FIELD, field->name);
      desk_entity_set_string (change, DESK_CHANGE_FROM, from_text);
      desk_entity_set_string (change, DESK_CHANGE_TO, to_text);
      g_ptr_array_add (changes, change);
    }
  return changes;
}
