/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-entity.h"

#include <string.h>

typedef struct
{
  DeskValue *values; /* owned, one for each field of the kind */
} DeskEntityPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DeskEntity, desk_entity, G_TYPE_OBJECT)

static const DeskValue null_value = { 0 };

static DeskValue *
get_values (DeskEntity *self)
{
  return ((DeskEntityPrivate *) desk_entity_get_instance_private (self))->values;
}

static const DeskField *
get_field (DeskEntity *self, guint field)
{
  return &DESK_ENTITY_GET_CLASS (self)->kind->fields[field];
}

static void
notify_field (DeskEntity *self, guint field)
{
  GParamSpec *property = DESK_ENTITY_GET_CLASS (self)->properties[field];

  if (property != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), property);
}

static gboolean
items_equal (GPtrArray *a, GPtrArray *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!desk_entity_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

static GParamSpec *
make_property (const DeskField *field)
{
  g_autofree char *name = g_strdelimit (g_strdup (field->name), "_", '-');
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const char *static_name = g_intern_string (name);

  switch (field->type)
    {
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ID:
      return g_param_spec_string (static_name, NULL, NULL, NULL, flags);
    case DESK_FIELD_FLAG:
      return g_param_spec_boolean (static_name, NULL, NULL, FALSE, flags);
    case DESK_FIELD_ENUM:
      return g_param_spec_int (static_name, NULL, NULL, 0, G_MAXINT, 0, flags);
    case DESK_FIELD_INTEGER:
    case DESK_FIELD_TIME:
    case DESK_FIELD_MONEY:
      return g_param_spec_int64 (static_name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case DESK_FIELD_TAGS:
      return g_param_spec_boxed (static_name, NULL, NULL, G_TYPE_STRV, flags);
    case DESK_FIELD_ITEMS:
      return g_param_spec_boxed (static_name, NULL, NULL, G_TYPE_PTR_ARRAY, flags);
    default:
      g_assert_not_reached ();
    }
}

static void
desk_entity_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskEntity *self = DESK_ENTITY (object);
  guint field = property_id - 1;
  const DeskValue *held = desk_entity_get_value (self, field);

  switch (get_field (self, field)->type)
    {
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ID:
      g_value_set_string (value, held->text);
      break;
    case DESK_FIELD_FLAG:
      g_value_set_boolean (value, held->number != 0);
      break;
    case DESK_FIELD_ENUM:
      g_value_set_int (value, held->number);
      break;
    case DESK_FIELD_INTEGER:
    case DESK_FIELD_TIME:
    case DESK_FIELD_MONEY:
      g_value_set_int64 (value, held->number);
      break;
    case DESK_FIELD_TAGS:
      g_value_set_boxed (value, held->tags);
      break;
    case DESK_FIELD_ITEMS:
      g_value_set_boxed (value, held->items);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_entity_constructed (GObject *object)
{
  DeskEntity *self = DESK_ENTITY (object);
  DeskEntityPrivate *priv = desk_entity_get_instance_private (self);

  priv->values = g_new0 (DeskValue, DESK_ENTITY_GET_CLASS (self)->kind->n_fields);
  G_OBJECT_CLASS (desk_entity_parent_class)->constructed (object);
}

static void
desk_entity_finalize (GObject *object)
{
  DeskEntity *self = DESK_ENTITY (object);
  const DeskKind *kind = desk_entity_get_kind (self);
  DeskValue *values = get_values (self);

  for (guint i = 0; i < kind->n_fields; i++)
    desk_value_clear (&kind->fields[i], &values[i]);
  g_free (values);
  G_OBJECT_CLASS (desk_entity_parent_class)->finalize (object);
}

static void
set_number (DeskEntity *self, guint field, gint64 number, gboolean is_set)
{
  DeskValue value = { .number = number, .is_set = is_set };

  desk_entity_take_value (self, field, &value);
}

static void
desk_entity_class_init (DeskEntityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = desk_entity_constructed;
  object_class->finalize = desk_entity_finalize;
}

static void
desk_entity_init (DeskEntity *self)
{
}

/**
 * desk_entity_class_set_kind:
 * @klass: the class of an entity
 * @kind: its kind
 *
 * Makes a property for each field. Called by the macros that define entities.
 */
void
desk_entity_class_set_kind (DeskEntityClass *klass, const DeskKind *kind)
{
  klass->kind = kind;
  /* GObject does not hand this one down. */
  G_OBJECT_CLASS (klass)->get_property = desk_entity_get_property;
  klass->properties = g_new0 (GParamSpec *, kind->n_fields);
  for (guint i = 0; i < kind->n_fields; i++)
    {
      klass->properties[i] = make_property (&kind->fields[i]);
      g_object_class_install_property (G_OBJECT_CLASS (klass), i + 1, klass->properties[i]);
    }
}

/**
 * desk_entity_new:
 * @kind: what to make
 *
 * Returns: (transfer full): an entity in which nothing is set yet
 */
DeskEntity *
desk_entity_new (const DeskKind *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);

  return g_object_new (kind->get_type (), NULL);
}

/**
 * desk_entity_copy:
 * @self: an entity
 *
 * Returns: (transfer full): another one of the same kind that says the same
 */
DeskEntity *
desk_entity_copy (DeskEntity *self)
{
  DeskEntity *copy;

  g_return_val_if_fail (DESK_IS_ENTITY (self), NULL);

  copy = desk_entity_new (desk_entity_get_kind (self));
  desk_entity_assign (copy, self);
  return copy;
}

/**
 * desk_entity_get_kind:
 * @self: an entity
 *
 * Returns: its kind
 */
const DeskKind *
desk_entity_get_kind (DeskEntity *self)
{
  return DESK_ENTITY_GET_CLASS (self)->kind;
}

/**
 * desk_entity_get_value:
 * @self: an entity
 * @field: a place in its kind's table
 *
 * Returns: (transfer none): what the field holds, valid until it changes
 */
const DeskValue *
desk_entity_get_value (DeskEntity *self, guint field)
{
  g_return_val_if_fail (DESK_IS_ENTITY (self) && field < desk_entity_get_kind (self)->n_fields, &null_value);

  return &get_values (self)[field];
}

/**
 * desk_entity_take_value:
 * @self: an entity
 * @field: a place in its kind's table
 * @value: (transfer full): the new value; emptied
 *
 * Sets a field and tells of it if it changed.
 */
void
desk_entity_take_value (DeskEntity *self, guint field, DeskValue *value)
{
  const DeskField *info;
  DeskValue *held;

  g_return_if_fail (DESK_IS_ENTITY (self) && field < desk_entity_get_kind (self)->n_fields);

  info = get_field (self, field);
  held = &get_values (self)[field];
  if (desk_value_equal (info, held, value))
    {
      desk_value_clear (info, value);
      return;
    }
  desk_value_clear (info, held);
  *held = *value;
  *value = null_value;
  notify_field (self, field);
}

/**
 * desk_entity_set_value:
 * @self: an entity
 * @field: a place in its kind's table
 * @value: the new value, copied
 */
void
desk_entity_set_value (DeskEntity *self, guint field, const DeskValue *value)
{
  DeskValue copy;

  desk_value_copy (get_field (self, field), value, &copy);
  desk_entity_take_value (self, field, &copy);
}

/**
 * desk_entity_is_set:
 * @self: an entity
 * @field: a place in its kind's table
 *
 * Returns: whether the field has a value
 */
gboolean
desk_entity_is_set (DeskEntity *self, guint field)
{
  return desk_entity_get_value (self, field)->is_set;
}

/**
 * desk_entity_unset:
 * @self: an entity
 * @field: a place in its kind's table
 *
 * Makes the field null.
 */
void
desk_entity_unset (DeskEntity *self, guint field)
{
  DeskValue value = { 0 };

  desk_entity_take_value (self, field, &value);
}

/**
 * desk_entity_get_id:
 * @self: a stored entity
 *
 * Returns: (nullable): its id
 */
const char *
desk_entity_get_id (DeskEntity *self)
{
  return desk_entity_get_string (self, DESK_ENTITY_ID);
}

/**
 * desk_entity_get_seq:
 * @self: a stored entity
 *
 * Returns: its place in the change feed
 */
gint64
desk_entity_get_seq (DeskEntity *self)
{
  return desk_entity_get_integer (self, DESK_ENTITY_SEQ);
}

/**
 * desk_entity_get_version:
 * @self: a stored entity
 *
 * Returns: how often it was written, from 1
 */
gint64
desk_entity_get_version (DeskEntity *self)
{
  return desk_entity_get_integer (self, DESK_ENTITY_VERSION);
}

const char *
desk_entity_get_string (gpointer self, guint field)
{
  return desk_entity_get_value (self, field)->text;
}

gint64
desk_entity_get_integer (gpointer self, guint field)
{
  return desk_entity_get_value (self, field)->number;
}

gint64
desk_entity_get_time (gpointer self, guint field)
{
  return desk_entity_get_value (self, field)->number;
}

int
desk_entity_get_enum (gpointer self, guint field)
{
  return desk_entity_get_value (self, field)->number;
}

gboolean
desk_entity_get_flag (gpointer self, guint field)
{
  return desk_entity_get_value (self, field)->number != 0;
}

gint64
desk_entity_get_money (gpointer self, guint field, const char **currency)
{
  const DeskValue *value = desk_entity_get_value (self, field);

  if (currency != NULL)
    *currency = value->currency;
  return value->number;
}

const char *const *
desk_entity_get_tags (gpointer self, guint field)
{
  return (const char *const *) desk_entity_get_value (self, field)->tags;
}

GPtrArray *
desk_entity_get_items (gpointer self, guint field)
{
  return desk_entity_get_value (self, field)->items;
}

void
desk_entity_set_string (gpointer self, guint field, const char *text)
{
  DeskValue value = { .text = g_strdup (text), .is_set = text != NULL };

  desk_entity_take_value (self, field, &value);
}

void
desk_entity_set_integer (gpointer self, guint field, gint64 number)
{
  set_number (self, field, number, TRUE);
}

/* A time of 0 means "not yet": nothing on a desk happened in 1970. */
void
desk_entity_set_time (gpointer self, guint field, gint64 microseconds)
{
  set_number (self, field, microseconds, microseconds != 0);
}

void
desk_entity_set_enum (gpointer self, guint field, int number)
{
  set_number (self, field, number, number != 0);
}

void
desk_entity_set_flag (gpointer self, guint field, gboolean flag)
{
  set_number (self, field, flag != FALSE, TRUE);
}

void
desk_entity_set_money (gpointer self, guint field, gint64 minor_units, const char *currency)
{
  DeskValue value = { .number = minor_units, .currency = g_intern_string (currency), .is_set = currency != NULL };

  desk_entity_take_value (self, field, &value);
}

void
desk_entity_set_tags (gpointer self, guint field, const char *const *tags)
{
  DeskValue value = { .tags = g_strdupv ((char **) tags), .is_set = tags != NULL };

  desk_entity_take_value (self, field, &value);
}

void
desk_entity_set_items (gpointer self, guint field, GPtrArray *items)
{
  DeskValue value = { .items = items != NULL ? g_ptr_array_ref (items) : NULL, .is_set = items != NULL };

  desk_entity_take_value (self, field, &value);
}

/**
 * desk_value_equal:
 * @field: the field of both
 * @a: a value
 * @b: a value
 *
 * Returns: whether they say the same
 */
gboolean
desk_value_equal (const DeskField *field, const DeskValue *a, const DeskValue *b)
{
  if (field->type == DESK_FIELD_FLAG)
    return (a->number != 0) == (b->number != 0); /* never null: not said is no */
  if (a->is_set != b->is_set)
    return FALSE;
  if (!a->is_set)
    return TRUE;
  if (desk_field_is_text (field))
    return g_str_equal (a->text, b->text);
  if (field->type == DESK_FIELD_TAGS)
    return g_strv_equal ((const char *const *) a->tags, (const char *const *) b->tags);
  if (field->type == DESK_FIELD_ITEMS)
    return items_equal (a->items, b->items);
  return a->number == b->number && (field->type != DESK_FIELD_MONEY || a->currency == b->currency);
}

/**
 * desk_entity_equal:
 * @a: an entity
 * @b: an entity
 *
 * Returns: whether both are of one kind and say the same in every field
 */
gboolean
desk_entity_equal (DeskEntity *a, DeskEntity *b)
{
  const DeskKind *kind = desk_entity_get_kind (a);

  if (kind != desk_entity_get_kind (b))
    return FALSE;
  for (guint i = 0; i < kind->n_fields; i++)
    if (!desk_value_equal (&kind->fields[i], desk_entity_get_value (a, i), desk_entity_get_value (b, i)))
      return FALSE;
  return TRUE;
}

/**
 * desk_entity_assign:
 * @self: an entity
 * @from: another one of the same kind
 *
 * Makes @self say what @from says, telling of each field that changed: how an object that a window shows follows the
 * row behind it.
 *
 * Returns: how many fields changed
 */
guint
desk_entity_assign (DeskEntity *self, DeskEntity *from)
{
  const DeskKind *kind = desk_entity_get_kind (self);
  guint changed = 0;

  g_return_val_if_fail (kind == desk_entity_get_kind (from), 0);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskValue *value = desk_entity_get_value (from, i);

      if (desk_value_equal (&kind->fields[i], desk_entity_get_value (self, i), value))
        continue;
      desk_entity_set_value (self, i, value);
      changed++;
    }
  g_object_thaw_notify (G_OBJECT (self));
  return changed;
}

/**
 * desk_kind_find_field:
 * @kind: a kind
 * @name: a field's wire name
 *
 * Returns: its place in the table, or -1
 */
int
desk_kind_find_field (const DeskKind *kind, const char *name)
{
  for (guint i = 0; i < kind->n_fields; i++)
    if (g_str_equal (kind->fields[i].name, name))
      return i;
  return -1;
}
