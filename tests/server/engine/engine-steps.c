/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-steps.h"

#include "server/desk/desk-attach.h"
#include "server/desk/desk-deliveries.h"
#include "server/desk/desk-knowledge.h"
#include "server/desk/desk-people.h"
#include "server/desk/desk-staff.h"

/* Something of the desk, chosen at random: an id of @table, which may have a condition, or NULL. */
typedef struct
{
  const char *table;
  guint n;
  char *id;
} Pick;

static gboolean
pick_row (DeskTransaction *transaction, gpointer data, GError **error)
{
  Pick *pick = data;
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s ORDER BY id LIMIT 1 OFFSET $1", pick->table);
  g_autofree char *count_sql = g_strdup_printf ("SELECT count(*) FROM %s", pick->table);
  g_autoptr (DeskDbStatement) count = desk_db_query (transaction->db, error, count_sql, "");
  g_autoptr (DeskDbStatement) statement = NULL;
  gint64 n;

  if (count == NULL || !desk_db_step (count, error))
    return FALSE;
  n = desk_db_column_integer (count, 0);
  if (n == 0)
    return TRUE;
  statement = desk_db_query (transaction->db, error, sql, "i", (gint64) (pick->n % n));
  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, error))
    pick->id = g_strdup (desk_db_column_text (statement, 0));
  return TRUE;
}

static char *
dup_random_id (EngineDesk *desk, GRand *random, const char *table)
{
  Pick pick = { .table = table, .n = g_rand_int (random) };

  engine_run (desk, desk->system, DESK_DB_READ, pick_row, &pick, NULL);
  return pick.id;
}

/* What a random step may be refused for; anything else is a fault. */
static void
assert_refusal (GError *error)
{
  if (error != NULL && error->code != DESK_ERROR_CONFLICT && error->code != DESK_ERROR_NOT_FOUND
      && error->code != DESK_ERROR_FORBIDDEN && error->code != DESK_ERROR_INVALID)
    g_error ("A random step failed: %s", error->message);
}

typedef struct
{
  const char *id; /* of an entry of the FAQ, or NULL */
  guint n;
} Touch;

typedef struct
{
  const DeskKind *kind; /* of the thread */
  const char *id;       /* NULL where there is none */
} Upload;

typedef struct
{
  const char *number;
  const char *customer_id;
  guint n;
} Shipment;

static gboolean
add_faq (DeskTransaction *transaction, guint n, GError **error)
{
  g_autoptr (DeskEntity) faq = desk_entity_new (&desk_faq_kind);

  desk_entity_set_string (faq, DESK_FAQ_QUESTION, "Where?");
  desk_entity_set_string (faq, DESK_FAQ_ANSWER, "Here");
  desk_entity_set_flag (faq, DESK_FAQ_IS_ACTIVE, n % 2 == 0);
  return desk_knowledge_create (transaction, faq, error);
}

static gboolean
turn_faq (DeskTransaction *transaction, const char *id, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_faq_kind, id, error);
  g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : NULL;

  if (before == NULL)
    return FALSE;
  desk_entity_set_flag (after, DESK_FAQ_IS_ACTIVE, !desk_entity_get_flag (before, DESK_FAQ_IS_ACTIVE));
  return desk_knowledge_edit (transaction, before, after, error);
}

static gboolean
attach_file (DeskTransaction *transaction, gpointer data, GError **error)
{
  const Upload *upload = data;
  DeskNewFile file = { "photo.png", "image/png", "00000000", 9 };
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GPtrArray) made = NULL;

  g_ptr_array_add (files, &file);
  made = desk_attach_add (transaction, upload->kind, upload->id, files, error);
  return made != NULL;
}

/* An entry of the FAQ comes, is voted on, goes out of use or goes. */
static gboolean
touch_faq (DeskTransaction *transaction, gpointer data, GError **error)
{
  const Touch *touch = data;
  const DeskVoter voter = { "a-key", "192.0.2.1" };
  g_autoptr (DeskEntity) voted = NULL;

  if (touch->id == NULL || touch->n % 4 == 0)
    return add_faq (transaction, touch->n / 4, error);
  if (touch->n % 4 == 1)
    return turn_faq (transaction, touch->id, error);
  if (touch->n % 4 == 2)
    return desk_knowledge_remove (transaction, touch->id, 0, error);
  voted = desk_knowledge_vote (transaction, touch->id, &voter, touch->n % 8 == 3, error);
  return voted != NULL;
}

/* Somebody's address, a department's description, how much somebody can take on. */
static gboolean
edit_customer (DeskTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_customer_kind, data, error);
  g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : NULL;
  g_autofree char *address = NULL;

  if (before == NULL)
    return FALSE;
  address = g_strdup_printf ("House %" G_GINT64_FORMAT, desk_entity_get_version (before));
  desk_entity_set_string (after, DESK_CUSTOMER_ADDRESS, address);
  return desk_people_edit_customer (transaction, before, after, error);
}

static gboolean
edit_department (DeskTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_department_kind, data, error);
  g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : NULL;

  if (before == NULL)
    return FALSE;
  desk_entity_set_integer (after, DESK_DEPARTMENT_TIER, 1 + desk_entity_get_version (before) % 3);
  return desk_staff_edit_department (transaction, before, after, error);
}

static gboolean
edit_agent (DeskTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_agent_kind, data, error);
  g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : NULL;

  if (before == NULL)
    return FALSE;
  desk_entity_set_integer (after, DESK_AGENT_CAPACITY, 3 + desk_entity_get_version (before) % 5);
  return desk_staff_edit_agent (transaction, before, after, error);
}

/* What the shop tells of an order, and of where it is; now and then of one that the desk did not know. */
static gboolean
put_order (DeskTransaction *transaction, gpointer data, GError **error)
{
  const Shipment *shipment = data;
  g_autoptr (DeskEntity) before = desk_people_find_order (transaction, shipment->number, NULL);
  g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : desk_entity_new (&desk_order_kind);

  desk_entity_set_string (after, DESK_ORDER_NUMBER, shipment->number);
  if (before == NULL)
    desk_entity_set_string (after, DESK_ORDER_CUSTOMER_ID, shipment->customer_id);
  desk_entity_set_enum (after, DESK_ORDER_STATUS, 1 + shipment->n % desk_enum_n_values (&desk_order_status_enum));
  return desk_people_put_order (transaction, before, after, NULL, error);
}

static gboolean
put_delivery (DeskTransaction *transaction, gpointer data, GError **error)
{
  const Shipment *shipment = data;
  g_autoptr (DeskEntity) before = desk_deliveries_find (transaction, shipment->number, NULL);
  g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : desk_entity_new (&desk_delivery_kind);

  desk_entity_set_string (after, DESK_DELIVERY_REFERENCE, shipment->number);
  desk_entity_set_enum (after, DESK_DELIVERY_STATUS, 1 + shipment->n % desk_enum_n_values (&desk_delivery_status_enum));
  return desk_deliveries_put (transaction, before, after, before == NULL ? "ORD-001" : NULL, error);
}

static void
touch_thing (EngineDesk *desk, GRand *random, DeskViewer *customer, const char *department, GError **error)
{
  DeskViewer *agents[] = { desk->agent, desk->agent_two, desk->tech, desk->executive };
  g_autofree char *number = g_strdup_printf ("S-%d", g_rand_int_range (random, 1, 6));
  Shipment shipment = { number, customer->id, g_rand_int (random) };

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      engine_run (desk, desk->manager, DESK_DB_WRITE, edit_customer, customer->id, error);
      break;
    case 1:
      engine_run (desk, desk->admin, DESK_DB_WRITE, edit_department, (char *) department, error);
      break;
    case 2:
      engine_run (desk, desk->admin, DESK_DB_WRITE, edit_agent, agents[g_rand_int_range (random, 0, 4)]->id, error);
      break;
    case 3:
      engine_run (desk, desk->manager, DESK_DB_WRITE, put_order, &shipment, error);
      break;
    default:
      engine_run (desk, desk->manager, DESK_DB_WRITE, put_delivery, &shipment, error);
    }
}

static DeskEntity *
random_step (EngineDesk *desk, GRand *random, GError **error)
{
  DeskViewer *agents[] = { desk->agent, desk->agent_two, desk->tech, desk->manager };
  DeskViewer *somebody = agents[g_rand_int_range (random, 0, G_N_ELEMENTS (agents))];
  DeskViewer *by = g_rand_boolean (random) ? desk->admin : somebody;
  g_autofree char *ticket = dup_random_id (desk, random, "tickets");
  g_autofree char *settled = dup_random_id (desk, random, "tickets WHERE resolved_at IS NOT NULL");
  g_autofree char *other = dup_random_id (desk, random, "tickets");
  g_autofree char *query = dup_random_id (desk, random, "queries");
  g_autofree char *chat = dup_random_id (desk, random, "chats");
  g_autofree char *message = dup_random_id (desk, random, "messages");
  g_autofree char *faq = dup_random_id (desk, random, "faqs");
  const Upload uploads[] = { { &desk_ticket_kind, ticket }, { &desk_query_kind, query }, { &desk_chat_kind, chat } };
  const Upload *upload = &uploads[g_rand_int_range (random, 0, G_N_ELEMENTS (uploads))];
  Touch touch = { faq, g_rand_int (random) };
  const char *messages[] = { message, NULL };
  DeskViewer *customer = g_rand_boolean (random) ? desk->customer : desk->customer_two;
  const char *departments[] = { desk->logistics, desk->technical };
  const char *department = departments[g_rand_int_range (random, 0, 2)];

  switch (g_rand_int_range (random, 0, 32))
    {
    case 0:
    case 1:
      return engine_add_query (desk, desk->executive, "+14155550123", NULL, error);
    case 2:
      return engine_add_ticket (desk, desk->customer, g_rand_boolean (random) ? "Delivery Problem" : "Other", error);
    case 3:
    case 4:
      return query != NULL ? engine_escalate (desk, desk->executive, query, NULL, error) : NULL;
    case 5:
      return query != NULL ? engine_say (desk, by, &desk_query_kind, query, "Hello", FALSE, -1, error) : NULL;
    case 6:
      return ticket != NULL ? engine_say (desk, by, &desk_ticket_kind, ticket, "Note", TRUE, -1, error) : NULL;
    case 7:
      return ticket != NULL ? engine_say (desk, desk->customer, &desk_ticket_kind, ticket, "Well", FALSE, -1, error)
                            : NULL;
    case 8:
    case 9:
      return ticket != NULL ? engine_assign (desk, desk->admin, ticket, somebody->id, error) : NULL;
    case 10:
      return ticket != NULL ? engine_take (desk, somebody, ticket, error) : NULL;
    case 11:
      return ticket != NULL ? engine_hand_up (desk, by, ticket, NULL, department, error) : NULL;
    case 12:
      return ticket != NULL ? engine_resolve (desk, by, ticket, DESK_RESOLUTION_TYPE_NO_ACTION, -1, error) : NULL;
    case 13:
      return ticket != NULL ? engine_move (desk, by, &desk_ticket_kind, ticket, DESK_TICKET_STATUS_IN_PROGRESS, error)
                            : NULL;
    case 14:
      if (ticket != NULL && g_rand_boolean (random))
        engine_delete (desk, desk->admin, &desk_ticket_kind, ticket, error);
      else if (query != NULL)
        engine_delete (desk, desk->admin, &desk_query_kind, query, error);
      return NULL;
    case 15:
      return engine_start_chat (desk, g_rand_boolean (random) ? customer : by, customer, "Hello", error);
    case 16:
      return chat != NULL ? engine_say (desk, customer, &desk_chat_kind, chat, "Well", FALSE, -1, error) : NULL;
    case 17:
      return chat != NULL ? engine_say (desk, by, &desk_chat_kind, chat, "Hello", g_rand_boolean (random), -1, error)
                          : NULL;
    case 18:
      return chat != NULL ? engine_accept_chat (desk, somebody, chat, error) : NULL;
    case 19:
      if (chat != NULL)
        engine_read_chat (desk, g_rand_boolean (random) ? customer : by, chat, NULL, error);
      return NULL;
    case 20:
      return chat == NULL              ? NULL
             : g_rand_boolean (random) ? engine_end_chat (desk, by, chat, error)
                                       : engine_convert_chat (desk, by, chat, DESK_SUBJECT_QUERY, error);
    case 21:
      return ticket != NULL && other != NULL ? engine_merge (desk, by, ticket, other, g_rand_boolean (random), error)
                                             : NULL;
    case 22:
      return ticket != NULL ? engine_unmerge (desk, by, ticket, error) : NULL;
    case 23:
      return message != NULL && ticket != NULL ? engine_split (desk, by, ticket, messages, error) : NULL;
    case 24:
      engine_run (desk, desk->admin, DESK_DB_WRITE, touch_faq, &touch, error);
      return NULL;
    case 25:
      if (upload->id != NULL)
        engine_run (desk, g_rand_boolean (random) ? by : customer, DESK_DB_WRITE, attach_file, (gpointer) upload,
                    error);
      return NULL;
    case 26:
      return settled != NULL ? engine_rate (desk, customer, settled, 3, error) : NULL;
    case 27:
    case 28:
    case 29:
      touch_thing (desk, random, customer, department, error);
      return NULL;
    default:
      engine_set_availability (desk, somebody,
                               g_rand_boolean (random) ? DESK_AVAILABILITY_AVAILABLE : DESK_AVAILABILITY_AWAY);
      return NULL;
    }
}

void
engine_take_step (EngineDesk *desk, GRand *random)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) result = random_step (desk, random, &error);

  assert_refusal (error);
}
