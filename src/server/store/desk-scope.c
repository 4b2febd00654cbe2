/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-scope.h"

#include "core/desk-permissions.h"
#include "core/entities/desk-kinds.h"

/* Who looks: one viewer, whose values are bound, or each row of people, whose columns are named. */
typedef struct
{
  DeskRole role;
  const DeskViewer *viewer; /* NULL for a row */
  const char *person;       /* the row's alias */
} Who;

static void
add_id (DeskSql *sql, const Who *who)
{
  if (who->viewer != NULL)
    desk_sql_add_text (sql, who->viewer->id);
  else
    desk_sql_add (sql, "%s.id", who->person);
}

static gboolean
has_department (const Who *who)
{
  return who->viewer == NULL || who->viewer->department_id != NULL;
}

static void
add_department (DeskSql *sql, const Who *who)
{
  if (who->viewer != NULL)
    desk_sql_add_text (sql, who->viewer->department_id);
  else
    desk_sql_add (sql, "%s.department_id", who->person);
}

static void
add_is_own (DeskSql *sql, const char *alias, const char *column, const Who *who)
{
  desk_sql_add (sql, "%s.%s = ", alias, column);
  add_id (sql, who);
}

/* Those assigned or escalated to them. */
static void
add_is_in_hands (DeskSql *sql, const char *alias, const Who *who)
{
  add_is_own (sql, alias, "assigned_to", who);
  desk_sql_add (sql, " OR ");
  add_is_own (sql, alias, "escalated_to", who);
}

/* See DOMAIN: "Who may do what", the line "see tickets". */
static void
add_tickets (DeskSql *sql, const char *alias, const Who *who)
{
  switch (who->role)
    {
    case DESK_ROLE_ADMIN:
      desk_sql_add (sql, "TRUE");
      break;
    case DESK_ROLE_MANAGER:
      desk_sql_add (sql, "(");
      add_is_in_hands (sql, alias, who);
      desk_sql_add (sql, " OR %s.assigned_to IS NULL", alias);
      if (has_department (who))
        {
          desk_sql_add (sql, " OR %s.department_id = ", alias);
          add_department (sql, who);
        }
      desk_sql_add (sql, ")");
      break;
    case DESK_ROLE_AGENT:
      desk_sql_add (sql, "(");
      add_is_in_hands (sql, alias, who);
      desk_sql_add (sql, " OR (%s.assigned_to IS NULL AND (%s.department_id IS NULL", alias, alias);
      if (has_department (who))
        {
          desk_sql_add (sql, " OR %s.department_id = ", alias);
          add_department (sql, who);
        }
      desk_sql_add (sql, ")))");
      break;
    case DESK_ROLE_EXECUTIVE:
      add_is_own (sql, alias, "escalated_by", who);
      break;
    case DESK_ROLE_CUSTOMER:
      add_is_own (sql, alias, "customer_id", who);
      break;
    case DESK_ROLE_UNKNOWN:
    default:
      desk_sql_add (sql, "FALSE");
    }
}

/* Queries and chats: all of staff see all of them. */
static void
add_queries (DeskSql *sql, const char *alias, const Who *who)
{
  if (who->role == DESK_ROLE_CUSTOMER)
    add_is_own (sql, alias, "customer_id", who);
  else
    desk_sql_add (sql, "TRUE");
}

static const char *
get_word (DeskSubject subject)
{
  return desk_enum_to_wire (&desk_subject_enum, subject);
}

/* What is said in a thread of which all of staff see all, and a customer their own. */
static void
add_open_thread (DeskSql *sql, DeskSubject subject, const char *alias, const Who *who)
{
  desk_sql_add (sql, "(%s.thread_kind = '%s'", alias, get_word (subject));
  if (who->role == DESK_ROLE_CUSTOMER)
    {
      desk_sql_add (sql, " AND EXISTS (SELECT 1 FROM %s so WHERE so.id = %s.thread_id AND ",
                    desk_kind_of_subject (subject)->table, alias);
      add_queries (sql, "so", who);
      desk_sql_add (sql, ")");
    }
  desk_sql_add (sql, ")");
}

/* A message follows its thread, and so does a file; a note and what belongs to it never reach a customer. */
static void
add_messages (DeskSql *sql, const char *alias, const Who *who)
{
  if (who->role == DESK_ROLE_ADMIN)
    {
      desk_sql_add (sql, "TRUE");
      return;
    }
  if (who->role == DESK_ROLE_CUSTOMER)
    desk_sql_add (sql, "(NOT %s.is_internal AND ", alias);
  desk_sql_add (sql, "(");
  add_open_thread (sql, DESK_SUBJECT_QUERY, alias, who);
  desk_sql_add (sql, " OR ");
  add_open_thread (sql, DESK_SUBJECT_CHAT, alias, who);
  desk_sql_add (sql, " OR (%s.thread_kind = '%s' AND EXISTS (SELECT 1 FROM tickets st WHERE st.id = %s.thread_id AND ",
                alias, get_word (DESK_SUBJECT_TICKET), alias);
  add_tickets (sql, "st", who);
  desk_sql_add (sql, ")))%s", who->role == DESK_ROLE_CUSTOMER ? ")" : "");
}

/* What was done follows what it was done to. A customer has no business with it. */
static void
add_history (DeskSql *sql, const char *alias, const Who *who)
{
  if (who->role == DESK_ROLE_ADMIN)
    desk_sql_add (sql, "TRUE");
  else if (who->role == DESK_ROLE_CUSTOMER)
    desk_sql_add (sql, "FALSE");
  else
    {
      desk_sql_add (sql, "(%s.entity_kind <> '%s' OR EXISTS (SELECT 1 FROM tickets st WHERE st.id = %s.entity_id AND ",
                    alias, get_word (DESK_SUBJECT_TICKET), alias);
      add_tickets (sql, "st", who);
      desk_sql_add (sql, "))");
    }
}

/* What is out of use is seen by those who may put it into use again. */
static gboolean
may_see_inactive (DeskRole role)
{
  return role != DESK_ROLE_UNKNOWN && desk_role_may (role, DESK_PERMISSION_FAQ_EDIT);
}

static void
add_faqs (DeskSql *sql, const char *alias, DeskRole role)
{
  if (may_see_inactive (role))
    desk_sql_add (sql, "TRUE");
  else
    desk_sql_add (sql, "%s.is_active", alias);
}

/* What a customer says of a ticket follows the ticket. */
static void
add_feedback (DeskSql *sql, const char *alias, const Who *who)
{
  if (who->role == DESK_ROLE_ADMIN)
    desk_sql_add (sql, "TRUE");
  else if (who->role == DESK_ROLE_CUSTOMER)
    add_is_own (sql, alias, "customer_id", who);
  else
    {
      desk_sql_add (sql, "EXISTS (SELECT 1 FROM tickets st WHERE st.id = %s.ticket_id AND ", alias);
      add_tickets (sql, "st", who);
      desk_sql_add (sql, ")");
    }
}

static void
add_people_and_things (DeskSql *sql, const DeskKind *kind, const char *alias, const Who *who)
{
  if (who->role != DESK_ROLE_CUSTOMER)
    desk_sql_add (sql, "TRUE");
  else if (kind == &desk_customer_kind)
    add_is_own (sql, alias, "id", who);
  else if (kind == &desk_order_kind || kind == &desk_delivery_kind)
    add_is_own (sql, alias, "customer_id", who);
  else
    desk_sql_add (sql, "FALSE");
}

static void
add_kind (DeskSql *sql, const DeskKind *kind, const char *alias, const Who *who)
{
  if (kind == &desk_ticket_kind)
    add_tickets (sql, alias, who);
  else if (kind == &desk_query_kind || kind == &desk_chat_kind)
    add_queries (sql, alias, who);
  else if (kind == &desk_message_kind || kind == &desk_attachment_kind)
    add_messages (sql, alias, who);
  else if (kind == &desk_history_kind)
    add_history (sql, alias, who);
  else if (kind == &desk_notification_kind)
    add_is_own (sql, alias, "recipient_id", who);
  else if (kind == &desk_faq_kind)
    add_faqs (sql, alias, who->role);
  else if (kind == &desk_feedback_kind)
    add_feedback (sql, alias, who);
  else
    add_people_and_things (sql, kind, alias, who);
}

/* An agent who waits for approval sees that, and nothing else. */
static gboolean
is_waiting (const DeskViewer *viewer)
{
  return viewer->role != DESK_ROLE_CUSTOMER && !viewer->is_approved;
}

/**
 * desk_scope_add:
 * @sql: a statement
 * @kind: what the row is
 * @alias: the row's name in the statement
 * @viewer: who asks
 *
 * Adds a condition that holds for the rows that @viewer may see. It may be null where it does not hold.
 */
void
desk_scope_add (DeskSql *sql, const DeskKind *kind, const char *alias, const DeskViewer *viewer)
{
  Who who = { .role = viewer->role, .viewer = viewer };

  if (viewer->is_system)
    desk_sql_add (sql, "TRUE");
  else if (kind == &desk_faq_kind && (viewer->id == NULL || is_waiting (viewer)))
    add_faqs (sql, alias, DESK_ROLE_UNKNOWN);
  else if (viewer->id == NULL)
    desk_sql_add (sql, "FALSE");
  else if (!is_waiting (viewer))
    add_kind (sql, kind, alias, &who);
  else if (kind == &desk_agent_kind)
    add_is_own (sql, alias, "id", &who);
  /* What they are told is what was decided over them. */
  else if (kind == &desk_notification_kind)
    add_is_own (sql, alias, "recipient_id", &who);
  else
    desk_sql_add (sql, "FALSE");
}

/**
 * desk_scope_add_for_agents:
 * @sql: a statement
 * @kind: what the row is
 * @alias: the row's name in the statement
 * @agent: the name of a row of agents in the statement
 *
 * Adds a condition that holds where that agent may see that row.
 */
void
desk_scope_add_for_agents (DeskSql *sql, const DeskKind *kind, const char *alias, const char *agent)
{
  static const DeskRole roles[] = { DESK_ROLE_EXECUTIVE, DESK_ROLE_AGENT, DESK_ROLE_MANAGER, DESK_ROLE_ADMIN };

  desk_sql_add (sql, "(%s.is_approved AND (", agent);
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      Who who = { .role = roles[i], .person = agent };

      desk_sql_add (sql, "%s(%s.role = '%s' AND ", i > 0 ? " OR " : "", agent,
                    desk_enum_to_wire (&desk_role_enum, roles[i]));
      add_kind (sql, kind, alias, &who);
      desk_sql_add (sql, ")");
    }
  desk_sql_add (sql, "))");
}

/**
 * desk_scope_add_for_customers:
 * @sql: a statement
 * @kind: what the row is
 * @alias: the row's name in the statement
 * @customer: the name of a row of customers in the statement
 *
 * Adds a condition that holds where that customer may see that row.
 */
void
desk_scope_add_for_customers (DeskSql *sql, const DeskKind *kind, const char *alias, const char *customer)
{
  Who who = { .role = DESK_ROLE_CUSTOMER, .person = customer };

  add_kind (sql, kind, alias, &who);
}

/**
 * desk_scope_get_reach:
 * @kind: a kind
 * @viewer: who asks
 *
 * Returns: how much of it they may see, and whether that changes
 */
DeskReach
desk_scope_get_reach (const DeskKind *kind, const DeskViewer *viewer)
{
  if (viewer->is_system)
    return DESK_REACH_ALL;
  if (kind == &desk_faq_kind)
    return may_see_inactive (viewer->role) && !is_waiting (viewer) ? DESK_REACH_ALL : DESK_REACH_MOVING;
  if (viewer->id == NULL)
    return DESK_REACH_NOTHING;
  if (kind == &desk_notification_kind || is_waiting (viewer))
    return DESK_REACH_OWN;
  if (viewer->role == DESK_ROLE_ADMIN)
    return DESK_REACH_ALL;
  /* What a customer owns is theirs for good: a row that went to somebody else would have a tombstone of its own. */
  if (viewer->role == DESK_ROLE_CUSTOMER)
    return DESK_REACH_OWN;
  if (kind == &desk_ticket_kind)
    return viewer->role == DESK_ROLE_EXECUTIVE ? DESK_REACH_OWN : DESK_REACH_MOVING;
  return kind == &desk_message_kind || kind == &desk_history_kind || kind == &desk_feedback_kind
                 || kind == &desk_attachment_kind
             ? DESK_REACH_MOVING
             : DESK_REACH_ALL;
}
