/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "invented.h"

#include "core/entities/desk-change.h"

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

static gint64
before (int minutes)
{
  return g_get_real_time () - minutes * MINUTE;
}

static void
take (GListStore *store, gpointer object)
{
  g_list_store_append (store, object);
  g_object_unref (object);
}

DeskMessage *
invent_message (DeskSenderType sender, const char *name, const char *body, gboolean internal, int age)
{
  DeskMessage *message = DESK_MESSAGE (desk_entity_new (&desk_message_kind));

  desk_entity_set_time (message, DESK_ENTITY_CREATED_AT, before (age));
  desk_entity_set_enum (message, DESK_MESSAGE_SENDER_TYPE, sender);
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_NAME, name);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, body);
  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, internal);
  desk_entity_set_enum (message, DESK_MESSAGE_CHANNEL, DESK_QUERY_SOURCE_WHATSAPP);

  return message;
}

DeskCustomer *
invent_customer (void)
{
  DeskCustomer *customer = DESK_CUSTOMER (desk_entity_new (&desk_customer_kind));

  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, "Lakshmi Subramanian");
  desk_entity_set_string (customer, DESK_CUSTOMER_MOBILE, "+919841055217");
  desk_entity_set_string (customer, DESK_CUSTOMER_ADDRESS, "Adyar, Chennai");
  desk_entity_set_string (customer, DESK_CUSTOMER_LANGUAGE, "தமிழ், English");

  return customer;
}

DeskOrder *
invent_order (const char *number, DeskOrderStatus status, gint64 total, int age)
{
  DeskOrder *order = DESK_ORDER (desk_entity_new (&desk_order_kind));

  desk_entity_set_string (order, DESK_ORDER_NUMBER, number);
  desk_entity_set_enum (order, DESK_ORDER_STATUS, status);
  desk_entity_set_money (order, DESK_ORDER_TOTAL, total, "INR");
  desk_entity_set_time (order, DESK_ORDER_PLACED_AT, before (age));

  return order;
}

DeskQuery *
invent_query (const char *number, DeskQueryStatus status, const char *message)
{
  DeskQuery *query = DESK_QUERY (desk_entity_new (&desk_query_kind));

  desk_entity_set_string (query, DESK_QUERY_NUMBER, number);
  desk_entity_set_enum (query, DESK_QUERY_STATUS, status);
  desk_entity_set_string (query, DESK_QUERY_MESSAGE, message);

  return query;
}

DeskTicket *
invent_ticket (const char *number,
               DeskTicketStatus status,
               DeskPriority priority,
               const char *subject,
               const char *category,
               int age)
{
  DeskTicket *ticket = DESK_TICKET (desk_entity_new (&desk_ticket_kind));

  desk_entity_set_string (ticket, DESK_TICKET_NUMBER, number);
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, status);
  desk_entity_set_enum (ticket, DESK_TICKET_PRIORITY, priority);
  desk_entity_set_string (ticket, DESK_TICKET_SUBJECT, subject);
  desk_entity_set_string (ticket, DESK_TICKET_CATEGORY, category);
  desk_entity_set_time (ticket, DESK_ENTITY_CREATED_AT, before (age));
  desk_entity_set_time (ticket, DESK_TICKET_RESOLUTION_DUE_AT, before (age) + 480 * MINUTE);

  return ticket;
}

DeskHistory *
invent_history (DeskAction action, const char *who, int age)
{
  DeskHistory *history = DESK_HISTORY (desk_entity_new (&desk_history_kind));

  desk_entity_set_enum (history, DESK_HISTORY_ENTITY_KIND, DESK_SUBJECT_TICKET);
  desk_entity_set_enum (history, DESK_HISTORY_ACTION, action);
  desk_entity_set_string (history, DESK_HISTORY_PERFORMED_BY_NAME, who);
  desk_entity_set_time (history, DESK_HISTORY_AT, before (age));

  return history;
}

void
invent_change (DeskHistory *history, const char *field, const char *from, const char *to)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  DeskEntity *change = desk_entity_new (&desk_change_kind);

  desk_entity_set_string (change, DESK_CHANGE_FIELD, field);
  desk_entity_set_string (change, DESK_CHANGE_FROM, from);
  desk_entity_set_string (change, DESK_CHANGE_TO, to);
  g_ptr_array_add (changes, change);
  desk_entity_set_items (history, DESK_HISTORY_DETAILS, changes);
}

GListStore *
invent_conversation (void)
{
  GListStore *store = g_list_store_new (DESK_TYPE_MESSAGE);
  DeskMessage *read;

  take (store, invent_message (
                   DESK_SENDER_TYPE_CUSTOMER, "Lakshmi Subramanian",
                   "Hello, order just came. Tomatoes were crushed and two milk packs leaked all over the box. The box "
                   "smells already. What should I do with it?",
                   FALSE, 24 * 60 + 9));
  take (store, invent_message (DESK_SENDER_TYPE_CUSTOMER, "Lakshmi Subramanian",
                               "Sending photos. மேலே உள்ள பெட்டி முழுவதும் ஈரமாக இருக்கிறது.", FALSE, 8));
  take (store,
        invent_message (DESK_SENDER_TYPE_SYSTEM, NULL, "Rajesh Kumar escalated Q-1294 to this ticket", FALSE, 7));
  read = invent_message (
      DESK_SENDER_TYPE_AGENT, "Ananya Iyer",
      "Dear Lakshmi, I am sorry, that should never reach you like this. Please throw the tomatoes away and "
      "keep the box outside. I am checking the cold chain for your delivery and will come back to you before "
      "noon.",
      FALSE, 6);
  desk_entity_set_time (read, DESK_MESSAGE_READ_BY_CUSTOMER_AT, before (5));
  take (store, read);
  take (store, invent_message (
                   DESK_SENDER_TYPE_AGENT, "Ananya Iyer",
                   "@Rajesh third box from Guindy hub this week. Photo 3 shows water damage before sealing. I suggest "
                   "a partial refund of ₹232 and a note to the hub.",
                   TRUE, 3));

  return store;
}

GListStore *
invent_orders (void)
{
  GListStore *store = g_list_store_new (DESK_TYPE_ORDER);

  take (store, invent_order ("ORD-48213", DESK_ORDER_STATUS_DELIVERED, 348200, 10));
  take (store, invent_order ("ORD-47655", DESK_ORDER_STATUS_DELIVERED, 280000, 15 * 1440));
  take (store, invent_order ("ORD-46910", DESK_ORDER_STATUS_RETURNED, 124000, 31 * 1440));
  take (store, invent_order ("ORD-46002", DESK_ORDER_STATUS_DELIVERED, 611500, 43 * 1440));

  return store;
}

GListStore *
invent_entries (void)
{
  GListStore *store = g_list_store_new (DESK_TYPE_ENTITY);

  take (store, invent_query ("Q-1101", DESK_QUERY_STATUS_RESOLVED, "Change of delivery slot\nbefore Saturday, please"));
  take (store, invent_ticket ("TKT-2026-00311", DESK_TICKET_STATUS_CLOSED, DESK_PRIORITY_LOW, "Refund for damaged jar",
                              "Product Complaint", 30 * 1440));
  take (store, invent_query ("Q-0987", DESK_QUERY_STATUS_CLOSED, "Is the ghee from cow milk?"));

  return store;
}

GListStore *
invent_histories (void)
{
  GListStore *store = g_list_store_new (DESK_TYPE_HISTORY);
  DeskHistory *history;

  history = invent_history (DESK_ACTION_UPDATED, "Ananya Iyer", 12);
  invent_change (history, "priority", desk_enum_to_wire (&desk_priority_enum, DESK_PRIORITY_MEDIUM),
                 desk_enum_to_wire (&desk_priority_enum, DESK_PRIORITY_HIGH));
  take (store, history);

  history = invent_history (DESK_ACTION_STATUS_CHANGED, "Ananya Iyer", 40);
  invent_change (history, "status", desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_ASSIGNED),
                 desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_IN_PROGRESS));
  take (store, history);

  history = invent_history (DESK_ACTION_ASSIGNED, NULL, 41);
  invent_change (history, "assigned_to", NULL, "ananya");
  take (store, history);

  take (store, invent_history (DESK_ACTION_ESCALATED, "Rajesh Kumar", 41));

  return store;
}
