/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-verify.h"

#include "core/entities/desk-kinds.h"
#include "server/store/desk-audit.h"
#include "server/store/desk-counters.h"
#include "server/store/desk-sql.h"
#include "server/store/desk-team.h"

/* Of one sort of fault so many are told one by one. */
#define MAX_TOLD 100

typedef struct
{
  DeskDbTransaction *db;
  GPtrArray *faults;
} Verify;

static void add_fault (Verify *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_fault (Verify *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->faults, g_strdup_vprintf (format, args));
  va_end (args);
}

/* What people call an entity of the history: its number or name where it has one and is still there. */
static char *
dup_name (Verify *self, const char *entity_id)
{
  static const struct
  {
    const char *what;
    const char *sql;
  } names[] = {
    { "ticket", "SELECT number FROM tickets WHERE id = $1" },
    { "query", "SELECT number FROM queries WHERE id = $1" },
    { "customer", "SELECT name FROM customers WHERE id = $1" },
    { "order", "SELECT number FROM orders WHERE id = $1" },
    { "agent", "SELECT name FROM agents WHERE id = $1" },
    { "department", "SELECT name FROM departments WHERE id = $1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (DeskDbStatement) statement = desk_db_query (self->db, NULL, names[i].sql, "s", entity_id);

      if (statement != NULL && desk_db_step (statement, NULL))
        return g_strdup_printf ("%s %s", names[i].what, desk_db_column_text (statement, 0));
    }
  return g_strdup_printf ("%s, which is gone", entity_id);
}

static gboolean
verify_history (Verify *self, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_audit_fault_free);

  if (!desk_audit_verify (self->db, faults, error))
    return FALSE;
  for (guint i = 0; i < faults->len; i++)
    {
      const DeskAuditFault *fault = faults->pdata[i];
      g_autofree char *name = dup_name (self, fault->entity_id);

      if (fault->history_id != NULL)
        add_fault (self, "History of %s, row %s: %s.", name, fault->history_id, fault->what);
      else
        add_fault (self, "History of %s: %s.", name, fault->what);
    }
  return TRUE;
}

/* Tells the rows of a statement that gives name, what is kept and what a recount gives. */
static gboolean
tell_counts (Verify *self, DeskSql *sql, const char *what, const char *field, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  desk_sql_add (sql, " AS facts WHERE kept <> counted ORDER BY name LIMIT %d", MAX_TOLD);
  statement = desk_sql_query (sql, self->db, error);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    add_fault (self, "%s %s: %s is %" G_GINT64_FORMAT ", a recount gives %" G_GINT64_FORMAT ".", what,
               desk_db_column_text (statement, 0), field, desk_db_column_integer (statement, 1),
               desk_db_column_integer (statement, 2));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
verify_agents (Verify *self, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT name, kept, counted FROM (SELECT a.name AS name, coalesce (a.active_tickets, 0) AS kept, "
                     "(SELECT count(*) FROM tickets t WHERE t.assigned_to = a.id AND ");
  desk_team_add_open (sql, "t.status");
  desk_sql_add (sql, ") AS counted FROM agents a)");
  return tell_counts (self, sql, "Agent", "active_tickets", error);
}

static gboolean
verify_departments (Verify *self, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT name, kept, counted FROM (SELECT d.name AS name, coalesce (d.agent_count, 0) AS kept, "
                     "(SELECT count(*) FROM agents a WHERE a.department_id = d.id AND a.is_approved) AS counted "
                     "FROM departments d)");
  return tell_counts (self, sql, "Department", "agent_count", error);
}

/* How much was said that the customer can see, and when last. */
static gboolean
verify_thread (Verify *self, const DeskKind *kind, const char *what, GError **error)
{
  const char *name = desk_kind_find_field (kind, "number") < 0 ? "id" : "number";
  g_autoptr (DeskSql) count = desk_sql_new ();
  g_autoptr (DeskSql) last = desk_sql_new ();

  desk_sql_add (
      count,
      "SELECT name, kept, counted FROM (SELECT t.%s AS name, coalesce (t.message_count, 0) AS kept, "
      "(SELECT count(*) FROM messages m WHERE m.thread_id = t.id AND NOT m.is_internal) AS counted FROM %s t)",
      name, kind->table);
  desk_sql_add (last,
                "SELECT name, kept, counted FROM (SELECT t.%s AS name, coalesce (t.last_message_at, 0) AS kept, "
                "(SELECT coalesce (max (m.created_at), 0) FROM messages m WHERE m.thread_id = t.id "
                "AND NOT m.is_internal) AS counted FROM %s t)",
                name, kind->table);
  return tell_counts (self, count, what, "message_count", error)
         && tell_counts (self, last, what, "last_message_at", error);
}

/* How much was said in chats that one side has not read. */
static gboolean
verify_unread (Verify *self, const char *field, const char *read_at, const char *relation, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql,
                "SELECT name, kept, counted FROM (SELECT c.id AS name, coalesce (c.%s, 0) AS kept, (SELECT count(*) "
                "FROM messages m WHERE m.thread_id = c.id AND NOT m.is_internal AND m.%s IS NULL "
                "AND m.sender_type %s '%s') AS counted FROM chats c)",
                field, read_at, relation, desk_enum_to_wire (&desk_sender_type_enum, DESK_SENDER_TYPE_CUSTOMER));
  return tell_counts (self, sql, "Chat", field, error);
}

static gboolean
verify_votes (Verify *self, const char *field, const char *condition, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql,
                "SELECT name, kept, counted FROM (SELECT f.id AS name, coalesce (f.%s, 0) AS kept, (SELECT count(*) "
                "FROM faq_votes v WHERE v.faq_id = f.id AND %s) AS counted FROM faqs f)",
                field, condition);
  return tell_counts (self, sql, "Answer", field, error);
}

static gboolean
verify_counters (Verify *self, const DeskKind *kind, GError **error)
{
  gint64 n_wrong;

  if (!desk_counters_recount (self->db, kind, &n_wrong, error))
    return FALSE;
  if (n_wrong > 0)
    add_fault (self, "The counters in %s are not what %s give: %" G_GINT64_FORMAT " of them are wrong.",
               desk_counters_get_table (kind), kind->table, n_wrong);
  return TRUE;
}

/* Tells the rows of a statement that gives ids. */
static gboolean
tell_ids (Verify *self, DeskSql *sql, const char *table, const char *what, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  desk_sql_add (sql, " ORDER BY r.id LIMIT %d", MAX_TOLD);
  statement = desk_sql_query (sql, self->db, error);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    add_fault (self, "Row %s of %s: %s.", desk_db_column_text (statement, 0), table, what);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
verify_reference (Verify *self, const DeskKind *kind, const DeskField *field, GError **error)
{
  const DeskKind *other = field->of;
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autofree char *what = g_strdup_printf ("its %s is in no row of %s", field->name, other->table);

  desk_sql_add (sql,
                "SELECT r.id FROM %s r WHERE r.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s o WHERE o.id = r.%s)",
                kind->table, field->name, other->table, field->name);
  return tell_ids (self, sql, kind->table, what, error);
}

/* The history tells of those who are gone, too. */
static gboolean
verify_references (Verify *self, GError **error)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    for (guint j = 0; desk_kinds[i] != &desk_history_kind && j < desk_kinds[i]->n_fields; j++)
      {
        const DeskField *field = &desk_kinds[i]->fields[j];

        if (field->type == DESK_FIELD_ID && field->of != NULL && !verify_reference (self, desk_kinds[i], field, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
verify_messages (Verify *self, DeskSubject subject, GError **error)
{
  const DeskKind *kind = desk_kind_of_subject (subject);
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql,
                "SELECT r.id FROM messages r WHERE r.thread_kind = '%s' "
                "AND NOT EXISTS (SELECT 1 FROM %s o WHERE o.id = r.thread_id)",
                kind->name, kind->table);
  return tell_ids (self, sql, "messages", "the conversation that it belongs to is gone", error);
}

static gboolean
verify_found (Verify *self, const DeskKind *kind, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT r.id FROM %s r WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.source_id = r.id)",
                kind->table);
  return tell_ids (self, sql, kind->table, "it is not in the index of words", error);
}

/* Whatever there is was made once, and its history says so. */
static gboolean
verify_beginning (Verify *self, const DeskKind *kind, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT r.id FROM %s r WHERE NOT EXISTS (SELECT 1 FROM history h WHERE h.entity_id = r.id)",
                kind->table);
  return tell_ids (self, sql, kind->table, "it has no history", error);
}

static gboolean
verify_index (Verify *self, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT r.id FROM (SELECT source_id AS id FROM documents) AS r "
                     "WHERE NOT EXISTS (SELECT 1 FROM messages o WHERE o.id = r.id)");
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    if (desk_kinds[i] != &desk_message_kind)
      desk_sql_add (sql, " AND NOT EXISTS (SELECT 1 FROM %s o WHERE o.id = r.id)", desk_kinds[i]->table);
  return tell_ids (self, sql, "documents", "what it finds is gone", error)
         && verify_found (self, &desk_query_kind, error) && verify_found (self, &desk_ticket_kind, error)
         && verify_found (self, &desk_customer_kind, error) && verify_found (self, &desk_chat_kind, error)
         && verify_found (self, &desk_faq_kind, error);
}

/**
 * desk_verify:
 * @db: an open transaction
 * @faults: (element-type utf8): gets a sentence for each thing that is not as it has to be
 * @error: when the database fails
 *
 * Checks the chains of the history, everything that is counted against a recount, that what is referred to is there,
 * and that what is there can be found.
 *
 * Returns: whether everything could be looked at
 */
gboolean
desk_verify (DeskDbTransaction *db, GPtrArray *faults, GError **error)
{
  Verify self = { .db = db, .faults = faults };

  return verify_history (&self, error) && verify_beginning (&self, &desk_query_kind, error)
         && verify_beginning (&self, &desk_ticket_kind, error) && verify_beginning (&self, &desk_chat_kind, error)
         && verify_agents (&self, error) && verify_departments (&self, error)
         && verify_thread (&self, &desk_query_kind, "Query", error)
         && verify_thread (&self, &desk_ticket_kind, "Ticket", error)
         && verify_thread (&self, &desk_chat_kind, "Chat", error)
         && verify_unread (&self, "unread_by_customer", "read_by_customer_at", "<>", error)
         && verify_unread (&self, "unread_by_agent", "read_by_agent_at", "=", error)
         && verify_votes (&self, "helpful_count", "v.is_helpful", error)
         && verify_votes (&self, "unhelpful_count", "NOT v.is_helpful", error)
         && verify_counters (&self, &desk_query_kind, error) && verify_counters (&self, &desk_ticket_kind, error)
         && verify_references (&self, error) && verify_messages (&self, DESK_SUBJECT_QUERY, error)
         && verify_messages (&self, DESK_SUBJECT_TICKET, error) && verify_messages (&self, DESK_SUBJECT_CHAT, error)
         && verify_index (&self, error);
}
