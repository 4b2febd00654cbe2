/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/demo/desk-demo.h"

#include <math.h>
#include <string.h>

#include "core/desk-time.h"
#include "server/demo/desk-demo-cases.h"
#include "server/demo/desk-demo-chats.h"
#include "server/demo/desk-demo-desk.h"
#include "server/demo/desk-demo-people.h"
#include "server/demo/desk-demo-words.h"
#include "server/desk/desk-password.h"
#include "server/store/desk-accounts.h"
#include "server/store/desk-customers.h"
#include "server/store/desk-numbers.h"
#include "server/store/desk-search-fill.h"

/* One transaction holds so many cases, each of which takes 17 or so of the 65,536 places of the feed that a transaction
 * may use. */
#define CASES_A_BATCH 3000
#define PEOPLE_A_BATCH 4000

/* The work of one transaction: the desk, and how far it has come. */
typedef struct
{
  DeskDemo *demo;
  const char *password_hash;
  guint begin;
  guint end;
  guint n_cases;
  DeskDbWork work; /* of run_in_batches() */
} Batch;

static DeskDemoCase
get_case (DeskDemo *demo, guint index)
{
  const char *cases = demo->words->cases;

  switch (cases[index % strlen (cases)])
    {
    case 'E':
      return DESK_DEMO_ESCALATED;
    case 'T':
      return DESK_DEMO_TICKET_ALONE;
    default:
      return DESK_DEMO_QUERY;
    }
}

/* How many cases there have to be so that @n_tickets of them have a ticket. */
static guint
count_cases (DeskDemo *demo, guint n_tickets)
{
  guint n = 0;

  for (guint tickets = 0; tickets < n_tickets; n++)
    if (get_case (demo, n) != DESK_DEMO_QUERY)
      tickets++;
  return n;
}

/* Case 0 is the newest, a few minutes old; the last one is a year old. More of them lie in the last weeks. */
static gint64
get_created_at (DeskDemo *demo, guint index, guint n_cases)
{
  double share = pow ((double) index / n_cases, demo->words->recent_percent / 100.0);
  gint64 age =
      4 * DESK_TIME_MINUTE + (gint64) (share * 365 * 24 * 60) * DESK_TIME_MINUTE + index % 60 * DESK_TIME_SECOND;

  return demo->now - age;
}

static gboolean
create_account (DeskDemo *demo,
                const char *agent_id,
                const char *customer_id,
                const char *email,
                const char *password_hash,
                GError **error)
{
  return desk_accounts_create (demo->db, agent_id, customer_id, email, password_hash, error);
}

static gboolean
store_accounts (DeskDemo *demo, const char *password_hash, GError **error)
{
  DeskEntity *people[] = { demo->demo_admin, demo->demo_manager, demo->demo_agent, demo->demo_executive };
  DeskEntity *customer = demo->customers->pdata[0];

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    if (!create_account (demo, desk_entity_get_id (people[i]), NULL,
                         desk_entity_get_string (people[i], DESK_AGENT_EMAIL), password_hash, error))
      return FALSE;
  return create_account (demo, NULL, desk_entity_get_id (customer),
                         desk_entity_get_string (customer, DESK_CUSTOMER_EMAIL), password_hash, error);
}

static gboolean
store_all (DeskDemo *demo, GPtrArray *entities, GError **error)
{
  for (guint i = 0; i < entities->len; i++)
    {
      DeskEntity *entity = entities->pdata[i];

      if (!desk_demo_store (demo, entity, desk_entity_get_time (entity, DESK_ENTITY_CREATED_AT), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_team (DeskDbTransaction *db, gpointer data, GError **error)
{
  Batch *batch = data;
  DeskDemo *demo = batch->demo;

  demo->db = db;
  return desk_db_run_script (db, desk_db_get_sql (db, DESK_DB_SQL_FILL_ROOM), error)
         && store_all (demo, demo->departments, error) && store_all (demo, demo->agents, error)
         && store_accounts (demo, batch->password_hash, error);
}

static gboolean
store_customers (DeskDbTransaction *db, gpointer data, GError **error)
{
  Batch *batch = data;
  DeskDemo *demo = batch->demo;

  demo->db = db;
  for (guint i = batch->begin; i < batch->end; i++)
    {
      DeskEntity *customer = demo->customers->pdata[i];

      if (!desk_demo_store (demo, customer, desk_entity_get_time (customer, DESK_ENTITY_CREATED_AT), error)
          || !desk_customers_keep_identities (db, customer, error) || !store_all (demo, demo->orders->pdata[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_cases (DeskDbTransaction *db, gpointer data, GError **error)
{
  Batch *batch = data;

  batch->demo->db = db;
  for (guint i = batch->begin; i < batch->end; i++)
    {
      guint index = batch->n_cases - 1 - i; /* the oldest first, so that numbers follow time */

      if (!desk_demo_make_case (batch->demo, get_case (batch->demo, index),
                                get_created_at (batch->demo, index, batch->n_cases), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_chats (DeskDbTransaction *db, gpointer data, GError **error)
{
  Batch *batch = data;

  batch->demo->db = db;
  return desk_demo_make_chats (batch->demo, error);
}

/* Loads were counted on the way, and so were the numbers that came before the next one. */
static gboolean
store_counts (DeskDbTransaction *db, gpointer data, GError **error)
{
  Batch *batch = data;
  DeskDemo *demo = batch->demo;
  GHashTableIter iter;
  gpointer year, count;

  demo->db = db;
  if (!store_all (demo, demo->agents, error) || !desk_numbers_set (db, DESK_NUMBER_QUERY, 0, demo->n_queries, error))
    return FALSE;
  g_hash_table_iter_init (&iter, demo->ticket_counts);
  while (g_hash_table_iter_next (&iter, &year, &count))
    if (!desk_numbers_set (db, DESK_NUMBER_TICKET, GPOINTER_TO_INT (year), GPOINTER_TO_INT (count), error))
      return FALSE;
  return TRUE;
}

static gboolean
fill_batch (DeskDbTransaction *db, gpointer data, GError **error)
{
  Batch *batch = data;

  return desk_search_fill (db, batch->work, batch, error);
}

/* For work that only adds. */
static gboolean
run_in_batches (DeskDb *db, DeskDbWork work, Batch *batch, guint n, guint n_a_batch, GError **error)
{
  batch->work = work;
  for (batch->begin = 0; batch->begin < n; batch->begin = batch->end)
    {
      batch->end = MIN (batch->begin + n_a_batch, n);
      if (!desk_db_run (db, DESK_DB_WRITE, fill_batch, batch, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * desk_demo_fill_at:
 * @db: a migrated database with nothing in it
 * @preset: the rules of the desk
 * @words: what it is made of
 * @n_tickets: how many tickets there shall be
 * @password: of all demo accounts
 * @now: when "today" is, microseconds
 * @error: what the database says
 *
 * Makes a believable desk: people, orders, conversations, chats and tickets in all statuses over the year before @now.
 * It comes out the same every time for the same preset, number and instant. Blocks; not for a thread that must not
 * wait.
 *
 * Returns: whether it is there
 */
gboolean
desk_demo_fill_at (DeskDb *db,
                   DeskPreset *preset,
                   DeskDemoWords *words,
                   guint n_tickets,
                   const char *password,
                   gint64 now,
                   GError **error)
{
  guint32 seed = g_str_hash (desk_preset_get_name (preset)) ^ (n_tickets * 2654435761u);
  g_autoptr (DeskDemo) demo = desk_demo_new (preset, words, seed, now);
  g_autofree char *password_hash = desk_password_hash (password, error);
  Batch batch = { .demo = demo, .password_hash = password_hash, .n_cases = count_cases (demo, n_tickets) };

  if (password_hash == NULL)
    return FALSE;
  desk_demo_make_team (demo, 14 + n_tickets / 1000);
  desk_demo_make_customers (demo, words->names->len + n_tickets / 4);
  return desk_db_run (db, DESK_DB_WRITE, store_team, &batch, error)
         && run_in_batches (db, store_customers, &batch, demo->customers->len, PEOPLE_A_BATCH, error)
         && run_in_batches (db, store_cases, &batch, batch.n_cases, CASES_A_BATCH, error)
         && desk_db_run (db, DESK_DB_WRITE, store_chats, &batch, error)
         && desk_db_run (db, DESK_DB_WRITE, store_counts, &batch, error);
}

/**
 * desk_demo_fill:
 * @db: a migrated database with nothing in it
 * @preset: the rules of the desk
 * @words: what it is made of
 * @n_tickets: how many tickets there shall be
 * @password: of all demo accounts
 * @error: what the database says
 *
 * The same as desk_demo_fill_at(), today.
 */
gboolean
desk_demo_fill (DeskDb *db,
                DeskPreset *preset,
                DeskDemoWords *words,
                guint n_tickets,
                const char *password,
                GError **error)
{
  return desk_demo_fill_at (db, preset, words, n_tickets, password, desk_time_now (), error);
}
