/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache-query.h"

#include "core/entities/desk-kinds.h"

/* A statement in the making: text and what is bound in it. */
typedef struct
{
  DeskListSpec *spec;
  const DeskKind *kind;
  GString *sql;
  GPtrArray *texts; /* owned; NULL where a number is bound */
  GArray *numbers;
} Maker;

/* Gives the parameter's number. */
static guint
add_parameter (Maker *maker, const char *text, gint64 number)
{
  g_ptr_array_add (maker->texts, g_strdup (text));
  g_array_append_val (maker->numbers, number);
  return maker->texts->len;
}

/* The field by which an entity of another kind is known to people, or -1. */
static int
find_name_field (const DeskKind *kind)
{
  return kind != NULL ? desk_kind_find_field (kind, "name") : -1;
}

static const DeskField *
get_field (Maker *maker, guint field)
{
  return &maker->kind->fields[field];
}

static void
append_range (Maker *maker, const char *column, const DeskListCondition *condition)
{
  g_string_append (maker->sql, "(TRUE");
  if (condition->from != 0)
    g_string_append_printf (maker->sql, " AND t.%s >= $%u", column, add_parameter (maker, NULL, condition->from));
  if (condition->to != 0)
    g_string_append_printf (maker->sql, " AND t.%s < $%u", column, add_parameter (maker, NULL, condition->to));
  g_string_append_c (maker->sql, ')');
}

/* All conditions on one field, from @first on; returns the first of the next field. */
static guint
append_field (Maker *maker, const GPtrArray *conditions, guint first)
{
  guint field = ((DeskListCondition *) conditions->pdata[first])->field;
  const char *column = get_field (maker, field)->name;
  guint place = first;

  g_string_append (maker->sql, " AND (");
  for (; place < conditions->len; place++)
    {
      const DeskListCondition *condition = conditions->pdata[place];

      if (condition->field != field)
        break;
      if (place > first)
        g_string_append (maker->sql, " OR ");
      if (condition->test == DESK_LIST_IN_RANGE)
        append_range (maker, column, condition);
      else if (condition->test == DESK_LIST_IS_TEXT && condition->text == NULL)
        g_string_append_printf (maker->sql, "t.%s IS NULL", column);
      else
        g_string_append_printf (maker->sql, "t.%s %s $%u", column,
                                condition->test == DESK_LIST_IS_NOT_TEXT ? "IS NOT" : "=",
                                add_parameter (maker, condition->text, condition->from));
    }
  g_string_append_c (maker->sql, ')');
  return place;
}

static char *
make_pattern (const char *word)
{
  GString *pattern = g_string_new ("%");

  for (; *word != '\0'; word++)
    {
      if (*word == '%' || *word == '_' || *word == '\\')
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *word);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

/* What people call a thing is also what they call its owner: a ticket is found by its customer's name. */
static void
append_word (Maker *maker, const char *word)
{
  g_autofree char *pattern = make_pattern (word);
  int customer = desk_kind_find_field (maker->kind, "customer_id");
  guint parameter = add_parameter (maker, pattern, 0);

  g_string_append (maker->sql, " AND (FALSE");
  for (guint i = 0; i < maker->kind->n_fields; i++)
    if (maker->kind->fields[i].flags & DESK_FIELD_SEARCH)
      g_string_append_printf (maker->sql, " OR t.%s LIKE $%u ESCAPE '\\'", maker->kind->fields[i].name, parameter);
  if (customer >= 0)
    g_string_append_printf (maker->sql,
                            " OR EXISTS (SELECT 1 FROM customers AS c WHERE c.id = t.customer_id"
                            " AND c.name LIKE $%u ESCAPE '\\')",
                            parameter);
  /* A chat has no words of its own: it is found by what was said in it. */
  if (maker->kind == &desk_chat_kind)
    g_string_append_printf (maker->sql,
                            " OR EXISTS (SELECT 1 FROM messages AS m WHERE m.thread_id = t.id"
                            " AND m.body LIKE $%u ESCAPE '\\')",
                            parameter);
  g_string_append_c (maker->sql, ')');
}

static void
append_search (Maker *maker, const char *search)
{
  g_auto (GStrv) words = g_strsplit_set (search, " \t\r\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      append_word (maker, words[i]);
}

/* Times that every row has are sorted by an index; elsewhere what is not set comes last either way. */
static void
append_order (Maker *maker)
{
  gboolean descending;
  guint sort = desk_list_spec_get_sort (maker->spec, &descending);
  const DeskField *field = get_field (maker, sort);
  const char *direction = descending ? "DESC" : "ASC";
  gboolean is_always_set = sort == DESK_ENTITY_CREATED_AT || sort == DESK_ENTITY_UPDATED_AT;
  const char *nulls = is_always_set || descending ? "" : " NULLS LAST";
  int name = field->type == DESK_FIELD_ID ? find_name_field (field->of) : -1;

  g_string_append (maker->sql, " ORDER BY ");
  if (field->type == DESK_FIELD_ENUM)
    {
      g_autofree char *column = g_strdup_printf ("t.%s", field->name);
      g_autofree char *order = desk_cache_query_dup_enum_order (field, column);

      g_string_append_printf (maker->sql, "%s %s, ", order, direction);
    }
  else if (name >= 0)
    g_string_append_printf (maker->sql, "(SELECT n.name FROM %s AS n WHERE n.id = t.%s) COLLATE NOCASE %s%s, ",
                            ((const DeskKind *) field->of)->table, field->name, direction, nulls);
  else if (g_str_equal (field->name, "number"))
    g_string_append_printf (maker->sql, "length (t.number) %s, t.number %s, ", direction, direction);
  else if (desk_field_is_text (field))
    g_string_append_printf (maker->sql, "t.%s COLLATE NOCASE %s%s, ", field->name, direction, nulls);
  else if (field->type == DESK_FIELD_MONEY)
    g_string_append_printf (maker->sql, "t.%s_amount %s%s, ", field->name, direction, nulls);
  else
    g_string_append_printf (maker->sql, "t.%s %s%s, ", field->name, direction, nulls);

  /* Where the first says nothing, the newest comes first; and no two rows are ever equal. */
  if (sort != DESK_ENTITY_CREATED_AT && !is_always_set)
    g_string_append (maker->sql, "t.created_at DESC, ");
  g_string_append_printf (maker->sql, "t.id %s", is_always_set ? direction : "DESC");
}

/* What was merged into another ticket is read there, and stands in no list, as in the server's. */
static void
append_listed (Maker *maker)
{
  if (maker->kind == &desk_ticket_kind)
    g_string_append (maker->sql, " AND t.merged_into_id IS NULL");
}

static void
make_sql (Maker *maker)
{
  const GPtrArray *conditions = desk_list_spec_get_conditions (maker->spec);
  const char *search = desk_list_spec_get_search (maker->spec);

  g_string_append_printf (maker->sql, "SELECT t.rowid FROM %s AS t WHERE TRUE", maker->kind->table);
  append_listed (maker);
  for (guint i = 0; i < conditions->len;)
    i = append_field (maker, conditions, i);
  if (search != NULL)
    append_search (maker, search);
  append_order (maker);
}

static gboolean
run_sql (Maker *maker, DeskDbTransaction *transaction, GArray *rows, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_prepare (transaction, maker->sql->str, error);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < maker->texts->len; i++)
    if (maker->texts->pdata[i] != NULL)
      desk_db_bind_text (statement, i + 1, maker->texts->pdata[i]);
    else
      desk_db_bind_integer (statement, i + 1, g_array_index (maker->numbers, gint64, i));
  while (desk_db_step (statement, &local_error))
    {
      gint64 row = desk_db_column_integer (statement, 0);

      g_array_append_val (rows, row);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * desk_cache_query_dup_enum_order:
 * @field: an enum's field
 * @column: how the statement calls its column
 *
 * Returns: (transfer full): an expression that gives each word its number
 */
char *
desk_cache_query_dup_enum_order (const DeskField *field, const char *column)
{
  GString *sql = g_string_new (NULL);
  guint n = desk_enum_n_values (field->of);

  g_string_append_printf (sql, "CASE %s", column);
  for (guint value = 1; value <= n; value++)
    g_string_append_printf (sql, " WHEN '%s' THEN %u", desk_enum_to_wire (field->of, value), value);
  g_string_append (sql, " ELSE 0 END");
  return g_string_free (sql, FALSE);
}

/**
 * desk_cache_query_run:
 * @transaction: reads the cache
 * @spec: what is asked for
 * @rows: (element-type gint64): gets the row numbers of all that match, in order
 * @error: why it could not be read
 *
 * Returns: whether it was read
 */
gboolean
desk_cache_query_run (DeskDbTransaction *transaction, DeskListSpec *spec, GArray *rows, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  Maker maker = {
    .spec = spec, .kind = desk_list_spec_get_kind (spec), .sql = sql, .texts = texts, .numbers = numbers
  };

  make_sql (&maker);
  return run_sql (&maker, transaction, rows, error);
}

/**
 * desk_cache_query_depends_on:
 * @spec: a list
 * @kind: what has changed
 *
 * Returns: whether the list may now show something else, or in another order
 */
gboolean
desk_cache_query_depends_on (DeskListSpec *spec, const DeskKind *kind)
{
  const DeskKind *own = desk_list_spec_get_kind (spec);
  gboolean descending;
  const DeskField *sort = &own->fields[desk_list_spec_get_sort (spec, &descending)];

  if (kind == own)
    return TRUE;
  if (sort->type == DESK_FIELD_ID && sort->of == kind)
    return TRUE;
  if (desk_list_spec_get_search (spec) == NULL)
    return FALSE;
  return (kind == &desk_customer_kind && desk_kind_find_field (own, "customer_id") >= 0)
         || (kind == &desk_message_kind && own == &desk_chat_kind);
}
