/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"

#include <string.h>

#include "core/desk-time.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"

#define N_RANDOM 40

static void
create_tables (DeskDb *db)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      g_autofree char *sql = desk_rows_dup_create_table (desk_kinds[i]);

      execute (db, sql);
      execute (db, sql);
    }
}

static char *
make_text (const DeskField *field)
{
  const char *const pieces[] = { "a", "Z", " ", "'", "\"", "\\", "ü", "語", "🔔", "%", "$1", "é", "0", "\x7f" };
  /* What has to be there is there, as everything that is written has passed the door. */
  GString *text = g_string_new (field->flags & DESK_FIELD_REQUIRED ? "x" : NULL);
  guint n = g_random_int_range (0, 20);

  for (guint i = 0; i < n; i++)
    g_string_append (text, pieces[g_random_int_range (0, G_N_ELEMENTS (pieces))]);
  if (field->type == DESK_FIELD_TEXT && n > 10)
    g_string_append (text, "\n\ttwo lines\r\n");
  if (text->len > (gsize) desk_field_get_max (field))
    g_string_assign (text, "x");
  return g_string_free (text, FALSE);
}

static gint64
make_number (gint64 max)
{
  const gint64 candidates[] = { 0, 1, max, max / 2, g_random_int () };
  gint64 number = candidates[g_random_int_range (0, G_N_ELEMENTS (candidates))];

  return MIN (number, max);
}

static void fill_randomly (DeskEntity *entity, double share);

static GPtrArray *
make_items (const DeskKind *kind)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_random_int_range (0, 4);

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (items, desk_entity_new (kind));
      fill_randomly (items->pdata[i], 1.1);
    }
  return items;
}

static void
fill_field (DeskEntity *entity, guint place, const DeskField *field)
{
  const char *const currencies[] = { "INR", "EUR", "JPY" };
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  switch (field->type)
    {
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_ID:
      text = make_text (field);
      desk_entity_set_string (entity, place, text);
      break;
    case DESK_FIELD_INTEGER:
      desk_entity_set_integer (entity, place, make_number (desk_field_get_max (field)));
      break;
    case DESK_FIELD_TIME:
      desk_entity_set_time (entity, place, desk_time_now () - g_random_int ());
      break;
    case DESK_FIELD_FLAG:
      desk_entity_set_flag (entity, place, g_random_boolean ());
      break;
    case DESK_FIELD_ENUM:
      desk_entity_set_enum (entity, place, g_random_int_range (1, desk_enum_n_values (field->of) + 1));
      break;
    case DESK_FIELD_MONEY:
      desk_entity_set_money (entity, place, make_number (desk_field_get_max (field)),
                             currencies[g_random_int_range (0, G_N_ELEMENTS (currencies))]);
      break;
    case DESK_FIELD_TAGS:
      first = g_strdup ("fresh \"produce\"");
      second = g_strdup ("größe");
      desk_entity_set_tags (entity, place, (const char *const[]){ first, g_random_boolean () ? second : NULL, NULL });
      break;
    case DESK_FIELD_ITEMS:
      items = make_items (field->of);
      desk_entity_set_items (entity, place, items);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
fill_randomly (DeskEntity *entity, double share)
{
  const DeskKind *kind = desk_entity_get_kind (entity);

  for (guint i = 0; i < kind->n_fields; i++)
    if (g_random_double () < share)
      fill_field (entity, i, &kind->fields[i]);
}

static DeskEntity *
make_entity (const DeskKind *kind, const char *id, double share)
{
  DeskEntity *entity = desk_entity_new (kind);

  fill_randomly (entity, share);
  desk_entity_set_string (entity, DESK_ENTITY_ID, id);
  return entity;
}

static char *
dup_json (DeskEntity *entity, DeskAudience audience)
{
  GString *json = g_string_new (NULL);

  desk_entity_append_json (entity, json, audience);
  return g_string_free (json, FALSE);
}

static void
assert_row (DeskDbTransaction *transaction, DeskEntity *entity)
{
  const DeskKind *kind = desk_entity_get_kind (entity);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) found = desk_rows_get (transaction, kind, desk_entity_get_id (entity), &error);
  g_autofree char *columns = desk_rows_dup_columns (kind, "x");
  g_autofree char *sql = g_strdup_printf ("SELECT 'before', %s FROM %s AS x WHERE x.id = $1", columns, kind->table);
  g_autoptr (DeskDbStatement) statement = NULL;

  for (guint i = 0; desk_error_get_fields (error) != NULL && i < desk_error_get_fields (error)->len; i++)
    {
      const DeskFieldError *field_error = desk_error_get_fields (error)->pdata[i];

      g_test_message ("%s %s: %s", kind->name, field_error->field, field_error->detail);
    }
  g_assert_no_error (error);
  for (guint i = 0; i < kind->n_fields; i++)
    if (!desk_value_equal (&kind->fields[i], desk_entity_get_value (entity, i), desk_entity_get_value (found, i)))
      g_error ("%s.%s is not what was written", kind->name, kind->fields[i].name);
  g_assert_true (desk_entity_equal (entity, found));

  statement = desk_db_query (transaction, &error, sql, "s", desk_entity_get_id (entity));
  g_assert_no_error (error);
  g_assert_true (desk_db_step (statement, &error));
  for (DeskAudience audience = DESK_AUDIENCE_STAFF; audience <= DESK_AUDIENCE_CUSTOMER; audience++)
    {
      g_autofree char *expected = dup_json (entity, audience);
      g_autoptr (GString) json = g_string_new (NULL);

      desk_rows_append_json (kind, statement, 1, json, audience);
      g_assert_cmpstr (json->str, ==, expected);
      desk_test_assert_json_equal (json->str, expected);
    }
}

static gboolean
round_trip_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  const DeskKind *kind = data;

  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%u", i);
      /* Some with nothing, some with everything. */
      g_autoptr (DeskEntity) entity = make_entity (kind, id, i == 0 ? 0 : i == 1 ? 1.1 : g_random_double ());
      g_autoptr (DeskEntity) other = NULL;

      if (!desk_rows_insert (transaction, entity, error))
        return FALSE;
      g_assert_cmpint (desk_entity_get_version (entity), ==, 1);
      g_assert_cmpint (desk_entity_get_seq (entity), >, 0);
      assert_row (transaction, entity);

      other = make_entity (kind, id, g_random_double ());
      desk_entity_set_integer (other, DESK_ENTITY_VERSION, 1);
      desk_entity_set_time (other, DESK_ENTITY_CREATED_AT, desk_entity_get_time (entity, DESK_ENTITY_CREATED_AT));
      if (!desk_rows_update (transaction, other, error))
        return FALSE;
      g_assert_cmpint (desk_entity_get_version (other), ==, 2);
      g_assert_cmpint (desk_entity_get_seq (other), >, desk_entity_get_seq (entity));
      assert_row (transaction, other);
    }
  return TRUE;
}

static void
test_every_kind (Desk *desk)
{
  guint n_kinds = 0;

  create_tables (desk->db);
  for (; desk_kinds[n_kinds] != NULL; n_kinds++)
    {
      g_test_message ("%s", desk_kinds[n_kinds]->name);
      run_work (desk->db, DESK_DB_WRITE, round_trip_work, (gpointer) desk_kinds[n_kinds]);
    }
  g_assert_cmpint (n_kinds, >=, 9);
}

typedef struct
{
  DeskEntity *entity;
  const char *id;
} Subject;

static gboolean
insert_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_rows_insert (transaction, data, error);
}

static gboolean
update_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_rows_update (transaction, data, error);
}

static gboolean
get_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Subject *subject = data;

  g_clear_object (&subject->entity);
  subject->entity = desk_rows_get (transaction, &desk_customer_kind, subject->id, error);
  return subject->entity != NULL;
}

static DeskEntity *
make_customer (const char *id, const char *name)
{
  DeskEntity *customer = desk_entity_new (&desk_customer_kind);

  desk_entity_set_string (customer, DESK_ENTITY_ID, id);
  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, name);
  return customer;
}

static void
test_stale (Desk *desk)
{
  g_autoptr (DeskEntity) mine = make_customer ("c1", "Asha");
  g_autoptr (DeskEntity) theirs = NULL;
  g_autoptr (DeskEntity) before = NULL;
  Subject subject = { .id = "c1" };

  create_tables (desk->db);
  run_work (desk->db, DESK_DB_WRITE, insert_work, mine);
  theirs = desk_entity_copy (mine);
  desk_entity_set_string (theirs, DESK_CUSTOMER_NAME, "Asha P.");
  run_work (desk->db, DESK_DB_WRITE, update_work, theirs);
  desk_entity_set_string (mine, DESK_CUSTOMER_NAME, "Asha Q.");
  before = desk_entity_copy (mine);
  g_free (fail_work (desk->db, DESK_DB_WRITE, update_work, mine, DESK_ERROR_STALE));
  /* What failed has left the object alone, and the row as the other one wrote it. */
  g_assert_true (desk_entity_equal (mine, before));
  run_work (desk->db, DESK_DB_READ, get_work, &subject);
  g_assert_true (desk_entity_equal (subject.entity, theirs));
  g_assert_cmpint (desk_entity_get_version (subject.entity), ==, 2);
  g_clear_object (&subject.entity);
}

static gboolean
update_and_wait_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Subject *subject = data;

  if (!desk_rows_update (transaction, subject->entity, error))
    return FALSE;
  return TRUE;
}

/* Of many that change the same version at once, one wins. */
static void
test_one_winner (Desk *desk)
{
  g_autoptr (DeskEntity) customer = make_customer ("c1", "Asha");
  Subject subjects[12];
  Outcome *outcomes[G_N_ELEMENTS (subjects)];
  guint n_won = 0;

  create_tables (desk->db);
  run_work (desk->db, DESK_DB_WRITE, insert_work, customer);
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      subjects[i].entity = desk_entity_copy (customer);
      outcomes[i] = outcome_new ();
      start_work (desk->db, DESK_DB_WRITE, update_and_wait_work, &subjects[i], NULL, outcomes[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      wait_for (outcomes[i]);
      if (outcomes[i]->error == NULL)
        n_won++;
      else
        g_assert_error (outcomes[i]->error, DESK_ERROR, DESK_ERROR_STALE);
      outcome_free (outcomes[i]);
      g_object_unref (subjects[i].entity);
    }
  g_assert_cmpint (n_won, ==, 1);
  g_assert_cmpint (ask_integer (desk->db, "SELECT version FROM customers"), ==, 2);
}

static gboolean
delete_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_rows_delete (transaction, &desk_customer_kind, data, error);
}

static void
test_not_found (Desk *desk)
{
  g_autoptr (DeskEntity) customer = make_customer ("nobody", "Nobody");
  Subject subject = { .id = "nobody" };

  create_tables (desk->db);
  desk_entity_set_integer (customer, DESK_ENTITY_VERSION, 1);
  g_free (fail_work (desk->db, DESK_DB_READ, get_work, &subject, DESK_ERROR_NOT_FOUND));
  g_free (fail_work (desk->db, DESK_DB_WRITE, update_work, customer, DESK_ERROR_NOT_FOUND));
  g_free (fail_work (desk->db, DESK_DB_WRITE, delete_work, (gpointer) "nobody", DESK_ERROR_NOT_FOUND));
  run_work (desk->db, DESK_DB_WRITE, insert_work, customer);
  run_work (desk->db, DESK_DB_WRITE, delete_work, (gpointer) "nobody");
  g_free (fail_work (desk->db, DESK_DB_READ, get_work, &subject, DESK_ERROR_NOT_FOUND));
}

static void
test_refused_inserts (Desk *desk)
{
  g_autoptr (DeskEntity) customer = make_customer ("c1", "Asha");
  g_autoptr (DeskEntity) twin = make_customer ("c1", "Twin");
  g_autoptr (DeskEntity) nameless = desk_entity_new (&desk_customer_kind);
  g_autofree char *message = NULL;

  create_tables (desk->db);
  run_work (desk->db, DESK_DB_WRITE, insert_work, customer);
  message = fail_work (desk->db, DESK_DB_WRITE, insert_work, twin, DESK_ERROR_CONFLICT);
  g_assert_cmpstr (message, ==, "UNIQUE constraint failed: customers.id");
  g_assert_false (desk_entity_is_set (twin, DESK_ENTITY_VERSION));
  g_free (fail_work (desk->db, DESK_DB_WRITE, insert_work, nameless, DESK_ERROR_INVALID));
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM customers"), ==, 1);
}

static gboolean
upsert_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  if (!desk_rows_upsert (transaction, data, error))
    return FALSE;
  assert_row (transaction, data);
  return TRUE;
}

static void
test_upsert (Desk *desk)
{
  create_tables (desk->db);
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    for (guint round = 0; round < 5; round++)
      {
        g_autoptr (DeskEntity) entity = make_entity (desk_kinds[i], "same", g_random_double ());

        run_work (desk->db, DESK_DB_WRITE, upsert_work, entity);
      }
}

static gboolean
upsert_many_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  GPtrArray *entities = data;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (!desk_rows_upsert_many (transaction, entities, error))
    return FALSE;
  for (guint i = entities->len; i-- > 0;)
    if (g_hash_table_add (seen, (gpointer) desk_entity_get_id (entities->pdata[i])))
      assert_row (transaction, entities->pdata[i]);
  return TRUE;
}

/* In chunks, with a rest, with the same id twice: the later one stays. */
static void
test_upsert_many (Desk *desk)
{
  const guint sizes[] = { 0, 1, 31, 32, 33, 200 };

  create_tables (desk->db);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GPtrArray) entities = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint j = 0; j < sizes[i]; j++)
        {
          g_autofree char *id = g_strdup_printf ("id-%u", j % 150);

          g_ptr_array_add (entities, make_entity (&desk_ticket_kind, id, g_random_double ()));
        }
      /* Two of the first chunk are the same. */
      if (sizes[i] > 40)
        desk_entity_set_string (entities->pdata[5], DESK_ENTITY_ID, "id-6");
      run_work (desk->db, DESK_DB_WRITE, upsert_many_work, entities);
    }
}

static void
test_unknown_word (Desk *desk)
{
  g_autoptr (DeskEntity) customer = make_customer ("c1", "Asha");
  Subject subject = { .id = "c1" };
  g_autofree char *message = NULL;

  create_tables (desk->db);
  run_work (desk->db, DESK_DB_WRITE, insert_work, customer);
  execute (desk->db, "UPDATE customers SET kind = 'alien'");
  message = fail_work (desk->db, DESK_DB_READ, get_work, &subject, DESK_ERROR_INTERNAL);
  g_assert_nonnull (strstr (message, "alien"));
  execute (desk->db, "UPDATE customers SET kind = NULL, identities = '[{\"channel\":'");
  message = (g_free (message), fail_work (desk->db, DESK_DB_READ, get_work, &subject, DESK_ERROR_MALFORMED));
  g_assert_nonnull (strstr (message, "identities"));
}

const Case rows_cases[] = {
  { "every-kind", test_every_kind },
  { "stale", test_stale },
  { "one-winner", test_one_winner },
  { "not-found", test_not_found },
  { "refused-inserts", test_refused_inserts },
  { "upsert", test_upsert },
  { "upsert-many", test_upsert_many },
  { "unknown-word", test_unknown_word },
  { NULL, NULL },
};
