/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-time.h"

#include <string.h>

static void
assert_malformed (const char *data, gssize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = desk_json_parse (data, length, &error);

  g_assert_error (error, DESK_ERROR, DESK_ERROR_MALFORMED);
  g_assert_null (node);
}

/* If this failed, a hostile body would crash the process in the parser's recursion. */
static void
test_depth (void)
{
  static const guint deep[] = { DESK_JSON_MAX_DEPTH + 1, 1000, 400000 };

  for (guint i = 0; i < G_N_ELEMENTS (deep); i++)
    {
      g_autofree char *arrays = g_strnfill (deep[i], '[');
      g_autoptr (GString) objects = g_string_new (NULL);

      assert_malformed (arrays, -1);
      for (guint j = 0; j < deep[i]; j++)
        g_string_append (objects, "{\"a\":");
      assert_malformed (objects->str, objects->len);
    }
}

static void
test_depth_allowed (void)
{
  g_autofree char *open = g_strnfill (DESK_JSON_MAX_DEPTH, '[');
  g_autofree char *close = g_strnfill (DESK_JSON_MAX_DEPTH, ']');
  g_autofree char *text = g_strconcat (open, close, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = desk_json_parse (text, -1, &error);
  g_autoptr (JsonNode) in_string = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (node);
  in_string =
      desk_json_parse ("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"", -1, &error);
  g_assert_no_error (error);
  g_assert_nonnull (in_string);
}

static void
test_malformed (void)
{
  assert_malformed ("", -1);
  assert_malformed ("   ", -1);
  assert_malformed ("{", -1);
  assert_malformed ("{\"a\":}", -1);
  assert_malformed ("nul", -1);
  assert_malformed ("\"\xff\"", -1);
  assert_malformed ("\"a\0b\"", 5);
  assert_malformed ("\"", -1);
  assert_malformed ("\"\\", -1);
  /* Escapes that are no characters: they would become texts that are cut short, or not UTF-8. */
  assert_malformed ("\"\\u0000\"", -1);
  assert_malformed ("\"\\ud83c\"", -1);
  assert_malformed ("\"\\udf45\\ud83c\"", -1);
  assert_malformed ("\"\\ud83c\\u0041\"", -1);
  assert_malformed ("\"\\u12\"", -1);
  assert_malformed ("\"\\250\"", -1);
}

static void
test_escapes_are_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = desk_json_parse ("\"\\u0041\\ud83c\\udf45\\n\\\"\\/\\\\\"", -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (json_node_get_string (node), ==, "A🍅\n\"/\\");
}

static void
test_object_expected (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_json_parse_object ("[]", -1, &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_MALFORMED);
}

/* If this failed, somebody's text could end a string early and write members of its own. */
static void
test_escaping (void)
{
  static const char *const texts[] = { "",          "plain",        "\"quoted\" \\ back",
                                       "a\nb\tc\r", "\x01\x1f\x7f", "₹ தமிழ் 日本",
                                       "</script>" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;

      desk_json_append_string (json, texts[i]);
      node = desk_json_parse (json->str, json->len, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (json_node_get_string (node), ==, texts[i]);
    }
}

static void
test_integers (void)
{
  static const gint64 numbers[] = { 0, 7, -7, 350000, G_MAXINT64, G_MININT64 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, numbers[i]);

      desk_json_append_integer (json, numbers[i]);
      g_assert_cmpstr (json->str, ==, expected);
    }
}

static void
test_times (void)
{
  char text[DESK_TIME_LENGTH + 1];
  gint64 read;

  desk_time_write (G_GINT64_CONSTANT (1767431700123000), text);
  g_assert_cmpstr (text, ==, "2026-01-03T09:15:00.123Z");
  g_assert_true (desk_time_read (text, &read));
  g_assert_cmpint (read, ==, G_GINT64_CONSTANT (1767431700123000));
  g_assert_true (desk_time_read ("2026-01-03T14:45:00+05:30", &read));
  g_assert_cmpint (read, ==, G_GINT64_CONSTANT (1767431700000000));
  g_assert_false (desk_time_read ("2026-01-03T09:15:00", &read));
  g_assert_false (desk_time_read ("yesterday", &read));
  g_assert_false (desk_time_read ("2026-13-03T09:15:00Z", &read));
  desk_time_write (-1000, text);
  g_assert_cmpstr (text, ==, "1969-12-31T23:59:59.999Z");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/depth-allowed", test_depth_allowed);
  g_test_add_func ("/json/malformed", test_malformed);
  g_test_add_func ("/json/escapes-are-read", test_escapes_are_read);
  g_test_add_func ("/json/object-expected", test_object_expected);
  g_test_add_func ("/json/escaping", test_escaping);
  g_test_add_func ("/json/integers", test_integers);
  g_test_add_func ("/json/times", test_times);
  return g_test_run ();
}
