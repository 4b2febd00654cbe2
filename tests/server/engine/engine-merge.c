/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-entity-json.h"
#include "core/desk-json.h"
#include "server/desk/desk-merge.h"
#include "server/desk/desk-ticket-changes.h"

#define N_THREADS 8

static const char *
get_id (DeskEntity *entity)
{
  return desk_entity_get_id (entity);
}

static gint64
count_said (EngineDesk *desk, DeskEntity *ticket)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM messages WHERE thread_id = '%s'", get_id (ticket));

  return engine_count (desk, sql);
}

static DeskEntity *
get (EngineDesk *desk, DeskEntity *ticket)
{
  return engine_get (desk, desk->admin, &desk_ticket_kind, get_id (ticket), NULL);
}

static void
say (EngineDesk *desk, DeskViewer *viewer, DeskEntity *ticket, const char *body, gboolean is_internal)
{
  g_autoptr (DeskEntity) message =
      engine_say (desk, viewer, &desk_ticket_kind, get_id (ticket), body, is_internal, -1, NULL);

  g_assert_nonnull (message);
}

/* What a test gives a ticket by hand. */
typedef struct
{
  const char *id;
  const char *const *tags;
  gint64 due_at;
} Change;

static gboolean
change_ticket (DeskTransaction *transaction, gpointer data, GError **error)
{
  Change *change = data;
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, change->id, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  if (change->tags != NULL)
    desk_entity_set_tags (after, DESK_TICKET_TAGS, change->tags);
  if (change->due_at != 0)
    {
      desk_entity_set_time (after, DESK_TICKET_FIRST_RESPONSE_DUE_AT, change->due_at);
      desk_entity_set_time (after, DESK_TICKET_RESOLUTION_DUE_AT, change->due_at);
    }
  return desk_ticket_changes_save (transaction, before, after, DESK_ACTION_UPDATED, NULL, error);
}

static void
change (EngineDesk *desk, DeskEntity *ticket, const char *const *tags, gint64 due_at)
{
  Change data = { get_id (ticket), tags, due_at };

  engine_run (desk, desk->system, DESK_DB_WRITE, change_ticket, &data, NULL);
}

/* Everything of a ticket but its version and its place in the feed. */
static char *
dup_rest (EngineDesk *desk, DeskEntity *ticket)
{
  g_autoptr (DeskEntity) copy = get (desk, ticket);
  GString *json = g_string_new (NULL);

  desk_entity_unset (copy, DESK_ENTITY_VERSION);
  desk_entity_unset (copy, DESK_ENTITY_SEQ);
  desk_entity_unset (copy, DESK_ENTITY_UPDATED_AT);
  desk_entity_append_json (copy, json, DESK_AUDIENCE_STAFF);
  return g_string_free (json, FALSE);
}

static gint64
get_load (EngineDesk *desk, DeskViewer *agent)
{
  g_autoptr (DeskEntity) entity = engine_get (desk, desk->admin, &desk_agent_kind, agent->id, NULL);

  return desk_entity_get_integer (entity, DESK_AGENT_ACTIVE_TICKETS);
}

/* PAINS: "No merge, or a merge that can't be undone": the old number leads to the new one, and undo puts back exactly
 * what was moved. */
static void
test_merge_and_undo (EngineDesk *desk)
{
  const char *const tags_one[] = { "late", "vip", NULL }, *const tags_two[] = { "vip", "lost", NULL };
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) merged = NULL;
  g_autoptr (DeskEntity) stub = NULL;
  g_autoptr (DeskEntity) back = NULL;
  g_autofree char *one_before = NULL;
  g_autofree char *two_before = NULL;
  g_autofree char *one_after = NULL;
  g_autofree char *two_after = NULL;

  say (desk, desk->customer, one, "Where is my parcel?", FALSE);
  say (desk, desk->agent, one, "Asked the courier", TRUE);
  say (desk, desk->customer, two, "It still has not come", FALSE);
  change (desk, one, tags_one, 1700000100000000);
  change (desk, two, tags_two, 0);
  one_before = dup_rest (desk, one);
  two_before = dup_rest (desk, two);
  g_assert_cmpint (get_load (desk, desk->agent), ==, 2);

  merged =
      engine_merge (desk, desk->agent, get_id (one), desk_entity_get_string (two, DESK_TICKET_NUMBER), FALSE, NULL);
  g_assert_cmpstr (get_id (merged), ==, get_id (two));
  g_assert_cmpint (count_said (desk, one), ==, 0);
  g_assert_cmpint (count_said (desk, two), ==, 3);
  g_assert_cmpint (desk_entity_get_integer (merged, DESK_TICKET_MESSAGE_COUNT), ==, 2);
  g_assert_cmpuint (g_strv_length ((char **) desk_entity_get_tags (merged, DESK_TICKET_TAGS)), ==, 3);
  /* The earliest open clocks. */
  g_assert_cmpint (desk_entity_get_time (merged, DESK_TICKET_RESOLUTION_DUE_AT), ==, 1700000100000000);
  g_assert_cmpint (desk_entity_get_time (merged, DESK_TICKET_FIRST_RESPONSE_DUE_AT), ==, 1700000100000000);
  g_assert_cmpint (get_load (desk, desk->agent), ==, 1);
  stub = get (desk, one);
  g_assert_cmpstr (desk_entity_get_string (stub, DESK_TICKET_MERGED_INTO_ID), ==, get_id (two));
  g_assert_cmpint (desk_entity_get_enum (stub, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_CLOSED);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM history WHERE action = 'merged'"), ==, 2);
  engine_recount (desk);

  /* What is written since stays with the one that stayed. */
  say (desk, desk->customer, two, "Hello?", FALSE);
  back = engine_unmerge (desk, desk->agent, get_id (one), NULL);
  one_after = dup_rest (desk, one);
  g_assert_cmpstr (one_after, ==, one_before);
  g_assert_cmpint (count_said (desk, one), ==, 2);
  g_assert_cmpint (count_said (desk, two), ==, 2);
  g_assert_cmpint (get_load (desk, desk->agent), ==, 2);

  /* Without anything in between, both are exactly what they were. */
  g_free (g_steal_pointer (&two_before));
  two_before = dup_rest (desk, two);
  g_clear_object (&merged);
  g_clear_object (&back);
  merged = engine_merge (desk, desk->agent, get_id (one), get_id (two), FALSE, NULL);
  back = engine_unmerge (desk, desk->agent, get_id (one), NULL);
  g_free (g_steal_pointer (&one_after));
  one_after = dup_rest (desk, one);
  two_after = dup_rest (desk, two);
  g_assert_cmpstr (one_after, ==, one_before);
  g_assert_cmpstr (two_after, ==, two_before);
}

static gboolean
preview (DeskTransaction *transaction, gpointer data, GError **error)
{
  DeskEntity **tickets = data;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonObject) told = NULL;
  JsonObject *into;

  if (!desk_merge_preview (transaction, get_id (tickets[0]), get_id (tickets[1]), FALSE, json, error))
    return FALSE;
  told = desk_json_parse_object (json->str, -1, error);
  g_assert_nonnull (told);
  g_assert_cmpint (json_object_get_int_member (told, "messages"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (told, "notes"), ==, 1);
  into = json_object_get_object_member (told, "into");
  g_assert_cmpint (json_object_get_int_member (into, "message_count"), ==, 2);
  return TRUE;
}

/* A preview says what would move, and moves nothing. */
static void
test_preview (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  DeskEntity *tickets[] = { one, two };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  say (desk, desk->customer, one, "Where is my parcel?", FALSE);
  say (desk, desk->agent, one, "Asked the courier", TRUE);
  say (desk, desk->customer, two, "Well?", FALSE);
  before = dup_rest (desk, one);
  engine_run (desk, desk->agent, DESK_DB_WRITE, preview, tickets, NULL);
  after = dup_rest (desk, one);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (count_said (desk, one), ==, 2);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM merges"), ==, 0);
}

static void
assert_refused (EngineDesk *desk, DeskViewer *viewer, DeskEntity *one, DeskEntity *two, DeskErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) merged = engine_merge (desk, viewer, get_id (one), get_id (two), FALSE, &error);

  g_assert_null (merged);
  engine_assert_error (error, code);
}

/* Not into itself, not in a circle, not across customers unless forced, not what one does not see, not into what is
 * settled. */
static void
test_refusals (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) technical = engine_add_ticket (desk, desk->admin, "Technical Support", NULL);
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+14155550123", NULL, NULL);
  g_autoptr (DeskEntity) other = engine_escalate (desk, desk->executive, "Q-1", NULL, NULL);
  g_autoptr (DeskEntity) merged = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (GError) error = NULL;

  assert_refused (desk, desk->admin, one, one, DESK_ERROR_INVALID);
  assert_refused (desk, desk->agent, one, technical, DESK_ERROR_INVALID);
  assert_refused (desk, desk->agent, technical, one, DESK_ERROR_NOT_FOUND);
  assert_refused (desk, desk->customer, one, two, DESK_ERROR_FORBIDDEN);
  assert_refused (desk, desk->admin, other, one, DESK_ERROR_CONFLICT);
  merged = engine_merge (desk, desk->admin, get_id (one), get_id (two), FALSE, NULL);
  assert_refused (desk, desk->admin, two, one, DESK_ERROR_CONFLICT);
  assert_refused (desk, desk->admin, one, technical, DESK_ERROR_CONFLICT);
  resolved = engine_resolve (desk, desk->admin, get_id (two), DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  assert_refused (desk, desk->admin, technical, two, DESK_ERROR_CONFLICT);
  /* A merged one only leads on: nothing else can be done to it. */
  g_assert_null (engine_assign (desk, desk->admin, get_id (one), desk->tech->id, &error));
  engine_assert_error (error, DESK_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_null (engine_reopen (desk, desk->admin, get_id (one), &error));
  engine_assert_error (error, DESK_ERROR_CONFLICT);
  g_assert_cmpstr (desk_error_get_extra_name (error), ==, "merged_into");
}

/* Across customers only by force: then the second one reads it, the first one no longer, and undo gives it back. */
static void
test_customers (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+14155550123", NULL, NULL);
  g_autoptr (DeskEntity) two = engine_escalate (desk, desk->executive, "Q-1", NULL, NULL);
  g_autoptr (DeskEntity) merged = NULL;
  g_autoptr (DeskEntity) back = NULL;
  g_autoptr (GHashTable) first = NULL;
  g_autoptr (GHashTable) second = NULL;
  g_autoptr (GHashTable) after = NULL;

  say (desk, desk->customer, one, "Mine", FALSE);
  merged = engine_merge (desk, desk->admin, get_id (one), get_id (two), TRUE, NULL);
  first = engine_list (desk, desk->customer, &desk_message_kind, NULL, NULL);
  second = engine_list (desk, desk->customer_two, &desk_message_kind, "thread_id", get_id (two));
  g_assert_cmpuint (g_hash_table_size (first), ==, 0);
  g_assert_cmpuint (g_hash_table_size (second), ==, 1);
  back = engine_unmerge (desk, desk->admin, get_id (one), NULL);
  after = engine_list (desk, desk->customer, &desk_message_kind, NULL, NULL);
  g_assert_cmpuint (g_hash_table_size (after), ==, 1);
}

/* What is written to the old number is said where it leads to. */
static void
test_writing_to_the_old_one (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) three = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) first = engine_merge (desk, desk->admin, get_id (one), get_id (two), FALSE, NULL);
  g_autoptr (DeskEntity) second = engine_merge (desk, desk->admin, get_id (two), get_id (three), FALSE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) back = NULL;

  say (desk, desk->customer, one, "Hello?", FALSE);
  g_assert_cmpint (count_said (desk, three), ==, 1);
  /* What was merged on has to come back first. */
  g_assert_null (engine_unmerge (desk, desk->admin, get_id (one), &error));
  engine_assert_error (error, DESK_ERROR_CONFLICT);
  back = engine_unmerge (desk, desk->admin, get_id (two), NULL);
  g_clear_object (&back);
  back = engine_unmerge (desk, desk->admin, get_id (one), NULL);
  g_assert_cmpint (count_said (desk, three), ==, 1);
}

/* Of several merges any can be undone: the clocks are then those of the ones that are left. */
static void
test_undo_in_any_order (EngineDesk *desk)
{
  g_autoptr (DeskEntity) target = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  const char *const tags[] = { "one", NULL };
  g_autoptr (DeskEntity) state = NULL;
  g_autofree char *before = dup_rest (desk, target);
  g_autofree char *after = NULL;

  change (desk, one, tags, 1700000100000000);
  change (desk, two, NULL, 1700000200000000);
  g_object_unref (engine_merge (desk, desk->admin, get_id (one), get_id (target), FALSE, NULL));
  g_object_unref (engine_merge (desk, desk->admin, get_id (two), get_id (target), FALSE, NULL));
  g_object_unref (engine_unmerge (desk, desk->admin, get_id (one), NULL));
  state = get (desk, target);
  g_assert_cmpint (desk_entity_get_time (state, DESK_TICKET_RESOLUTION_DUE_AT), ==, 1700000200000000);
  g_assert_false (desk_entity_is_set (state, DESK_TICKET_TAGS));
  g_object_unref (engine_unmerge (desk, desk->admin, get_id (two), NULL));
  after = dup_rest (desk, target);
  g_assert_cmpstr (after, ==, before);
}

typedef struct
{
  EngineDesk *desk;
  const char *key;
  const char *into;
  gint *n_won;
} Racer;

static gpointer
race_merge (gpointer data)
{
  Racer *racer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) won =
      racer->into != NULL
          ? engine_merge (racer->desk, racer->desk->admin, racer->key, racer->into, FALSE, &error)
          : engine_assign (racer->desk, racer->desk->admin, racer->key, racer->desk->agent_two->id, &error);

  if (won != NULL)
    g_atomic_int_inc (racer->n_won);
  else if (error->code != DESK_ERROR_CONFLICT)
    g_error ("A race ended with: %s", error->message);
  return NULL;
}

/* Two merge the same tickets in opposite directions: one of them wins, and nothing is lost. */
static void
test_opposite_merges (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  GThread *threads[N_THREADS];
  Racer racers[N_THREADS];
  gint n_won = 0;

  say (desk, desk->customer, one, "One", FALSE);
  say (desk, desk->customer, two, "Two", FALSE);
  for (guint i = 0; i < N_THREADS; i++)
    {
      racers[i] = (Racer){ desk, get_id (i % 2 == 0 ? one : two), get_id (i % 2 == 0 ? two : one), &n_won };
      threads[i] = g_thread_new ("racer", race_merge, &racers[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (n_won, ==, 1);
  g_assert_cmpint (count_said (desk, one) + count_said (desk, two), ==, 2);
  g_assert_cmpint (count_said (desk, one) * count_said (desk, two), ==, 0);
}

/* Somebody assigns a ticket while it is merged: it is assigned before, or refused after, and loads are right. */
static void
test_assign_while_merged (EngineDesk *desk)
{
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
      g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
      g_autoptr (DeskEntity) stub = NULL;
      gint n_merged = 0, n_assigned = 0;
      Racer merger = { desk, get_id (one), get_id (two), &n_merged };
      Racer assigner = { desk, get_id (one), NULL, &n_assigned };
      GThread *first = g_thread_new ("merger", race_merge, &merger);
      GThread *second = g_thread_new ("assigner", race_merge, &assigner);

      g_thread_join (first);
      g_thread_join (second);
      g_assert_cmpint (n_merged, ==, 1);
      stub = get (desk, one);
      g_assert_cmpstr (desk_entity_get_string (stub, DESK_TICKET_MERGED_INTO_ID), ==, get_id (two));
      engine_recount (desk);
    }
}

/* A ticket that goes takes along what was merged into it. */
static void
test_delete (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);

  say (desk, desk->customer, one, "One", FALSE);
  g_object_unref (engine_merge (desk, desk->admin, get_id (one), get_id (two), FALSE, NULL));
  engine_delete (desk, desk->admin, &desk_ticket_kind, get_id (two), NULL);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM tickets"), ==, 0);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM messages"), ==, 0);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM merges"), ==, 0);
}

/* The ids of what was said in a ticket, by a list that has no order. */
static GPtrArray *
list_said (EngineDesk *desk, const char *ticket_id)
{
  g_autoptr (GHashTable) rows = engine_list (desk, desk->admin, &desk_message_kind, "thread_id", ticket_id);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, g_strdup (id));
  return ids;
}

/* A split makes a ticket of its own, which begins when the first of its messages was written; undoing it is merging. */
static void
test_split (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) first = NULL;
  g_autoptr (DeskEntity) second = NULL;
  g_autoptr (DeskEntity) parted = NULL;
  g_autoptr (DeskEntity) split = NULL;
  g_autoptr (DeskEntity) rest = NULL;
  g_autoptr (DeskEntity) merged = NULL;
  g_autoptr (GError) error = NULL;
  const char *ids[] = { NULL, NULL, NULL }, *none[] = { NULL };

  say (desk, desk->agent, one, "How can I help?", FALSE);
  first = engine_say (desk, desk->customer, &desk_ticket_kind, get_id (one), "My bill is wrong too", FALSE, -1, NULL);
  second = engine_say (desk, desk->agent, &desk_ticket_kind, get_id (one), "A note on the bill", TRUE, -1, NULL);
  ids[0] = get_id (second);
  ids[1] = get_id (first);
  g_assert_null (engine_split (desk, desk->agent, get_id (one), none, &error));
  engine_assert_field (error, "message_ids");
  parted = engine_split (desk, desk->agent, get_id (one), ids, NULL);
  split = get (desk, parted);
  rest = get (desk, one);
  g_assert_cmpstr (desk_entity_get_string (split, DESK_TICKET_SPLIT_FROM_ID), ==, get_id (one));
  g_assert_cmpstr (desk_entity_get_string (split, DESK_TICKET_CUSTOMER_ID), ==, desk->customer->id);
  g_assert_cmpstr (desk_entity_get_string (split, DESK_TICKET_ASSIGNED_TO), ==, desk->agent->id);
  g_assert_cmpstr (desk_entity_get_string (split, DESK_TICKET_NUMBER), !=,
                   desk_entity_get_string (one, DESK_TICKET_NUMBER));
  g_assert_cmpint (desk_entity_get_time (split, DESK_ENTITY_CREATED_AT), ==,
                   desk_entity_get_time (first, DESK_ENTITY_CREATED_AT));
  g_assert_cmpint (desk_entity_get_integer (split, DESK_TICKET_MESSAGE_COUNT), ==, 1);
  g_assert_true (desk_entity_is_set (split, DESK_TICKET_WAITING_SINCE));
  g_assert_cmpint (desk_entity_get_integer (rest, DESK_TICKET_MESSAGE_COUNT), ==, 1);
  g_assert_false (desk_entity_is_set (rest, DESK_TICKET_WAITING_SINCE));
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM history WHERE action = 'split'"), ==, 1);
  engine_recount (desk);
  /* What is another ticket's can't be split off again from here. */
  g_clear_error (&error);
  g_assert_null (engine_split (desk, desk->agent, get_id (one), ids, &error));
  engine_assert_field (error, "message_ids");
  merged = engine_merge (desk, desk->agent, get_id (split), get_id (one), FALSE, NULL);
  g_assert_cmpint (count_said (desk, one), ==, 3);
}

static void
random_move (EngineDesk *desk, GRand *random, GPtrArray *tickets, GError **error)
{
  const char *a = tickets->pdata[g_rand_int_range (random, 0, tickets->len)];
  const char *b = tickets->pdata[g_rand_int_range (random, 0, tickets->len)];
  g_autoptr (GPtrArray) said = NULL;
  g_autoptr (DeskEntity) result = NULL;
  const char *ids[3] = { NULL, NULL, NULL };

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
    case 1:
      result = engine_merge (desk, desk->admin, a, b, TRUE, error);
      break;
    case 2:
    case 3:
      result = engine_unmerge (desk, desk->admin, a, error);
      break;
    default:
      said = list_said (desk, a);
      for (guint i = 0; i < MIN (said->len, 2); i++)
        ids[i] = said->pdata[g_rand_int_range (random, 0, said->len)];
      result = engine_split (desk, desk->admin, a, ids, error);
      if (result != NULL)
        g_ptr_array_add (tickets, g_strdup (get_id (result)));
    }
}

/* However tickets are merged, parted and split at random: every message is there once, in one ticket that is there and
 * that was not merged into another one, and undoing all of it leaves nothing merged. */
static void
test_every_message_once (EngineDesk *desk)
{
  const guint n_messages = 24;
  g_autoptr (GRand) random = g_rand_new_with_seed (20260103);
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);

      for (guint j = 0; j < n_messages / 6; j++)
        say (desk, j % 2 == 0 ? desk->customer : desk->admin, ticket, "Something", j == 3);
      g_ptr_array_add (tickets, g_strdup (get_id (ticket)));
    }
  for (guint i = 0; i < 80; i++)
    {
      g_autoptr (GError) error = NULL;

      random_move (desk, random, tickets, &error);
      if (error != NULL && error->code != DESK_ERROR_CONFLICT && error->code != DESK_ERROR_INVALID)
        g_error ("A random step failed: %s", error->message);
      g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM messages m JOIN tickets t ON t.id = m.thread_id "
                                           "WHERE t.merged_into_id IS NULL"),
                       ==, n_messages);
      g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM messages"), ==, n_messages);
      if (i % 10 == 0)
        engine_recount (desk);
    }
  for (guint round = 0; round < tickets->len; round++)
    for (guint i = 0; i < tickets->len; i++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (DeskEntity) back = engine_unmerge (desk, desk->admin, tickets->pdata[i], &error);
      }
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM tickets WHERE merged_into_id IS NOT NULL"), ==, 0);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM merges"), ==, 0);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM messages"), ==, n_messages);
}

void
engine_add_merge_cases (void)
{
  engine_add ("merge/no merge, or a merge that can't be undone", test_merge_and_undo);
  engine_add ("merge/preview", test_preview);
  engine_add ("merge/refusals", test_refusals);
  engine_add ("merge/customers", test_customers);
  engine_add ("merge/writing-to-the-old-one", test_writing_to_the_old_one);
  engine_add ("merge/undo-in-any-order", test_undo_in_any_order);
  engine_add ("merge/opposite-merges", test_opposite_merges);
  engine_add ("merge/assign-while-merged", test_assign_while_merged);
  engine_add ("merge/delete", test_delete);
  engine_add ("split/split", test_split);
  engine_add ("split/every-message-once", test_every_message_once);
}
