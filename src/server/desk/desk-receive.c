/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-receive.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/desk-id.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-converse.h"
#include "server/desk/desk-intake.h"
#include "server/store/desk-channel-messages.h"
#include "server/store/desk-customers.h"
#include "server/store/desk-fetch.h"

/* So many words of a text are looked up as numbers of orders, and no longer ones. */
#define MOST_NUMBERS 8
#define LONGEST_NUMBER 40

/* What is being received. */
typedef struct
{
  DeskTransaction *transaction;
  const DeskArrival *arrival;
  char *message_id; /* owned; of ours */
  GString *remarks; /* owned */

  /* owned: the thread that it goes on with, or none */
  DeskEntity *thread;
  gboolean is_participant; /* whether the thread's customer wrote it */
} Reception;

static void
reception_clear (Reception *self)
{
  g_free (self->message_id);
  g_string_free (self->remarks, TRUE);
  g_clear_object (&self->thread);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reception, reception_clear)

static gboolean
is_ticket (DeskEntity *thread)
{
  return desk_entity_get_kind (thread) == &desk_ticket_kind;
}

static const char *
get_customer_id (DeskEntity *thread)
{
  return desk_entity_get_string (thread, is_ticket (thread) ? DESK_TICKET_CUSTOMER_ID : DESK_QUERY_CUSTOMER_ID);
}

static DeskSubject
get_subject (DeskEntity *thread)
{
  return is_ticket (thread) ? DESK_SUBJECT_TICKET : DESK_SUBJECT_QUERY;
}

static const DeskKind *
get_kind (DeskSubject subject)
{
  switch (subject)
    {
    case DESK_SUBJECT_QUERY:
      return &desk_query_kind;
    case DESK_SUBJECT_TICKET:
      return &desk_ticket_kind;
    case DESK_SUBJECT_UNKNOWN:
    case DESK_SUBJECT_CHAT:
    case DESK_SUBJECT_CUSTOMER:
    case DESK_SUBJECT_ORDER:
    case DESK_SUBJECT_AGENT:
    case DESK_SUBJECT_DEPARTMENT:
    default:
      return NULL;
    }
}

/* FALSE only where the database failed. */
static gboolean
load (Reception *self, const DeskKind *kind, const char *column, const char *value, DeskEntity **entity, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *entity = kind != NULL && value != NULL
                ? desk_fetch_by (self->transaction->db, kind, column, value, DESK_FETCH_LOCK, &local_error)
                : NULL;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_way_of (Reception *self, DeskIdentityKind kind, const char *value, const char *customer_id)
{
  g_autofree char *owner = value != NULL ? desk_customers_find (self->transaction->db, kind, value, NULL) : NULL;

  return owner != NULL && g_strcmp0 (owner, customer_id) == 0;
}

/* Whether who writes is who the thread is with: its customer, or the address that its query was given with. */
static gboolean
is_participant (Reception *self, DeskEntity *thread)
{
  const DeskWriter *writer = &self->arrival->writer;
  const char *customer_id = get_customer_id (thread);
  g_autoptr (DeskEntity) query = NULL;

  if (is_way_of (self, DESK_IDENTITY_KIND_WHATSAPP_USER, writer->user, customer_id)
      || is_way_of (self, DESK_IDENTITY_KIND_EMAIL, writer->email, customer_id)
      || is_way_of (self, DESK_IDENTITY_KIND_PHONE, writer->mobile, customer_id))
    return TRUE;
  if (!is_ticket (thread))
    query = g_object_ref (thread);
  else if (!load (self, &desk_query_kind, "id", desk_entity_get_string (thread, DESK_TICKET_QUERY_ID), &query, NULL))
    return FALSE;
  return query != NULL && writer->email != NULL
         && g_strcmp0 (desk_entity_get_string (query, DESK_QUERY_EMAIL), writer->email) == 0;
}

/* A query that was escalated goes on in its ticket. */
static gboolean
follow_escalation (Reception *self, DeskEntity **thread, GError **error)
{
  DeskEntity *ticket = NULL;

  if (is_ticket (*thread) || desk_entity_get_enum (*thread, DESK_QUERY_STATUS) != DESK_QUERY_STATUS_ESCALATED)
    return TRUE;
  if (!load (self, &desk_ticket_kind, "id", desk_entity_get_string (*thread, DESK_QUERY_ESCALATED_TICKET_ID), &ticket,
             error))
    return FALSE;
  if (ticket != NULL)
    {
      g_object_unref (*thread);
      *thread = ticket;
    }
  return TRUE;
}

/* What is said where it goes on with something. Thanks stand for themselves: what they repeat says nothing more. */
static const char *
get_words (Reception *self)
{
  const DeskArrival *arrival = self->arrival;

  if (arrival->own != NULL && desk_preset_is_thanks (self->transaction->preset, arrival->own, arrival->writer.name))
    return arrival->own;
  return arrival->reply != NULL ? arrival->reply : arrival->body;
}

static gboolean
is_thanks (Reception *self)
{
  return desk_preset_is_thanks (self->transaction->preset, get_words (self), self->arrival->writer.name);
}

/* Whether a ticket was closed longer ago than a customer may wake it, and is to be woken. */
static gboolean
is_over (Reception *self, DeskEntity *thread)
{
  gint64 closed_at = is_ticket (thread) ? desk_entity_get_time (thread, DESK_TICKET_CLOSED_AT) : 0;

  return closed_at != 0 && desk_entity_get_enum (thread, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_CLOSED
         && self->transaction->now - closed_at > desk_preset_get_reopen_window (self->transaction->preset)
         && !is_thanks (self);
}

/* Goes on with a thread, where the writer may: with one that was signed for them, or that is theirs. */
static gboolean
try_thread (Reception *self, DeskEntity *candidate, gboolean is_trusted, GError **error)
{
  g_autoptr (DeskEntity) thread = candidate;
  gboolean is_theirs;

  if (thread == NULL)
    return TRUE;
  is_theirs = is_participant (self, thread);
  if (!is_trusted && !is_theirs)
    return TRUE;
  if (!follow_escalation (self, &thread, error))
    return FALSE;
  if (is_over (self, thread))
    {
      if (self->remarks->len == 0)
        g_string_printf (self->remarks, _ ("This goes on with %s, which is closed."),
                         desk_entity_get_string (thread, DESK_TICKET_NUMBER));
      return TRUE;
    }
  self->is_participant = is_theirs;
  self->thread = g_steal_pointer (&thread);
  return TRUE;
}

static gboolean
try_signed (Reception *self, GError **error)
{
  DeskEntity *thread = NULL;

  return load (self, get_kind (self->arrival->signed_kind), "id", self->arrival->signed_id, &thread, error)
         && try_thread (self, thread, TRUE, error);
}

/* What we sent is known to those alone who got it; what came in may be known to many. */
static gboolean
try_references (Reception *self, GError **error)
{
  const char *const *references = self->arrival->references;

  for (guint i = 0; references != NULL && references[i] != NULL && self->thread == NULL; i++)
    {
      g_auto (DeskChannelMessage) known = { 0 };
      DeskEntity *thread = NULL;

      if (!desk_channel_messages_find (self->transaction->db, self->arrival->writer.channel, references[i], &known,
                                       error)
          || !load (self, get_kind (known.thread_kind), "id", known.thread_id, &thread, error)
          || !try_thread (self, thread, known.is_outgoing, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
try_numbers (Reception *self, GError **error)
{
  static const DeskKind *const kinds[] = { &desk_ticket_kind, &desk_query_kind };
  const char *const *numbers = self->arrival->numbers;

  for (guint i = 0; numbers != NULL && numbers[i] != NULL; i++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds) && self->thread == NULL; k++)
      {
        DeskEntity *thread = NULL;

        if (!load (self, kinds[k], "number", numbers[i], &thread, error) || !try_thread (self, thread, FALSE, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
try_open (Reception *self, const char *customer_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *id =
      desk_channel_messages_find_open (self->transaction->db, self->arrival->writer.channel, customer_id,
                                       self->transaction->now - DESK_RECEIVE_WINDOW, is_thanks (self), &local_error);
  DeskEntity *thread = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return load (self, &desk_query_kind, "id", id, &thread, error) && try_thread (self, thread, TRUE, error);
}

static gboolean
find_thread (Reception *self, GError **error)
{
  return try_signed (self, error) && (self->thread != NULL || try_references (self, error))
         && (self->thread != NULL || try_numbers (self, error));
}

/* Somebody to whom a mail of ours was forwarded is not the customer, and is seen not to be. */
static char *
dup_sender_name (Reception *self)
{
  const DeskWriter *writer = &self->arrival->writer;

  if (self->is_participant || writer->email == NULL || g_strcmp0 (writer->name, writer->email) == 0)
    return g_strdup (writer->name);
  return g_strdup_printf ("%s <%s>", writer->name, writer->email);
}

/* The customer says something: the history names them, and the thread moves as its workflow says. */
static gboolean
answer (Reception *self, GError **error)
{
  const DeskArrival *arrival = self->arrival;
  DeskViewer *before = self->transaction->viewer;
  g_autoptr (DeskViewer) customer = desk_viewer_new_system ();
  g_autoptr (DeskEntity) message = desk_entity_new (&desk_message_kind);
  g_autofree char *name = dup_sender_name (self);
  gboolean is_done;

  g_free (customer->name);
  customer->name = g_strdup (name);
  customer->id = self->is_participant ? g_strdup (get_customer_id (self->thread)) : NULL;
  desk_entity_set_string (message, DESK_ENTITY_ID, self->message_id);
  desk_entity_set_enum (message, DESK_MESSAGE_SENDER_TYPE, DESK_SENDER_TYPE_CUSTOMER);
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_ID, customer->id);
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_NAME, name);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, get_words (self));
  desk_entity_set_enum (message, DESK_MESSAGE_CHANNEL, arrival->writer.channel);
  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, FALSE);
  self->transaction->viewer = customer;
  is_done = desk_converse_write (self->transaction, desk_entity_get_kind (self->thread),
                                 desk_entity_get_id (self->thread), message, DESK_CONVERSE_NO_BASE, TRUE, error);
  self->transaction->viewer = before;
  return is_done;
}

/* A word of a text that may be the number of an order: letters, digits and dashes with a digit among them. */
static char *
take_number (const char **p)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

  while (**p != '\0')
    {
      gsize length = strspn (*p, letters);
      g_autofree char *word = length > 2 && length <= LONGEST_NUMBER ? g_ascii_strup (*p, (gssize) length) : NULL;

      *p += MAX (length, 1);
      if (word != NULL && strpbrk (word, "0123456789") != NULL && strchr (word, '-') != NULL)
        return g_steal_pointer (&word);
    }
  return NULL;
}

/* Whoever does not fill in a form names their order in their words. Only one of their own counts there. */
static gboolean
find_own_order (Reception *self, const char *customer_id, char **order_number, GError **error)
{
  const char *p = self->arrival->body;

  for (guint i = 0; i < MOST_NUMBERS && *order_number == NULL; i++)
    {
      g_autofree char *number = take_number (&p);
      g_autoptr (DeskEntity) order = NULL;

      if (number == NULL)
        return TRUE;
      if (!load (self, &desk_order_kind, "number", number, &order, error))
        return FALSE;
      if (order != NULL && g_strcmp0 (desk_entity_get_string (order, DESK_ORDER_CUSTOMER_ID), customer_id) == 0)
        *order_number = g_steal_pointer (&number);
    }
  return TRUE;
}

static gboolean
begin (Reception *self, const char *customer_id, GError **error)
{
  const DeskArrival *arrival = self->arrival;
  g_autoptr (DeskEntity) query = desk_entity_new (&desk_query_kind);
  g_autofree char *order_number = g_strdup (arrival->order_number);

  if (order_number == NULL && !find_own_order (self, customer_id, &order_number, error))
    return FALSE;
  desk_entity_set_string (query, DESK_QUERY_CUSTOMER_ID, customer_id);
  desk_entity_set_enum (query, DESK_QUERY_SOURCE, arrival->writer.channel);
  desk_entity_set_string (query, DESK_QUERY_NAME, arrival->writer.name);
  desk_entity_set_string (query, DESK_QUERY_MOBILE, arrival->writer.mobile);
  desk_entity_set_string (query, DESK_QUERY_EMAIL, arrival->writer.email);
  desk_entity_set_string (query, DESK_QUERY_MESSAGE, arrival->body);
  if (!desk_intake_from_door (self->transaction, query, order_number, self->message_id, self->remarks, error))
    return FALSE;
  self->thread = g_steal_pointer (&query);
  return TRUE;
}

static gboolean
settle (Reception *self, GError **error)
{
  return self->arrival->external_id == NULL
         || desk_channel_messages_settle (self->transaction->db, self->arrival->writer.channel,
                                          self->arrival->external_id, get_subject (self->thread),
                                          desk_entity_get_id (self->thread), self->message_id, error);
}

static gboolean
receive_new (Reception *self, DeskReceived *outcome, GError **error)
{
  g_autofree char *customer_id = NULL;

  if (!find_thread (self, error))
    return FALSE;
  if (self->thread == NULL)
    {
      customer_id = desk_match_writer (self->transaction, &self->arrival->writer, self->remarks, error);
      if (customer_id == NULL || (self->arrival->joins_open && !try_open (self, customer_id, error)))
        return FALSE;
    }
  *outcome = self->thread != NULL ? DESK_RECEIVED_REPLY : DESK_RECEIVED_QUERY;
  return (self->thread != NULL ? answer (self, error) : begin (self, customer_id, error)) && settle (self, error);
}

/**
 * desk_receive:
 * @transaction: a transaction that writes, of the desk itself
 * @arrival: what was written, checked for form, with a name and one way at least in which the writer is known
 * @outcome: (out): what became of it
 * @error: when it can't be stored
 *
 * It goes on with the thread that it belongs to, as the customer's own words, or begins a query.
 *
 * Returns: whether it was taken
 */
gboolean
desk_receive (DeskTransaction *transaction, const DeskArrival *arrival, DeskReceived *outcome, GError **error)
{
  g_auto (Reception) reception = {
    .transaction = transaction,
    .arrival = arrival,
    .message_id = desk_id_new (),
    .remarks = g_string_new (NULL),
  };
  gboolean is_new = TRUE;

  if (arrival->external_id != NULL
      && !desk_channel_messages_take (transaction->db, arrival->writer.channel, arrival->external_id, transaction->now,
                                      &is_new, error))
    return FALSE;
  if (is_new && !arrival->makes_nothing)
    return receive_new (&reception, outcome, error);
  *outcome = is_new ? DESK_RECEIVED_NOTHING : DESK_RECEIVED_REPEATED;
  return TRUE;
}
