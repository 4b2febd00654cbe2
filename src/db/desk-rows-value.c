/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-rows-value.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "db/desk-db-driver.h"

static gboolean
read_list (const DeskField *field, const char *json, DeskValue *value, GError **error)
{
  if (field->type == DESK_FIELD_TAGS)
    value->tags = desk_tags_parse (json, error);
  else
    value->items = desk_items_parse (field->of, json, error);
  if (value->tags != NULL)
    return TRUE;
  g_prefix_error (error, "%s: ", field->name);
  return FALSE;
}

static gboolean
read_enum (const DeskKind *kind, const DeskField *field, const char *wire, DeskValue *value, GError **error)
{
  value->number = desk_enum_from_wire (field->of, wire);
  if (value->number != 0)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_INTERNAL, "The database has a %s with the unknown %s \"%s\"", kind->name,
               field->name, wire);
  return FALSE;
}

static void
append_null (const DeskField *field, GString *json)
{
  const DeskValue nothing = { 0 };

  desk_value_append_json (field, &nothing, json);
}

static DeskDbCellType
get_cell_type (const DeskField *field)
{
  switch (field->type)
    {
    case DESK_FIELD_INTEGER:
    case DESK_FIELD_TIME:
    case DESK_FIELD_MONEY:
      return DESK_DB_CELL_INTEGER;
    case DESK_FIELD_FLAG:
      return DESK_DB_CELL_FLAG;
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ENUM:
    case DESK_FIELD_ID:
    case DESK_FIELD_TAGS:
    case DESK_FIELD_ITEMS:
    default:
      return DESK_DB_CELL_TEXT;
    }
}

/**
 * desk_rows_value_count_columns:
 * @field: a field
 *
 * Returns: how many columns it has
 */
guint
desk_rows_value_count_columns (const DeskField *field)
{
  return field->type == DESK_FIELD_MONEY ? 2 : 1;
}

/**
 * desk_rows_value_bind:
 * @statement: a statement before its first step
 * @parameter: the first of the field's
 * @field: a field
 * @value: what it holds
 */
void
desk_rows_value_bind (DeskDbStatement *statement, guint parameter, const DeskField *field, const DeskValue *value)
{
  g_autoptr (GString) json = NULL;

  if (!value->is_set && field->type != DESK_FIELD_FLAG)
    {
      desk_db_bind_null (statement, parameter);
      if (field->type == DESK_FIELD_MONEY)
        desk_db_bind_null (statement, parameter + 1);
      return;
    }
  switch (field->type)
    {
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ID:
      desk_db_bind_text (statement, parameter, value->text);
      break;
    case DESK_FIELD_INTEGER:
    case DESK_FIELD_TIME:
      desk_db_bind_integer (statement, parameter, value->number);
      break;
    case DESK_FIELD_FLAG:
      desk_db_bind_flag (statement, parameter, value->number != 0);
      break;
    case DESK_FIELD_ENUM:
      desk_db_bind_text (statement, parameter, desk_enum_to_wire (field->of, value->number));
      break;
    case DESK_FIELD_MONEY:
      desk_db_bind_integer (statement, parameter, value->number);
      desk_db_bind_text (statement, parameter + 1, value->currency);
      break;
    case DESK_FIELD_TAGS:
    case DESK_FIELD_ITEMS:
      json = g_string_new (NULL);
      desk_value_append_json (field, value, json);
      desk_db_bind_text (statement, parameter, json->str);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * desk_rows_value_read:
 * @kind: the kind of the field
 * @field: a field
 * @statement: a statement on a row
 * @column: the first of the field's
 * @value: (out): what it holds
 * @error: %DESK_ERROR_INTERNAL for a word that this version does not know
 *
 * Returns: whether it could be read
 */
gboolean
desk_rows_value_read (const DeskKind *kind,
                      const DeskField *field,
                      DeskDbStatement *statement,
                      guint column,
                      DeskValue *value,
                      GError **error)
{
  *value = (DeskValue){ 0 };
  if (desk_db_column_is_null (statement, column))
    return TRUE;
  value->is_set = TRUE;
  switch (field->type)
    {
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ID:
      value->text = g_strdup (desk_db_column_text (statement, column));
      return TRUE;
    case DESK_FIELD_INTEGER:
    case DESK_FIELD_TIME:
      value->number = desk_db_column_integer (statement, column);
      return TRUE;
    case DESK_FIELD_FLAG:
      value->number = desk_db_column_flag (statement, column);
      return TRUE;
    case DESK_FIELD_ENUM:
      return read_enum (kind, field, desk_db_column_text (statement, column), value, error);
    case DESK_FIELD_MONEY:
      value->number = desk_db_column_integer (statement, column);
      value->currency = g_intern_string (desk_db_column_text (statement, column + 1));
      return TRUE;
    case DESK_FIELD_TAGS:
    case DESK_FIELD_ITEMS:
      return read_list (field, desk_db_column_text (statement, column), value, error);
    default:
      g_assert_not_reached ();
    }
}

/**
 * desk_rows_value_append_json:
 * @field: a field
 * @statement: a statement on a row
 * @column: the first of the field's
 * @json: where to write what it holds
 */
void
desk_rows_value_append_json (const DeskField *field, DeskDbStatement *statement, guint column, GString *json)
{
  DeskDbCell cell = desk_db_statement_get_cell (statement, column, get_cell_type (field));

  if (cell.type == DESK_DB_CELL_NULL)
    {
      append_null (field, json);
      return;
    }
  switch (field->type)
    {
    case DESK_FIELD_INTEGER:
      desk_json_append_integer (json, cell.integer);
      break;
    case DESK_FIELD_FLAG:
      g_string_append (json, cell.flag ? "true" : "false");
      break;
    case DESK_FIELD_TIME:
      desk_json_append_time (json, cell.integer);
      break;
    case DESK_FIELD_MONEY:
      g_string_append (json, "{\"amount\":");
      desk_json_append_integer (json, cell.integer);
      g_string_append (json, ",\"currency\":");
      desk_json_append_string (json, desk_db_column_text (statement, column + 1));
      g_string_append_c (json, '}');
      break;
    case DESK_FIELD_TAGS:
    case DESK_FIELD_ITEMS:
      /* Stored as it is sent. */
      g_string_append (json, cell.text);
      break;
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ENUM:
    case DESK_FIELD_ID:
    default:
      desk_json_append_string (json, cell.text);
    }
}
