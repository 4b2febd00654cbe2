/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-error.h"
#include "core/desk-preset.h"
#include "core/desk-time.h"

static DeskPreset *
load_shop (void)
{
  g_autofree char *directory = g_build_filename (g_getenv ("DESKBELL_DATADIR"), "presets", NULL);
  g_autoptr (GError) error = NULL;
  DeskPreset *preset = desk_preset_load (directory, "shop", &error);

  g_assert_no_error (error);
  return preset;
}

static void
test_shop (void)
{
  static const char *const categories[] = { "Order Issue",   "Product Complaint", "Delivery Problem",
                                            "Payment Issue", "Technical Support", "Other" };
  g_autoptr (DeskPreset) preset = load_shop ();

  g_assert_cmpstr (desk_preset_get_currency (preset), ==, "INR");
  g_assert_cmpstr (desk_preset_get_ticket_number_format (preset), ==, "TKT-{year}-{n:05}");
  g_assert_cmpuint (desk_preset_get_categories (preset)->len, ==, G_N_ELEMENTS (categories));
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    g_assert_nonnull (desk_preset_find_category (preset, categories[i]));
  g_assert_null (desk_preset_find_category (preset, "Nonsense"));
  g_assert_cmpuint (desk_preset_get_faq (preset)->len, >=, 5);
  g_assert_cmpint (desk_preset_get_query_priority (preset, TRUE), ==, DESK_PRIORITY_HIGH);
  g_assert_cmpint (desk_preset_get_query_priority (preset, FALSE), ==, DESK_PRIORITY_MEDIUM);
  g_assert_cmpint (desk_preset_get_target (preset, DESK_PRIORITY_CRITICAL)->first_response, ==, 30 * DESK_TIME_MINUTE);
  g_assert_cmpint (desk_preset_get_target (preset, DESK_PRIORITY_HIGH)->next_response, ==, 4 * DESK_TIME_HOUR);
  g_assert_cmpint (desk_preset_get_target (preset, DESK_PRIORITY_HIGH)->resolution, ==, 8 * DESK_TIME_HOUR);
  g_assert_cmpint (desk_preset_get_chat_answer (preset), ==, 5 * DESK_TIME_MINUTE);
}

static void
test_labels (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskPreset) shop = load_shop ();
  g_autofree char *start = g_strdup (desk_preset_get_json (shop));
  g_auto (GStrv) parts = g_strsplit (start, "\"labels\": {}", 2);
  g_autofree char *json =
      g_strconcat (parts[0], "\"labels\": {\"priority\": {\"critical\": \"Urgent\"}}", parts[1], NULL);
  g_autoptr (DeskPreset) preset = desk_preset_parse (json, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (desk_preset_get_label (preset, &desk_priority_enum, DESK_PRIORITY_CRITICAL), ==, "Urgent");
  g_assert_cmpstr (desk_preset_get_label (preset, &desk_priority_enum, DESK_PRIORITY_LOW), ==, "Low");
  g_assert_cmpstr (desk_preset_get_label (NULL, &desk_priority_enum, DESK_PRIORITY_LOW), ==, "Low");
}

static void
test_wrong (void)
{
  static const char *const wrong[] = {
    "{}",
    "[]",
    "{\"name\": 1}",
    "{\"name\":\"x\",\"title\":\"X\",\"currency\":\"INR\",\"time_zone\":\"UTC\",\"country_calling_code\":\"91\","
    "\"numbering\":{\"query\":\"Q\",\"ticket\":\"T-{n}\"}}",
    "{\"name\":\"x\",\"title\":\"X\",\"currency\":\"INR\",\"time_zone\":\"UTC\",\"country_calling_code\":\"91\","
    "\"numbering\":{\"query\":\"Q-{n}\",\"ticket\":\"T-{n}\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (desk_preset_parse (wrong[i], -1, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == DESK_ERROR);
    }
}

/* An entry that is not complete, or of a category that there is not, is told by its number. */
static void
test_wrong_faq (void)
{
  static const char *const wrong[] = { "{\"question\": \"Where?\"}", "{\"question\": 1, \"answer\": \"Here\"}",
                                       "\"Where?\"",
                                       "{\"question\": \"Where?\", \"answer\": \"Here\", \"category\": \"Nonsense\"}" };
  g_autoptr (DeskPreset) shop = load_shop ();
  g_auto (GStrv) parts = g_strsplit (desk_preset_get_json (shop), "\"faq\": [", 2);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *json = g_strconcat (parts[0], "\"faq\": [", wrong[i], ",", parts[1], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (desk_preset_parse (json, -1, &error));
      g_assert_error (error, DESK_ERROR, DESK_ERROR_INVALID);
      g_assert_cmpstr (((DeskFieldError *) desk_error_get_fields (error)->pdata[0])->field, ==, "faq");
    }
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_preset_load ("/nonexistent", "shop", &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (desk_preset_load ("/etc", "../etc/passwd", &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset/shop", test_shop);
  g_test_add_func ("/preset/labels", test_labels);
  g_test_add_func ("/preset/wrong", test_wrong);
  g_test_add_func ("/preset/wrong-faq", test_wrong_faq);
  g_test_add_func ("/preset/missing", test_missing);
  return g_test_run ();
}
