/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include <string.h>

#include "core/desk-json.h"
#include "server/desk/desk-attach.h"
#include "server/desk/desk-knowledge.h"
#include "server/desk/desk-look.h"
#include "server/desk/desk-staff.h"
#include "server/store/desk-feed.h"

#define N_WRITERS 8
#define N_STEPS 40

/* What somebody holds of the desk who knows it by the feed alone. */
typedef struct
{
  DeskViewer *viewer; /* borrowed */
  GHashTable *rows;   /* owned: "kind id" to JSON */
  gint64 since;
  gint64 snapshot;
  guint n_drops; /* of what was not held anyway */
  char *epoch;   /* owned */
  guint limit;
} Copy;

typedef struct
{
  Copy *copy;
  gboolean more;
} Sync;

static void
take_line (Copy *copy, const char *line, gint64 *last_seq, gboolean *more)
{
  g_autoptr (JsonObject) object = desk_json_parse_object (line, -1, NULL);
  g_autofree char *key = NULL;
  const char *kind;

  g_assert_nonnull (object);
  if (json_object_has_member (object, "next"))
    {
      copy->since = json_object_get_int_member (object, "next");
      *more = json_object_get_boolean_member (object, "more");
      g_assert_cmpint (*last_seq, <=, copy->since);
      copy->snapshot = json_object_get_int_member_with_default (object, "snapshot", 0);
      g_free (copy->epoch);
      copy->epoch = g_strdup (json_object_get_string_member (object, "epoch"));
      return;
    }
  g_assert_cmpint (json_object_get_int_member (object, "seq"), >, *last_seq);
  *last_seq = json_object_get_int_member (object, "seq");
  kind = json_object_get_string_member (object, "kind");
  if (g_str_equal (json_object_get_string_member (object, "op"), "drop"))
    {
      key = g_strconcat (kind, " ", json_object_get_string_member (object, "id"), NULL);
      if (!g_hash_table_remove (copy->rows, key))
        copy->n_drops++;
    }
  else
    {
      JsonNode *data = json_object_get_member (object, "data");

      key = g_strconcat (kind, " ", json_object_get_string_member (json_node_get_object (data), "id"), NULL);
      g_hash_table_replace (copy->rows, g_steal_pointer (&key), json_to_string (data, FALSE));
    }
}

static gboolean
sync_once (DeskTransaction *transaction, gpointer data, GError **error)
{
  Sync *sync = data;
  Copy *copy = sync->copy;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_auto (GStrv) split = NULL;
  gint64 last_seq = copy->since;

  if (!desk_look_sync (transaction, copy->since, copy->snapshot, copy->limit, lines, error))
    return FALSE;
  split = g_strsplit (lines->str, "\n", -1);
  for (guint i = 0; split[i] != NULL && *split[i] != '\0'; i++)
    take_line (copy, split[i], &last_seq, &sync->more);
  return TRUE;
}

static void
sync_copy (EngineDesk *desk, Copy *copy)
{
  Sync sync = { copy, FALSE };

  do
    engine_run (desk, copy->viewer, DESK_DB_READ, sync_once, &sync, NULL);
  while (sync.more);
}

static Copy
new_copy (DeskViewer *viewer, guint limit)
{
  Copy copy = { .viewer = viewer, .limit = limit };

  copy.rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return copy;
}

static void
clear_copy (Copy *copy)
{
  g_clear_pointer (&copy->rows, g_hash_table_unref);
  g_clear_pointer (&copy->epoch, g_free);
}

/* The law of the feed: after a sync one holds exactly what the lists would give. */
static void
assert_equals_lists (EngineDesk *desk, Copy *copy)
{
  guint n = 0;

  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      g_autoptr (GHashTable) rows = engine_list (desk, copy->viewer, desk_kinds[i], NULL, NULL);
      GHashTableIter iter;
      gpointer id, json;

      g_hash_table_iter_init (&iter, rows);
      while (g_hash_table_iter_next (&iter, &id, &json))
        {
          g_autofree char *key = g_strconcat (desk_kinds[i]->name, " ", id, NULL);
          const char *held = g_hash_table_lookup (copy->rows, key);

          if (g_strcmp0 (held, json) != 0)
            g_error ("%s does not hold %s as it is: %s\nbut %s", copy->viewer->name, key, (char *) json,
                     held != NULL ? held : "nothing");
          n++;
        }
    }
  if (g_hash_table_size (copy->rows) != n)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, copy->rows);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          g_auto (GStrv) parts = g_strsplit (key, " ", 2);
          g_autoptr (GError) error = NULL;
          g_autoptr (DeskEntity) entity =
              engine_get (desk, copy->viewer, desk_kind_by_name (parts[0]), parts[1], &error);

          if (entity == NULL)
            g_error ("%s still holds %s", copy->viewer->name, (char *) key);
        }
    }
  g_assert_cmpuint (g_hash_table_size (copy->rows), ==, n);
}

typedef struct
{
  DeskViewer *agent;
  const char *department_id;
} Transfer;

static gboolean
transfer (DeskTransaction *transaction, gpointer data, GError **error)
{
  Transfer *transfer_data = data;
  g_autoptr (DeskEntity) before =
      desk_transaction_lock (transaction, &desk_agent_kind, transfer_data->agent->id, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  desk_entity_set_string (after, DESK_AGENT_DEPARTMENT_ID, transfer_data->department_id);
  return desk_staff_edit_agent (transaction, before, after, error);
}

/* Something of the desk, chosen at random: an id of @table, or NULL. */
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
  DeskNewFile file = { "photo.png", "image/png", "00000000", 9 };
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GPtrArray) made = NULL;

  g_ptr_array_add (files, &file);
  made = desk_attach_add (transaction, &desk_ticket_kind, data, files, error);
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

static DeskEntity *
random_step (EngineDesk *desk, GRand *random, GError **error)
{
  DeskViewer *agents[] = { desk->agent, desk->agent_two, desk->tech, desk->manager };
  DeskViewer *somebody = agents[g_rand_int_range (random, 0, G_N_ELEMENTS (agents))];
  DeskViewer *by = g_rand_boolean (random) ? desk->admin : somebody;
  g_autofree char *ticket = dup_random_id (desk, random, "tickets");
  g_autofree char *other = dup_random_id (desk, random, "tickets");
  g_autofree char *query = dup_random_id (desk, random, "queries");
  g_autofree char *chat = dup_random_id (desk, random, "chats");
  g_autofree char *message = dup_random_id (desk, random, "messages");
  g_autofree char *faq = dup_random_id (desk, random, "faqs");
  Touch touch = { faq, g_rand_int (random) };
  const char *messages[] = { message, NULL };
  DeskViewer *customer = g_rand_boolean (random) ? desk->customer : desk->customer_two;
  const char *departments[] = { desk->logistics, desk->technical };
  const char *department = departments[g_rand_int_range (random, 0, 2)];

  switch (g_rand_int_range (random, 0, 28))
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
      if (ticket != NULL)
        engine_run (desk, g_rand_boolean (random) ? by : desk->customer, DESK_DB_WRITE, attach_file, ticket, error);
      return NULL;
    case 26:
      return ticket != NULL ? engine_rate (desk, desk->customer, ticket, 3, error) : NULL;
    default:
      engine_set_availability (desk, somebody,
                               g_rand_boolean (random) ? DESK_AVAILABILITY_AVAILABLE : DESK_AVAILABILITY_AWAY);
      return NULL;
    }
}

static void
take_step (EngineDesk *desk, GRand *random)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) result = random_step (desk, random, &error);

  assert_refusal (error);
}

static guint
list_viewers (EngineDesk *desk, DeskViewer *viewers[10])
{
  DeskViewer *all[] = { desk->admin, desk->manager,   desk->manager_tech, desk->agent,    desk->agent_two,
                        desk->tech,  desk->executive, desk->newcomer,     desk->customer, desk->customer_two };

  memcpy (viewers, all, sizeof all);
  return G_N_ELEMENTS (all);
}

/* Random histories: after each few steps everybody's copy is what the lists say, whatever came into sight or left it.
 */
static void
test_law (EngineDesk *desk)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260103);
  DeskViewer *viewers[10];
  guint n = list_viewers (desk, viewers);
  Copy copies[10];

  for (guint i = 0; i < n; i++)
    copies[i] = new_copy (viewers[i], 1 + g_rand_int_range (random, 0, 40));
  for (guint round = 0; round < 25; round++)
    {
      for (guint step = 0; step < 6; step++)
        take_step (desk, random);
      for (guint i = 0; i < n; i++)
        if (g_rand_int_range (random, 0, 3) > 0) /* some stay away for a while */
          {
            sync_copy (desk, &copies[i]);
            assert_equals_lists (desk, &copies[i]);
          }
    }
  for (guint i = 0; i < n; i++)
    {
      sync_copy (desk, &copies[i]);
      assert_equals_lists (desk, &copies[i]);
      clear_copy (&copies[i]);
    }
}

typedef struct
{
  EngineDesk *desk;
  guint32 seed;
  gint *n_running;
} Writer;

static gpointer
write_randomly (gpointer data)
{
  Writer *writer = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (writer->seed);

  for (guint i = 0; i < N_STEPS; i++)
    take_step (writer->desk, random);
  g_atomic_int_dec_and_test (writer->n_running);
  return NULL;
}

/* The same while many write at once and everybody reads along: no order of commits makes anybody miss a change. */
static void
test_concurrent (EngineDesk *desk)
{
  GThread *threads[N_WRITERS];
  Writer writers[N_WRITERS];
  DeskViewer *viewers[10];
  guint n = list_viewers (desk, viewers);
  Copy copies[10];
  gint n_running = N_WRITERS;

  for (guint i = 0; i < n; i++)
    copies[i] = new_copy (viewers[i], 50);
  for (guint i = 0; i < N_WRITERS; i++)
    {
      writers[i] = (Writer){ desk, 1000 + i, &n_running };
      threads[i] = g_thread_new ("writer", write_randomly, &writers[i]);
    }
  while (g_atomic_int_get (&n_running) > 0)
    for (guint i = 0; i < n; i++)
      sync_copy (desk, &copies[i]);
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < n; i++)
    {
      sync_copy (desk, &copies[i]);
      assert_equals_lists (desk, &copies[i]);
      clear_copy (&copies[i]);
    }
}

/* Somebody new to a busy desk is not told of everything that they don't see. */
static void
test_first_reading (EngineDesk *desk)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  Copy copy = new_copy (desk->tech, 5);
  Sync sync = { &copy, TRUE };

  for (guint i = 0; i < 150; i++)
    take_step (desk, random);
  /* A few pages, and then changes while the reading goes on. */
  for (guint i = 0; i < 5 && sync.more; i++)
    engine_run (desk, copy.viewer, DESK_DB_READ, sync_once, &sync, NULL);
  g_assert_true (sync.more);
  g_assert_cmpint (copy.snapshot, >, 0);
  g_assert_cmpuint (copy.n_drops, ==, 0);
  sync_copy (desk, &copy);
  g_assert_cmpuint (copy.n_drops, ==, 0);
  g_assert_cmpint (copy.snapshot, ==, 0);
  assert_equals_lists (desk, &copy);
  clear_copy (&copy);

  copy = new_copy (desk->tech, 5);
  for (guint i = 0; i < 5; i++)
    engine_run (desk, copy.viewer, DESK_DB_READ, sync_once, &sync, NULL);
  for (guint i = 0; i < 50; i++)
    take_step (desk, random);
  sync_copy (desk, &copy);
  assert_equals_lists (desk, &copy);
  clear_copy (&copy);
}

/* Another department is another view: the epoch says that the copy is of no use any more. */
static void
test_epoch (EngineDesk *desk)
{
  Copy copy = new_copy (desk->agent, 100);
  g_autofree char *first = NULL;
  Transfer move = { desk->agent, desk->technical };

  sync_copy (desk, &copy);
  first = g_strdup (copy.epoch);
  sync_copy (desk, &copy);
  g_assert_cmpstr (copy.epoch, ==, first);
  engine_run (desk, desk->admin, DESK_DB_WRITE, transfer, &move, NULL);
  g_free (desk->agent->department_id);
  desk->agent->department_id = g_strdup (desk->technical);
  sync_copy (desk, &copy);
  g_assert_cmpstr (copy.epoch, !=, first);
  clear_copy (&copy);
}

typedef struct
{
  gint64 since;
  GPtrArray *changes;
} Changes;

static gboolean
read_changes (DeskTransaction *transaction, gpointer data, GError **error)
{
  Changes *changes = data;
  gboolean more;

  return desk_feed_changes (transaction->db, changes->since, 1000, changes->changes, &changes->since, &more, error);
}

/* What the hub hears: every entity once, at its latest place, deleted ones too. */
static void
test_changes (EngineDesk *desk)
{
  Changes changes = { 0, g_ptr_array_new_with_free_func ((GDestroyNotify) desk_feed_change_free) };
  g_autoptr (DeskEntity) query = NULL;
  gboolean has_query = FALSE;
  gint64 last = 0;

  engine_run (desk, desk->system, DESK_DB_READ, read_changes, &changes, NULL);
  g_ptr_array_set_size (changes.changes, 0);
  query = engine_add_query (desk, desk->executive, "+14155550123", NULL, NULL);
  engine_run (desk, desk->system, DESK_DB_READ, read_changes, &changes, NULL);
  for (guint i = 0; i < changes.changes->len; i++)
    {
      DeskFeedChange *change = changes.changes->pdata[i];

      g_assert_cmpint (change->seq, >, last);
      last = change->seq;
      if (change->kind == &desk_query_kind)
        {
          has_query = TRUE;
          g_assert_true (desk_entity_equal (change->entity, query));
        }
    }
  g_assert_true (has_query);
  g_ptr_array_set_size (changes.changes, 0);
  engine_delete (desk, desk->admin, &desk_query_kind, "Q-1", NULL);
  engine_run (desk, desk->system, DESK_DB_READ, read_changes, &changes, NULL);
  has_query = FALSE;
  for (guint i = 0; i < changes.changes->len; i++)
    {
      DeskFeedChange *change = changes.changes->pdata[i];

      has_query = has_query || (change->kind == &desk_query_kind && change->is_deleted);
    }
  g_assert_true (has_query);
  g_ptr_array_unref (changes.changes);
}

void
engine_add_feed_cases (void)
{
  engine_add ("feed/law", test_law);
  engine_add ("feed/concurrent", test_concurrent);
  engine_add ("feed/first-reading", test_first_reading);
  engine_add ("feed/epoch", test_epoch);
  engine_add ("feed/changes", test_changes);
}
