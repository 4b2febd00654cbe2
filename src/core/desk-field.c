/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-field.h"

/* Limits for fields whose table row gives none. */
#define MAX_STRING 500
#define MAX_TEXT 65536
#define MAX_NUMBER G_GINT64_CONSTANT (9007199254740991) /* what JSON readers elsewhere keep exactly */
#define MAX_LIST 100

/**
 * desk_field_is_text:
 * @field: a field
 *
 * Returns: whether its value is a string of any sort, ids included
 */
gboolean
desk_field_is_text (const DeskField *field)
{
  return field->type == DESK_FIELD_STRING || field->type == DESK_FIELD_TEXT || field->type == DESK_FIELD_ID;
}

/**
 * desk_field_get_max:
 * @field: a field
 *
 * Returns: the most it may hold: bytes of a text, a number's value, entries of a list
 */
gint64
desk_field_get_max (const DeskField *field)
{
  if (field->max > 0)
    return field->max;
  switch (field->type)
    {
    case DESK_FIELD_STRING:
    case DESK_FIELD_ID:
      return MAX_STRING;
    case DESK_FIELD_TEXT:
      return MAX_TEXT;
    case DESK_FIELD_TAGS:
    case DESK_FIELD_ITEMS:
      return MAX_LIST;
    case DESK_FIELD_INTEGER:
    case DESK_FIELD_FLAG:
    case DESK_FIELD_TIME:
    case DESK_FIELD_ENUM:
    case DESK_FIELD_MONEY:
    default:
      return MAX_NUMBER;
    }
}

/**
 * desk_value_clear:
 * @field: the field of the value
 * @value: a value
 *
 * Frees what @value owns and makes it null.
 */
void
desk_value_clear (const DeskField *field, DeskValue *value)
{
  if (desk_field_is_text (field))
    g_free (value->text);
  else if (field->type == DESK_FIELD_TAGS)
    g_strfreev (value->tags);
  else if (field->type == DESK_FIELD_ITEMS && value->items != NULL)
    g_ptr_array_unref (value->items);
  *value = (DeskValue){ 0 };
}

/**
 * desk_value_copy:
 * @field: the field of both
 * @from: what to copy
 * @to: an empty value; parts in lists are shared, since nobody changes them in place
 */
void
desk_value_copy (const DeskField *field, const DeskValue *from, DeskValue *to)
{
  *to = *from;
  if (desk_field_is_text (field))
    to->text = g_strdup (from->text);
  else if (field->type == DESK_FIELD_TAGS)
    to->tags = g_strdupv (from->tags);
  else if (field->type == DESK_FIELD_ITEMS && from->items != NULL)
    to->items = g_ptr_array_ref (from->items);
}
