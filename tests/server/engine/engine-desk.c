/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-desk.h"

#include "core/desk-json.h"
#include "db/desk-migrate.h"
#include "lib/desk-test.h"
#include "server/desk/desk-look.h"
#include "server/desk/desk-people.h"
#include "server/desk/desk-staff.h"
#include "server/store/desk-faqs.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-messages.h"
#include "server/store/desk-team.h"
#include "server/store/desk-verify.h"

static const char *engine_name;
static char *(*dup_engine_url) (void);

/* Work with what it needs, for a database thread. */
typedef struct
{
  EngineDesk *desk;
  DeskViewer *viewer;
  EngineWork work;
  gpointer data;
  EngineWait wait; /* NULL to commit at once */
  gpointer wait_data;
} Job;

static __thread EngineWait hold_wait;
static __thread gpointer hold_data;

static gboolean
run_job (DeskDbTransaction *db, gpointer data, GError **error)
{
  Job *job = data;
  DeskTransaction transaction = {
    .db = db,
    .viewer = job->viewer,
    .preset = job->desk->preset,
    .now = job->desk->now != 0 ? job->desk->now : g_get_real_time () / 1000 * 1000,
  };

  if (!job->work (&transaction, job->data, error))
    return FALSE;
  if (job->wait != NULL)
    job->wait (&transaction, job->wait_data);
  return TRUE;
}

static DeskViewer *
make_agent (DeskTransaction *transaction,
            const char *name,
            DeskRole role,
            const char *department_id,
            int tier,
            gboolean is_available,
            gboolean is_approved)
{
  g_autoptr (DeskEntity) agent = desk_entity_new (&desk_agent_kind);
  g_autofree char *email = g_strconcat (name, "@desk.example", NULL);
  g_autoptr (GError) error = NULL;
  DeskViewer *viewer = g_new0 (DeskViewer, 1);

  desk_entity_set_string (agent, DESK_AGENT_NAME, name);
  desk_entity_set_string (agent, DESK_AGENT_EMAIL, g_strdelimit (email, " ", '.'));
  desk_entity_set_enum (agent, DESK_AGENT_ROLE, role);
  desk_entity_set_string (agent, DESK_AGENT_DEPARTMENT_ID, department_id);
  desk_entity_set_integer (agent, DESK_AGENT_TIER, tier);
  desk_entity_set_integer (agent, DESK_AGENT_CAPACITY, 3);
  desk_entity_set_enum (agent, DESK_AGENT_AVAILABILITY,
                        is_available ? DESK_AVAILABILITY_AVAILABLE : DESK_AVAILABILITY_AWAY);
  desk_staff_create_agent (transaction, agent, is_approved, &error);
  g_assert_no_error (error);
  viewer->role = role;
  viewer->id = g_strdup (desk_entity_get_id (agent));
  viewer->name = g_strdup (name);
  viewer->department_id = g_strdup (department_id);
  viewer->tier = tier;
  viewer->is_approved = is_approved;
  return viewer;
}

static DeskViewer *
make_customer (DeskTransaction *transaction, const char *name, const char *mobile, const char *ref)
{
  g_autoptr (DeskEntity) customer = desk_entity_new (&desk_customer_kind);
  g_autoptr (GError) error = NULL;
  DeskViewer *viewer = g_new0 (DeskViewer, 1);

  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, name);
  desk_entity_set_string (customer, DESK_CUSTOMER_MOBILE, mobile);
  desk_entity_set_string (customer, DESK_CUSTOMER_EXTERNAL_REF, ref);
  desk_people_create_customer (transaction, customer, &error);
  g_assert_no_error (error);
  viewer->role = DESK_ROLE_CUSTOMER;
  viewer->id = g_strdup (desk_entity_get_id (customer));
  viewer->name = g_strdup (name);
  viewer->is_approved = TRUE;
  return viewer;
}

static char *
find_department (DeskTransaction *transaction, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) department =
      desk_fetch_by (transaction->db, &desk_department_kind, "name", name, DESK_FETCH_READ, &error);

  g_assert_no_error (error);
  g_assert_nonnull (department);
  return g_strdup (desk_entity_get_id (department));
}

static char *
make_order (DeskTransaction *transaction, DeskViewer *customer)
{
  g_autoptr (DeskEntity) order = desk_entity_new (&desk_order_kind);
  g_autoptr (GError) error = NULL;

  desk_entity_set_string (order, DESK_ORDER_NUMBER, "ORD-001");
  desk_entity_set_string (order, DESK_ORDER_CUSTOMER_ID, customer->id);
  desk_entity_set_enum (order, DESK_ORDER_STATUS, DESK_ORDER_STATUS_SHIPPED);
  desk_entity_set_time (order, DESK_ORDER_PLACED_AT, transaction->now);
  desk_entity_set_money (order, DESK_ORDER_TOTAL, 350000, "INR");
  desk_people_put_order (transaction, NULL, order, NULL, &error);
  g_assert_no_error (error);
  return g_strdup (desk_entity_get_id (order));
}

static gboolean
furnish (DeskTransaction *transaction, gpointer data, GError **error)
{
  EngineDesk *desk = data;

  if (!desk_staff_make_departments (transaction, error))
    return FALSE;
  desk->logistics = find_department (transaction, "Logistics Team");
  desk->technical = find_department (transaction, "Technical Team");
  desk->admin = make_agent (transaction, "Asha Admin", DESK_ROLE_ADMIN, NULL, 3, FALSE, TRUE);
  desk->manager = make_agent (transaction, "Meera Manager", DESK_ROLE_MANAGER, desk->logistics, 2, FALSE, TRUE);
  desk->manager_tech = make_agent (transaction, "Mohan Manager", DESK_ROLE_MANAGER, desk->technical, 2, FALSE, TRUE);
  desk->agent = make_agent (transaction, "Arjun Agent", DESK_ROLE_AGENT, desk->logistics, 1, TRUE, TRUE);
  desk->agent_two = make_agent (transaction, "Bina Agent", DESK_ROLE_AGENT, desk->logistics, 1, FALSE, TRUE);
  desk->tech = make_agent (transaction, "Tara Tech", DESK_ROLE_AGENT, desk->technical, 2, TRUE, TRUE);
  desk->executive = make_agent (transaction, "Esha Executive", DESK_ROLE_EXECUTIVE, NULL, 1, TRUE, TRUE);
  desk->newcomer = make_agent (transaction, "Nina New", DESK_ROLE_AGENT, desk->logistics, 1, TRUE, FALSE);
  desk->customer = make_customer (transaction, "Priya Sharma", "98765 43210", "C-1");
  desk->customer_two = make_customer (transaction, "John Doe", "+14155550123", "C-2");
  desk->order = make_order (transaction, desk->customer);
  return TRUE;
}

static EngineDesk *
open_desk (void)
{
  EngineDesk *desk = g_new0 (EngineDesk, 1);
  g_autofree char *url = dup_engine_url ();
  g_autoptr (GError) error = NULL;

  desk->db = desk_db_open (url, &error);
  g_assert_no_error (error);
  desk_migrate (desk->db, DESK_SOURCE_SQL, &error);
  g_assert_no_error (error);
  desk->preset = desk_preset_load (DESK_SOURCE_PRESETS, "shop", &error);
  g_assert_no_error (error);
  desk->system = desk_viewer_new_system ();
  engine_run (desk, desk->system, DESK_DB_WRITE, furnish, desk, NULL);
  return desk;
}

static void
close_desk (EngineDesk *desk)
{
  DeskViewer *viewers[] = { desk->system,   desk->admin,     desk->manager,     desk->manager_tech,
                            desk->agent,    desk->agent_two, desk->tech,        desk->executive,
                            desk->newcomer, desk->customer,  desk->customer_two };

  desk_db_close (desk->db);
  g_clear_object (&desk->db);
  g_clear_object (&desk->preset);
  for (guint i = 0; i < G_N_ELEMENTS (viewers); i++)
    desk_viewer_free (viewers[i]);
  g_free (desk->logistics);
  g_free (desk->technical);
  g_free (desk->order);
  g_free (desk);
}

static void
run_case (gconstpointer data)
{
  EngineCase test = (EngineCase) data;
  EngineDesk *desk = open_desk ();

  test (desk);
  engine_recount (desk);
  close_desk (desk);
}

static GPtrArray *
read_texts (DeskDbTransaction *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, &error, sql, "");

  g_assert_no_error (error);
  while (desk_db_step (statement, &error))
    g_ptr_array_add (texts, g_strdup (desk_db_column_text (statement, 0)));
  g_assert_no_error (error);
  return texts;
}

typedef gboolean (*CountFunction) (DeskDbTransaction *db, const char *id, gint64 *count, GError **error);

static void
recount_kind (DeskDbTransaction *db, const DeskKind *kind, guint field, CountFunction count_rows)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s", kind->table);
  g_autoptr (GPtrArray) ids = read_texts (db, sql);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskEntity) entity = desk_fetch_by (db, kind, "id", ids->pdata[i], DESK_FETCH_READ, &error);
      gint64 count = -1;

      g_assert_no_error (error);
      count_rows (db, ids->pdata[i], &count, &error);
      g_assert_no_error (error);
      g_assert_cmpint (desk_entity_get_integer (entity, field), ==, count);
    }
}

static gboolean
count_unread_by_customer (DeskDbTransaction *db, const char *id, gint64 *count, GError **error)
{
  return desk_messages_count_unread (db, id, TRUE, count, error);
}

static gboolean
count_unread_by_agent (DeskDbTransaction *db, const char *id, gint64 *count, GError **error)
{
  return desk_messages_count_unread (db, id, FALSE, count, error);
}

static gboolean
recount (DeskTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);

  recount_kind (transaction->db, &desk_agent_kind, DESK_AGENT_ACTIVE_TICKETS, desk_team_count_active);
  recount_kind (transaction->db, &desk_department_kind, DESK_DEPARTMENT_AGENT_COUNT, desk_team_count_members);
  recount_kind (transaction->db, &desk_query_kind, DESK_QUERY_MESSAGE_COUNT, desk_messages_count);
  recount_kind (transaction->db, &desk_ticket_kind, DESK_TICKET_MESSAGE_COUNT, desk_messages_count);
  recount_kind (transaction->db, &desk_chat_kind, DESK_CHAT_MESSAGE_COUNT, desk_messages_count);
  recount_kind (transaction->db, &desk_chat_kind, DESK_CHAT_UNREAD_BY_CUSTOMER, count_unread_by_customer);
  recount_kind (transaction->db, &desk_chat_kind, DESK_CHAT_UNREAD_BY_AGENT, count_unread_by_agent);
  recount_kind (transaction->db, &desk_faq_kind, DESK_FAQ_HELPFUL_COUNT, desk_faqs_count_helpful);
  recount_kind (transaction->db, &desk_faq_kind, DESK_FAQ_UNHELPFUL_COUNT, desk_faqs_count_unhelpful);
  if (!desk_verify (transaction->db, faults, error))
    return FALSE;
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (char *) faults->pdata[i]);
  g_assert_cmpuint (faults->len, ==, 0);
  return TRUE;
}

typedef struct
{
  const char *sql;
  gint64 count;
} Count;

static gboolean
count_rows (DeskTransaction *transaction, gpointer data, GError **error)
{
  Count *count = data;
  g_autoptr (DeskDbStatement) statement = desk_db_query (transaction->db, error, count->sql, "");

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  count->count = desk_db_column_integer (statement, 0);
  return TRUE;
}

typedef struct
{
  const DeskKind *kind;
  DeskViewer *viewer;
  const char *only;
  const char *only_value;
  char *cursor;
  GHashTable *rows;
} Listing;

static const char *const *
get_list_values (gpointer data, const char *name)
{
  static const char *const none[] = { NULL };
  static const char *limit[] = { "7", NULL };
  static const char *const any[] = { "any", NULL };
  static __thread const char *cursor[] = { NULL, NULL };
  Listing *listing = data;

  if (g_str_equal (name, "limit"))
    return limit;
  if (g_str_equal (name, "merged"))
    return any;
  if (g_str_equal (name, "cursor") && listing->cursor != NULL)
    {
      cursor[0] = listing->cursor;
      return cursor;
    }
  return none;
}

static gboolean
list_page (DeskTransaction *transaction, gpointer data, GError **error)
{
  Listing *listing = data;
  DeskListAsk ask = { .kind = listing->kind,
                      .viewer = listing->viewer,
                      .get_values = get_list_values,
                      .data = listing,
                      .only = listing->only,
                      .only_value = listing->only_value,
                      .sort = "created_at" };
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonObject) page = NULL;
  JsonArray *rows;

  if (!desk_look_list (transaction, &ask, json, error))
    return FALSE;
  page = desk_json_parse_object (json->str, -1, error);
  rows = json_object_get_array_member (page, "data");
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);
      const char *id = json_object_get_string_member (json_node_get_object (row), "id");

      g_assert_false (g_hash_table_contains (listing->rows, id));
      g_hash_table_insert (listing->rows, g_strdup (id), json_to_string (row, FALSE));
    }
  g_clear_pointer (&listing->cursor, g_free);
  if (!json_object_get_null_member (page, "next_cursor"))
    listing->cursor = g_strdup (json_object_get_string_member (page, "next_cursor"));
  return TRUE;
}

void
engine_set_engine (const char *name, char *(*dup_url) (void) )
{
  engine_name = name;
  dup_engine_url = dup_url;
}

gboolean
engine_is_postgres (void)
{
  return g_str_equal (engine_name, "postgresql");
}

void
engine_add (const char *name, EngineCase test)
{
  g_autofree char *path = g_strdup_printf ("/engine/%s/%s", engine_name, name);

  g_test_add_data_func (path, (gconstpointer) test, run_case);
}

gboolean
engine_run (EngineDesk *desk, DeskViewer *viewer, DeskDbMode mode, EngineWork work, gpointer data, GError **error)
{
  Job job = { .desk = desk, .viewer = viewer, .work = work, .data = data };
  g_autoptr (GError) local_error = NULL;

  if (mode == DESK_DB_WRITE && hold_wait != NULL)
    {
      job.wait = hold_wait;
      job.wait_data = hold_data;
      hold_wait = NULL;
    }
  if (desk_db_run (desk->db, mode, run_job, &job, &local_error))
    return TRUE;
  if (error == NULL)
    g_assert_no_error (local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

void
engine_hold (EngineWait wait, gpointer data)
{
  hold_wait = wait;
  hold_data = data;
}

void
engine_recount (EngineDesk *desk)
{
  engine_run (desk, desk->system, DESK_DB_READ, recount, NULL, NULL);
}

gint64
engine_count (EngineDesk *desk, const char *sql)
{
  Count count = { .sql = sql };

  engine_run (desk, desk->system, DESK_DB_READ, count_rows, &count, NULL);
  return count.count;
}

GHashTable *
engine_list (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *only, const char *only_value)
{
  Listing listing = { .kind = kind, .viewer = viewer, .only = only, .only_value = only_value };

  listing.rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  do
    engine_run (desk, viewer, DESK_DB_READ, list_page, &listing, NULL);
  while (listing.cursor != NULL);
  return listing.rows;
}

void
engine_assert_error (GError *error, DeskErrorCode code)
{
  g_assert_error (error, DESK_ERROR, (int) code);
}

void
engine_assert_field (GError *error, const char *field)
{
  const GPtrArray *fields = desk_error_get_fields (error);
  gboolean is_named = FALSE;

  g_assert_nonnull (fields);
  for (guint i = 0; i < fields->len; i++)
    is_named = is_named || g_str_equal (((DeskFieldError *) fields->pdata[i])->field, field);
  g_assert_true (is_named);
}
