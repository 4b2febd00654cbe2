/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "server/desk/desk-feedback.h"
#include "server/desk/desk-knowledge.h"
#include "server/desk/desk-password.h"
#include "server/desk/desk-register.h"

/* One entry and what is done with it. */
typedef struct
{
  const char *question;
  const char *key; /* the entry's id */
  DeskVoter voter;
  gboolean flag; /* is_active, or helpful */
  DeskEntity *faq;
} Entry;

static gboolean
add_entry (DeskTransaction *transaction, gpointer data, GError **error)
{
  Entry *entry = data;

  entry->faq = desk_entity_new (&desk_faq_kind);
  desk_entity_set_string (entry->faq, DESK_FAQ_QUESTION, entry->question);
  desk_entity_set_string (entry->faq, DESK_FAQ_ANSWER, "By courier");
  desk_entity_set_string (entry->faq, DESK_FAQ_CATEGORY, "Delivery Problem");
  desk_entity_set_flag (entry->faq, DESK_FAQ_IS_ACTIVE, entry->flag);
  return desk_knowledge_create (transaction, entry->faq, error);
}

static gboolean
vote (DeskTransaction *transaction, gpointer data, GError **error)
{
  Entry *entry = data;

  entry->faq = desk_knowledge_vote (transaction, entry->key, &entry->voter, entry->flag, error);
  return entry->faq != NULL;
}

static gboolean
set_active (DeskTransaction *transaction, gpointer data, GError **error)
{
  Entry *entry = data;
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_faq_kind, entry->key, error);
  g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : NULL;

  if (before == NULL)
    return FALSE;
  desk_entity_set_flag (after, DESK_FAQ_IS_ACTIVE, entry->flag);
  return desk_knowledge_edit (transaction, before, after, error);
}

static gboolean
remove_entry (DeskTransaction *transaction, gpointer data, GError **error)
{
  Entry *entry = data;

  return desk_knowledge_remove (transaction, entry->key, 0, error);
}

static void
assert_counts (DeskEntity *faq, gint64 helpful, gint64 unhelpful)
{
  g_assert_cmpint (desk_entity_get_integer (faq, DESK_FAQ_HELPFUL_COUNT), ==, helpful);
  g_assert_cmpint (desk_entity_get_integer (faq, DESK_FAQ_UNHELPFUL_COUNT), ==, unhelpful);
}

static void
cast (EngineDesk *desk,
      DeskViewer *viewer,
      const char *id,
      const char *key,
      const char *address,
      gboolean is_helpful,
      gint64 helpful,
      gint64 unhelpful)
{
  Entry entry = { .key = id, .voter = { key, address }, .flag = is_helpful };

  engine_run (desk, viewer, DESK_DB_WRITE, vote, &entry, NULL);
  assert_counts (entry.faq, helpful, unhelpful);
  g_object_unref (entry.faq);
}

/* One vote a voter; the same again is none, the other one moves it. An account is one voter wherever it comes from. */
static void
test_votes (EngineDesk *desk)
{
  DeskViewer nobody = { .role = DESK_ROLE_UNKNOWN };
  Entry entry = { .question = "Where is it?", .flag = TRUE };
  Entry late = { 0 };
  g_autoptr (DeskEntity) faq = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;

  engine_run (desk, desk->manager, DESK_DB_WRITE, add_entry, &entry, NULL);
  faq = entry.faq;
  id = desk_entity_get_id (faq);
  cast (desk, &nobody, id, NULL, "192.0.2.1", TRUE, 1, 0);
  cast (desk, &nobody, id, NULL, "192.0.2.1", TRUE, 1, 0);
  cast (desk, &nobody, id, NULL, "192.0.2.1", FALSE, 0, 1);
  cast (desk, &nobody, id, "a-key", "192.0.2.1", TRUE, 1, 1);
  cast (desk, &nobody, id, "a-key", "192.0.2.2", FALSE, 0, 2);
  cast (desk, desk->customer, id, "any", "192.0.2.1", TRUE, 1, 2);
  cast (desk, desk->customer, id, "other", "192.0.2.9", TRUE, 1, 2);
  engine_recount (desk);

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *key = g_strdup_printf ("key %u", i);
      Entry flood = { .key = id, .voter = { key, "192.0.2.7" }, .flag = FALSE };
      g_autoptr (GError) refused = NULL;

      if (!engine_run (desk, &nobody, DESK_DB_WRITE, vote, &flood, &refused))
        engine_assert_error (refused, DESK_ERROR_RATE_LIMITED);
      g_clear_object (&flood.faq);
    }
  g_assert_cmpint (engine_count (desk, "SELECT unhelpful_count FROM faqs"), ==, 22);

  late = (Entry){ .key = id, .voter = { NULL, "192.0.2.3" }, .flag = FALSE };
  engine_run (desk, desk->admin, DESK_DB_WRITE, set_active, &late, NULL);
  g_assert_false (engine_run (desk, &nobody, DESK_DB_WRITE, vote, &late, &error));
  engine_assert_error (error, DESK_ERROR_NOT_FOUND);
}

static void
assert_sees (EngineDesk *desk, DeskViewer *viewer, const char *id, gboolean is_seen)
{
  g_autoptr (GHashTable) rows = engine_list (desk, viewer, &desk_faq_kind, NULL, NULL);

  g_assert_cmpint (g_hash_table_contains (rows, id), ==, is_seen);
}

/* What is out of use is for those who may edit it. */
static void
test_inactive (EngineDesk *desk)
{
  DeskViewer nobody = { .role = DESK_ROLE_UNKNOWN };
  DeskViewer *readers[] = { &nobody, desk->customer, desk->executive, desk->agent, desk->newcomer };
  DeskViewer *editors[] = { desk->manager, desk->admin };
  Entry active = { .question = "Where?", .flag = TRUE };
  Entry inactive = { .question = "When?", .flag = FALSE };
  g_autoptr (DeskEntity) first = NULL;
  g_autoptr (DeskEntity) second = NULL;

  engine_run (desk, desk->admin, DESK_DB_WRITE, add_entry, &active, NULL);
  engine_run (desk, desk->admin, DESK_DB_WRITE, add_entry, &inactive, NULL);
  first = active.faq;
  second = inactive.faq;
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      assert_sees (desk, readers[i], desk_entity_get_id (first), TRUE);
      assert_sees (desk, readers[i], desk_entity_get_id (second), FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (editors); i++)
    assert_sees (desk, editors[i], desk_entity_get_id (second), TRUE);
  inactive.key = desk_entity_get_id (second);
  engine_run (desk, desk->admin, DESK_DB_WRITE, remove_entry, &inactive, NULL);
  assert_sees (desk, desk->admin, desk_entity_get_id (second), FALSE);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM documents WHERE kind = 'faq'"), ==, 1);
}

static gboolean
make_sample (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_knowledge_make_sample (transaction, NULL, error);
}

/* A new desk begins with what its preset knows. */
static void
test_sample (EngineDesk *desk)
{
  g_autoptr (GHashTable) rows = NULL;

  engine_run (desk, desk->system, DESK_DB_WRITE, make_sample, NULL, NULL);
  rows = engine_list (desk, desk->customer, &desk_faq_kind, NULL, NULL);
  g_assert_cmpuint (g_hash_table_size (rows), ==, desk_preset_get_faq (desk->preset)->len);
  g_assert_cmpuint (g_hash_table_size (rows), >=, 5);
}

static void
give (EngineDesk *desk, DeskViewer *viewer, const char *ticket, gint64 rating, DeskErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) feedback = engine_rate (desk, viewer, ticket, rating, &error);

  g_assert_null (feedback);
  engine_assert_error (error, code);
}

/* Logistics: "Customer can submit feedback after resolution": once, on their own, from 1 to 5; the agent is told, and
 * who sees the ticket reads it. */
static void
test_feedback (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) feedback = NULL;
  DeskViewer *readers[] = { desk->admin, desk->manager, desk->agent, desk->customer };
  DeskViewer *others[] = { desk->tech, desk->manager_tech, desk->executive, desk->customer_two, desk->newcomer };

  give (desk, desk->customer, id, 5, DESK_ERROR_CONFLICT);
  resolved = engine_resolve (desk, desk->agent, id, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  give (desk, desk->customer, id, 0, DESK_ERROR_INVALID);
  give (desk, desk->customer_two, id, 5, DESK_ERROR_NOT_FOUND);
  feedback = engine_rate (desk, desk->customer, id, 4, NULL);
  g_assert_cmpstr (desk_entity_get_string (feedback, DESK_FEEDBACK_AGENT_ID), ==, desk->agent->id);
  g_assert_cmpstr (desk_entity_get_string (feedback, DESK_FEEDBACK_CUSTOMER_ID), ==, desk->customer->id);
  give (desk, desk->customer, id, 1, DESK_ERROR_CONFLICT);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM notifications WHERE kind = 'feedback_given'"), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_autoptr (GHashTable) rows = engine_list (desk, readers[i], &desk_feedback_kind, NULL, NULL);

      g_assert_cmpuint (g_hash_table_size (rows), ==, 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GHashTable) rows = engine_list (desk, others[i], &desk_feedback_kind, NULL, NULL);

      g_assert_cmpuint (g_hash_table_size (rows), ==, 0);
    }
  engine_delete (desk, desk->admin, &desk_ticket_kind, id, NULL);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM feedback"), ==, 0);
}

/* Who asks for an account: a newcomer without a history, whatever the address. */
static void
test_registering (EngineDesk *desk)
{
  g_auto (DeskRegistration) customer = { .role = DESK_ROLE_CUSTOMER,
                                         .name = g_strdup ("Stranger"),
                                         .email = g_strdup ("ask@shop.example"),
                                         .password_hash = g_strdup ("*") };
  g_auto (DeskRegistration) agent = { .role = DESK_ROLE_AGENT,
                                      .name = g_strdup ("Newer"),
                                      .email = g_strdup ("new@shop.example"),
                                      .password_hash = g_strdup ("*") };

  engine_run (desk, desk->system, DESK_DB_WRITE, desk_register_account, &customer, NULL);
  engine_run (desk, desk->system, DESK_DB_WRITE, desk_register_account, &customer, NULL);
  engine_run (desk, desk->system, DESK_DB_WRITE, desk_register_account, &agent, NULL);
  engine_run (desk, desk->system, DESK_DB_WRITE, desk_register_account, &agent, NULL);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM accounts"), ==, 2);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM customers WHERE name = 'Stranger' AND email IS NULL"), ==,
                   1);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM customer_identities WHERE value = 'ask@shop.example' "
                                       "AND kind <> 'username'"),
                   ==, 0);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM agents WHERE name = 'Newer' AND NOT is_approved"), ==, 1);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM notifications n JOIN agents a ON a.id = n.about_id "
                                       "WHERE n.kind = 'agent_registered' AND a.name = 'Newer'"),
                   ==, 1);
}

void
engine_add_knowledge_cases (void)
{
  engine_add ("knowledge/votes", test_votes);
  engine_add ("knowledge/inactive", test_inactive);
  engine_add ("knowledge/sample", test_sample);
  engine_add ("knowledge/feedback", test_feedback);
  engine_add ("knowledge/registering", test_registering);
}
