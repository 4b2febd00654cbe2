/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-ask.h"
#include "server/engine/engine-cases.h"

#include "core/desk-json.h"
#include "db/desk-rows.h"

static guint
count_list (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *query)
{
  g_autoptr (JsonObject) page = engine_ask_list (desk, viewer, kind, query, NULL);

  return json_array_get_length (json_object_get_array_member (page, "data"));
}

#define assert_list(desk, viewer, query, n)                                                                            \
  g_assert_cmpuint (count_list (desk, (desk)->viewer, &desk_ticket_kind, query), ==, n)

static void
test_filters (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Technical Support", NULL);
  g_autoptr (DeskEntity) three = engine_add_ticket (desk, desk->admin, "Other", NULL);
  g_autofree char *by_agent = g_strconcat ("assigned_to=", desk->agent->id, NULL);
  g_autofree char *by_two = g_strconcat (by_agent, "&assigned_to=unassigned", NULL);
  g_autofree char *by_department = g_strconcat ("department_id=", desk->technical, NULL);

  assert_list (desk, admin, "", 3);
  assert_list (desk, admin, "status=assigned", 2);
  assert_list (desk, admin, "status=new&status=assigned", 3);
  assert_list (desk, admin, "status=new&priority=critical", 0);
  assert_list (desk, admin, by_agent, 1);
  assert_list (desk, admin, by_two, 2);
  assert_list (desk, admin, by_department, 1);
  assert_list (desk, agent, "assigned_to=me", 1);
  assert_list (desk, admin, "category=Other", 1);
  assert_list (desk, admin, "tier=2", 1);
  assert_list (desk, admin, "resolution_breached=false", 3);
  assert_list (desk, admin, "created_from=2020-01-01T00:00:00Z&created_to=2021-01-01T00:00:00Z", 0);
  assert_list (desk, admin, "created_from=2020-01-01T00:00:00Z", 3);
}

/* Everything that is wrong is told at once, by name. */
static void
test_wrong (EngineDesk *desk)
{
  static const char *const names[] = { "limit",   "sort",       "status",    "assigned_to",         "created_from",
                                       "include", "search",     "tier",      "resolution_breached", "updated_to",
                                       "source",  "is_overdue", "has_unread" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cursor_error = NULL;

  g_assert_null (engine_ask_list (desk, desk->admin, &desk_ticket_kind,
                                  "limit=0&sort=colour&status=odd&assigned_to=x&created_from=now&include=moon&search=!!"
                                  "&tier=x&resolution_breached=maybe&updated_to=x&source=mars&is_overdue=1&has_unread=",
                                  &error));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    engine_assert_field (error, names[i]);
  g_assert_null (engine_ask_list (desk, desk->admin, &desk_ticket_kind, "cursor=Z2FyYmFnZQ", &cursor_error));
  engine_assert_field (cursor_error, "cursor");
}

/* Every sort gives every row once, over all pages, while rows come in. */
static void
test_pages (EngineDesk *desk)
{
  static const char *const sorts[] = { "created_at",    "-created_at",  "-updated_at", "priority",
                                       "-priority",     "status",       "due_at",      "-last_message_at",
                                       "waiting_since", "-resolved_at", "-number" };
  g_autoptr (DeskEntity) answered = NULL;
  g_autofree char *first_id = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Other", NULL);

      if (i % 3 == 0)
        {
          g_autoptr (DeskEntity) resolved =
              engine_resolve (desk, desk->admin, desk_entity_get_id (ticket), DESK_RESOLUTION_TYPE_OTHER, -1, NULL);
        }
      if (i % 4 == 0)
        {
          g_autoptr (DeskEntity) said =
              engine_say (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (ticket), "Hello", FALSE, -1, NULL);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autofree char *cursor = NULL;

      do
        {
          g_autofree char *query = g_strdup_printf ("limit=5&sort=%s%s%s", sorts[i], cursor != NULL ? "&cursor=" : "",
                                                    cursor != NULL ? cursor : "");
          g_autoptr (JsonObject) page = engine_ask_list (desk, desk->admin, &desk_ticket_kind, query, NULL);
          JsonArray *rows = json_object_get_array_member (page, "data");

          for (guint j = 0; j < json_array_get_length (rows); j++)
            g_assert_true (g_hash_table_add (
                seen, g_strdup (json_object_get_string_member (json_array_get_object_element (rows, j), "id"))));
          g_clear_pointer (&cursor, g_free);
          if (!json_object_get_null_member (page, "next_cursor"))
            cursor = g_strdup (json_object_get_string_member (page, "next_cursor"));
        }
      while (cursor != NULL);
      g_assert_cmpuint (g_hash_table_size (seen), ==, 12);
    }
}

static void
test_include (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (JsonObject) page =
      engine_ask_list (desk, desk->agent, &desk_ticket_kind, "include=customer,assignee&include=order", NULL);
  g_autoptr (JsonObject) theirs =
      engine_ask_list (desk, desk->customer, &desk_ticket_kind, "include=customer,assignee", NULL);
  JsonObject *row = json_array_get_object_element (json_object_get_array_member (page, "data"), 0);
  JsonObject *their_row = json_array_get_object_element (json_object_get_array_member (theirs, "data"), 0);

  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (row, "customer"), "name"), ==,
                   "Priya Sharma");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (row, "assignee"), "name"), ==,
                   "Arjun Agent");
  g_assert_true (json_object_get_null_member (row, "order"));
  /* What one may not see is not included either. */
  g_assert_true (json_object_get_null_member (their_row, "assignee"));
  g_assert_false (json_object_has_member (their_row, "resolution_due_at"));
}

static void
test_search (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autofree char *by_number = g_strconcat ("search=", desk_entity_get_string (ticket, DESK_TICKET_NUMBER), NULL);
  g_autoptr (DeskEntity) note = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Crème canary", TRUE, -1, NULL);

  assert_list (desk, admin, "search=parcel", 1);
  assert_list (desk, admin, "search=PARC lo", 1);
  assert_list (desk, admin, "search=parcel found", 0);
  assert_list (desk, admin, "search=priya", 1);
  assert_list (desk, admin, "search=98765 43210", 1);
  assert_list (desk, admin, "search=+919876", 1);
  assert_list (desk, admin, by_number, 1);
  assert_list (desk, agent, "search=creme", 1);
  assert_list (desk, tech, "search=creme", 0);
  assert_list (desk, customer, "search=parcel", 1);
  assert_list (desk, customer, "search=canary", 0);
  g_assert_cmpuint (count_list (desk, desk->executive, &desk_query_kind, "search=arrived"), ==, 1);
  g_assert_cmpuint (count_list (desk, desk->executive, &desk_customer_kind, "search=john"), ==, 1);
}

/* What the filters that are no fields say, held against each row that is listed without them. */
typedef struct
{
  const char *query;
  gboolean (*holds) (JsonObject *row);
} Derived;

static gboolean
is_tagged (JsonObject *row, const char *tag)
{
  JsonNode *tags = json_object_get_member (row, "tags");

  if (tags == NULL || JSON_NODE_HOLDS_NULL (tags))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (tags)); i++)
    if (g_str_equal (json_array_get_string_element (json_node_get_array (tags), i), tag))
      return TRUE;
  return FALSE;
}

static gboolean
has_red_tag (JsonObject *row)
{
  return is_tagged (row, "red") || is_tagged (row, "a \"b\", c");
}

static gboolean
has_comma_tag (JsonObject *row)
{
  return is_tagged (row, ",");
}

static gboolean
is_waiting (JsonObject *row)
{
  return !json_object_get_null_member (row, "waiting_since");
}

static gboolean
is_not_waiting (JsonObject *row)
{
  return !is_waiting (row);
}

static gboolean
is_before (JsonObject *row, const char *member)
{
  g_autofree char *now = NULL;
  g_autoptr (GDateTime) time = g_date_time_new_now_utc ();

  now = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.000Z");
  return !json_object_get_null_member (row, member) && g_strcmp0 (json_object_get_string_member (row, member), now) < 0;
}

static gboolean
is_overdue (JsonObject *row)
{
  const char *status = json_object_get_string_member (row, "status");

  if (g_str_equal (status, "resolved") || g_str_equal (status, "closed"))
    return FALSE;
  return (json_object_get_null_member (row, "first_response_at") && is_before (row, "first_response_due_at"))
         || (!json_object_get_null_member (row, "next_response_due_at") && is_before (row, "next_response_due_at"))
         || (json_object_get_null_member (row, "resolution_paused_at") && is_before (row, "resolution_due_at"));
}

static gboolean
is_not_overdue (JsonObject *row)
{
  return !is_overdue (row);
}

static gboolean
is_of_order (JsonObject *row)
{
  return !json_object_get_null_member (row, "order_id");
}

static gboolean
came_of_a_query (JsonObject *row)
{
  return !json_object_get_null_member (row, "query_id");
}

static gboolean
never (JsonObject *row)
{
  return FALSE;
}

static gboolean
is_one_of (JsonObject *row, const char *field, const char *const *words, guint picked)
{
  for (guint i = 0; words[i] != NULL; i++)
    if ((picked & (1u << i)) && !json_object_get_null_member (row, field)
        && g_str_equal (json_object_get_string_member (row, field), words[i]))
      return TRUE;
  return picked == 0;
}

static void
add_words (GString *query, const char *field, const char *const *words, guint picked)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (picked & (1u << i))
      g_string_append_printf (query, "&%s=%s", field, words[i]);
}

/* Random filters, in any order of the list: what is listed is what each row, looked at by itself, answers to. */
static void
test_equals_a_look_at_every_row (EngineDesk *desk)
{
  static const char *const statuses[] = { "new", "assigned", "in_progress", "resolved", "closed", NULL };
  static const char *const priorities[] = { "low", "medium", "high", "critical", NULL };
  static const char *const categories[] = { "Delivery Problem", "Technical Support", "Other", NULL };
  static const char *const sorts[] = {
    "created_at", "-updated_at", "-priority", "status", "due_at", "-last_message_at"
  };
  DeskViewer *viewers[] = { desk->admin, desk->manager_tech, desk->agent, desk->executive, desk->customer };

  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, categories[i % 3], NULL);
      g_autoptr (DeskEntity) resolved = NULL;

      if (i % 4 == 1)
        resolved =
            engine_resolve (desk, desk->admin, desk_entity_get_id (ticket), DESK_RESOLUTION_TYPE_OTHER, -1, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (viewers); i++)
    {
      g_autoptr (GHashTable) rows = engine_list (desk, viewers[i], &desk_ticket_kind, NULL, NULL);

      for (guint j = 0; j < 8; j++)
        {
          guint status = g_test_rand_int_range (0, 32);
          guint priority = g_test_rand_bit () ? g_test_rand_int_range (0, 16) : 0;
          guint category = g_test_rand_bit () ? g_test_rand_int_range (0, 8) : 0;
          g_autoptr (GString) query = g_string_new ("limit=3&sort=");
          g_autofree char *listed = NULL;
          g_auto (GStrv) ids = NULL;
          GHashTableIter iter;
          gpointer id, json;
          guint n = 0;

          g_string_append (query, sorts[g_test_rand_int_range (0, G_N_ELEMENTS (sorts))]);
          if (viewers[i]->role == DESK_ROLE_CUSTOMER)
            g_string_assign (query, "limit=3");
          add_words (query, "status", statuses, status);
          add_words (query, "priority", priorities, priority);
          add_words (query, "category", categories, category);
          g_test_message ("%s asks %s", viewers[i]->name, query->str);
          listed = engine_dup_listed (desk, viewers[i], &desk_ticket_kind, query->str);
          ids = g_strsplit (listed, " ", -1);
          g_hash_table_iter_init (&iter, rows);
          while (g_hash_table_iter_next (&iter, &id, &json))
            {
              g_autoptr (JsonObject) row = desk_json_parse_object (json, -1, NULL);
              gboolean holds = is_one_of (row, "status", statuses, status)
                               && is_one_of (row, "priority", priorities, priority)
                               && is_one_of (row, "category", categories, category);

              g_assert_true (holds == g_strv_contains ((const char *const *) ids, id));
              n += holds;
            }
          g_assert_cmpuint (MAX (g_strv_length (ids), 1), ==, n + 1);
        }
    }
}

static gboolean
make_varied (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction->db, error,
                          "UPDATE tickets SET tags = CASE number WHEN 'TKT-2026-00001' THEN '[\"red\",\"blue\"]' "
                          "WHEN 'TKT-2026-00002' THEN '[\"a \\\"b\\\", c\",\"reds\"]' ELSE '[\"x\",\"y\"]' END",
                          "")
         && desk_db_execute (transaction->db, error,
                             "UPDATE tickets SET first_response_due_at = 5 WHERE id IN "
                             "(SELECT id FROM tickets ORDER BY number LIMIT 2)",
                             "")
         && desk_db_execute (transaction->db, error,
                             "UPDATE tickets SET resolution_due_at = 5 WHERE id IN "
                             "(SELECT id FROM tickets ORDER BY number DESC LIMIT 2)",
                             "");
}

static char *
dup_naive (EngineDesk *desk, DeskViewer *viewer, const Derived *derived)
{
  g_autoptr (GHashTable) rows = engine_list (desk, viewer, &desk_ticket_kind, NULL, NULL);
  g_autofree char *all = engine_dup_listed (desk, viewer, &desk_ticket_kind, "limit=50");
  g_auto (GStrv) ids = g_strsplit (all, " ", -1);
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const char *json = g_hash_table_lookup (rows, ids[i]);
      g_autoptr (JsonObject) row = json != NULL ? desk_json_parse_object (json, -1, NULL) : NULL;

      if (row != NULL && derived->holds (row))
        g_string_append_printf (expected, "%s ", ids[i]);
    }
  return g_string_free (g_steal_pointer (&expected), FALSE);
}

static void
test_derived_filters (EngineDesk *desk)
{
  static const Derived cases[] = {
    { "tag=red&tag=a \"b\", c", has_red_tag },
    { "tag=,", has_comma_tag },
    { "is_waiting=true", is_waiting },
    { "is_waiting=false", is_not_waiting },
    { "is_overdue=true", is_overdue },
    { "is_overdue=false", is_not_overdue },
    { "order_number=ORD-001&order_number=ORD-002", is_of_order },
    { "source=phone&source=chat", came_of_a_query },
    { "source=whatsapp", never },
    { "updated_to=2020-01-01T00:00:00Z", never },
  };
  DeskViewer *staff[] = { desk->admin, desk->manager, desk->agent, desk->executive };
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", "ORD-001", NULL);
  g_autoptr (DeskEntity) escalated = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
      const char *id = desk_entity_get_id (ticket);
      g_autoptr (DeskEntity) said = i % 2
                                        ? engine_say (desk, desk->admin, &desk_ticket_kind, id, "A", FALSE, -1, NULL)
                                        : engine_resolve (desk, desk->admin, id, DESK_RESOLUTION_TYPE_OTHER, -1, NULL);
    }
  engine_run (desk, desk->system, DESK_DB_WRITE, make_varied, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < G_N_ELEMENTS (staff); j++)
      {
        g_autofree char *query_text = g_strconcat ("limit=2&", cases[i].query, NULL);
        g_autofree char *listed = engine_dup_listed (desk, staff[j], &desk_ticket_kind, query_text);
        g_autofree char *expected = dup_naive (desk, staff[j], &cases[i]);

        g_test_message ("%s asks %s", staff[j]->name, cases[i].query);
        g_assert_cmpstr (listed, ==, expected);
      }
}

/* What the other side wrote counts until one's own side has read it. */
static void
test_unread (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) note = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hm", TRUE, -1, NULL);
  g_autoptr (DeskEntity) reply = NULL;
  g_autoptr (DeskEntity) answer = NULL;

  assert_list (desk, customer, "has_unread=true", 0);
  assert_list (desk, agent, "has_unread=true", 0);
  reply = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hello", FALSE, -1, NULL);
  assert_list (desk, customer, "has_unread=true", 1);
  assert_list (desk, agent, "has_unread=false", 1);
  answer = engine_say (desk, desk->customer, &desk_ticket_kind, id, "Hello too", FALSE, -1, NULL);
  assert_list (desk, agent, "has_unread=true", 1);
  assert_list (desk, tech, "has_unread=true", 0);
  g_assert_cmpuint (count_list (desk, desk->agent, &desk_notification_kind, "is_read=false&kind=customer_wrote"), ==,
                    1);
  g_assert_cmpuint (count_list (desk, desk->agent, &desk_notification_kind, "is_read=true"), ==, 0);
}

static gboolean
read_columns (DeskTransaction *transaction, gpointer data, GError **error)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      g_autofree char *columns = desk_rows_dup_columns (desk_kinds[i], "t");
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s t", columns, desk_kinds[i]->table);
      g_autoptr (DeskDbStatement) statement = desk_db_query (transaction->db, error, sql, "");

      if (statement == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The migration has every column that the field tables say. */
static void
test_columns (EngineDesk *desk)
{
  engine_run (desk, desk->system, DESK_DB_READ, read_columns, NULL, NULL);
}

void
engine_add_list_cases (void)
{
  engine_add ("lists/columns", test_columns);
  engine_add ("lists/filters", test_filters);
  engine_add ("lists/derived-filters", test_derived_filters);
  engine_add ("lists/equals-a-look-at-every-row", test_equals_a_look_at_every_row);
  engine_add ("lists/unread", test_unread);
  engine_add ("lists/wrong", test_wrong);
  engine_add ("lists/pages", test_pages);
  engine_add ("lists/include", test_include);
  engine_add ("lists/search", test_search);
}
