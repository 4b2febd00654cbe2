/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include <string.h>

#include "core/desk-time.h"
#include "server/desk/desk-receipt.h"
#include "server/desk/desk-people.h"
#include "server/desk/desk-receive.h"
#include "server/desk/desk-reply-token.h"

#define DAY (24 * 3600 * DESK_TIME_SECOND)
#define KEY "a key of this test alone"

/* Something that comes in, and what became of it. */
typedef struct
{
  DeskArrival arrival;
  gint64 later; /* so much later than now */
  DeskReceived outcome;
} Letter;

static Letter
write_mail (const char *email, const char *mobile, const char *external_id, const char *body)
{
  return (Letter){ .arrival = {
                       .writer = { .channel = DESK_QUERY_SOURCE_EMAIL,
                                   .name = "John Doe",
                                   .email = email,
                                   .mobile = mobile },
                       .external_id = external_id,
                       .body = body,
                   } };
}

static Letter
write_whatsapp (const char *user, const char *mobile, const char *external_id, const char *body)
{
  return (Letter){ .arrival = {
                       .writer = { .channel = DESK_QUERY_SOURCE_WHATSAPP,
                                   .name = "Mary",
                                   .user = user,
                                   .mobile = mobile,
                                   .is_vouched = TRUE },
                       .external_id = external_id,
                       .body = body,
                       .joins_open = TRUE,
                   } };
}

static gboolean
receive (DeskTransaction *transaction, gpointer data, GError **error)
{
  Letter *letter = data;

  transaction->now += letter->later;
  return desk_receive (transaction, &letter->arrival, &letter->outcome, error);
}

static DeskReceived
deliver (EngineDesk *desk, Letter letter)
{
  engine_run (desk, desk->system, DESK_DB_WRITE, receive, &letter, NULL);
  return letter.outcome;
}

static DeskEntity *
get_query (EngineDesk *desk, const char *number)
{
  return engine_get (desk, desk->admin, &desk_query_kind, number, NULL);
}

static DeskEntity *
get_customer (EngineDesk *desk, DeskEntity *query)
{
  return engine_get (desk, desk->admin, &desk_customer_kind, desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID),
                     NULL);
}

static gboolean
has_remark (DeskEntity *query, const char *part)
{
  const char *remarks = desk_entity_get_string (query, DESK_QUERY_REMARKS);

  return remarks != NULL && strstr (remarks, part) != NULL;
}

typedef struct
{
  const char *id;
  const char *email;
} Address;

static gboolean
give_email (DeskTransaction *transaction, gpointer data, GError **error)
{
  Address *address = data;
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_customer_kind, address->id, error);
  g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : NULL;

  if (after == NULL)
    return FALSE;
  desk_entity_set_string (after, DESK_CUSTOMER_EMAIL, address->email);
  return desk_people_edit_customer (transaction, before, after, error);
}

/* "Customer fills contact form on website": a query of source e-mail, open, with the contact as given. */
static void
test_email_automated (EngineDesk *desk)
{
  Letter letter = write_mail ("john@example.com", "+14155559999", NULL, "My order hasn't arrived");
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) customer = NULL;

  g_assert_cmpint (deliver (desk, letter), ==, DESK_RECEIVED_QUERY);
  query = get_query (desk, "Q-1");
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_SOURCE), ==, DESK_QUERY_SOURCE_EMAIL);
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_OPEN);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_MOBILE), ==, "+14155559999");
  customer = get_customer (desk, query);
  g_assert_cmpstr (desk_entity_get_string (customer, DESK_CUSTOMER_EMAIL), ==, "john@example.com");
  g_assert_cmpstr (desk_entity_get_string (customer, DESK_CUSTOMER_MOBILE), ==, "+14155559999");
  /* Another mail without a reference is about something else, of the same customer. */
  g_assert_cmpint (deliver (desk, letter), ==, DESK_RECEIVED_QUERY);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM customers WHERE email = 'john@example.com'"), ==, 1);
}

/* "Priority: Auto-set based on order_id": one's own order is linked and makes it high; that of somebody else makes it
 * high too, but is only remarked, and one that is not there is only remarked. */
static void
test_priority_by_order (EngineDesk *desk)
{
  Letter own = write_whatsapp (NULL, "+919876543210", NULL, "Where is it?");
  Letter other = write_mail ("else@example.com", NULL, NULL, "Where is it?");
  Letter none = other;
  g_autoptr (DeskEntity) first = NULL;
  g_autoptr (DeskEntity) second = NULL;
  g_autoptr (DeskEntity) third = NULL;

  own.arrival.order_number = other.arrival.order_number = "ORD-001";
  none.arrival.order_number = "ORD-404";
  deliver (desk, own);
  deliver (desk, other);
  deliver (desk, none);
  first = get_query (desk, "Q-1");
  second = get_query (desk, "Q-2");
  third = get_query (desk, "Q-3");
  g_assert_cmpint (desk_entity_get_enum (first, DESK_QUERY_PRIORITY), ==, DESK_PRIORITY_HIGH);
  g_assert_cmpstr (desk_entity_get_string (first, DESK_QUERY_ORDER_ID), ==, desk->order);
  g_assert_cmpint (desk_entity_get_enum (second, DESK_QUERY_PRIORITY), ==, DESK_PRIORITY_HIGH);
  g_assert_false (desk_entity_is_set (second, DESK_QUERY_ORDER_ID));
  g_assert_true (has_remark (second, "ORD-001"));
  g_assert_cmpint (desk_entity_get_enum (third, DESK_QUERY_PRIORITY), ==, DESK_PRIORITY_MEDIUM);
  g_assert_true (has_remark (third, "ORD-404"));
}

/* WhatsApp's "Priority: Auto-set": who has no form to fill in names their order in their words; that of somebody else
 * is left alone. */
static void
test_whatsapp_priority_auto_set (EngineDesk *desk)
{
  g_autoptr (DeskEntity) own = NULL;
  g_autoptr (DeskEntity) other = NULL;

  deliver (desk,
           write_whatsapp (NULL, "+919876543210", "wamid.1", "Hi, my order (ord-001) is e-mail-less, 2-3 days late"));
  deliver (desk, write_whatsapp (NULL, "+919800000000", "wamid.2", "Where is ORD-001?"));
  own = get_query (desk, "Q-1");
  other = get_query (desk, "Q-2");
  g_assert_cmpint (desk_entity_get_enum (own, DESK_QUERY_PRIORITY), ==, DESK_PRIORITY_HIGH);
  g_assert_cmpstr (desk_entity_get_string (own, DESK_QUERY_ORDER_ID), ==, desk->order);
  g_assert_cmpint (desk_entity_get_enum (other, DESK_QUERY_PRIORITY), ==, DESK_PRIORITY_MEDIUM);
  g_assert_false (desk_entity_is_set (other, DESK_QUERY_REMARKS));
}

/* "Customer Service Executive manually adds query", "Priority: Set by executive". */
static void
test_phone_manual (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+91 98765 43210", "ORD-001", NULL);

  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_SOURCE), ==, DESK_QUERY_SOURCE_PHONE);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID), ==, desk->customer->id);
  g_assert_true (has_remark (query, "Customer called helpline"));
}

/* "Customers merged wrongly": the channel's own identity decides, and what else was given stays given. */
static void
test_never_merged_when_identities_differ (EngineDesk *desk)
{
  Address address = { desk->customer_two->id, "john@example.com" };
  Letter both = write_mail ("john@example.com", "+919876543210", NULL, "Hello");
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) priya = NULL;
  g_autoptr (DeskEntity) john = NULL;

  engine_run (desk, desk->admin, DESK_DB_WRITE, give_email, &address, NULL);
  deliver (desk, both);
  query = get_query (desk, "Q-1");
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID), ==, desk->customer_two->id);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_MOBILE), ==, "+919876543210");
  g_assert_true (has_remark (query, "Priya Sharma"));
  priya = engine_get (desk, desk->admin, &desk_customer_kind, desk->customer->id, NULL);
  john = engine_get (desk, desk->admin, &desk_customer_kind, desk->customer_two->id, NULL);
  g_assert_false (desk_entity_is_set (priya, DESK_CUSTOMER_EMAIL));
  g_assert_cmpstr (desk_entity_get_string (john, DESK_CUSTOMER_MOBILE), ==, "+14155550123");
}

/* Somebody known by number alone is found by it; whoever may type any address does not get theirs by that. Where they
 * have another address, it is somebody else. */
static void
test_nobody_is_taken_over (EngineDesk *desk)
{
  Address address = { desk->customer->id, "priya@example.com" };
  Letter typed = write_mail ("attacker@example.com", "+919876543210", NULL, "It is me");
  g_autoptr (DeskEntity) first = NULL;
  g_autoptr (DeskEntity) second = NULL;
  g_autoptr (DeskEntity) priya = NULL;

  deliver (desk, typed);
  first = get_query (desk, "Q-1");
  priya = get_customer (desk, first);
  g_assert_cmpstr (desk_entity_get_id (priya), ==, desk->customer->id);
  g_assert_false (desk_entity_is_set (priya, DESK_CUSTOMER_EMAIL));
  g_assert_true (has_remark (first, "attacker@example.com"));

  engine_run (desk, desk->admin, DESK_DB_WRITE, give_email, &address, NULL);
  deliver (desk, typed);
  second = get_query (desk, "Q-2");
  g_assert_cmpstr (desk_entity_get_string (second, DESK_QUERY_CUSTOMER_ID), !=, desk->customer->id);
  g_assert_true (has_remark (second, "Priya Sharma"));
}

/* "WhatsApp users without a phone number": known by WhatsApp's own name, which an edit of the customer does not lose;
 * a number that comes later is added. */
static void
test_whatsapp_user_without_number (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) customer = NULL;
  Address address = { NULL, "mary@example.com" };

  deliver (desk, write_whatsapp ("IN.1349120865", NULL, "wamid.1", "Hi"));
  query = get_query (desk, "Q-1");
  g_assert_false (desk_entity_is_set (query, DESK_QUERY_MOBILE));
  address.id = desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID);
  engine_run (desk, desk->admin, DESK_DB_WRITE, give_email, &address, NULL);
  g_assert_cmpint (deliver (desk, write_whatsapp ("IN.1349120865", "+919812345678", "wamid.2", "My number")), ==,
                   DESK_RECEIVED_REPLY);
  customer = get_customer (desk, query);
  g_assert_cmpstr (desk_entity_get_string (customer, DESK_CUSTOMER_MOBILE), ==, "+919812345678");
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM customers WHERE name = 'Mary'"), ==, 1);
  /* The number goes to somebody else: that is another user of WhatsApp, and another customer. */
  deliver (desk, write_whatsapp ("IN.999", "+919812345678", "wamid.3", "New here"));
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM customers WHERE name = 'Mary'"), ==, 2);
}

/* "Chatbot integration auto-creates query", and what follows goes into it: once for each message, until it is closed
 * or has been silent for long. */
static void
test_whatsapp_conversation (EngineDesk *desk)
{
  Letter later = write_whatsapp (NULL, "+919876543210", "wamid.6", "Something else");
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) moved = NULL;
  g_autoptr (DeskEntity) closed = NULL;
  g_autoptr (DeskEntity) resolved = NULL;

  g_assert_cmpint (deliver (desk, write_whatsapp (NULL, "+919876543210", "wamid.1", "Hi")), ==, DESK_RECEIVED_QUERY);
  g_assert_cmpint (deliver (desk, write_whatsapp (NULL, "+919876543210", "wamid.2", "There?")), ==,
                   DESK_RECEIVED_REPLY);
  g_assert_cmpint (deliver (desk, write_whatsapp (NULL, "+919876543210", "wamid.2", "There?")), ==,
                   DESK_RECEIVED_REPEATED);
  query = get_query (desk, "Q-1");
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_SOURCE), ==, DESK_QUERY_SOURCE_WHATSAPP);
  g_assert_cmpint (desk_entity_get_integer (query, DESK_QUERY_MESSAGE_COUNT), ==, 2);

  resolved = engine_move (desk, desk->executive, &desk_query_kind, "Q-1", DESK_QUERY_STATUS_RESOLVED, NULL);
  g_assert_cmpint (deliver (desk, write_whatsapp (NULL, "+919876543210", "wamid.3", "Not solved")), ==,
                   DESK_RECEIVED_REPLY);
  moved = get_query (desk, "Q-1");
  g_assert_cmpint (desk_entity_get_enum (moved, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_IN_PROGRESS);

  later.later = DESK_RECEIVE_WINDOW + DAY;
  g_assert_cmpint (deliver (desk, later), ==, DESK_RECEIVED_QUERY);
  g_clear_object (&resolved);
  resolved = engine_move (desk, desk->executive, &desk_query_kind, "Q-2", DESK_QUERY_STATUS_RESOLVED, NULL);
  closed = engine_move (desk, desk->executive, &desk_query_kind, "Q-2", DESK_QUERY_STATUS_CLOSED, NULL);
  later.arrival.external_id = "wamid.7";
  later.later += DAY;
  g_assert_cmpint (deliver (desk, later), ==, DESK_RECEIVED_QUERY);
}

/* What was escalated goes on in its ticket: pending_customer goes on, resolved is reopened. */
static void
test_replies_move_tickets (EngineDesk *desk)
{
  static const char *const references[] = { "<first@example.com>", NULL };
  Letter first = write_mail ("mary@example.com", NULL, "<first@example.com>", "It is broken");
  Letter second = write_mail ("Mary@Example.com", NULL, "<second@example.com>", "More");
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) waiting = NULL;
  g_autoptr (DeskEntity) going = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) reopened = NULL;
  const char *number;

  deliver (desk, first);
  ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  number = desk_entity_get_string (ticket, DESK_TICKET_NUMBER);
  waiting = engine_move (desk, desk->agent, &desk_ticket_kind, number, DESK_TICKET_STATUS_PENDING_CUSTOMER, NULL);
  second.arrival.writer.email = "mary@example.com";
  second.arrival.references = references;
  g_assert_cmpint (deliver (desk, second), ==, DESK_RECEIVED_REPLY);
  going = engine_get (desk, desk->agent, &desk_ticket_kind, number, NULL);
  g_assert_cmpint (desk_entity_get_enum (going, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_IN_PROGRESS);

  resolved = engine_resolve (desk, desk->agent, number, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  second.arrival.external_id = "<third@example.com>";
  g_assert_cmpint (deliver (desk, second), ==, DESK_RECEIVED_REPLY);
  reopened = engine_get (desk, desk->agent, &desk_ticket_kind, number, NULL);
  g_assert_cmpint (desk_entity_get_enum (reopened, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_IN_PROGRESS);
  g_assert_cmpint (desk_entity_get_integer (reopened, DESK_TICKET_REOPENED_COUNT), ==, 1);
}

/* "A later message is a linked follow-up": behind the preset's window a closed ticket stays closed. */
static void
test_follow_up_of_a_closed_ticket (EngineDesk *desk)
{
  static const char *const numbers[] = { "Q-1", NULL };
  Letter late = write_mail ("mary@example.com", NULL, "<late@example.com>", "Again");
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) closed = NULL;
  g_autoptr (DeskEntity) query = NULL;
  const char *number;

  deliver (desk, write_mail ("mary@example.com", NULL, NULL, "It is broken"));
  ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  number = desk_entity_get_string (ticket, DESK_TICKET_NUMBER);
  resolved = engine_resolve (desk, desk->agent, number, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  closed = engine_close (desk, desk->agent, number, NULL);
  late.arrival.numbers = numbers;
  late.later = desk_preset_get_reopen_window (desk->preset) + DAY;
  g_assert_cmpint (deliver (desk, late), ==, DESK_RECEIVED_QUERY);
  query = get_query (desk, "Q-2");
  g_assert_true (has_remark (query, number));
}

/* "A short thanks can be set not to reopen": by mail, whatever stands below it, and by WhatsApp; even what was closed
 * long ago gets it, instead of a query about nothing. */
static void
test_thanks_open_nothing (EngineDesk *desk)
{
  static const char *const numbers[] = { "Q-1", NULL };
  Letter mail = write_mail ("mary@example.com", NULL, "<thanks@example.com>", "Re: Broken\n\nThanks!");
  Letter whatsapp = write_whatsapp (NULL, "+919876543210", "wamid.2", "Thank you, Mary");
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) closed = NULL;
  g_autoptr (DeskEntity) after = NULL;
  g_autoptr (DeskEntity) done = NULL;
  g_autoptr (DeskEntity) query = NULL;
  const char *number;

  deliver (desk, write_mail ("mary@example.com", NULL, NULL, "It is broken"));
  ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  number = desk_entity_get_string (ticket, DESK_TICKET_NUMBER);
  resolved = engine_resolve (desk, desk->agent, number, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  closed = engine_close (desk, desk->agent, number, NULL);
  mail.arrival.numbers = numbers;
  mail.arrival.reply = "Thanks!\n-- \nM. Doe, Pune\n\n[5 lines of earlier messages are left out]";
  mail.arrival.own = "Thanks!";
  mail.later = desk_preset_get_reopen_window (desk->preset) + DAY;
  g_assert_cmpint (deliver (desk, mail), ==, DESK_RECEIVED_REPLY);
  after = engine_get (desk, desk->agent, &desk_ticket_kind, number, NULL);
  g_assert_cmpint (desk_entity_get_enum (after, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_CLOSED);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM messages WHERE body = 'Thanks!'"), ==, 1);
  mail.arrival.external_id = "<more@example.com>";
  mail.arrival.reply = mail.arrival.own = "Thanks, but it is broken again";
  g_assert_cmpint (deliver (desk, mail), ==, DESK_RECEIVED_QUERY);

  deliver (desk, write_whatsapp (NULL, "+919876543210", "wamid.1", "Hi"));
  done = engine_move (desk, desk->executive, &desk_query_kind, "Q-3", DESK_QUERY_STATUS_RESOLVED, NULL);
  g_clear_object (&done);
  done = engine_move (desk, desk->executive, &desk_query_kind, "Q-3", DESK_QUERY_STATUS_CLOSED, NULL);
  g_assert_cmpint (deliver (desk, whatsapp), ==, DESK_RECEIVED_REPLY);
  query = get_query (desk, "Q-3");
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_CLOSED);
}

/* "A subject's number is believed only from a participant"; so is what came in, while what we sent is known to those
 * alone who got it. */
static void
test_strangers_join_nothing (EngineDesk *desk)
{
  static const char *const numbers[] = { "Q-1", NULL };
  static const char *const came_in[] = { "<first@example.com>", NULL };
  static const char *const sent[] = { "<sent@desk.example>", NULL };
  Letter stranger = write_mail ("stranger@example.com", NULL, NULL, "Tell me everything");
  Letter answer = write_mail ("colleague@example.com", NULL, NULL, "For Mary");
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) ours = NULL;

  deliver (desk, write_mail ("mary@example.com", NULL, "<first@example.com>", "It is broken"));
  stranger.arrival.numbers = numbers;
  stranger.arrival.references = came_in;
  g_assert_cmpint (deliver (desk, stranger), ==, DESK_RECEIVED_QUERY);
  stranger.arrival.writer.email = "mary@example.com";
  stranger.arrival.references = NULL;
  g_assert_cmpint (deliver (desk, stranger), ==, DESK_RECEIVED_REPLY);

  query = get_query (desk, "Q-1");
  answer.arrival.signed_kind = DESK_SUBJECT_QUERY;
  answer.arrival.signed_id = desk_entity_get_id (query);
  g_assert_cmpint (deliver (desk, answer), ==, DESK_RECEIVED_REPLY);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM messages WHERE sender_id IS NULL AND "
                                       "sender_name = 'John Doe <colleague@example.com>'"),
                   ==, 1);
  answer.arrival.signed_id = NULL;
  answer.arrival.references = sent;
  g_assert_cmpint (deliver (desk, answer), ==, DESK_RECEIVED_QUERY);
}

/* A bounce is taken, so that it is not looked at again, and makes nothing. */
static void
test_bounces_make_nothing (EngineDesk *desk)
{
  Letter bounce = write_mail ("mailer-daemon@example.com", NULL, "<bounce@example.com>", "Undeliverable");

  bounce.arrival.makes_nothing = TRUE;
  g_assert_cmpint (deliver (desk, bounce), ==, DESK_RECEIVED_NOTHING);
  g_assert_cmpint (deliver (desk, bounce), ==, DESK_RECEIVED_REPEATED);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM queries"), ==, 0);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM customers"), ==, 2);
}

typedef struct
{
  const char *external_id;
  const char *message_id;
  DeskReceipt delivery;
} Receipt;

static gboolean
send (DeskTransaction *transaction, gpointer data, GError **error)
{
  Receipt *receipt = data;

  return desk_receipt_begin (transaction, DESK_QUERY_SOURCE_WHATSAPP, receipt->external_id, receipt->message_id, error);
}

static gboolean
note (DeskTransaction *transaction, gpointer data, GError **error)
{
  Receipt *receipt = data;

  return desk_receipt_note (transaction, DESK_QUERY_SOURCE_WHATSAPP, receipt->external_id, receipt->delivery,
                            "Number is not on WhatsApp", error);
}

static DeskReceipt
hear (EngineDesk *desk, Receipt receipt)
{
  g_autoptr (DeskEntity) message = NULL;

  engine_run (desk, desk->system, DESK_DB_WRITE, note, &receipt, NULL);
  message = engine_get (desk, desk->admin, &desk_message_kind, receipt.message_id, NULL);
  return desk_entity_get_enum (message, DESK_MESSAGE_DELIVERY);
}

/* "WhatsApp says sent and was not": a message shows how far it came, in whatever order that is told. */
static void
test_receipts (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) one = NULL;
  g_autoptr (DeskEntity) two = NULL;
  g_autoptr (DeskEntity) failed = NULL;
  static const char *const references[] = { "wamid.2", NULL };
  Letter answer = write_whatsapp ("IN.777", NULL, "wamid.9", "I have another number now");
  Receipt first = { "wamid.1" };
  Receipt second = { "wamid.2" };

  one = engine_say (desk, desk->executive, &desk_query_kind, "Q-1", "One", FALSE, -1, NULL);
  two = engine_say (desk, desk->executive, &desk_query_kind, "Q-1", "Two", FALSE, -1, NULL);
  first.message_id = desk_entity_get_id (one);
  second.message_id = desk_entity_get_id (two);
  engine_run (desk, desk->system, DESK_DB_WRITE, send, &first, NULL);
  engine_run (desk, desk->system, DESK_DB_WRITE, send, &second, NULL);
  first.delivery = DESK_RECEIPT_READ;
  g_assert_cmpint (hear (desk, first), ==, DESK_RECEIPT_READ);
  first.delivery = DESK_RECEIPT_DELIVERED;
  g_assert_cmpint (hear (desk, first), ==, DESK_RECEIPT_READ);
  /* What we sent and comes back is no message, and what answers it goes where it belongs, whoever writes. */
  g_assert_cmpint (deliver (desk, write_whatsapp (NULL, "+919876543210", "wamid.1", "One")), ==,
                   DESK_RECEIVED_REPEATED);
  answer.arrival.references = references;
  g_assert_cmpint (deliver (desk, answer), ==, DESK_RECEIVED_REPLY);
  second.delivery = DESK_RECEIPT_FAILED;
  g_assert_cmpint (hear (desk, second), ==, DESK_RECEIPT_FAILED);
  failed = engine_get (desk, desk->executive, &desk_message_kind, second.message_id, NULL);
  g_assert_cmpstr (desk_entity_get_string (failed, DESK_MESSAGE_DELIVERY_REASON), ==, "Number is not on WhatsApp");
}

/* "An internal note reached the customer": there is no way in which a note gets a name on a channel. */
static void
test_notes_never_go_out (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) remark =
      engine_say (desk, desk->executive, &desk_query_kind, "Q-1", "Between us", TRUE, -1, NULL);
  Receipt receipt = { "wamid.1", desk_entity_get_id (remark), DESK_RECEIPT_READ };
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_run (desk, desk->system, DESK_DB_WRITE, send, &receipt, &error));
  engine_assert_error (error, DESK_ERROR_NOT_FOUND);
  g_assert_cmpint (hear (desk, receipt), ==, DESK_RECEIPT_UNKNOWN);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM channel_messages"), ==, 0);
}

/* A reply token names its thread, in any case of its letters, and no other can be made without the key. */
static void
test_reply_tokens (EngineDesk *desk)
{
  g_autofree char *token = desk_reply_token_make (KEY, DESK_SUBJECT_TICKET, desk->order);
  g_autofree char *loud = g_ascii_strup (token, -1);
  DeskSubject kind = DESK_SUBJECT_UNKNOWN;
  g_autofree char *id = desk_reply_token_read (KEY, loud, &kind);

  g_assert_cmpuint (strlen ("reply+") + strlen (token), <=, 64);
  g_assert_cmpstr (id, ==, desk->order);
  g_assert_cmpint (kind, ==, DESK_SUBJECT_TICKET);
  g_assert_null (desk_reply_token_read ("another key", token, &kind));
  g_assert_null (desk_reply_token_read (KEY, "", &kind));
  for (guint i = 0; token[i + 1] != '\0'; i++)
    {
      char before = token[i];

      token[i] = before == 'a' ? 'b' : 'a';
      g_assert_null (desk_reply_token_read (KEY, token, &kind));
      token[i] = before;
    }
}

void
engine_add_intake_cases (void)
{
  engine_add ("intake/email-automated", test_email_automated);
  engine_add ("intake/priority-by-order", test_priority_by_order);
  engine_add ("intake/whatsapp-priority-auto-set", test_whatsapp_priority_auto_set);
  engine_add ("intake/phone-manual", test_phone_manual);
  engine_add ("intake/never-merged-when-identities-differ", test_never_merged_when_identities_differ);
  engine_add ("intake/nobody-is-taken-over", test_nobody_is_taken_over);
  engine_add ("intake/whatsapp-user-without-number", test_whatsapp_user_without_number);
  engine_add ("intake/whatsapp-conversation", test_whatsapp_conversation);
  engine_add ("intake/replies-move-tickets", test_replies_move_tickets);
  engine_add ("intake/follow-up-of-a-closed-ticket", test_follow_up_of_a_closed_ticket);
  engine_add ("intake/thanks-open-nothing", test_thanks_open_nothing);
  engine_add ("intake/strangers-join-nothing", test_strangers_join_nothing);
  engine_add ("intake/bounces-make-nothing", test_bounces_make_nothing);
  engine_add ("intake/receipts", test_receipts);
  engine_add ("intake/notes-never-go-out", test_notes_never_go_out);
  engine_add ("intake/reply-tokens", test_reply_tokens);
}
