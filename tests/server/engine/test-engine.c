/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/desk-test-postgres.h"
#include "lib/desk-test.h"
#include "server/engine/engine-cases.h"

static char *
dup_sqlite_path (void)
{
  return desk_test_dup_path ("desk.db");
}

static void
add_cases (void)
{
  engine_add_number_cases ();
  engine_add_workflow_cases ();
  engine_add_assign_cases ();
  engine_add_visibility_cases ();
  engine_add_history_cases ();
  engine_add_notification_cases ();
  engine_add_converse_cases ();
  engine_add_list_cases ();
  engine_add_bounded_cases ();
  engine_add_feed_cases ();
  engine_add_held_cases ();
  engine_add_people_cases ();
  engine_add_intake_cases ();
  engine_add_knowledge_cases ();
  engine_add_file_cases ();
  engine_add_race_cases ();
  engine_add_clock_cases ();
  engine_add_alarm_cases ();
  engine_add_chat_cases ();
  engine_add_merge_cases ();
  engine_add_bulk_cases ();
  engine_add_thing_cases ();
  engine_add_search_cases ();
  engine_add_stats_cases ();
  engine_add_verify_cases ();
}

/* test-engine sqlite|postgresql: the same cases on either engine. */
int
main (int argc, char *argv[])
{
  gboolean is_postgres;

  desk_test_init (&argc, &argv);
  if (argc != 2)
    g_error ("Which engine?");
  is_postgres = g_str_equal (argv[1], "postgresql");
  engine_set_engine (argv[1], is_postgres ? desk_test_postgres_dup_url : dup_sqlite_path);
  add_cases ();
  return g_test_run ();
}
