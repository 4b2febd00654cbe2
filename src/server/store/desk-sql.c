/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-sql.h"

typedef struct
{
  char type;  /* s, i or b, as in desk_db_query() */
  char *text; /* owned */
  gint64 number;
} Parameter;

struct _DeskSql
{
  GString *text;      /* owned */
  GArray *parameters; /* owned, of Parameter */
};

static void
clear_parameter (gpointer data)
{
  g_free (((Parameter *) data)->text);
}

static void
add_parameter (DeskSql *self, Parameter parameter)
{
  g_array_append_val (self->parameters, parameter);
  g_string_append_printf (self->text, "$%u", self->parameters->len);
}

/**
 * desk_sql_new:
 *
 * Returns: (transfer full): a statement without text
 */
DeskSql *
desk_sql_new (void)
{
  DeskSql *self = g_new0 (DeskSql, 1);

  self->text = g_string_new (NULL);
  self->parameters = g_array_new (FALSE, FALSE, sizeof (Parameter));
  g_array_set_clear_func (self->parameters, clear_parameter);
  return self;
}

/**
 * desk_sql_free:
 * @self: (transfer full) (nullable): a statement
 */
void
desk_sql_free (DeskSql *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_array_unref (self->parameters);
  g_free (self);
}

/**
 * desk_sql_add:
 * @self: a statement
 * @format: SQL, whose arguments are names and words of the code's own tables, never anything from outside
 */
void
desk_sql_add (DeskSql *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (self->text, format, args);
  va_end (args);
}

/**
 * desk_sql_add_text:
 * @self: a statement
 * @value: (nullable): bound as the next parameter, which stands at the end of the text
 */
void
desk_sql_add_text (DeskSql *self, const char *value)
{
  add_parameter (self, (Parameter){ .type = 's', .text = g_strdup (value) });
}

/**
 * desk_sql_add_integer:
 * @self: a statement
 * @value: bound as the next parameter, which stands at the end of the text
 */
void
desk_sql_add_integer (DeskSql *self, gint64 value)
{
  add_parameter (self, (Parameter){ .type = 'i', .number = value });
}

/**
 * desk_sql_add_flag:
 * @self: a statement
 * @value: bound as the next parameter, which stands at the end of the text
 */
void
desk_sql_add_flag (DeskSql *self, gboolean value)
{
  add_parameter (self, (Parameter){ .type = 'b', .number = value });
}

/**
 * desk_sql_add_texts:
 * @self: a statement
 * @values: at least one text; bound as parameters, with commas between: what stands between the brackets of IN
 */
void
desk_sql_add_texts (DeskSql *self, const char *const *values)
{
  for (guint i = 0; values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (self->text, ", ");
      desk_sql_add_text (self, values[i]);
    }
}

/**
 * desk_sql_query:
 * @self: a statement
 * @db: an open transaction
 * @error: what is wrong with it
 *
 * Returns: (transfer full): the statement with its parameters bound, before its first row
 */
DeskDbStatement *
desk_sql_query (DeskSql *self, DeskDbTransaction *db, GError **error)
{
  DeskDbStatement *statement = desk_db_prepare (db, self->text->str, error);

  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < self->parameters->len; i++)
    {
      const Parameter *parameter = &g_array_index (self->parameters, Parameter, i);

      if (parameter->type == 's')
        desk_db_bind_text (statement, i + 1, parameter->text);
      else if (parameter->type == 'i')
        desk_db_bind_integer (statement, i + 1, parameter->number);
      else
        desk_db_bind_flag (statement, i + 1, parameter->number != 0);
    }
  return statement;
}
