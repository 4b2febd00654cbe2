/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-number.h"

#define N_THREADS 64
#define N_EACH 4

typedef struct
{
  EngineDesk *desk;
  guint i;
} Maker;

static gpointer
make_tickets (gpointer data)
{
  Maker *maker = data;

  for (guint i = 0; i < N_EACH; i++)
    {
      g_autoptr (DeskEntity) ticket = NULL;
      g_autoptr (DeskEntity) query = NULL;
      g_autoptr (GError) error = NULL;

      ticket = engine_add_ticket (maker->desk, maker->desk->admin, "Other", &error);
      g_assert_no_error (error);
      query = engine_add_query (maker->desk, maker->desk->executive, "+919876543210", NULL, &error);
      g_assert_no_error (error);
    }
  return NULL;
}

/* Many who create at once get numbers without a gap and without a double. */
static void
test_at_once (EngineDesk *desk)
{
  GThread *threads[N_THREADS];
  Maker makers[N_THREADS];
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int year = desk_number_year (g_get_real_time (), desk_preset_get_time_zone (desk->preset));

  for (guint i = 0; i < N_THREADS; i++)
    {
      makers[i] = (Maker){ desk, i };
      threads[i] = g_thread_new ("maker", make_tickets, &makers[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM tickets"), ==, N_THREADS * N_EACH);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM queries"), ==, N_THREADS * N_EACH);
  for (gint64 n = 1; n <= N_THREADS * N_EACH; n++)
    {
      g_autofree char *number = desk_number_format (desk_preset_get_ticket_number_format (desk->preset), year, n);
      g_autofree char *query_number = g_strdup_printf ("Q-%" G_GINT64_FORMAT, n);
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskEntity) ticket = engine_get (desk, desk->admin, &desk_ticket_kind, number, &error);
      g_autoptr (DeskEntity) query = engine_get (desk, desk->admin, &desk_query_kind, query_number, &error);

      g_assert_no_error (error);
      g_assert_true (g_hash_table_add (seen, g_strdup (desk_entity_get_id (ticket))));
      g_assert_true (g_hash_table_add (seen, g_strdup (desk_entity_get_id (query))));
    }
}

static gpointer
call_in (gpointer data)
{
  Maker *maker = data;
  g_autofree char *mobile = g_strdup_printf ("+9198765%05u", maker->i % 4);
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (GError) error = NULL;

  query = engine_add_query (maker->desk, maker->desk->executive, mobile, NULL, &error);
  g_assert_no_error (error);
  return NULL;
}

/* New people who call twice at the same moment become one customer each. */
static void
test_same_caller (EngineDesk *desk)
{
  GThread *threads[N_THREADS];
  Maker makers[N_THREADS];
  gint64 before = engine_count (desk, "SELECT count(*) FROM customers");

  for (guint i = 0; i < N_THREADS; i++)
    {
      makers[i] = (Maker){ desk, i };
      threads[i] = g_thread_new ("caller", call_in, &makers[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM customers"), ==, before + 4);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM customer_identities"), ==, before + 4);
}

/* What is rolled back gives its number back. */
static void
test_refused (EngineDesk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) first = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) refused = engine_escalate (desk, desk->executive, "Q-1", desk->newcomer->id, &error);
  g_autoptr (DeskEntity) ticket = NULL;

  g_assert_null (refused);
  engine_assert_field (error, "assigned_to");
  ticket = engine_escalate (desk, desk->executive, "Q-1", NULL, NULL);
  g_assert_true (g_str_has_suffix (desk_entity_get_string (ticket, DESK_TICKET_NUMBER), "-00001"));
}

void
engine_add_number_cases (void)
{
  engine_add ("numbers/at-once", test_at_once);
  engine_add ("numbers/same-caller", test_same_caller);
  engine_add ("numbers/refused", test_refused);
}
