/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-notify.h"

#include <glib/gi18n-lib.h>

#include "core/desk-text.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-feed.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-mentions.h"
#include "server/store/desk-notifications.h"
#include "server/store/desk-team.h"

#define MAX_TITLE_BYTES 190
#define MAX_BODY_BYTES 500

#define STAFF ((1u << DESK_ROLE_AGENT) | (1u << DESK_ROLE_MANAGER))

/* One thing to be told, and to whom. */
typedef struct
{
  DeskTransaction *transaction;
  DeskNotificationKind kind;
  DeskEntity *about;
  char *title;           /* owned */
  char *body;            /* owned */
  GPtrArray *recipients; /* owned ids */
} Notice;

static void
clear_notice (Notice *notice)
{
  g_clear_pointer (&notice->title, g_free);
  g_clear_pointer (&notice->body, g_free);
  g_clear_pointer (&notice->recipients, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Notice, clear_notice)

static gboolean
is_ticket (DeskEntity *thread)
{
  return desk_entity_get_kind (thread) == &desk_ticket_kind;
}

/* The place of what queries, tickets and chats have in common. */
static guint
choose (DeskEntity *thread, guint of_query, guint of_ticket, guint of_chat)
{
  const DeskKind *kind = desk_entity_get_kind (thread);

  return kind == &desk_ticket_kind ? of_ticket : kind == &desk_chat_kind ? of_chat : of_query;
}

/* What a thread is called; a chat has no number. */
static const char *
get_number (DeskEntity *thread)
{
  if (desk_entity_get_kind (thread) == &desk_chat_kind)
    return _ ("the chat");
  return desk_entity_get_string (thread, is_ticket (thread) ? DESK_TICKET_NUMBER : DESK_QUERY_NUMBER);
}

static const char *
get_customer_id (DeskEntity *thread)
{
  return desk_entity_get_string (thread, choose (thread, DESK_QUERY_CUSTOMER_ID, DESK_TICKET_CUSTOMER_ID,
                                                 DESK_CHAT_CUSTOMER_ID));
}

static const char *
get_assignee_id (DeskEntity *thread)
{
  return desk_entity_get_string (thread, choose (thread, DESK_QUERY_ASSIGNED_TO, DESK_TICKET_ASSIGNED_TO,
                                                 DESK_CHAT_ASSIGNED_TO));
}

static const char *
get_subject (DeskEntity *thread)
{
  return desk_entity_get_string (thread,
                                 choose (thread, DESK_QUERY_MESSAGE, DESK_TICKET_SUBJECT, DESK_CHAT_LAST_MESSAGE));
}

static void
begin_notice (Notice *notice, DeskNotificationKind kind, DeskEntity *about, const char *title, const char *body)
{
  notice->kind = kind;
  notice->about = about;
  notice->title = desk_text_dup_excerpt (title, MAX_TITLE_BYTES);
  notice->body = desk_text_dup_excerpt (body != NULL ? body : "", MAX_BODY_BYTES);
  notice->recipients = g_ptr_array_new_with_free_func (g_free);
}

/* Nobody is told of what they did themselves, and nobody twice. */
static void
add_recipient (Notice *notice, const char *id)
{
  if (id == NULL || g_strcmp0 (id, notice->transaction->viewer->id) == 0
      || g_ptr_array_find_with_equal_func (notice->recipients, id, g_str_equal, NULL))
    return;
  g_ptr_array_add (notice->recipients, g_strdup (id));
}

static void
remove_recipient (Notice *notice, const char *id)
{
  guint index;

  if (id != NULL && g_ptr_array_find_with_equal_func (notice->recipients, id, g_str_equal, &index))
    g_ptr_array_remove_index (notice->recipients, index);
}

static void
add_recipients (Notice *notice, GPtrArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    add_recipient (notice, ids->pdata[i]);
}

static gboolean
add_team (Notice *notice, guint roles, const char *department_id, DeskAvailability availability, GError **error)
{
  DeskTeamFilter filter = { .roles = roles, .department_id = department_id, .availability = availability };
  g_autoptr (GPtrArray) ids = desk_team_list (notice->transaction->db, &filter, error);

  if (ids == NULL)
    return FALSE;
  add_recipients (notice, ids);
  return TRUE;
}

static gboolean
add_admins (Notice *notice, GError **error)
{
  return add_team (notice, 1u << DESK_ROLE_ADMIN, NULL, DESK_AVAILABILITY_UNKNOWN, error);
}

static gboolean
store_one (Notice *notice, const char *recipient_id, GError **error)
{
  g_autoptr (DeskEntity) notification = desk_entity_new (&desk_notification_kind);
  const char *about_kind = desk_entity_get_kind (notice->about)->name;

  desk_entity_set_string (notification, DESK_NOTIFICATION_RECIPIENT_ID, recipient_id);
  desk_entity_set_enum (notification, DESK_NOTIFICATION_KIND, notice->kind);
  desk_entity_set_string (notification, DESK_NOTIFICATION_TITLE, notice->title);
  desk_entity_set_string (notification, DESK_NOTIFICATION_BODY, *notice->body != '\0' ? notice->body : NULL);
  desk_entity_set_enum (notification, DESK_NOTIFICATION_ABOUT_KIND,
                        desk_enum_from_wire (&desk_subject_enum, about_kind));
  desk_entity_set_string (notification, DESK_NOTIFICATION_ABOUT_ID, desk_entity_get_id (notice->about));
  return desk_transaction_insert (notice->transaction, notification, DESK_ACTION_CREATED, error);
}

/* Leaves those who are told: who may not see what it is about hears nothing of it. */
static gboolean
send_notice (Notice *notice, GError **error)
{
  g_autoptr (GHashTable) may_see = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (notice->recipients->len == 0)
    return TRUE;
  if (!desk_feed_viewers (notice->transaction->db, desk_entity_get_kind (notice->about),
                          desk_entity_get_id (notice->about), notice->recipients, may_see, error))
    return FALSE;
  for (guint i = 0; i < notice->recipients->len;)
    {
      const char *id = notice->recipients->pdata[i];

      if (!g_hash_table_contains (may_see, id))
        g_ptr_array_remove_index (notice->recipients, i);
      else if (!store_one (notice, id, error))
        return FALSE;
      else
        i++;
    }
  return TRUE;
}

static char *
dup_status_label (DeskTransaction *transaction, DeskEntity *thread)
{
  if (is_ticket (thread))
    return g_strdup (desk_preset_get_label (transaction->preset, &desk_ticket_status_enum,
                                            desk_entity_get_enum (thread, DESK_TICKET_STATUS)));
  return g_strdup (desk_preset_get_label (transaction->preset, &desk_query_status_enum,
                                          desk_entity_get_enum (thread, DESK_QUERY_STATUS)));
}

/* How the customer's part of a status change is called. */
static DeskNotificationKind
get_status_kind (DeskEntity *thread)
{
  int status = desk_entity_get_enum (thread, is_ticket (thread) ? DESK_TICKET_STATUS : DESK_QUERY_STATUS);

  if (status == (is_ticket (thread) ? (int) DESK_TICKET_STATUS_RESOLVED : (int) DESK_QUERY_STATUS_RESOLVED))
    return DESK_NOTIFICATION_KIND_RESOLVED;
  if (status == (is_ticket (thread) ? (int) DESK_TICKET_STATUS_CLOSED : (int) DESK_QUERY_STATUS_CLOSED))
    return DESK_NOTIFICATION_KIND_CLOSED;
  return DESK_NOTIFICATION_KIND_STATUS_CHANGED;
}

static gboolean
tell_hands (DeskTransaction *transaction,
            DeskEntity *ticket,
            DeskNotificationKind kind,
            const char *for_agent,
            const char *for_customer,
            GError **error)
{
  g_auto (Notice) to_agent = { .transaction = transaction };
  g_auto (Notice) to_customer = { .transaction = transaction };
  g_autofree char *body = g_strdup_printf ("%s · %s", get_number (ticket), get_subject (ticket));

  begin_notice (&to_agent, kind, ticket, for_agent, body);
  add_recipient (&to_agent, get_assignee_id (ticket));
  begin_notice (&to_customer, kind, ticket, for_customer, body);
  add_recipient (&to_customer, get_customer_id (ticket));
  return send_notice (&to_agent, error) && send_notice (&to_customer, error);
}

/* The one who manages the department, else whoever manages in it; where there is none, whoever manages. */
static gboolean
add_managers (Notice *notice, const char *department_id, GError **error)
{
  g_autoptr (DeskEntity) department = NULL;
  g_autoptr (GError) local_error = NULL;

  if (department_id != NULL)
    department = desk_fetch_by (notice->transaction->db, &desk_department_kind, "id", department_id, DESK_FETCH_READ,
                                &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (department != NULL && desk_entity_is_set (department, DESK_DEPARTMENT_MANAGER_ID))
    {
      add_recipient (notice, desk_entity_get_string (department, DESK_DEPARTMENT_MANAGER_ID));
      return TRUE;
    }
  return add_team (notice, 1u << DESK_ROLE_MANAGER, department_id, DESK_AVAILABILITY_UNKNOWN, error);
}

static const char *
get_deadline_words (DeskClockKind clock, gboolean is_missed)
{
  switch (clock)
    {
    case DESK_CLOCK_KIND_FIRST_RESPONSE:
    case DESK_CLOCK_KIND_NEXT_RESPONSE:
      return is_missed ? _ ("%s should have been answered by now") : _ ("%s has to be answered soon");
    case DESK_CLOCK_KIND_RESOLUTION:
    case DESK_CLOCK_KIND_UNKNOWN:
    default:
      return is_missed ? _ ("%s should have been resolved by now") : _ ("%s has to be resolved soon");
    }
}

static gboolean
begin_chat_notice (Notice *notice, DeskEntity *chat, GError **error)
{
  g_autoptr (DeskEntity) customer = desk_fetch_by (notice->transaction->db, &desk_customer_kind, "id",
                                                   get_customer_id (chat), DESK_FETCH_READ, error);
  g_autofree char *title = NULL;

  if (customer == NULL)
    return FALSE;
  title = g_strdup_printf (_ ("%s waits in a chat"), desk_entity_get_string (customer, DESK_CUSTOMER_NAME));
  begin_notice (notice, DESK_NOTIFICATION_KIND_CHAT_WAITING, chat, title, get_subject (chat));
  return TRUE;
}

static gboolean
withdraw_one (DeskTransaction *transaction, const char *id, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock_any (transaction, &desk_notification_kind, id, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  desk_entity_set_time (after, DESK_NOTIFICATION_READ_AT, transaction->now);
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

gboolean
desk_notify_query_arrived (DeskTransaction *transaction, DeskEntity *query, GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };
  g_autofree char *title =
      g_strdup_printf (_ ("New query %s from %s"), get_number (query), desk_entity_get_string (query, DESK_QUERY_NAME));

  begin_notice (&notice, DESK_NOTIFICATION_KIND_QUERY_ARRIVED, query, title, get_subject (query));
  return add_team (&notice, 1u << DESK_ROLE_EXECUTIVE, NULL, DESK_AVAILABILITY_AVAILABLE, error)
         && send_notice (&notice, error);
}

gboolean
desk_notify_ticket_created (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *department_id = desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID);
  g_auto (Notice) notice = { .transaction = transaction };
  g_autofree char *title = g_strdup_printf (_ ("New ticket %s"), get_number (ticket));

  begin_notice (&notice, DESK_NOTIFICATION_KIND_TICKET_CREATED, ticket, title, get_subject (ticket));
  if (!add_admins (&notice, error))
    return FALSE;
  if (department_id != NULL && !add_team (&notice, STAFF, department_id, DESK_AVAILABILITY_UNKNOWN, error))
    return FALSE;
  /* Who gets it is told so in a notice of their own: one ring is enough. */
  remove_recipient (&notice, get_assignee_id (ticket));
  return send_notice (&notice, error);
}

gboolean
desk_notify_ticket_assigned (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  return tell_hands (transaction, ticket, DESK_NOTIFICATION_KIND_TICKET_ASSIGNED, _ ("New ticket assigned to you"),
                     _ ("Somebody takes care of your ticket"), error);
}

gboolean
desk_notify_ticket_escalated (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  return tell_hands (transaction, ticket, DESK_NOTIFICATION_KIND_TICKET_ESCALATED, _ ("A ticket was escalated to you"),
                     _ ("Your ticket was escalated"), error);
}

gboolean
desk_notify_ticket_merged (DeskTransaction *transaction, DeskEntity *source, DeskEntity *target, GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };
  g_autofree char *title = g_strdup_printf (_ ("%s was merged into %s"), get_number (source), get_number (target));

  begin_notice (&notice, DESK_NOTIFICATION_KIND_TICKET_MERGED, target, title, get_subject (target));
  add_recipient (&notice, get_assignee_id (source));
  add_recipient (&notice, get_assignee_id (target));
  add_recipient (&notice, get_customer_id (source));
  return send_notice (&notice, error);
}

/**
 * desk_notify_told:
 * @transaction: a transaction
 * @ticket: what it is about
 * @to: who is told
 * @text: what
 * @n: (out): how many there are to be told, whether they may see the ticket or not
 * @error: when it can't be stored
 *
 * Returns: whether it is stored
 */
gboolean
desk_notify_told (DeskTransaction *transaction,
                  DeskEntity *ticket,
                  DeskRecipient to,
                  const char *text,
                  guint *n,
                  GError **error)
{
  const char *department_id = desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID);
  const char *name = transaction->viewer->name != NULL ? transaction->viewer->name : "";
  g_auto (Notice) notice = { .transaction = transaction };
  g_autofree char *title = g_strdup_printf (_ ("%s about %s"), name, get_number (ticket));

  begin_notice (&notice, DESK_NOTIFICATION_KIND_NOTICE, ticket, title, text);
  if (to == DESK_RECIPIENT_ASSIGNEE)
    add_recipient (&notice, get_assignee_id (ticket));
  else if (to == DESK_RECIPIENT_CUSTOMER)
    add_recipient (&notice, get_customer_id (ticket));
  else if (department_id != NULL && !add_team (&notice, STAFF, department_id, DESK_AVAILABILITY_UNKNOWN, error))
    return FALSE;
  *n = notice.recipients->len;
  return send_notice (&notice, error);
}

/**
 * desk_notify_status_changed:
 * @transaction: a transaction
 * @before: a query or ticket as it was
 * @thread: the same as it is stored now
 * @error: when it can't be stored
 *
 * Tells the customer the old and the new status, in a word of its own when it is resolved or closed, and the admins.
 *
 * Returns: whether it is stored
 */
gboolean
desk_notify_status_changed (DeskTransaction *transaction, DeskEntity *before, DeskEntity *thread, GError **error)
{
  g_auto (Notice) to_customer = { .transaction = transaction };
  g_auto (Notice) to_admins = { .transaction = transaction };
  g_autofree char *from = dup_status_label (transaction, before);
  g_autofree char *to = dup_status_label (transaction, thread);
  g_autofree char *title = g_strdup_printf (_ ("%s: %s → %s"), get_number (thread), from, to);

  begin_notice (&to_customer, get_status_kind (thread), thread, title, get_subject (thread));
  add_recipient (&to_customer, get_customer_id (thread));
  begin_notice (&to_admins, DESK_NOTIFICATION_KIND_STATUS_CHANGED, thread, title, get_subject (thread));
  return add_admins (&to_admins, error) && send_notice (&to_customer, error) && send_notice (&to_admins, error);
}

gboolean
desk_notify_agent_replied (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };
  g_autofree char *title =
      g_strdup_printf (_ ("%s answered %s"), desk_entity_get_string (message, DESK_MESSAGE_SENDER_NAME),
                       get_number (thread));

  begin_notice (&notice, DESK_NOTIFICATION_KIND_AGENT_REPLIED, thread, title,
                desk_entity_get_string (message, DESK_MESSAGE_BODY));
  add_recipient (&notice, get_customer_id (thread));
  return send_notice (&notice, error);
}

/**
 * desk_notify_customer_wrote:
 * @transaction: a transaction
 * @thread: a query or ticket
 * @message: what the customer wrote
 * @error: when it can't be stored
 *
 * Tells whoever has it; if nobody does, the department, and for a query the available executives.
 *
 * Returns: whether it is stored
 */
gboolean
desk_notify_customer_wrote (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GError **error)
{
  const char *assignee_id = get_assignee_id (thread);
  const char *department_id = is_ticket (thread) ? desk_entity_get_string (thread, DESK_TICKET_DEPARTMENT_ID) : NULL;
  g_auto (Notice) notice = { .transaction = transaction };
  g_autofree char *title =
      g_strdup_printf (_ ("%s wrote in %s"), desk_entity_get_string (message, DESK_MESSAGE_SENDER_NAME),
                       get_number (thread));

  begin_notice (&notice, DESK_NOTIFICATION_KIND_CUSTOMER_WROTE, thread, title,
                desk_entity_get_string (message, DESK_MESSAGE_BODY));
  if (assignee_id != NULL)
    add_recipient (&notice, assignee_id);
  else if (is_ticket (thread) && !add_team (&notice, STAFF, department_id, DESK_AVAILABILITY_UNKNOWN, error))
    return FALSE;
  else if (!is_ticket (thread)
           && !add_team (&notice, 1u << DESK_ROLE_EXECUTIVE, NULL, DESK_AVAILABILITY_AVAILABLE, error))
    return FALSE;
  return send_notice (&notice, error);
}

/**
 * desk_notify_mentioned:
 * @transaction: a transaction
 * @thread: a query or ticket
 * @message: a note
 * @mentions: (element-type DeskMention): whom it names; gets who is told
 * @error: when it can't be stored
 *
 * A name that several have is nobody's.
 *
 * Returns: whether it is stored
 */
gboolean
desk_notify_mentioned (DeskTransaction *transaction,
                       DeskEntity *thread,
                       DeskEntity *message,
                       GPtrArray *mentions,
                       GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };
  g_autofree char *title =
      g_strdup_printf (_ ("%s mentioned you in %s"), desk_entity_get_string (message, DESK_MESSAGE_SENDER_NAME),
                       get_number (thread));

  begin_notice (&notice, DESK_NOTIFICATION_KIND_MENTIONED, thread, title,
                desk_entity_get_string (message, DESK_MESSAGE_BODY));
  for (guint i = 0; i < mentions->len; i++)
    if (((DeskMention *) mentions->pdata[i])->ids->len == 1)
      add_recipient (&notice, ((DeskMention *) mentions->pdata[i])->ids->pdata[0]);
  if (!send_notice (&notice, error))
    return FALSE;
  for (guint i = 0; i < mentions->len; i++)
    {
      DeskMention *mention = mentions->pdata[i];

      mention->is_told =
          mention->ids->len == 1
          && g_ptr_array_find_with_equal_func (notice.recipients, mention->ids->pdata[0], g_str_equal, NULL);
    }
  return TRUE;
}

/**
 * desk_notify_deadline:
 * @transaction: a transaction that writes
 * @ticket: a ticket
 * @clock: which of its clocks
 * @kind: the warning or the breach
 * @error: when it can't be stored
 *
 * Tells whoever has the ticket, and the manager.
 *
 * Returns: whether it is stored
 */
gboolean
desk_notify_deadline (DeskTransaction *transaction,
                      DeskEntity *ticket,
                      DeskClockKind clock,
                      DeskNotificationKind kind,
                      GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };
  g_auto (GStrv) around = g_strsplit (get_deadline_words (clock, kind == DESK_NOTIFICATION_KIND_SLA_BREACH), "%s", 2);
  g_autofree char *title = g_strjoinv (get_number (ticket), around);

  begin_notice (&notice, kind, ticket, title, get_subject (ticket));
  add_recipient (&notice, get_assignee_id (ticket));
  return add_managers (&notice, desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID), error)
         && send_notice (&notice, error);
}

gboolean
desk_notify_agent_registered (DeskTransaction *transaction, DeskEntity *agent, GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };
  g_autofree char *title =
      g_strdup_printf (_ ("%s waits for approval"), desk_entity_get_string (agent, DESK_AGENT_NAME));

  begin_notice (&notice, DESK_NOTIFICATION_KIND_AGENT_REGISTERED, agent, title,
                desk_entity_get_string (agent, DESK_AGENT_EMAIL));
  return add_admins (&notice, error) && send_notice (&notice, error);
}

gboolean
desk_notify_agent_decided (DeskTransaction *transaction, DeskEntity *agent, gboolean is_approved, GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };

  begin_notice (&notice, is_approved ? DESK_NOTIFICATION_KIND_AGENT_APPROVED : DESK_NOTIFICATION_KIND_AGENT_REJECTED,
                agent, is_approved ? _ ("Your account was approved") : _ ("Your account was not approved"), NULL);
  add_recipient (&notice, desk_entity_get_id (agent));
  /* Who was not approved sees nothing but themselves: told without asking what they may see. */
  return notice.recipients->len == 0 || store_one (&notice, notice.recipients->pdata[0], error);
}

gboolean
desk_notify_chat_waiting (DeskTransaction *transaction, DeskEntity *chat, GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };

  return begin_chat_notice (&notice, chat, error)
         && add_team (&notice, 1u << DESK_ROLE_EXECUTIVE, NULL, DESK_AVAILABILITY_AVAILABLE, error)
         && send_notice (&notice, error);
}

/**
 * desk_notify_chat_waiting_for:
 * @transaction: a transaction
 * @chat: a chat that waits
 * @agent_id: an executive who has just come; told also when they are the viewer
 * @error: when it can't be stored
 *
 * Returns: whether they know of it now; who was told and has not read it is not told once more
 */
gboolean
desk_notify_chat_waiting_for (DeskTransaction *transaction, DeskEntity *chat, const char *agent_id, GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };
  g_autoptr (GPtrArray) unread =
      desk_notifications_list_unread_about (transaction->db, desk_entity_get_id (chat),
                                            DESK_NOTIFICATION_KIND_CHAT_WAITING, agent_id, error);

  if (unread == NULL)
    return FALSE;
  return unread->len > 0 || (begin_chat_notice (&notice, chat, error) && store_one (&notice, agent_id, error));
}

gboolean
desk_notify_chat_taken (DeskTransaction *transaction, DeskEntity *chat, GError **error)
{
  g_autoptr (GPtrArray) unread =
      desk_notifications_list_unread_about (transaction->db, desk_entity_get_id (chat),
                                            DESK_NOTIFICATION_KIND_CHAT_WAITING, NULL, error);

  for (guint i = 0; unread != NULL && i < unread->len; i++)
    if (!withdraw_one (transaction, unread->pdata[i], error))
      return FALSE;
  return unread != NULL;
}

gboolean
desk_notify_feedback_given (DeskTransaction *transaction, DeskEntity *ticket, DeskEntity *feedback, GError **error)
{
  g_auto (Notice) notice = { .transaction = transaction };
  g_autofree char *title = g_strdup_printf (_ ("%s was rated %d of 5"), get_number (ticket),
                                            (int) desk_entity_get_integer (feedback, DESK_FEEDBACK_RATING));

  begin_notice (&notice, DESK_NOTIFICATION_KIND_FEEDBACK_GIVEN, ticket, title,
                desk_entity_get_string (feedback, DESK_FEEDBACK_COMMENT));
  add_recipient (&notice, desk_entity_get_string (feedback, DESK_FEEDBACK_AGENT_ID));
  return send_notice (&notice, error);
}
