/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/entities/desk-ticket-ask.h"
#include "server/desk/desk-bulk.h"

#define N_THREADS 4

/* A bulk as it is asked for, and how it went. */
typedef struct
{
  DeskBulkAction action;
  DeskEntity *ask;
  GPtrArray *ids;
  const char *id;     /* what is undone, instead */
  DeskBulk *bulk;     /* owned */
  GPtrArray *results; /* owned, of DeskBulkItem */
} Bulk;

static void
clear_bulk (Bulk *self)
{
  g_clear_object (&self->ask);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->bulk, desk_bulk_free);
  g_clear_pointer (&self->results, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bulk, clear_bulk)

static Bulk
new_bulk (DeskBulkAction action)
{
  return (Bulk){ .action = action,
                 .ask = desk_entity_new (desk_bulk_get_ask_kind (action)),
                 .ids = g_ptr_array_new_with_free_func (g_free) };
}

static gboolean
begin (DeskTransaction *transaction, gpointer data, GError **error)
{
  Bulk *bulk = data;

  g_clear_pointer (&bulk->bulk, desk_bulk_free);
  bulk->bulk = bulk->id != NULL ? desk_bulk_begin_undo (transaction, bulk->id, error)
                                : desk_bulk_begin (transaction, bulk->action, bulk->ask, bulk->ids, error);
  return bulk->bulk != NULL;
}

static gboolean
look (DeskTransaction *transaction, gpointer data, GError **error)
{
  Bulk *bulk = data;
  g_autofree char *id = g_strdup (bulk->bulk->id);

  g_clear_pointer (&bulk->bulk, desk_bulk_free);
  g_clear_pointer (&bulk->results, g_ptr_array_unref);
  bulk->bulk = desk_bulk_get (transaction, id, error);
  bulk->results = desk_bulk_list_done (transaction, id, 0, 5000, error);
  return bulk->results != NULL;
}

static void
run (EngineDesk *desk, DeskViewer *viewer, Bulk *bulk, GError **error)
{
  if (engine_run (desk, viewer, DESK_DB_WRITE, begin, bulk, error))
    engine_run (desk, viewer, DESK_DB_READ, look, bulk, NULL);
}

/* How it went with a ticket: NULL where it worked. */
static GError *
get_problem (const Bulk *bulk, const char *id)
{
  for (guint i = 0; i < bulk->results->len; i++)
    {
      const DeskBulkItem *item = bulk->results->pdata[i];

      if (g_str_equal (item->ticket_id, id))
        return item->error;
    }
  g_assert_not_reached ();
}

static char *
add_ticket (EngineDesk *desk, const char *category)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, category, NULL);

  return g_strdup (desk_entity_get_id (ticket));
}

static DeskEntity *
get (EngineDesk *desk, const char *id)
{
  return engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);
}

static void
assert_assignee (EngineDesk *desk, const char *id, const char *agent_id)
{
  g_autoptr (DeskEntity) ticket = get (desk, id);

  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO), ==, agent_id);
}

/* Each ticket succeeds or fails by itself, with the reason: a manager's hands end at their department. */
static void
test_each_by_itself (EngineDesk *desk)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *technical = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_auto (Bulk) bulk = new_bulk (DESK_BULK_ACTION_ASSIGN);

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  engine_set_availability (desk, desk->tech, DESK_AVAILABILITY_AWAY);
  one = add_ticket (desk, "Delivery Problem");
  two = add_ticket (desk, "Delivery Problem");
  technical = add_ticket (desk, "Technical Support");
  resolved = engine_resolve (desk, desk->admin, two, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  desk_entity_set_string (bulk.ask, DESK_ASK_ASSIGN_AGENT_ID, desk->agent_two->id);
  g_ptr_array_add (bulk.ids, g_strdup (one));
  g_ptr_array_add (bulk.ids, g_strdup (two));
  g_ptr_array_add (bulk.ids, g_strdup (technical));
  g_ptr_array_add (bulk.ids, g_strdup ("TKT-2026-99999"));
  run (desk, desk->manager, &bulk, NULL);
  g_assert_cmpint (bulk.bulk->status, ==, DESK_BULK_STATUS_DONE);
  g_assert_cmpint (bulk.bulk->done, ==, 4);
  g_assert_cmpint (bulk.bulk->failed, ==, 3);
  g_assert_no_error (get_problem (&bulk, one));
  engine_assert_error (get_problem (&bulk, two), DESK_ERROR_CONFLICT);
  engine_assert_error (get_problem (&bulk, technical), DESK_ERROR_FORBIDDEN);
  engine_assert_error (get_problem (&bulk, "TKT-2026-99999"), DESK_ERROR_NOT_FOUND);
  assert_assignee (desk, one, desk->agent_two->id);
  assert_assignee (desk, technical, NULL);
}

/* PAINS: "Bulk only on the page one sees": one undo for all of it, but for what somebody has changed since. */
static void
test_one_undo (EngineDesk *desk)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_auto (Bulk) bulk = new_bulk (DESK_BULK_ACTION_ASSIGN);
  g_auto (Bulk) undo = { .action = DESK_BULK_ACTION_UNDO };
  g_auto (Bulk) again = { .action = DESK_BULK_ACTION_UNDO };
  g_autoptr (DeskEntity) reassigned = NULL;
  g_autoptr (DeskEntity) back = NULL;
  g_autoptr (GError) error = NULL;

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  one = add_ticket (desk, "Delivery Problem");
  two = add_ticket (desk, "Delivery Problem");
  desk_entity_set_string (bulk.ask, DESK_ASK_ASSIGN_AGENT_ID, desk->agent_two->id);
  g_ptr_array_add (bulk.ids, g_strdup (one));
  g_ptr_array_add (bulk.ids, g_strdup (two));
  run (desk, desk->admin, &bulk, NULL);
  g_assert_cmpint (bulk.bulk->failed, ==, 0);
  reassigned = engine_assign (desk, desk->admin, two, desk->agent->id, NULL);

  undo.id = bulk.bulk->id;
  run (desk, desk->admin, &undo, NULL);
  g_assert_cmpint (undo.bulk->failed, ==, 1);
  g_assert_no_error (get_problem (&undo, one));
  engine_assert_error (get_problem (&undo, two), DESK_ERROR_CONFLICT);
  back = get (desk, one);
  g_assert_false (desk_entity_is_set (back, DESK_TICKET_ASSIGNED_TO));
  g_assert_cmpint (desk_entity_get_enum (back, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_NEW);
  assert_assignee (desk, two, desk->agent->id);
  /* Once, and only one's own. */
  again.id = bulk.bulk->id;
  run (desk, desk->admin, &again, &error);
  engine_assert_error (error, DESK_ERROR_CONFLICT);
  g_clear_error (&error);
  run (desk, desk->manager, &again, &error);
  engine_assert_error (error, DESK_ERROR_NOT_FOUND);
}

/* Every action over many, and its way back: status, resolution, hands and tags are as they were. */
static void
test_every_action (EngineDesk *desk)
{
  static const char *const tags[] = { "Late Parcel", NULL };
  const DeskBulkAction actions[] = { DESK_BULK_ACTION_TAG, DESK_BULK_ACTION_STATUS, DESK_BULK_ACTION_NOTIFY,
                                     DESK_BULK_ACTION_ESCALATE, DESK_BULK_ACTION_RESOLVE };
  g_autofree char *id = add_ticket (desk, "Delivery Problem");

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_auto (Bulk) bulk = new_bulk (actions[i]);
      g_auto (Bulk) undo = { .action = DESK_BULK_ACTION_UNDO };
      g_autoptr (DeskEntity) before = get (desk, id);
      g_autoptr (DeskEntity) after = NULL;
      g_autoptr (DeskEntity) back = NULL;

      g_ptr_array_add (bulk.ids, g_strdup (id));
      if (actions[i] == DESK_BULK_ACTION_TAG)
        desk_entity_set_tags (bulk.ask, DESK_ASK_TAG_ADD, tags);
      else if (actions[i] == DESK_BULK_ACTION_STATUS)
        desk_entity_set_enum (bulk.ask, DESK_ASK_STATUS_STATUS, DESK_TICKET_STATUS_PENDING_CUSTOMER);
      else if (actions[i] == DESK_BULK_ACTION_NOTIFY)
        {
          desk_entity_set_enum (bulk.ask, DESK_ASK_NOTIFY_TO, DESK_RECIPIENT_ASSIGNEE);
          desk_entity_set_string (bulk.ask, DESK_ASK_NOTIFY_MESSAGE, "Please hurry");
        }
      else if (actions[i] == DESK_BULK_ACTION_ESCALATE)
        {
          desk_entity_set_string (bulk.ask, DESK_ASK_ESCALATE_AGENT_ID, desk->tech->id);
          desk_entity_set_string (bulk.ask, DESK_ASK_ESCALATE_REASON, "Needs more hands");
        }
      else
        {
          desk_entity_set_enum (bulk.ask, DESK_ASK_RESOLVE_RESOLUTION_TYPE, DESK_RESOLUTION_TYPE_NO_ACTION);
          desk_entity_set_string (bulk.ask, DESK_ASK_RESOLVE_RESOLUTION, "Delivered");
        }
      run (desk, desk->admin, &bulk, NULL);
      g_assert_cmpint (bulk.bulk->failed, ==, 0);
      after = get (desk, id);
      undo.id = bulk.bulk->id;
      run (desk, desk->admin, &undo, NULL);
      if (actions[i] == DESK_BULK_ACTION_NOTIFY)
        {
          engine_assert_error (get_problem (&undo, id), DESK_ERROR_CONFLICT);
          g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM notifications WHERE kind = 'notice'"), ==, 1);
          continue;
        }
      g_assert_cmpint (undo.bulk->failed, ==, 0);
      back = get (desk, id);
      g_assert_cmpint (desk_entity_get_version (after), >, desk_entity_get_version (before));
      for (guint field = DESK_TICKET_STATUS; field <= DESK_TICKET_REOPENED_COUNT; field++)
        g_assert_true (desk_value_equal (&desk_ticket_kind.fields[field], desk_entity_get_value (before, field),
                                         desk_entity_get_value (back, field)));
      if (actions[i] == DESK_BULK_ACTION_TAG)
        g_assert_cmpstr (desk_entity_get_tags (after, DESK_TICKET_TAGS)[0], ==, "late-parcel");
    }
}

static gpointer
step_to_the_end (gpointer data)
{
  EngineDesk *desk = data;
  gboolean more = TRUE;

  while (more)
    engine_run (desk, desk->system, DESK_DB_WRITE, desk_bulk_step, &more, NULL);
  return NULL;
}

/* A job goes on in small transactions, whoever goes on with it and however many at once: every ticket once. */
static void
test_job (EngineDesk *desk)
{
  static const char *const tags[] = { "swept", NULL };
  GThread *threads[N_THREADS];
  g_auto (Bulk) bulk = new_bulk (DESK_BULK_ACTION_TAG);

  desk_entity_set_tags (bulk.ask, DESK_ASK_TAG_ADD, tags);
  for (guint i = 0; i < DESK_BULK_MAX_DIRECT + 11; i++)
    g_ptr_array_add (bulk.ids, add_ticket (desk, "Delivery Problem"));
  run (desk, desk->admin, &bulk, NULL);
  g_assert_cmpint (bulk.bulk->status, ==, DESK_BULK_STATUS_RUNNING);
  g_assert_cmpint (bulk.bulk->done, ==, 0);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("stepper", step_to_the_end, desk);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  engine_run (desk, desk->admin, DESK_DB_READ, look, &bulk, NULL);
  g_assert_cmpint (bulk.bulk->status, ==, DESK_BULK_STATUS_DONE);
  g_assert_cmpint (bulk.bulk->done, ==, bulk.ids->len);
  g_assert_cmpint (bulk.bulk->failed, ==, 0);
  g_assert_cmpuint (bulk.results->len, ==, bulk.ids->len);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM tickets WHERE version = 2 AND tags LIKE '%swept%'"), ==,
                   bulk.ids->len);
}

/* Somebody who loses their rights while their job runs gets no further. */
static void
test_lost_rights (EngineDesk *desk)
{
  g_auto (Bulk) bulk = new_bulk (DESK_BULK_ACTION_STATUS);

  desk_entity_set_enum (bulk.ask, DESK_ASK_STATUS_STATUS, DESK_TICKET_STATUS_IN_PROGRESS);
  for (guint i = 0; i < DESK_BULK_MAX_DIRECT + 1; i++)
    g_ptr_array_add (bulk.ids, g_strdup_printf ("TKT-2026-%05u", i + 1));
  g_ptr_array_add (bulk.ids, add_ticket (desk, "Delivery Problem"));
  /* The newcomer is no manager any more, or was never approved. */
  run (desk, desk->newcomer, &bulk, NULL);
  step_to_the_end (desk);
  engine_run (desk, desk->admin, DESK_DB_READ, look, &bulk, NULL);
  g_assert_cmpint (bulk.bulk->failed, ==, bulk.ids->len);
}

void
engine_add_bulk_cases (void)
{
  engine_add ("bulk/each-by-itself", test_each_by_itself);
  engine_add ("bulk/bulk only on the page one sees", test_one_undo);
  engine_add ("bulk/every-action", test_every_action);
  engine_add ("bulk/job", test_job);
  engine_add ("bulk/lost-rights", test_lost_rights);
}
