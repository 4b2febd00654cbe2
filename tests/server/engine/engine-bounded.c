/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include <sqlite3.h>
#include <string.h>

#include "server/desk/desk-look.h"
#include "server/desk/desk-tickets.h"

/* From so many tickets to so many; a page of them is no longer for it. */
#define FEW 200
#define MANY 800

/* What a page may cost more: the tree of an index is a little deeper. */
#define MORE(work) ((work) + (work) / 4 + 60)

/* A page of a list, and what it costs: SQLite's steps, PostgreSQL's rows that it had to look at. */
typedef struct
{
  DeskViewer *viewer;
  const char *filter; /* NULL, or a name with its value */
  const char *values[2];
  const char *sorts[2];
  gint64 work;
} Page;

/* SQLite has no other place to ask: what its statements did since they were asked last, on whichever thread. */
static gint sqlite_steps;

static int
on_statement_done_cb (unsigned kind, void *data, void *statement, void *time)
{
  g_atomic_int_add (&sqlite_steps, sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 1));
  return 0;
}

static int
watch_connection (sqlite3 *db, const char **problem, const struct sqlite3_api_routines *routines)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_PROFILE, on_statement_done_cb, NULL);
}

static gboolean
count_work (DeskTransaction *transaction, gint64 *work, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  if (!engine_is_postgres ())
    {
      *work = g_atomic_int_get (&sqlite_steps);
      return TRUE;
    }
  statement = desk_db_query (transaction->db, error,
                             "SELECT CAST(coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) AS BIGINT) "
                             "FROM pg_stat_xact_user_tables",
                             "");
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *work = desk_db_column_integer (statement, 0);
  return TRUE;
}

static const char *const *
get_values (gpointer data, const char *name)
{
  static const char *const none[] = { NULL };
  Page *page = data;

  if (g_str_equal (name, "sort"))
    return page->sorts;
  return g_strcmp0 (name, page->filter) == 0 ? page->values : none;
}

/* On few rows PostgreSQL would read all of them, and be right: here it has to show that it can do without. */
static gboolean
read_page (DeskTransaction *transaction, gpointer data, GError **error)
{
  static const char *const habits[] = { "SET LOCAL enable_seqscan = off", "SET LOCAL enable_hashjoin = off",
                                        "SET LOCAL enable_mergejoin = off" };
  Page *page = data;
  DeskListAsk list = {
    .kind = &desk_ticket_kind, .viewer = page->viewer, .get_values = get_values, .data = page, .sort = "-created_at"
  };
  g_autoptr (GString) json = g_string_new (NULL);
  gint64 before = 0;

  for (guint i = 0; engine_is_postgres () && i < G_N_ELEMENTS (habits); i++)
    if (!desk_db_execute (transaction->db, error, habits[i], ""))
      return FALSE;
  if (!count_work (transaction, &before, error) || !desk_look_list (transaction, &list, json, error)
      || !count_work (transaction, &page->work, error))
    return FALSE;
  page->work -= before;
  return TRUE;
}

static gboolean
add_tickets (DeskTransaction *transaction, gpointer data, GError **error)
{
  EngineDesk *desk = data;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (DeskEntity) ticket = desk_entity_new (&desk_ticket_kind);

      desk_entity_set_string (ticket, DESK_TICKET_CUSTOMER_ID, desk->customer->id);
      desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, desk->tech->id);
      desk_entity_set_string (ticket, DESK_TICKET_SUBJECT, "Parcel is lost");
      desk_entity_set_string (ticket, DESK_TICKET_CATEGORY, "Technical Support");
      if (!desk_tickets_create (transaction, ticket, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
analyze (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction->db, error, "ANALYZE", "");
}

static void
fill (EngineDesk *desk, guint from, guint to)
{
  for (guint n = from; n < to; n += 100)
    engine_run (desk, desk->admin, DESK_DB_WRITE, add_tickets, desk, NULL);
  if (engine_is_postgres ())
    engine_run (desk, desk->admin, DESK_DB_WRITE, analyze, NULL, NULL);
}

static void
read_pages (EngineDesk *desk, Page *pages, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      /* The first time its statements are made. */
      engine_run (desk, pages[i].viewer, DESK_DB_READ, read_page, &pages[i], NULL);
      engine_run (desk, pages[i].viewer, DESK_DB_READ, read_page, &pages[i], NULL);
    }
}

/* PAINS: "Lists, tickets and reports take seconds". Four times as many tickets, and a page of them costs what it did:
 * for who sees all of them, for whose they are, and for those who see few or none among them. */
static void
test_bounded (EngineDesk *desk)
{
  Page few[] = {
    { desk->admin, NULL, { NULL }, { "-created_at" }, 0 },
    { desk->admin, NULL, { NULL }, { "-updated_at" }, 0 },
    { desk->admin, NULL, { NULL }, { "priority" }, 0 },
    { desk->admin, "status", { "assigned" }, { "-created_at" }, 0 },
    { desk->admin, "status", { "closed" }, { "-created_at" }, 0 },
    { desk->admin, "assigned_to", { "me" }, { "-created_at" }, 0 },
    { desk->customer, NULL, { NULL }, { "-created_at" }, 0 },
    { desk->customer_two, NULL, { NULL }, { "-created_at" }, 0 },
    { desk->agent_two, NULL, { NULL }, { "-created_at" }, 0 },
  };
  Page many[G_N_ELEMENTS (few)];

  memcpy (many, few, sizeof few);
  fill (desk, 0, FEW);
  read_pages (desk, few, G_N_ELEMENTS (few));
  fill (desk, FEW, MANY);
  read_pages (desk, many, G_N_ELEMENTS (many));
  for (guint i = 0; i < G_N_ELEMENTS (few); i++)
    {
      g_test_message ("%u %s: %" G_GINT64_FORMAT " became %" G_GINT64_FORMAT, i, few[i].sorts[0], few[i].work,
                      many[i].work);
      if (many[i].work > MORE (few[i].work))
        g_error ("page %u (%s, %s) cost %" G_GINT64_FORMAT " and costs %" G_GINT64_FORMAT, i, few[i].sorts[0],
                 few[i].filter != NULL ? few[i].filter : "all", few[i].work, many[i].work);
    }
}

void
engine_add_bounded_cases (void)
{
  if (!engine_is_postgres ())
    sqlite3_auto_extension ((void (*) (void)) watch_connection);
  engine_add ("lists/a page of a long list reads no more than one of a short", test_bounded);
}
