/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-list-derived.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-time.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-team.h"

/* A span of time: from and with the first instant, up to and without the last. */
static const struct
{
  const char *name;
  const char *condition;
} bounds[] = {
  { "created_from", "t.created_at >=" },
  { "created_to", "t.created_at <" },
  { "updated_from", "t.updated_at >=" },
  { "updated_to", "t.updated_at <" },
};

static const char *const *
get_values (const DeskListAsk *ask, const char *name)
{
  return ask->get_values (ask->data, name);
}

static gboolean
is_thread (const DeskKind *kind)
{
  return kind == &desk_query_kind || kind == &desk_ticket_kind;
}

static gboolean
add_bounds (const DeskListAsk *ask, DeskSql *sql, GError **error)
{
  gboolean right = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      const char *value = get_values (ask, bounds[i].name)[0];
      gint64 instant;

      if (value == NULL)
        continue;
      if (!desk_time_read (value, &instant))
        {
          desk_error_add_field (error, bounds[i].name, "a time such as 2026-01-03T09:15:00Z was expected");
          right = FALSE;
          continue;
        }
      desk_sql_add (sql, " AND %s ", bounds[i].condition);
      desk_sql_add_integer (sql, instant);
    }
  return right;
}

/* Stored as ["one","two"]: what is looked for stands between commas there once the brackets are commas. */
static void
add_tags (const DeskListAsk *ask, DeskSql *sql)
{
  const char *const *given = get_values (ask, "tag");

  if (ask->kind != &desk_ticket_kind || given[0] == NULL)
    return;
  for (guint i = 0; given[i] != NULL; i++)
    {
      g_autoptr (GString) tag = g_string_new (",");

      desk_json_append_string (tag, given[i]);
      g_string_append_c (tag, ',');
      desk_sql_add (sql, i == 0 ? " AND (" : " OR ");
      desk_sql_add (sql, "replace (',' || substr (t.tags, 2, length (t.tags) - 2) || ',', ");
      desk_sql_add_text (sql, tag->str);
      desk_sql_add (sql, ", '') <> ',' || substr (t.tags, 2, length (t.tags) - 2) || ','");
    }
  desk_sql_add (sql, ")");
}

/* A ticket came from where its query did. */
static gboolean
add_sources (const DeskListAsk *ask, DeskSql *sql, GError **error)
{
  const char *const *given = get_values (ask, "source");

  if (ask->kind != &desk_ticket_kind || given[0] == NULL)
    return TRUE;
  for (guint i = 0; given[i] != NULL; i++)
    if (desk_enum_from_wire (&desk_query_source_enum, given[i]) == 0)
      {
        g_autofree char *choices = desk_enum_dup_choices (&desk_query_source_enum);

        desk_error_add_field (error, "source", "%s was expected, not \"%s\"", choices, given[i]);
        return FALSE;
      }
  desk_sql_add (sql, " AND EXISTS (SELECT 1 FROM queries q WHERE q.id = t.query_id AND q.source IN (");
  desk_sql_add_texts (sql, given);
  desk_sql_add (sql, "))");
  return TRUE;
}

static void
add_order_numbers (const DeskListAsk *ask, DeskSql *sql)
{
  const char *const *given = get_values (ask, "order_number");

  if (!is_thread (ask->kind) || given[0] == NULL)
    return;
  desk_sql_add (sql, " AND t.order_id IN (SELECT o.id FROM orders o WHERE o.number IN (");
  desk_sql_add_texts (sql, given);
  desk_sql_add (sql, "))");
}

/* Adds " AND " or " AND NOT " and has the caller add the condition; FALSE where it is not asked for or not right. */
static gboolean
begin_flag (const DeskListAsk *ask, const char *name, DeskSql *sql, GError **error)
{
  const char *const *given = get_values (ask, name);

  if (given[0] == NULL)
    return FALSE;
  if (given[1] != NULL || !(g_str_equal (given[0], "true") || g_str_equal (given[0], "false")))
    {
      desk_error_add_field (error, name, "true or false was expected");
      return FALSE;
    }
  desk_sql_add (sql, g_str_equal (given[0], "true") ? " AND " : " AND NOT ");
  return TRUE;
}

static void
add_flags (const DeskListAsk *ask, DeskSql *sql, GError **error)
{
  if (ask->kind == &desk_ticket_kind && begin_flag (ask, "is_overdue", sql, error))
    desk_list_add_is_overdue (sql, ask->now);
  /* Few wait of all that ever did: they are gathered by the index over it, which "IS NOT NULL" is not. */
  if (is_thread (ask->kind) && begin_flag (ask, "is_waiting", sql, error))
    desk_sql_add (sql, "t.id IN (SELECT w.id FROM %s w WHERE w.waiting_since > 0)", ask->kind->table);
  if (is_thread (ask->kind) && begin_flag (ask, "has_unread", sql, error))
    desk_list_add_has_unread (sql, ask->viewer);
  if (ask->kind == &desk_notification_kind && begin_flag (ask, "is_read", sql, error))
    desk_sql_add (sql, "(t.read_at IS NOT NULL)");
}

/**
 * desk_list_add_is_overdue:
 * @sql: a statement over tickets "t"
 * @now: an instant
 *
 * Adds the condition that a ticket that is not settled yet has missed its first response, the next one that the
 * customer waits for, or its resolution, the clock of which runs. Never null.
 */
void
desk_list_add_is_overdue (DeskSql *sql, gint64 now)
{
  desk_sql_add (sql, "(");
  desk_team_add_open (sql, "t.status");
  desk_sql_add (sql,
                " AND ((t.first_response_at IS NULL AND coalesce (t.first_response_due_at, %" G_GINT64_FORMAT ") < ",
                G_MAXINT64);
  desk_sql_add_integer (sql, now);
  desk_sql_add (sql, ") OR coalesce (t.next_response_due_at, %" G_GINT64_FORMAT ") < ", G_MAXINT64);
  desk_sql_add_integer (sql, now);
  desk_sql_add (sql, " OR (t.resolution_paused_at IS NULL AND coalesce (t.resolution_due_at, %" G_GINT64_FORMAT ") < ",
                G_MAXINT64);
  desk_sql_add_integer (sql, now);
  desk_sql_add (sql, ")))");
}

/**
 * desk_list_add_has_unread:
 * @sql: a statement over queries or tickets "t"
 * @viewer: who asks
 *
 * Adds the condition that the other side wrote something that the viewer's side has not read.
 */
void
desk_list_add_has_unread (DeskSql *sql, const DeskViewer *viewer)
{
  const char *customer = desk_enum_to_wire (&desk_sender_type_enum, DESK_SENDER_TYPE_CUSTOMER);

  desk_sql_add (sql, "EXISTS (SELECT 1 FROM messages u WHERE u.thread_id = t.id AND ");
  if (viewer->role == DESK_ROLE_CUSTOMER)
    desk_sql_add (sql, "u.read_by_customer_at IS NULL AND u.sender_type <> '%s' AND NOT u.is_internal)", customer);
  else
    desk_sql_add (sql, "u.read_by_agent_at IS NULL AND u.sender_type = '%s')", customer);
}

gboolean
desk_list_add_derived (const DeskListAsk *ask, DeskSql *sql, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  add_bounds (ask, sql, &local_error);
  add_sources (ask, sql, &local_error);
  add_tags (ask, sql);
  add_order_numbers (ask, sql);
  add_flags (ask, sql, &local_error);
  if (local_error == NULL)
    return TRUE;
  for (guint i = 0; i < desk_error_get_fields (local_error)->len; i++)
    {
      const DeskFieldError *field = desk_error_get_fields (local_error)->pdata[i];

      desk_error_add_field (error, field->field, "%s", field->detail);
    }
  return FALSE;
}
