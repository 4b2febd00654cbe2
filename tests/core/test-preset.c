/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/desk-error.h"
#include "core/desk-number.h"
#include "core/desk-preset.h"
#include "core/desk-time.h"

static const char *const names[] = { "shop", "grocery", "services", "logistics", "fintech" };

static DeskPreset *
load (const char *name)
{
  g_autofree char *directory = g_build_filename (g_getenv ("DESKBELL_DATADIR"), "presets", NULL);
  g_autoptr (GError) error = NULL;
  DeskPreset *preset = desk_preset_load (directory, name, &error);

  for (guint i = 0; error != NULL && desk_error_get_fields (error) != NULL && i < desk_error_get_fields (error)->len;
       i++)
    {
      const DeskFieldError *field = desk_error_get_fields (error)->pdata[i];

      g_test_message ("%s: %s: %s", name, field->field, field->detail);
    }
  g_assert_no_error (error);
  return preset;
}

static DeskPreset *
load_shop (void)
{
  return load ("shop");
}

/* If this failed, a file that is installed would make no desk, or one whose words lead nowhere. */
static void
test_all_five (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (DeskPreset) preset = load (names[i]);
      const GPtrArray *categories = desk_preset_get_categories (preset);
      const GPtrArray *types = desk_preset_get_issue_types (preset);
      const GPtrArray *faq = desk_preset_get_faq (preset);
      g_autofree char *number = desk_number_format (desk_preset_get_order_number_format (preset), 2026, 1);

      g_assert_cmpstr (desk_preset_get_name (preset), ==, names[i]);
      g_assert_cmpstr (number, !=, "");
      g_assert_true (g_strv_contains (desk_preset_get_modules (preset), "tickets"));
      for (guint j = 0; j < categories->len; j++)
        {
          const DeskPresetCategory *category = categories->pdata[j];
          const char *department;
          int tier;

          desk_preset_route (preset, category->name, NULL, &department, &tier);
          g_assert_cmpstr (department, ==, category->department);
          g_assert_cmpint (tier, ==, category->tier);
        }
      for (guint j = 0; j < types->len; j++)
        {
          const DeskPresetIssueType *type = types->pdata[j];
          const char *department;
          int tier;

          desk_preset_route (preset, NULL, type->name, &department, &tier);
          g_assert_nonnull (department);
          g_assert_cmpint (tier, >=, 1);
        }
      g_assert_cmpuint (faq->len, >=, 6);
      for (guint j = 0; j < faq->len; j++)
        g_assert_nonnull (desk_preset_find_category (preset, ((DeskPresetFaq *) faq->pdata[j])->category));
      for (int priority = DESK_PRIORITY_LOW; priority <= DESK_PRIORITY_CRITICAL; priority++)
        {
          g_assert_cmpint (desk_preset_get_target (preset, priority)->first_response, >, 0);
          g_assert_nonnull (desk_preset_get_target (preset, priority)->hint);
        }
    }
}

/* The words of each document, as it has them. */
static void
test_documents (void)
{
  static const char *const issues[] = {
    "damaged_product", "spoiled_product",   "missing_items",   "wrong_items",   "delivery_issue",
    "quality_issue",   "quantity_mismatch", "packaging_issue", "late_delivery", "other"
  };
  static const struct
  {
    const char *preset;
    const char *categories;
    const char *number;
    const char *critical;
  } documents[] = {
    { "shop", "Order Issue|Product Complaint|Delivery Problem|Payment Issue|Technical Support|Other", "TKT-2026-00001",
      "Critical" },
    { "grocery", NULL, "TKT-2026-00001", "Critical" },
    { "services",
      "Technical Support|Billing & Payments|Account Issues|Feature Requests|Bug Reports|General Inquiry|Other",
      "TKT-001", "Urgent" },
    { "logistics", "Damaged|Lost|Late|Quality|Other", "TKT-2026-00001", "Critical" },
    { "fintech", "Technical|Billing|Account|Loan|General|Transaction", "TKT-2026-001", "Urgent" },
  };
  g_autoptr (DeskPreset) grocery = load ("grocery");
  g_autoptr (DeskPreset) logistics = load ("logistics");

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (DeskPreset) preset = load (documents[i].preset);
      g_autofree char *number = desk_number_format (desk_preset_get_ticket_number_format (preset), 2026, 1);
      g_auto (GStrv) categories = g_strsplit (documents[i].categories != NULL ? documents[i].categories : "", "|", -1);

      g_assert_cmpstr (number, ==, documents[i].number);
      g_assert_cmpstr (desk_preset_get_label (preset, &desk_priority_enum, DESK_PRIORITY_CRITICAL), ==,
                       documents[i].critical);
      for (guint j = 0; categories[j] != NULL; j++)
        g_assert_nonnull (desk_preset_find_category (preset, categories[j]));
      if (documents[i].categories != NULL)
        g_assert_cmpuint (desk_preset_get_categories (preset)->len, ==, g_strv_length (categories));
    }
  g_assert_cmpuint (desk_preset_get_issue_types (grocery)->len, ==, G_N_ELEMENTS (issues));
  for (guint i = 0; i < G_N_ELEMENTS (issues); i++)
    g_assert_nonnull (desk_preset_find_issue_type (grocery, issues[i]));
  g_assert_cmpstr (desk_preset_get_label (logistics, &desk_ticket_status_enum, DESK_TICKET_STATUS_PENDING_CUSTOMER), ==,
                   "On hold");
}

/* An issue type says more closely than its category where a ticket goes. */
static void
test_routing (void)
{
  g_autoptr (DeskPreset) grocery = load ("grocery");
  const char *department;
  int tier;

  desk_preset_route (grocery, NULL, "spoiled_product", &department, &tier);
  g_assert_cmpstr (department, ==, "Quality Team");
  g_assert_cmpint (tier, ==, 2);
  desk_preset_route (grocery, "Product Quality", "packaging_issue", &department, &tier);
  g_assert_cmpstr (department, ==, "Order Fulfilment Team");
  g_assert_cmpint (tier, ==, 1);
  desk_preset_route (grocery, "Delivery", "damaged_product", &department, &tier);
  g_assert_cmpstr (department, ==, "Delivery Team");
  desk_preset_route (grocery, NULL, NULL, &department, &tier);
  g_assert_null (department);
  g_assert_cmpint (tier, ==, 0);
}

static void
test_priority_rules (void)
{
  static const struct
  {
    const char *preset;
    DeskPresetCase about;
    DeskPriority priority;
  } cases[] = {
    { "shop", { DESK_SUBJECT_QUERY, .has_order = TRUE }, DESK_PRIORITY_HIGH },
    { "shop", { DESK_SUBJECT_QUERY }, DESK_PRIORITY_MEDIUM },
    { "shop", { DESK_SUBJECT_TICKET, .has_order = TRUE }, DESK_PRIORITY_MEDIUM },
    /* by issue type */
    { "grocery", { DESK_SUBJECT_TICKET, .issue_type = "damaged_product" }, DESK_PRIORITY_MEDIUM },
    { "grocery", { DESK_SUBJECT_TICKET, .issue_type = "spoiled_product" }, DESK_PRIORITY_HIGH },
    { "grocery", { DESK_SUBJECT_TICKET, .issue_type = "packaging_issue" }, DESK_PRIORITY_LOW },
    /* by keyword, at the beginning of a word, whatever its case; the first rule that holds decides */
    { "grocery",
      { DESK_SUBJECT_TICKET, .issue_type = "packaging_issue", .title = "Milk", .text = "My son VOMITED twice" },
      DESK_PRIORITY_CRITICAL },
    { "grocery", { DESK_SUBJECT_TICKET, .title = "Worms in the rice" }, DESK_PRIORITY_CRITICAL },
    { "grocery", { DESK_SUBJECT_TICKET, .text = "a silkworm" }, DESK_PRIORITY_MEDIUM },
    /* what is critical is a ticket */
    { "grocery", { DESK_SUBJECT_QUERY, .text = "The curd made us sick" }, DESK_PRIORITY_HIGH },
    /* by amount */
    { "grocery", { DESK_SUBJECT_TICKET, .issue_type = "missing_items", .amount = 499999 }, DESK_PRIORITY_MEDIUM },
    { "grocery", { DESK_SUBJECT_TICKET, .issue_type = "missing_items", .amount = 500000 }, DESK_PRIORITY_HIGH },
    /* by source and order together */
    { "grocery", { DESK_SUBJECT_QUERY, DESK_QUERY_SOURCE_PHONE, .has_order = TRUE }, DESK_PRIORITY_HIGH },
    { "grocery", { DESK_SUBJECT_QUERY, DESK_QUERY_SOURCE_EMAIL, .has_order = TRUE }, DESK_PRIORITY_MEDIUM },
    { "grocery", { DESK_SUBJECT_QUERY, DESK_QUERY_SOURCE_PHONE }, DESK_PRIORITY_MEDIUM },
    /* by category */
    { "services", { DESK_SUBJECT_TICKET, .category = "Feature Requests" }, DESK_PRIORITY_LOW },
    { "services",
      { DESK_SUBJECT_TICKET, .category = "Billing & Payments", .text = "Cannot process payment" },
      DESK_PRIORITY_CRITICAL },
    { "services",
      { DESK_SUBJECT_TICKET, .category = "Other", .text = "Cannot process payment" },
      DESK_PRIORITY_MEDIUM },
    { "logistics", { DESK_SUBJECT_TICKET, .category = "Lost" }, DESK_PRIORITY_HIGH },
    { "fintech", { DESK_SUBJECT_TICKET, .category = "General" }, DESK_PRIORITY_LOW },
    { "fintech", { DESK_SUBJECT_TICKET, .category = "General", .text = "Is this phishing?" }, DESK_PRIORITY_CRITICAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DeskPreset) preset = load (cases[i].preset);

      g_test_message ("case %u", i);
      g_assert_cmpint (desk_preset_get_priority (preset, &cases[i].about), ==, cases[i].priority);
    }
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

/* A document that is right but for one member, which has to be named. */
typedef struct
{
  const char *from; /* what stands in the right one */
  const char *to;
  const char *field; /* what the error names */
} Mistake;

static const char right[] =
    "{\"name\": \"x\", \"title\": \"X\", \"currency\": \"INR\", \"time_zone\": \"UTC\", "
    "\"country_calling_code\": \"91\","
    "\"numbering\": {\"query\": \"Q-{n}\", \"ticket\": \"T-{n}\", \"order\": \"O-{n}\"},"
    "\"labels\": {\"priority\": {\"low\": \"Minor\"}},"
    "\"query_priority\": {\"with_order\": \"high\", \"otherwise\": \"medium\"},"
    "\"departments\": [{\"name\": \"Team\", \"tier\": 1}],"
    "\"categories\": [{\"name\": \"Broken\", \"department\": \"Team\", \"tier\": 2}],"
    "\"issue_types\": [{\"name\": \"dent\", \"label\": \"Dent\", \"category\": \"Broken\", \"tier\": 3}],"
    "\"priority_rules\": [{\"priority\": \"low\", \"categories\": [\"Broken\"], \"with_order\": true, "
    "\"sources\": [\"phone\"], \"keywords\": [\"dent\"], \"amount_from\": 100, \"of\": \"ticket\"}],"
    "\"sla\": {\"critical\": {\"first_response_minutes\": 1, \"resolution_minutes\": 2},"
    "\"high\": {\"first_response_minutes\": 3, \"resolution_minutes\": 4},"
    "\"medium\": {\"first_response_minutes\": 5, \"resolution_minutes\": 6},"
    "\"low\": {\"first_response_minutes\": 7, \"resolution_minutes\": 8, \"hint\": \"soon\"}},"
    "\"calendar\": {\"monday\": [\"09:00-19:00\"], \"holidays\": [\"2026-01-26\"]},"
    "\"team\": {\"capacity\": 8, \"tiers\": [\"One\", \"Two\", \"Three\"]},"
    "\"auto_close_days\": 7, \"reopen_days\": 14, \"thanks\": [\"ta\"], \"modules\": [\"tickets\"],"
    "\"faq\": [{\"question\": \"Why?\", \"answer\": \"So.\", \"category\": \"Broken\"}]}";

static const Mistake mistakes[] = {
  { "\"name\": \"x\"", "\"name\": 1", "name" },
  { "\"name\": \"x\"", "\"name\": \"../x\"", "name" },
  { "\"title\": \"X\"", "\"title\": \"\"", "title" },
  { "\"currency\": \"INR\", ", "", "currency" },
  { "\"INR\"", "\"rupees\"", "currency" },
  { "\"UTC\"", "\"Mars/Crater\"", "time_zone" },
  { "\"UTC\"", "7", "time_zone" },
  { "\"91\"", "\"+91\"", "country_calling_code" },
  { "\"Q-{n}\"", "\"Q\"", "numbering.query" },
  { "\"T-{n}\"", "\"T-{n}-{n}\"", "numbering.ticket" },
  { ", \"order\": \"O-{n}\"", "", "numbering.order" },
  { "\"low\": \"Minor\"", "\"tiny\": \"Minor\"", "labels.priority.tiny" },
  { "\"low\": \"Minor\"", "\"low\": 3", "labels.priority.low" },
  { "{\"priority\": {\"low\": \"Minor\"}}", "{\"colour\": {}}", "labels.colour" },
  { "{\"priority\": {\"low\": \"Minor\"}}", "[]", "labels" },
  { "\"with_order\": \"high\"", "\"with_order\": \"huge\"", "query_priority.with_order" },
  { ", \"otherwise\": \"medium\"", "", "query_priority.otherwise" },
  { "[{\"name\": \"Team\", \"tier\": 1}]", "[]", "departments" },
  { "{\"name\": \"Team\", \"tier\": 1}", "{\"name\": \"Team\", \"tier\": 4}", "departments[0].tier" },
  { "{\"name\": \"Team\", \"tier\": 1}", "{\"name\": \"Team\"}, {\"name\": \"Team\"}", "departments[1].name" },
  { "{\"name\": \"Team\", \"tier\": 1}", "{\"name\": \"Team\"}, 5", "departments[1]" },
  { "\"department\": \"Team\"", "\"department\": \"Nobody\"", "categories[0].department" },
  { "\"department\": \"Team\", ", "", "categories[0].department" },
  { "\"name\": \"Broken\", ", "", "categories[0].name" },
  { "\"tier\": 2", "\"tier\": \"two\"", "categories[0].tier" },
  { "\"label\": \"Dent\", ", "", "issue_types[0].label" },
  { "\"category\": \"Broken\", \"tier\": 3", "\"category\": \"Bent\", \"tier\": 3", "issue_types[0].category" },
  { "\"tier\": 3", "\"tier\": 0", "issue_types[0].tier" },
  { "\"tier\": 3", "\"department\": \"Nobody\"", "issue_types[0].department" },
  { "\"priority\": \"low\", ", "", "priority_rules[0].priority" },
  { "\"categories\": [\"Broken\"], \"with_order\"", "\"categories\": [\"Bent\"], \"with_order\"",
    "priority_rules[0].categories[0]" },
  { "\"with_order\": true", "\"with_order\": \"yes\"", "priority_rules[0].with_order" },
  { "\"sources\": [\"phone\"]", "\"sources\": [\"fax\"]", "priority_rules[0].sources[0]" },
  { "\"keywords\": [\"dent\"]", "\"keywords\": [\"\"]", "priority_rules[0].keywords[0]" },
  { "\"amount_from\": 100", "\"amount_from\": -1", "priority_rules[0].amount_from" },
  { "\"of\": \"ticket\"", "\"of\": \"chat\"", "priority_rules[0].of" },
  { "\"of\": \"ticket\"", "\"on\": \"ticket\"", "priority_rules[0].on" },
  { "\"keywords\": [\"dent\"]", "\"issue_types\": [\"dint\"]", "priority_rules[0].issue_types[0]" },
  { "\"first_response_minutes\": 1,", "\"first_response_minutes\": 0,", "sla.critical.first_response_minutes" },
  { ", \"resolution_minutes\": 4", "", "sla.high.resolution_minutes" },
  { "\"medium\": {\"first", "\"normal\": {\"first", "sla.medium" },
  { "\"hint\": \"soon\"", "\"hint\": 5", "sla.low.hint" },
  { "\"09:00-19:00\"", "\"nine to five\"", "monday" },
  { "[\"2026-01-26\"]", "[\"2026-02-30\"]", "holidays" },
  { "[\"2026-01-26\"]", "\"2026-01-26\"", "holidays" },
  { "\"monday\": [\"09:00-19:00\"], ", "", "calendar" },
  { "\"capacity\": 8", "\"capacity\": 0", "team.capacity" },
  { "[\"One\", \"Two\", \"Three\"]", "[\"One\"]", "team.tiers" },
  { "\"auto_close_days\": 7", "\"auto_close_days\": 0", "auto_close_days" },
  { "\"reopen_days\": 14", "\"reopen_days\": -1", "reopen_days" },
  { "[\"ta\"]", "\"ta\"", "thanks" },
  { "[\"ta\"]", "[\"ta\", \"\"]", "thanks[1]" },
  { "[\"ta\"]", "[\"ta\", \"!\"]", "thanks[1]" },
  { "[\"tickets\"]", "[\"tickets\", \"teleport\"]", "modules[1]" },
  { "[\"tickets\"]", "\"tickets\"", "modules" },
  { "\"question\": \"Why?\", ", "", "faq[0].question" },
  { "\"answer\": \"So.\", ", "", "faq[0].answer" },
  { "\"category\": \"Broken\"}]}", "\"category\": \"Bent\"}]}", "faq[0].category" },
  { "\"category\": \"Broken\"}]}", "\"language\": 1}]}", "faq[0].language" },
};

/* If this failed, whoever writes a preset of their own would have to guess what is wrong with it. */
static void
test_each_mistake_is_named (void)
{
  g_autoptr (GError) right_error = NULL;
  g_autoptr (DeskPreset) preset = desk_preset_parse (right, -1, &right_error);

  g_assert_no_error (right_error);
  g_assert_cmpint (desk_preset_get_capacity (preset), ==, 8);
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (right, mistakes[i].from, 2);
      g_autofree char *json = NULL;
      g_autoptr (GError) error = NULL;
      const GPtrArray *fields;

      g_test_message ("%s", mistakes[i].field);
      g_assert_nonnull (parts[1]);
      json = g_strconcat (parts[0], mistakes[i].to, parts[1], NULL);
      g_assert_null (desk_preset_parse (json, -1, &error));
      g_assert_error (error, DESK_ERROR, DESK_ERROR_INVALID);
      fields = desk_error_get_fields (error);
      /* What refers to it may be wrong because of it, and is told after it. */
      g_assert_cmpstr (((DeskFieldError *) fields->pdata[0])->field, ==, mistakes[i].field);
      g_assert_nonnull (strstr (((DeskFieldError *) fields->pdata[0])->detail, " "));
    }
}

/* All mistakes are told at once; what is no object at all is told too. */
static void
test_wrong (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_preset_parse ("{}", -1, &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_INVALID);
  g_assert_cmpuint (desk_error_get_fields (error)->len, >=, 10);
  g_clear_error (&error);
  g_assert_null (desk_preset_parse ("[]", -1, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == DESK_ERROR);
}

/* An entry that is not complete, or of a category that there is not, is told by its number. */
static void
test_wrong_faq (void)
{
  static const char *const wrong[][2] = {
    { "{\"question\": \"Where?\"}", "faq[0].answer" },
    { "{\"question\": 1, \"answer\": \"Here\"}", "faq[0].question" },
    { "\"Where?\"", "faq[0]" },
    { "{\"question\": \"Where?\", \"answer\": \"Here\", \"category\": \"Nonsense\"}", "faq[0].category" },
  };
  g_autoptr (DeskPreset) shop = load_shop ();
  g_auto (GStrv) parts = g_strsplit (desk_preset_get_json (shop), "\"faq\": [", 2);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *json = g_strconcat (parts[0], "\"faq\": [", wrong[i][0], ",", parts[1], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (desk_preset_parse (json, -1, &error));
      g_assert_error (error, DESK_ERROR, DESK_ERROR_INVALID);
      g_assert_cmpstr (((DeskFieldError *) desk_error_get_fields (error)->pdata[0])->field, ==, wrong[i][1]);
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
  g_test_add_func ("/preset/all-five", test_all_five);
  g_test_add_func ("/preset/documents", test_documents);
  g_test_add_func ("/preset/routing", test_routing);
  g_test_add_func ("/preset/priority-rules", test_priority_rules);
  g_test_add_func ("/preset/each-mistake-is-named", test_each_mistake_is_named);
  g_test_add_func ("/preset/wrong", test_wrong);
  g_test_add_func ("/preset/wrong-faq", test_wrong_faq);
  g_test_add_func ("/preset/missing", test_missing);
  return g_test_run ();
}
