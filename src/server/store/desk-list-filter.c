/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-list-filter.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-list-derived.h"
#include "server/store/desk-scope.h"
#include "server/store/desk-search.h"

/* Words that stand for an agent. */
#define WORD_ME "me"
#define WORD_NOBODY "unassigned"
/* Merged or not. */
#define WORD_ANY "any"

static const char *const *
get_values (const DeskListAsk *ask, const char *name)
{
  return ask->get_values (ask->data, name);
}

/* Words are sorted as their enum counts them; the same expression stands in the indexes. */
static char *
dup_enum_order (const DeskField *field)
{
  const DeskEnum *info = field->of;
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "(CASE t.%s", field->name);
  for (guint i = 0; info->values[i].wire != NULL; i++)
    g_string_append_printf (sql, " WHEN '%s' THEN %u", info->values[i].wire, i + 1);
  g_string_append (sql, " ELSE 0 END)");
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static const DeskField *
find_sort_field (const DeskKind *kind, const char *name)
{
  int field;

  if (g_str_equal (name, "due_at"))
    name = "resolution_due_at";
  field = desk_kind_find_field (kind, name);
  return field >= 0 && (kind->fields[field].flags & DESK_FIELD_SORT) ? &kind->fields[field] : NULL;
}

static char *
dup_sorts (const DeskKind *kind)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < kind->n_fields; i++)
    if (kind->fields[i].flags & DESK_FIELD_SORT)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", kind->fields[i].name);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static gboolean
is_always_set (const DeskKind *kind, const DeskField *field)
{
  return field == &kind->fields[DESK_ENTITY_CREATED_AT] || field == &kind->fields[DESK_ENTITY_UPDATED_AT]
         || (field->flags & DESK_FIELD_REQUIRED) || (kind == &desk_history_kind && field->type == DESK_FIELD_TIME);
}

/* Agents are named by id or as "me"; "unassigned" is nobody. Returns what to bind, or NULL for nobody. */
static gboolean
read_id (const DeskListAsk *ask, const DeskField *field, const char *value, const char **id, GError **error)
{
  gboolean is_agent = field->of == &desk_agent_kind;

  *id = value;
  if (is_agent && g_str_equal (value, WORD_ME) && ask->viewer->id != NULL)
    *id = ask->viewer->id;
  else if (is_agent && g_str_equal (value, WORD_NOBODY))
    *id = NULL;
  else if (!desk_id_is_valid (value))
    {
      desk_error_add_field (error, field->name, "\"%s\" is no id%s", value,
                            is_agent ? ", " WORD_ME " or " WORD_NOBODY : "");
      return FALSE;
    }
  return TRUE;
}

static void
add_values (DeskSql *sql, const DeskField *field, GPtrArray *values, gboolean or_null)
{
  desk_sql_add (sql, " AND (");
  if (values->len > 0)
    {
      g_ptr_array_add (values, NULL);
      desk_sql_add (sql, "t.%s IN (", field->name);
      desk_sql_add_texts (sql, (const char *const *) values->pdata);
      desk_sql_add (sql, ")");
    }
  if (or_null)
    desk_sql_add (sql, "%st.%s IS NULL", values->len > 0 ? " OR " : "", field->name);
  desk_sql_add (sql, ")");
}

static gboolean
add_word_filter (const DeskListAsk *ask, const DeskField *field, const char *const *given, DeskSql *sql, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  gboolean or_null = FALSE, right = TRUE;

  for (guint i = 0; given[i] != NULL; i++)
    {
      const char *value = given[i];

      if (field->type == DESK_FIELD_ID && !read_id (ask, field, given[i], &value, error))
        right = FALSE;
      else if (field->type == DESK_FIELD_ENUM && desk_enum_from_wire (field->of, value) == 0)
        {
          g_autofree char *choices = desk_enum_dup_choices (field->of);

          desk_error_add_field (error, field->name, "%s was expected, not \"%s\"", choices, value);
          right = FALSE;
        }
      else if (value == NULL)
        or_null = TRUE;
      else
        g_ptr_array_add (values, (gpointer) value);
    }
  if (right)
    add_values (sql, field, values, or_null);
  return right;
}

static gboolean
add_flag_filter (const DeskField *field, const char *const *given, DeskSql *sql, GError **error)
{
  if (given[1] != NULL || !(g_str_equal (given[0], "true") || g_str_equal (given[0], "false")))
    {
      desk_error_add_field (error, field->name, "true or false was expected");
      return FALSE;
    }
  desk_sql_add (sql, " AND t.%s = ", field->name);
  desk_sql_add_flag (sql, g_str_equal (given[0], "true"));
  return TRUE;
}

static gboolean
add_integer_filter (const DeskField *field, const char *const *given, DeskSql *sql, GError **error)
{
  for (guint i = 0; given[i] != NULL; i++)
    {
      guint64 number;

      if (!g_ascii_string_to_unsigned (given[i], 10, 0, G_MAXINT64, &number, NULL))
        {
          desk_error_add_field (error, field->name, "a whole number was expected, not \"%s\"", given[i]);
          return FALSE;
        }
      desk_sql_add (sql, "%st.%s = ", i == 0 ? " AND (" : " OR ", field->name);
      desk_sql_add_integer (sql, number);
    }
  desk_sql_add (sql, ")");
  return TRUE;
}

static gboolean
add_field_filter (const DeskListAsk *ask,
                  const DeskField *field,
                  const char *const *given,
                  DeskSql *sql,
                  GError **error)
{
  if (field->type == DESK_FIELD_FLAG)
    return add_flag_filter (field, given, sql, error);
  if (field->type == DESK_FIELD_INTEGER)
    return add_integer_filter (field, given, sql, error);
  return add_word_filter (ask, field, given, sql, error);
}

static gboolean
add_search (const DeskListAsk *ask, DeskListWay way, DeskSql *sql, GError **error)
{
  const char *text = desk_list_get_value (ask, "search");
  g_autoptr (DeskQuestion) question = NULL;

  if (text == NULL)
    return TRUE;
  question = desk_question_read ("search", text, ask->country_calling_code, error);
  if (question == NULL)
    return FALSE;
  desk_search_add_filter (sql, ask->kind, ask->viewer, question, way == DESK_LIST_WAY_GATHER);
  return TRUE;
}

/* What was merged into another ticket is hidden, unless it is asked for: merged=true, merged=any, or merged_into_id. */
static gboolean
add_merged (const DeskListAsk *ask, DeskSql *sql, GError **error)
{
  const char *value = desk_list_get_value (ask, "merged");
  const char *into = get_values (ask, desk_ticket_kind.fields[DESK_TICKET_MERGED_INTO_ID].name)[0];

  if (value == NULL)
    value = into != NULL ? WORD_ANY : "false";
  if (g_str_equal (value, "false"))
    desk_sql_add (sql, " AND t.merged_into_id IS NULL");
  else if (g_str_equal (value, "true"))
    desk_sql_add (sql, " AND t.merged_into_id IS NOT NULL");
  else if (!g_str_equal (value, WORD_ANY))
    {
      desk_error_add_field (error, "merged", "true, false or " WORD_ANY " was expected");
      return FALSE;
    }
  return TRUE;
}

/* Inside CASE neither engine takes an index. */
static void
begin_case (DeskSql *sql, gboolean is_wanted)
{
  desk_sql_add (sql, is_wanted ? "CASE WHEN " : "");
}

static void
end_case (DeskSql *sql, gboolean is_wanted)
{
  desk_sql_add (sql, is_wanted ? " THEN 1 ELSE 0 END = 1" : "");
}

/**
 * desk_list_sort_clear:
 * @self: a sort
 */
void
desk_list_sort_clear (DeskListSort *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->expression, g_free);
}

/**
 * desk_list_get_value:
 * @ask: a list
 * @name: a parameter
 *
 * Returns: (nullable): its first value
 */
const char *
desk_list_get_value (const DeskListAsk *ask, const char *name)
{
  return get_values (ask, name)[0];
}

gboolean
desk_list_read_sort (const DeskListAsk *ask, DeskListSort *sort, GError **error)
{
  const char *given = desk_list_get_value (ask, "sort");
  const char *name = given != NULL ? given : ask->sort;
  const DeskField *field = find_sort_field (ask->kind, *name == '-' ? name + 1 : name);

  if (field == NULL)
    {
      g_autofree char *names = dup_sorts (ask->kind);

      desk_error_add_field (error, "sort", "one of %s was expected, with - before it for the last first", names);
      return FALSE;
    }
  sort->name = g_strdup (name);
  sort->is_falling = *name == '-';
  sort->is_number = !desk_field_is_text (field);
  sort->is_word = field->type == DESK_FIELD_ENUM;
  sort->may_be_null = field->type == DESK_FIELD_TIME && !is_always_set (ask->kind, field);
  if (field->type == DESK_FIELD_ENUM)
    sort->expression = dup_enum_order (field);
  else if (g_str_equal (field->name, "number") && field->type == DESK_FIELD_STRING)
    {
      /* Numbers are counted up as things come in; as texts, Q-10 would stand before Q-9. */
      sort->expression = g_strdup ("t.created_at");
      sort->is_number = TRUE;
    }
  else
    sort->expression = g_strconcat ("t.", field->name, NULL);
  return TRUE;
}

gboolean
desk_list_read_limit (const DeskListAsk *ask, guint *limit, GError **error)
{
  const char *given = desk_list_get_value (ask, "limit");
  guint64 number = DESK_LIST_DEFAULT_LIMIT;

  if (given != NULL && !g_ascii_string_to_unsigned (given, 10, 1, DESK_LIST_MAX_LIMIT, &number, NULL))
    {
      desk_error_add_field (error, "limit", "a whole number from 1 to %d was expected", DESK_LIST_MAX_LIMIT);
      return FALSE;
    }
  *limit = number;
  return TRUE;
}

/**
 * desk_list_is_in_hand:
 * @ask: a list
 *
 * Returns: whether only tickets that are not settled yet are asked for, and of some people
 */
gboolean
desk_list_is_in_hand (const DeskListAsk *ask)
{
  const char *const *people, *const *statuses;

  if (ask->kind != &desk_ticket_kind)
    return FALSE;
  people = get_values (ask, ask->kind->fields[DESK_TICKET_ASSIGNED_TO].name);
  statuses = get_values (ask, ask->kind->fields[DESK_TICKET_STATUS].name);
  for (guint i = 0; people[i] != NULL; i++)
    if (g_str_equal (people[i], WORD_NOBODY))
      return FALSE;
  for (guint i = 0; statuses[i] != NULL; i++)
    if (!desk_ticket_status_is_open (desk_enum_from_wire (&desk_ticket_status_enum, statuses[i])))
      return FALSE;
  return people[0] != NULL && statuses[0] != NULL;
}

/**
 * desk_list_is_broad:
 * @ask: a list
 * @sort: what it is sorted by
 *
 * Returns: whether tickets are asked for only by what very many of them have, and not by one such thing alone, sorted
 * by a time by which an index has them
 */
gboolean
desk_list_is_broad (const DeskListAsk *ask, const DeskListSort *sort)
{
  static const guint broad[] = { DESK_TICKET_STATUS,    DESK_TICKET_PRIORITY, DESK_TICKET_DEPARTMENT_ID,
                                 DESK_TICKET_CATEGORY,  DESK_TICKET_TIER,     DESK_TICKET_RESOLUTION_TYPE,
                                 DESK_TICKET_ISSUE_TYPE };
  static const char *const narrow[] = { "tag", "source", "order_number", "search", "has_unread", "is_waiting" };
  const DeskField *fields = ask->kind->fields;
  guint n = 0;

  if (ask->kind != &desk_ticket_kind)
    return FALSE;
  for (guint i = 0; i < ask->kind->n_fields; i++)
    {
      gboolean is_broad = FALSE;

      if (!(fields[i].flags & DESK_FIELD_FILTER) || get_values (ask, fields[i].name)[0] == NULL)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (broad); k++)
        is_broad = is_broad || broad[k] == i;
      if (!is_broad)
        return FALSE;
      n++;
    }
  for (guint i = 0; i < G_N_ELEMENTS (narrow); i++)
    if (get_values (ask, narrow[i])[0] != NULL)
      return FALSE;
  return n > 0 && !g_str_has_suffix (sort->expression, "created_at")
         && !g_str_has_suffix (sort->expression, "updated_at");
}

gboolean
desk_list_add_filters (const DeskListAsk *ask, DeskListWay way, DeskSql *sql, GError **error)
{
  gboolean looks_at_scope = way == DESK_LIST_WAY_WALK || way == DESK_LIST_WAY_ORDER;
  gboolean looks_at_filters = way == DESK_LIST_WAY_GATHER || way == DESK_LIST_WAY_ORDER;
  gboolean right = TRUE;

  begin_case (sql, looks_at_scope);
  desk_scope_add (sql, ask->kind, "t", ask->viewer);
  end_case (sql, looks_at_scope);
  desk_sql_add (sql, " AND ");
  begin_case (sql, looks_at_filters);
  desk_sql_add (sql, "TRUE");
  if (ask->only != NULL)
    {
      desk_sql_add (sql, " AND t.%s = ", ask->only);
      desk_sql_add_text (sql, ask->only_value);
    }
  for (guint i = 0; i < ask->kind->n_fields; i++)
    {
      const DeskField *field = &ask->kind->fields[i];
      const char *const *given = field->flags & DESK_FIELD_FILTER ? get_values (ask, field->name) : NULL;

      if (given != NULL && given[0] != NULL && !add_field_filter (ask, field, given, sql, error))
        right = FALSE;
    }
  if (ask->kind == &desk_ticket_kind)
    right = add_merged (ask, sql, error) && right;
  right = desk_list_add_derived (ask, sql, error) && right;
  right = add_search (ask, way, sql, error) && right;
  end_case (sql, looks_at_filters);
  return right;
}
