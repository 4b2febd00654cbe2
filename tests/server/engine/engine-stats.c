/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-json.h"
#include "core/desk-time.h"
#include "server/desk/desk-look.h"

typedef struct
{
  const DeskKind *kind;
  JsonObject *stats;
} Asked;

static gboolean
read_stats (DeskTransaction *transaction, gpointer data, GError **error)
{
  Asked *asked = data;
  g_autoptr (GString) json = g_string_new (NULL);

  if (!desk_look_stats (transaction, asked->kind, json, error))
    return FALSE;
  asked->stats = desk_json_parse_object (json->str, -1, error);
  return asked->stats != NULL;
}

static JsonObject *
ask_stats (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind)
{
  Asked asked = { .kind = kind };

  engine_run (desk, viewer, DESK_DB_READ, read_stats, &asked, NULL);
  return asked.stats;
}

static gboolean
is_settled (JsonObject *row)
{
  const char *status = json_object_get_string_member (row, "status");

  return g_str_equal (status, "resolved") || g_str_equal (status, "closed");
}

static gboolean
has_text (JsonObject *row, const char *member, const char *text)
{
  return json_object_has_member (row, member) && !json_object_get_null_member (row, member)
         && g_str_equal (json_object_get_string_member (row, member), text);
}

static gboolean
is_resolved_today (JsonObject *row, const char *day_begin)
{
  return !json_object_get_null_member (row, "resolved_at")
         && g_strcmp0 (json_object_get_string_member (row, "resolved_at"), day_begin) >= 0;
}

/* Sums of the rows that the viewer is given by the list. */
typedef struct
{
  gint64 total, open, unassigned, mine, resolved_today;
} Sums;

static void
sum_row (Sums *sums, JsonObject *row, DeskViewer *viewer, const char *day_begin)
{
  sums->total++;
  sums->resolved_today += is_resolved_today (row, day_begin);
  if (is_settled (row))
    return;
  sums->open++;
  sums->unassigned += json_object_get_null_member (row, "assigned_to");
  sums->mine += has_text (row, "assigned_to", viewer->id);
}

static void
assert_by (JsonObject *stats, const char *member, const char *field, GHashTable *rows)
{
  JsonObject *counts = json_object_get_object_member (stats, member);
  g_autoptr (GList) words = json_object_get_members (counts);

  for (GList *l = words; l != NULL; l = l->next)
    {
      GHashTableIter iter;
      gpointer json;
      gint64 n = 0;

      g_hash_table_iter_init (&iter, rows);
      while (g_hash_table_iter_next (&iter, NULL, &json))
        {
          g_autoptr (JsonObject) row = desk_json_parse_object (json, -1, NULL);

          n += has_text (row, field, l->data);
        }
      g_assert_cmpint (json_object_get_int_member (counts, l->data), ==, n);
    }
}

static gboolean
is_merged (gpointer id, gpointer json, gpointer data)
{
  g_autoptr (JsonObject) row = desk_json_parse_object (json, -1, NULL);

  return json_object_has_member (row, "merged_into_id") && !json_object_get_null_member (row, "merged_into_id");
}

static void
assert_stats (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind)
{
  g_autoptr (JsonObject) stats = ask_stats (desk, viewer, kind);
  g_autoptr (GHashTable) rows = engine_list (desk, viewer, kind, NULL, NULL);
  char day_begin[DESK_TIME_LENGTH + 1];
  GHashTableIter iter;
  gpointer json;
  Sums sums = { 0 };

  /* Lists hide them unless they are asked for. */
  g_hash_table_foreach_remove (rows, is_merged, NULL);
  desk_time_write (desk_time_day_begin (desk_time_now (), desk_preset_get_time_zone (desk->preset)), day_begin);
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &json))
    {
      g_autoptr (JsonObject) row = desk_json_parse_object (json, -1, NULL);

      sum_row (&sums, row, viewer, day_begin);
    }
  g_assert_cmpint (json_object_get_int_member (stats, "total"), ==, sums.total);
  g_assert_cmpint (json_object_get_int_member (stats, "open"), ==, sums.open);
  g_assert_cmpint (json_object_get_int_member (stats, "resolved_today"), ==, sums.resolved_today);
  assert_by (stats, "by_status", "status", rows);
  assert_by (stats, "by_priority", "priority", rows);
  if (kind == &desk_query_kind)
    assert_by (stats, "by_source", "source", rows);
  g_assert_true (json_object_has_member (stats, "mine") == (viewer->role != DESK_ROLE_CUSTOMER));
  if (viewer->role == DESK_ROLE_CUSTOMER)
    return;
  g_assert_cmpint (json_object_get_int_member (stats, "unassigned"), ==, sums.unassigned);
  g_assert_cmpint (json_object_get_int_member (stats, "mine"), ==, sums.mine);
}

static void
assert_everybody (EngineDesk *desk)
{
  DeskViewer *viewers[] = { desk->admin, desk->manager,   desk->manager_tech, desk->agent,        desk->agent_two,
                            desk->tech,  desk->executive, desk->customer,     desk->customer_two, desk->newcomer };

  for (guint i = 0; i < G_N_ELEMENTS (viewers); i++)
    {
      assert_stats (desk, viewers[i], &desk_query_kind);
      assert_stats (desk, viewers[i], &desk_ticket_kind);
    }
}

/* Whatever happens: each role's figures are those of the rows that it sees. */
static void
test_equal_the_rows (EngineDesk *desk)
{
  static const char *const categories[] = { "Delivery Problem", "Technical Support", "Other" };

  assert_everybody (desk);
  for (guint i = 0; i < 12; i++)
    {
      const char *mobile = i % 3 ? "+919876543210" : "+14155550123";
      g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, mobile, i % 2 ? "ORD-001" : NULL, NULL);
      g_autoptr (DeskEntity) ticket =
          i % 2 ? engine_add_ticket (desk, desk->admin, categories[i % 3], NULL)
                : engine_escalate (desk, desk->executive, desk_entity_get_string (query, DESK_QUERY_NUMBER),
                                   i % 4 ? desk->agent_two->id : NULL, NULL);
      const char *id = desk_entity_get_id (ticket);
      g_autoptr (DeskEntity) done = NULL;
      g_autoptr (DeskEntity) again = NULL;

      if (i % 4 == 1)
        done = engine_resolve (desk, desk->admin, id, DESK_RESOLUTION_TYPE_OTHER, -1, NULL);
      if (i % 8 == 1)
        again = engine_reopen (desk, desk->admin, id, NULL);
      if (i % 5 == 2)
        done = engine_assign (desk, desk->admin, id, desk->tech->id, NULL);
      if (i == 7)
        engine_delete (desk, desk->admin, &desk_ticket_kind, id, NULL);
    }
  assert_everybody (desk);
}

/* A ticket that was merged into another one is not counted, since no list has it; it is again when they go apart. */
static void
test_merged (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) merged =
      engine_merge (desk, desk->admin, desk_entity_get_id (one), desk_entity_get_id (two), FALSE, NULL);
  g_autoptr (DeskEntity) back = NULL;
  g_autoptr (JsonObject) together = ask_stats (desk, desk->admin, &desk_ticket_kind);
  g_autoptr (JsonObject) apart = NULL;

  g_assert_cmpint (json_object_get_int_member (together, "total"), ==, 1);
  assert_everybody (desk);
  engine_recount (desk);
  back = engine_unmerge (desk, desk->admin, desk_entity_get_id (one), NULL);
  apart = ask_stats (desk, desk->admin, &desk_ticket_kind);
  g_assert_cmpint (json_object_get_int_member (apart, "total"), ==, 2);
  assert_everybody (desk);
}

static gboolean
make_overdue (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction->db, error, "UPDATE tickets SET resolution_due_at = 5", "");
}

/* Overdue is what is not settled and whose clock ran out. */
static void
test_overdue (EngineDesk *desk)
{
  g_autoptr (DeskEntity) late = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) settled = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) resolved =
      engine_resolve (desk, desk->admin, desk_entity_get_id (settled), DESK_RESOLUTION_TYPE_OTHER, -1, NULL);
  g_autoptr (JsonObject) before = ask_stats (desk, desk->agent, &desk_ticket_kind);
  g_autoptr (JsonObject) after = NULL;
  g_autoptr (JsonObject) elsewhere = NULL;

  engine_run (desk, desk->system, DESK_DB_WRITE, make_overdue, NULL, NULL);
  after = ask_stats (desk, desk->agent, &desk_ticket_kind);
  elsewhere = ask_stats (desk, desk->tech, &desk_ticket_kind);
  g_assert_cmpint (json_object_get_int_member (before, "overdue"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (after, "overdue"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (elsewhere, "overdue"), ==, 0);
}

void
engine_add_stats_cases (void)
{
  engine_add ("stats/equal-the-rows", test_equal_the_rows);
  engine_add ("stats/merged", test_merged);
  engine_add ("stats/overdue", test_overdue);
}
