/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-entity-diff.h"
#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"

#include <string.h>

/* Fills every field with something of its type. */
static void
fill (DeskEntity *entity)
{
  const DeskKind *kind = desk_entity_get_kind (entity);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];

      switch (field->type)
        {
        case DESK_FIELD_STRING:
        case DESK_FIELD_ID:
          desk_entity_set_string (entity, i, "Zoë \"Z\" \\ ₹");
          break;
        case DESK_FIELD_TEXT:
          desk_entity_set_string (entity, i, "line\nline\ttab");
          break;
        case DESK_FIELD_INTEGER:
          desk_entity_set_integer (entity, i, 3);
          break;
        case DESK_FIELD_FLAG:
          desk_entity_set_flag (entity, i, TRUE);
          break;
        case DESK_FIELD_TIME:
          desk_entity_set_time (entity, i, G_GINT64_CONSTANT (1767431700123000));
          break;
        case DESK_FIELD_ENUM:
          desk_entity_set_enum (entity, i, desk_enum_n_values (field->of));
          break;
        case DESK_FIELD_MONEY:
          desk_entity_set_money (entity, i, 350000, "INR");
          break;
        case DESK_FIELD_TAGS:
          desk_entity_set_tags (entity, i, (const char *const[]){ "one", "two words", NULL });
          break;
        case DESK_FIELD_ITEMS:
          {
            g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

            g_ptr_array_add (items, desk_entity_new (field->of));
            fill (items->pdata[0]);
            desk_entity_set_items (entity, i, items);
            break;
          }
        default:
          g_assert_not_reached ();
        }
    }
}

static JsonObject *
write_and_parse (DeskEntity *entity, DeskAudience audience)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  desk_entity_append_json (entity, json, audience);
  object = desk_json_parse_object (json->str, json->len, &error);
  g_assert_no_error (error);
  return object;
}

/* If this failed, a copy of the desk would not say what the desk says. */
static void
test_round_trip (void)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    for (int full = 0; full <= 1; full++)
      {
        g_autoptr (DeskEntity) entity = desk_entity_new (desk_kinds[i]);
        g_autoptr (DeskEntity) copy = desk_entity_new (desk_kinds[i]);
        g_autoptr (JsonObject) object = NULL;
        g_autoptr (JsonObject) again = NULL;
        g_autoptr (GError) error = NULL;

        if (full)
          fill (entity);
        object = write_and_parse (entity, DESK_AUDIENCE_STAFF);
        g_assert_cmpuint (json_object_get_size (object), ==, desk_kinds[i]->n_fields);
        g_assert_true (desk_entity_read_json (copy, object, &error));
        g_assert_no_error (error);
        again = write_and_parse (copy, DESK_AUDIENCE_STAFF);
        g_assert_true (full == 0 || desk_entity_equal (entity, copy));
        g_assert_true (json_object_equal (object, again));
      }
}

/* If this failed, a customer would read what colleagues say among themselves. */
static void
test_audience (void)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      const DeskKind *kind = desk_kinds[i];
      g_autoptr (DeskEntity) entity = desk_entity_new (kind);
      g_autoptr (JsonObject) object = NULL;

      fill (entity);
      object = write_and_parse (entity, DESK_AUDIENCE_CUSTOMER);
      for (guint j = 0; j < kind->n_fields; j++)
        g_assert_cmpint (json_object_has_member (object, kind->fields[j].name), ==,
                         !(kind->fields[j].flags & DESK_FIELD_STAFF));
    }
}

static gboolean
read_query (const char *json, DeskEntity *query, GError **error)
{
  g_autoptr (JsonObject) object = desk_json_parse_object (json, -1, NULL);

  g_assert_nonnull (object);
  return desk_entity_read_input (query, object, DESK_FIELD_CREATE, error);
}

static gboolean
has_field_error (const GError *error, const char *field, const char *part)
{
  const GPtrArray *fields = desk_error_get_fields (error);

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const DeskFieldError *field_error = fields->pdata[i];

      if (g_str_equal (field_error->field, field) && strstr (field_error->detail, part) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* If this failed, somebody would have to send a form five times to learn of five mistakes. */
static void
test_all_errors_at_once (void)
{
  g_autoptr (DeskEntity) query = desk_entity_new (&desk_query_kind);
  g_autoptr (GError) error = NULL;

  g_assert_false (
      read_query ("{\"name\": \"  \", \"source\": \"pigeon\", \"nmae\": 1, \"status\": \"open\", \"mobile\": 7}", query,
                  &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_INVALID);
  g_assert_true (has_field_error (error, "name", "has to be given"));
  g_assert_true (has_field_error (error, "message", "has to be given"));
  g_assert_true (has_field_error (error, "source", "email, whatsapp, phone or chat was expected"));
  g_assert_true (has_field_error (error, "nmae", "no such field"));
  g_assert_true (has_field_error (error, "status", "can't be set here"));
  g_assert_true (has_field_error (error, "mobile", "text was expected"));
}

static void
test_input_limits (void)
{
  g_autoptr (DeskEntity) ticket = desk_entity_new (&desk_ticket_kind);
  g_autofree char *long_subject = g_strnfill (201, 'x');
  g_autofree char *json =
      g_strdup_printf ("{\"customer_id\": \"c\", \"subject\": \"%s\", \"tier\": 4, \"tags\": [\"\"], "
                       "\"affected_items\": [{\"name\": \"milk\", \"quantity\": -1}]}",
                       long_subject);
  g_autoptr (JsonObject) object = desk_json_parse_object (json, -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (desk_entity_read_input (ticket, object, DESK_FIELD_CREATE, &error));
  g_assert_true (has_field_error (error, "subject", "at most 200 bytes"));
  g_assert_true (has_field_error (error, "tier", "from 0 to 3"));
  g_assert_true (has_field_error (error, "tags", "a word"));
  g_assert_true (has_field_error (error, "affected_items[0].quantity", "whole number"));
}

static void
test_money (void)
{
  static const char *const wrong[] = { "1", "{\"amount\": 1}", "{\"amount\": -1, \"currency\": \"INR\"}",
                                       "{\"amount\": 1.5, \"currency\": \"INR\"}",
                                       "{\"amount\": 1, \"currency\": \"inr\"}" };
  const DeskField *total = &desk_order_kind.fields[DESK_ORDER_TOTAL];
  DeskValue value;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonNode) node = desk_json_parse (wrong[i], -1, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (desk_value_read_json (total, "total", node, &value, &error));
      g_assert_true (has_field_error (error, "total", "minor units"));
    }
}

/* If this failed, an older app would stop at the first word that a newer server says. */
static void
test_newer_server (void)
{
  g_autoptr (DeskEntity) ticket = desk_entity_new (&desk_ticket_kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object =
      desk_json_parse_object ("{\"number\": \"T-1\", \"status\": \"teleported\", \"colour\": \"blue\"}", -1, NULL);

  g_assert_true (desk_entity_read_json (ticket, object, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_NUMBER), ==, "T-1");
  g_assert_cmpint (desk_entity_get_enum (ticket, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_UNKNOWN);
}

static void
on_notified_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_ptr_array_add (user_data, (gpointer) pspec->name);
}

/* If this failed, a row on the screen would not follow, or all of it would flicker at each change. */
static void
test_notify (void)
{
  g_autoptr (DeskEntity) ticket = desk_entity_new (&desk_ticket_kind);
  g_autoptr (DeskEntity) changed = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *subject = NULL;
  int status;

  fill (ticket);
  changed = desk_entity_copy (ticket);
  desk_entity_set_string (changed, DESK_TICKET_SUBJECT, "Another");
  desk_entity_set_enum (changed, DESK_TICKET_STATUS, DESK_TICKET_STATUS_NEW);
  g_signal_connect (ticket, "notify", G_CALLBACK (on_notified_cb), names);
  g_assert_cmpuint (desk_entity_assign (ticket, changed), ==, 2);
  g_assert_cmpuint (names->len, ==, 2);
  g_object_get (ticket, "subject", &subject, "status", &status, NULL);
  g_assert_cmpstr (subject, ==, "Another");
  g_assert_cmpint (status, ==, DESK_TICKET_STATUS_NEW);
  g_assert_cmpuint (desk_entity_assign (ticket, changed), ==, 0);
}

static void
test_diff (void)
{
  g_autoptr (DeskEntity) before = desk_entity_new (&desk_ticket_kind);
  g_autoptr (DeskEntity) after = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  desk_entity_set_enum (before, DESK_TICKET_STATUS, DESK_TICKET_STATUS_NEW);
  after = desk_entity_copy (before);
  desk_entity_set_enum (after, DESK_TICKET_STATUS, DESK_TICKET_STATUS_ASSIGNED);
  desk_entity_set_money (after, DESK_TICKET_REFUND, 23200, "INR");
  desk_entity_set_integer (after, DESK_TICKET_MESSAGE_COUNT, 9);
  changes = desk_entity_diff (before, after);
  g_assert_cmpuint (changes->len, ==, 2);
  g_assert_cmpstr (desk_entity_get_string (changes->pdata[0], DESK_CHANGE_FIELD), ==, "status");
  g_assert_cmpstr (desk_entity_get_string (changes->pdata[0], DESK_CHANGE_FROM), ==, "new");
  g_assert_cmpstr (desk_entity_get_string (changes->pdata[0], DESK_CHANGE_TO), ==, "assigned");
  g_assert_null (desk_entity_get_string (changes->pdata[1], DESK_CHANGE_FROM));
  g_assert_cmpstr (desk_entity_get_string (changes->pdata[1], DESK_CHANGE_TO), ==,
                   "{\"amount\":23200,\"currency\":\"INR\"}");
}

static void
test_tables (void)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      const DeskKind *kind = desk_kinds[i];

      g_assert_true (desk_kind_by_name (kind->name) == kind);
      for (guint j = 0; j < kind->n_fields; j++)
        {
          g_assert_cmpint (desk_kind_find_field (kind, kind->fields[j].name), ==, (int) j);
          g_assert_true (kind->fields[j].type != DESK_FIELD_ENUM || kind->fields[j].of != NULL);
          g_assert_true (kind->fields[j].type != DESK_FIELD_ITEMS || kind->fields[j].of != NULL);
        }
    }
  g_assert_null (desk_kind_by_name ("nothing"));
}

static void
test_ids (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *early = desk_id_new_at (1000000, 1, 2);
  g_autofree char *late = desk_id_new_at (2000000, 1, 2);

  for (guint i = 0; i < 10000; i++)
    {
      char *id = desk_id_new ();

      g_assert_true (desk_id_is_valid (id));
      g_assert_cmpint (id[14], ==, '7');
      g_assert_true (g_hash_table_add (seen, id));
    }
  g_assert_cmpstr (early, <, late);
  g_assert_false (desk_id_is_valid (NULL));
  g_assert_false (desk_id_is_valid ("0190b8a0-0000-7000-8000-00000000000G"));
  g_assert_false (desk_id_is_valid ("0190B8A0-0000-7000-8000-00000000000A"));
  g_assert_false (desk_id_is_valid ("' OR 1=1 --"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entity/round-trip", test_round_trip);
  g_test_add_func ("/entity/audience", test_audience);
  g_test_add_func ("/entity/all-errors-at-once", test_all_errors_at_once);
  g_test_add_func ("/entity/input-limits", test_input_limits);
  g_test_add_func ("/entity/money", test_money);
  g_test_add_func ("/entity/newer-server", test_newer_server);
  g_test_add_func ("/entity/notify", test_notify);
  g_test_add_func ("/entity/diff", test_diff);
  g_test_add_func ("/entity/tables", test_tables);
  g_test_add_func ("/entity/ids", test_ids);
  return g_test_run ();
}
