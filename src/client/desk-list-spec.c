/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-list-spec.h"

#include "core/desk-enum.h"

struct _DeskListSpec
{
  GObject parent_instance;

  const DeskKind *kind;
  GPtrArray *conditions; /* owned, of DeskListCondition, in order of field */
  char *search;          /* owned, or NULL */
  guint sort;
  gboolean descending;
};

G_DEFINE_FINAL_TYPE (DeskListSpec, desk_list_spec, G_TYPE_OBJECT)

static void
free_condition (gpointer data)
{
  DeskListCondition *condition = data;

  g_free (condition->text);
  g_free (condition);
}

static gboolean
condition_equal (const DeskListCondition *a, const DeskListCondition *b)
{
  return a->field == b->field && a->test == b->test && a->from == b->from && a->to == b->to
         && g_strcmp0 (a->text, b->text) == 0;
}

/* Conditions on one field stand together, so that the cache can join them by "or" as it goes. */
static void
add_condition (DeskListSpec *self, guint field, DeskListTest test, const char *text, gint64 from, gint64 to)
{
  DeskListCondition *condition;
  guint place = 0;

  g_return_if_fail (DESK_IS_LIST_SPEC (self) && field < self->kind->n_fields);

  while (place < self->conditions->len && ((DeskListCondition *) self->conditions->pdata[place])->field <= field)
    place++;
  condition = g_new0 (DeskListCondition, 1);
  condition->field = field;
  condition->test = test;
  condition->text = g_strdup (text);
  condition->from = from;
  condition->to = to;
  g_ptr_array_insert (self->conditions, place, condition);
}

static void
desk_list_spec_finalize (GObject *object)
{
  DeskListSpec *self = DESK_LIST_SPEC (object);

  g_ptr_array_unref (self->conditions);
  g_free (self->search);
  G_OBJECT_CLASS (desk_list_spec_parent_class)->finalize (object);
}

static void
desk_list_spec_class_init (DeskListSpecClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_list_spec_finalize;
}

static void
desk_list_spec_init (DeskListSpec *self)
{
  self->conditions = g_ptr_array_new_with_free_func (free_condition);
  self->sort = DESK_ENTITY_CREATED_AT;
  self->descending = TRUE;
}

/**
 * desk_list_spec_new:
 * @kind: of what the list is
 *
 * Returns: (transfer full): all entities of that kind, the newest first
 */
DeskListSpec *
desk_list_spec_new (const DeskKind *kind)
{
  DeskListSpec *self;

  g_return_val_if_fail (kind != NULL && kind->table != NULL, NULL);

  self = g_object_new (DESK_TYPE_LIST_SPEC, NULL);
  self->kind = kind;
  return self;
}

/**
 * desk_list_spec_copy:
 * @self: a spec
 *
 * Returns: (transfer full): another one that asks for the same
 */
DeskListSpec *
desk_list_spec_copy (DeskListSpec *self)
{
  DeskListSpec *copy;

  g_return_val_if_fail (DESK_IS_LIST_SPEC (self), NULL);

  copy = desk_list_spec_new (self->kind);
  copy->search = g_strdup (self->search);
  copy->sort = self->sort;
  copy->descending = self->descending;
  for (guint i = 0; i < self->conditions->len; i++)
    {
      const DeskListCondition *condition = self->conditions->pdata[i];

      add_condition (copy, condition->field, condition->test, condition->text, condition->from, condition->to);
    }
  return copy;
}

/**
 * desk_list_spec_get_kind:
 * @self: a spec
 *
 * Returns: of what the list is
 */
const DeskKind *
desk_list_spec_get_kind (DeskListSpec *self)
{
  g_return_val_if_fail (DESK_IS_LIST_SPEC (self), NULL);

  return self->kind;
}

/**
 * desk_list_spec_equal:
 * @a: a spec
 * @b: a spec
 *
 * Returns: whether both ask for the same, in the same order
 */
gboolean
desk_list_spec_equal (DeskListSpec *a, DeskListSpec *b)
{
  g_return_val_if_fail (DESK_IS_LIST_SPEC (a) && DESK_IS_LIST_SPEC (b), FALSE);

  if (a->kind != b->kind || a->sort != b->sort || a->descending != b->descending
      || g_strcmp0 (a->search, b->search) != 0 || a->conditions->len != b->conditions->len)
    return FALSE;
  for (guint i = 0; i < a->conditions->len; i++)
    if (!condition_equal (a->conditions->pdata[i], b->conditions->pdata[i]))
      return FALSE;
  return TRUE;
}

/**
 * desk_list_spec_add_enum:
 * @self: a spec
 * @field: an enum's place in the kind's table
 * @value: one more value that the list shows; 0 for "not set"
 */
void
desk_list_spec_add_enum (DeskListSpec *self, guint field, int value)
{
  g_return_if_fail (DESK_IS_LIST_SPEC (self) && field < self->kind->n_fields);
  g_return_if_fail (self->kind->fields[field].type == DESK_FIELD_ENUM);

  add_condition (self, field, DESK_LIST_IS_TEXT, desk_enum_to_wire (self->kind->fields[field].of, value), 0, 0);
}

/**
 * desk_list_spec_add_text:
 * @self: a spec
 * @field: a place in the kind's table: a text or an id
 * @text: (nullable): one more text that the list shows; %NULL for "not set"
 */
void
desk_list_spec_add_text (DeskListSpec *self, guint field, const char *text)
{
  add_condition (self, field, DESK_LIST_IS_TEXT, text, 0, 0);
}

/**
 * desk_list_spec_add_other:
 * @self: a spec
 * @field: a place in the kind's table: a text or an id
 * @text: a text that the list does not show; everything else on that field it does
 */
void
desk_list_spec_add_other (DeskListSpec *self, guint field, const char *text)
{
  g_return_if_fail (text != NULL);

  add_condition (self, field, DESK_LIST_IS_NOT_TEXT, text, 0, 0);
}

/**
 * desk_list_spec_add_flag:
 * @self: a spec
 * @field: a flag's place in the kind's table
 * @flag: what it has to be
 */
void
desk_list_spec_add_flag (DeskListSpec *self, guint field, gboolean flag)
{
  add_condition (self, field, DESK_LIST_IS_FLAG, NULL, flag ? 1 : 0, 0);
}

/**
 * desk_list_spec_set_range:
 * @self: a spec
 * @field: a time's or a number's place in the kind's table
 * @from: the first value that the list shows, or 0
 * @to: the first that it shows no more, or 0
 *
 * Replaces what was said about the field before.
 */
void
desk_list_spec_set_range (DeskListSpec *self, guint field, gint64 from, gint64 to)
{
  desk_list_spec_clear_field (self, field);
  if (from != 0 || to != 0)
    add_condition (self, field, DESK_LIST_IN_RANGE, NULL, from, to);
}

/**
 * desk_list_spec_set_search:
 * @self: a spec
 * @words: (nullable): words that all have to be found in the entity's searched fields, or in its customer's name
 */
void
desk_list_spec_set_search (DeskListSpec *self, const char *words)
{
  g_return_if_fail (DESK_IS_LIST_SPEC (self));

  g_free (self->search);
  self->search = words != NULL ? g_strstrip (g_strdup (words)) : NULL;
  if (self->search != NULL && *self->search == '\0')
    g_clear_pointer (&self->search, g_free);
}

/**
 * desk_list_spec_set_sort:
 * @self: a spec
 * @field: a place in the kind's table
 * @descending: whether the biggest comes first; what is not set is always last
 */
void
desk_list_spec_set_sort (DeskListSpec *self, guint field, gboolean descending)
{
  g_return_if_fail (DESK_IS_LIST_SPEC (self) && field < self->kind->n_fields);

  self->sort = field;
  self->descending = descending != FALSE;
}

/**
 * desk_list_spec_clear_field:
 * @self: a spec
 * @field: a place in the kind's table
 *
 * Forgets every condition on the field.
 */
void
desk_list_spec_clear_field (DeskListSpec *self, guint field)
{
  g_return_if_fail (DESK_IS_LIST_SPEC (self));

  for (guint i = self->conditions->len; i-- > 0;)
    if (((DeskListCondition *) self->conditions->pdata[i])->field == field)
      g_ptr_array_remove_index (self->conditions, i);
}

/**
 * desk_list_spec_get_conditions:
 * @self: a spec
 *
 * Returns: (transfer none) (element-type DeskListCondition): the conditions, those on one field beside each other
 */
const GPtrArray *
desk_list_spec_get_conditions (DeskListSpec *self)
{
  g_return_val_if_fail (DESK_IS_LIST_SPEC (self), NULL);

  return self->conditions;
}

/**
 * desk_list_spec_get_search:
 * @self: a spec
 *
 * Returns: (nullable): the words that have to be found
 */
const char *
desk_list_spec_get_search (DeskListSpec *self)
{
  g_return_val_if_fail (DESK_IS_LIST_SPEC (self), NULL);

  return self->search;
}

/**
 * desk_list_spec_get_sort:
 * @self: a spec
 * @descending: (out): whether the biggest comes first
 *
 * Returns: the field that the list is sorted by
 */
guint
desk_list_spec_get_sort (DeskListSpec *self, gboolean *descending)
{
  g_return_val_if_fail (DESK_IS_LIST_SPEC (self), DESK_ENTITY_CREATED_AT);

  *descending = self->descending;
  return self->sort;
}
