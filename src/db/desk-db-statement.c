/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-statement.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "core/desk-error.h"
#include "db/desk-db-transaction-private.h"

static gboolean
keep_failure (GError **failure, GError *local_error, GError **error)
{
  if (failure != NULL && *failure == NULL)
    *failure = g_error_copy (local_error);
  g_propagate_error (error, local_error);
  return FALSE;
}

static void
set_parameter (DeskDbStatement *self, guint parameter, DeskDbCell cell)
{
  if (parameter < 1 || parameter > self->n_parameters || self->is_begun)
    {
      if (cell.type == DESK_DB_CELL_TEXT)
        g_free (cell.text);
      if (self->error == NULL)
        g_set_error (&self->error, DESK_ERROR, DESK_ERROR_INTERNAL,
                     self->is_begun ? "Database: parameter $%u was bound after the first step: %s"
                                    : "Database: there is no parameter $%u: %s",
                     parameter, self->sql);
      return;
    }
  if (self->parameters[parameter - 1].type == DESK_DB_CELL_TEXT)
    g_free (self->parameters[parameter - 1].text);
  self->parameters[parameter - 1] = cell;
}

/* @types was checked against the statement. */
static void
bind_all (DeskDbStatement *self, const char *types, va_list args)
{
  for (guint i = 0; types[i] != '\0'; i++)
    switch (types[i])
      {
      case 's':
        desk_db_bind_text (self, i + 1, va_arg (args, const char *));
        break;
      case 'i':
        desk_db_bind_integer (self, i + 1, va_arg (args, gint64));
        break;
      case 'b':
        desk_db_bind_flag (self, i + 1, va_arg (args, gboolean));
        break;
      case 'd':
        desk_db_bind_double (self, i + 1, va_arg (args, double));
        break;
      default:
        g_assert_not_reached ();
      }
}

static DeskDbStatement *
prepare_and_bind (DeskDbTransaction *transaction, GError **error, const char *sql, const char *types, va_list args)
{
  g_autoptr (DeskDbStatement) statement = desk_db_prepare (transaction, sql, error);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  if (strlen (types) != statement->n_parameters || strspn (types, "sibd") != strlen (types))
    {
      g_set_error (&local_error, DESK_ERROR, DESK_ERROR_INTERNAL,
                   "Database: \"%s\" does not fit the %u parameters of: %s", types, statement->n_parameters, sql);
      keep_failure (&transaction->failure, g_steal_pointer (&local_error), error);
      return NULL;
    }
  bind_all (statement, types, args);
  return g_steal_pointer (&statement);
}

/**
 * desk_db_statement_get_cell:
 * @self: a statement on a row
 * @column: which, from 0
 * @wanted: as what
 *
 * Returns: the column, of the type @wanted or null; its text is borrowed until the next step
 */
DeskDbCell
desk_db_statement_get_cell (DeskDbStatement *self, guint column, DeskDbCellType wanted)
{
  DeskDbCell cell = { 0 };

  g_return_val_if_fail (self != NULL && self->is_begun && !self->is_done, cell);

  DESK_DB_DRIVER_GET_CLASS (self->driver)->column (self, column, wanted, &cell);
  return cell;
}

/**
 * desk_db_query:
 * @transaction: an open transaction
 * @error: what is wrong with the statement
 * @sql: one statement
 * @types: a letter for each of its parameters
 * @...: the parameters
 *
 * Prepares a statement that gives rows and binds its parameters.
 *
 * Returns: (transfer full): the statement, before its first row
 */
DeskDbStatement *
desk_db_query (DeskDbTransaction *transaction, GError **error, const char *sql, const char *types, ...)
{
  DeskDbStatement *statement;
  va_list args;

  g_return_val_if_fail (transaction != NULL && sql != NULL && types != NULL, NULL);

  va_start (args, types);
  statement = prepare_and_bind (transaction, error, sql, types, args);
  va_end (args);
  return statement;
}

/**
 * desk_db_execute:
 * @transaction: an open transaction
 * @error: %DESK_ERROR_CONFLICT when a constraint of the schema refused it
 * @sql: one statement
 * @types: a letter for each of its parameters
 * @...: the parameters
 *
 * Runs a statement to its end.
 *
 * Returns: whether it succeeded
 */
gboolean
desk_db_execute (DeskDbTransaction *transaction, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  va_list args;

  g_return_val_if_fail (transaction != NULL && sql != NULL && types != NULL, FALSE);

  va_start (args, types);
  statement = prepare_and_bind (transaction, error, sql, types, args);
  va_end (args);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    ;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * desk_db_get_changes:
 * @transaction: an open transaction
 *
 * Returns: how many rows the last statement that ran to its end inserted, updated (also to what they were) or deleted
 */
gint64
desk_db_get_changes (DeskDbTransaction *transaction)
{
  g_return_val_if_fail (transaction != NULL, 0);

  return desk_db_driver_get_changes (transaction->driver);
}

/**
 * desk_db_prepare:
 * @transaction: an open transaction
 * @sql: one statement
 * @error: what is wrong with it
 *
 * Returns: (transfer full): the statement, with all parameters null
 */
DeskDbStatement *
desk_db_prepare (DeskDbTransaction *transaction, const char *sql, GError **error)
{
  DeskDbStatement *statement;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (transaction != NULL && sql != NULL, NULL);

  if (transaction->is_announcing)
    local_error = g_error_new_literal (DESK_ERROR, DESK_ERROR_INTERNAL, "Database: the transaction has ended");
  else if (transaction->failure != NULL)
    local_error = g_error_copy (transaction->failure);
  else
    {
      statement = desk_db_driver_prepare (transaction->driver, sql, &local_error);
      if (statement != NULL)
        {
          statement->failure = &transaction->failure;
          return statement;
        }
    }
  keep_failure (&transaction->failure, g_steal_pointer (&local_error), error);
  return NULL;
}

/**
 * desk_db_bind_text:
 * @self: a statement before its first step
 * @parameter: which, from 1
 * @text: (nullable): UTF-8; copied
 */
void
desk_db_bind_text (DeskDbStatement *self, guint parameter, const char *text)
{
  g_return_if_fail (self != NULL);

  if (text == NULL)
    {
      set_parameter (self, parameter, (DeskDbCell){ .type = DESK_DB_CELL_NULL });
      return;
    }
  /* PostgreSQL refuses what is not UTF-8, SQLite would keep it. */
  if (!g_utf8_validate (text, -1, NULL))
    {
      if (self->error == NULL)
        g_set_error (&self->error, DESK_ERROR, DESK_ERROR_MALFORMED, "The text of parameter $%u is not UTF-8",
                     parameter);
      return;
    }
  set_parameter (self, parameter, (DeskDbCell){ .type = DESK_DB_CELL_TEXT, .text = g_strdup (text) });
}

/**
 * desk_db_bind_integer:
 * @self: a statement before its first step
 * @parameter: which, from 1
 * @number: any
 */
void
desk_db_bind_integer (DeskDbStatement *self, guint parameter, gint64 number)
{
  g_return_if_fail (self != NULL);

  set_parameter (self, parameter, (DeskDbCell){ .type = DESK_DB_CELL_INTEGER, .integer = number });
}

/**
 * desk_db_bind_flag:
 * @self: a statement before its first step
 * @parameter: which, from 1
 * @flag: for a BOOLEAN
 */
void
desk_db_bind_flag (DeskDbStatement *self, guint parameter, gboolean flag)
{
  g_return_if_fail (self != NULL);

  set_parameter (self, parameter, (DeskDbCell){ .type = DESK_DB_CELL_FLAG, .flag = flag != FALSE });
}

/**
 * desk_db_bind_double:
 * @self: a statement before its first step
 * @parameter: which, from 1
 * @number: what is not a number becomes null
 */
void
desk_db_bind_double (DeskDbStatement *self, guint parameter, double number)
{
  g_return_if_fail (self != NULL);

  set_parameter (self, parameter,
                 (DeskDbCell){ .type = isnan (number) ? DESK_DB_CELL_NULL : DESK_DB_CELL_DOUBLE, .number = number });
}

/**
 * desk_db_bind_null:
 * @self: a statement before its first step
 * @parameter: which, from 1
 */
void
desk_db_bind_null (DeskDbStatement *self, guint parameter)
{
  g_return_if_fail (self != NULL);

  set_parameter (self, parameter, (DeskDbCell){ .type = DESK_DB_CELL_NULL });
}

/**
 * desk_db_step:
 * @self: a statement
 * @error: what failed
 *
 * Returns: whether there is a row (another one, after the first); %FALSE without @error at the end
 */
gboolean
desk_db_step (DeskDbStatement *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (self != NULL && self->is_in_use, FALSE);

  if (self->is_done)
    return FALSE;
  if (self->error != NULL)
    {
      self->is_done = TRUE;
      return keep_failure (self->failure, g_error_copy (self->error), error);
    }
  if (DESK_DB_DRIVER_GET_CLASS (self->driver)->step (self, &local_error))
    {
      self->is_begun = TRUE;
      return TRUE;
    }
  self->is_done = TRUE;
  return local_error == NULL ? FALSE : keep_failure (self->failure, g_steal_pointer (&local_error), error);
}

/**
 * desk_db_read_texts:
 * @self: (transfer full) (nullable): a statement; %NULL when it could not be made, and @error says why
 * @error: what failed
 *
 * For lists of ids, mostly.
 *
 * Returns: (transfer full) (element-type utf8): the first column of all its rows; %NULL when it failed
 */
GPtrArray *
desk_db_read_texts (DeskDbStatement *self, GError **error)
{
  g_autoptr (DeskDbStatement) statement = self;
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  texts = g_ptr_array_new_with_free_func (g_free);
  while (desk_db_step (statement, &local_error))
    g_ptr_array_add (texts, g_strdup (desk_db_column_text (statement, 0)));
  if (local_error == NULL)
    return g_steal_pointer (&texts);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * desk_db_column_is_null:
 * @self: a statement on a row
 * @column: which, from 0
 *
 * Returns: whether there is nothing
 */
gboolean
desk_db_column_is_null (DeskDbStatement *self, guint column)
{
  return desk_db_statement_get_cell (self, column, DESK_DB_CELL_FLAG).type == DESK_DB_CELL_NULL;
}

/**
 * desk_db_column_text:
 * @self: a statement on a row
 * @column: which, from 0
 *
 * Returns: (nullable) (transfer none): the text, until the next step
 */
const char *
desk_db_column_text (DeskDbStatement *self, guint column)
{
  return desk_db_statement_get_cell (self, column, DESK_DB_CELL_TEXT).text;
}

/**
 * desk_db_column_integer:
 * @self: a statement on a row
 * @column: which, from 0
 *
 * Returns: the number, 0 for null
 */
gint64
desk_db_column_integer (DeskDbStatement *self, guint column)
{
  return desk_db_statement_get_cell (self, column, DESK_DB_CELL_INTEGER).integer;
}

/**
 * desk_db_column_flag:
 * @self: a statement on a row
 * @column: which, from 0
 *
 * Returns: the flag, %FALSE for null
 */
gboolean
desk_db_column_flag (DeskDbStatement *self, guint column)
{
  return desk_db_statement_get_cell (self, column, DESK_DB_CELL_FLAG).flag;
}

/**
 * desk_db_column_double:
 * @self: a statement on a row
 * @column: which, from 0
 *
 * Returns: the number, 0 for null
 */
double
desk_db_column_double (DeskDbStatement *self, guint column)
{
  return desk_db_statement_get_cell (self, column, DESK_DB_CELL_DOUBLE).number;
}

/**
 * desk_db_statement_free:
 * @self: (transfer full): a statement, on a row or at its end
 */
void
desk_db_statement_free (DeskDbStatement *self)
{
  if (self != NULL)
    desk_db_driver_release (self);
}
