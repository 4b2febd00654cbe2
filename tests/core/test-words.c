/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-enum.h"
#include "core/desk-number.h"
#include "core/desk-phone.h"
#include "core/desk-text.h"

static void
test_enums (void)
{
  for (guint i = 0; desk_enums[i] != NULL; i++)
    {
      const DeskEnum *info = desk_enums[i];

      g_assert_cmpuint (desk_enum_n_values (info), >, 1);
      g_assert_null (desk_enum_to_wire (info, 0));
      g_assert_null (desk_enum_to_wire (info, -1));
      g_assert_null (desk_enum_to_wire (info, desk_enum_n_values (info) + 1));
      g_assert_cmpint (desk_enum_from_wire (info, "no such word"), ==, 0);
      g_assert_cmpint (desk_enum_from_wire (info, NULL), ==, 0);
      for (guint value = 1; value <= desk_enum_n_values (info); value++)
        {
          g_assert_cmpint (desk_enum_from_wire (info, desk_enum_to_wire (info, value)), ==, (int) value);
          g_assert_cmpstr (desk_enum_label (info, value), !=, "");
        }
    }
  /* The tables' order is the C enums' order: the last of each holds it. */
  g_assert_cmpstr (desk_enum_to_wire (&desk_query_source_enum, DESK_QUERY_SOURCE_CHAT), ==, "chat");
  g_assert_cmpstr (desk_enum_to_wire (&desk_query_status_enum, DESK_QUERY_STATUS_ESCALATED), ==, "escalated");
  g_assert_cmpstr (desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_CLOSED), ==, "closed");
  g_assert_cmpstr (desk_enum_to_wire (&desk_priority_enum, DESK_PRIORITY_CRITICAL), ==, "critical");
  g_assert_cmpstr (desk_enum_to_wire (&desk_role_enum, DESK_ROLE_ADMIN), ==, "admin");
  g_assert_cmpstr (desk_enum_to_wire (&desk_availability_enum, DESK_AVAILABILITY_AWAY), ==, "away");
  g_assert_cmpstr (desk_enum_to_wire (&desk_sender_type_enum, DESK_SENDER_TYPE_SYSTEM), ==, "system");
  g_assert_cmpstr (desk_enum_to_wire (&desk_resolution_type_enum, DESK_RESOLUTION_TYPE_OTHER), ==, "other");
  g_assert_cmpstr (desk_enum_to_wire (&desk_order_status_enum, DESK_ORDER_STATUS_RETURNED), ==, "returned");
  g_assert_cmpstr (desk_enum_to_wire (&desk_customer_kind_enum, DESK_CUSTOMER_KIND_PROVIDER), ==, "provider");
  g_assert_cmpstr (desk_enum_to_wire (&desk_identity_kind_enum, DESK_IDENTITY_KIND_USERNAME), ==, "username");
  g_assert_cmpstr (desk_enum_to_wire (&desk_subject_enum, DESK_SUBJECT_DEPARTMENT), ==, "department");
  g_assert_cmpstr (desk_enum_to_wire (&desk_action_enum, DESK_ACTION_DELETED), ==, "deleted");
  g_assert_cmpstr (desk_enum_to_wire (&desk_notification_kind_enum, DESK_NOTIFICATION_KIND_FEEDBACK_GIVEN), ==,
                   "feedback_given");
  g_assert_cmpstr (desk_enum_to_wire (&desk_clock_kind_enum, DESK_CLOCK_KIND_RESOLUTION), ==, "resolution");
  g_assert_cmpstr (desk_enum_to_wire (&desk_clock_state_enum, DESK_CLOCK_STATE_ESCALATED), ==, "escalated");
  g_assert_cmpstr (desk_enum_to_wire (&desk_clock_event_enum, DESK_CLOCK_EVENT_ESCALATED), ==, "escalated");
}

static void
test_choices (void)
{
  g_autofree char *choices = desk_enum_dup_choices (&desk_availability_enum);

  g_assert_cmpstr (choices, ==, "available, busy or away");
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *format;
    int year;
    gint64 n;
    const char *expected;
  } cases[] = {
    { "TKT-{year}-{n:05}", 2026, 1, "TKT-2026-00001" },
    { "TKT-{year}-{n:05}", 2026, 123456, "TKT-2026-123456" },
    { "Q-{n}", 2026, 123, "Q-123" },
    { "{n:03}/{year}", 2027, 7, "007/2027" },
    { "{x}{n}", 2027, 7, "{x}7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *number = desk_number_format (cases[i].format, cases[i].year, cases[i].n);

      g_assert_cmpstr (number, ==, cases[i].expected);
    }
  g_assert_true (desk_number_format_is_valid ("Q-{n}"));
  g_assert_false (desk_number_format_is_valid ("Q-"));
  g_assert_false (desk_number_format_is_valid ("{n}{n}"));
  g_assert_false (desk_number_format_is_valid ("{n:99}"));
  g_assert_false (desk_number_format_is_valid (NULL));
}

/* If this failed, the first tickets of a year would carry the old one. */
static void
test_year (void)
{
  gint64 half_past_six_utc = G_GINT64_CONSTANT (1798741800) * G_USEC_PER_SEC; /* 2026-12-31T18:30:00Z */

  g_assert_cmpint (desk_number_year (half_past_six_utc, "UTC"), ==, 2026);
  g_assert_cmpint (desk_number_year (half_past_six_utc, "Asia/Kolkata"), ==, 2027);
  g_assert_cmpint (desk_number_year (half_past_six_utc - 1, "Asia/Kolkata"), ==, 2026);
  g_assert_cmpint (desk_number_year (half_past_six_utc, "No/Where"), ==, 2026);
}

static void
test_phones (void)
{
  static const struct
  {
    const char *given, *expected;
  } cases[] = {
    { "+91 98765 43210", "+919876543210" },
    { "0091-98765-43210", "+919876543210" },
    { "098765 43210", "+919876543210" },
    { "9876543210", "+919876543210" },
    { " +971 50.418.2207 ", "+971504182207" },
    { "+1", NULL },
    { "12345", NULL },
    { "98765x43210", NULL },
    { "+0123456789", NULL },
    { "+1234567890123456", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *number = desk_phone_normalize (cases[i].given, "91");

      g_assert_cmpstr (number, ==, cases[i].expected);
    }
}

static void
test_emails (void)
{
  g_autofree char *folded = desk_email_normalize ("  Zoe.L@Posteo.SE ");

  g_assert_cmpstr (folded, ==, "zoe.l@posteo.se");
  g_assert_null (desk_email_normalize ("zoe"));
  g_assert_null (desk_email_normalize ("zoe@"));
  g_assert_null (desk_email_normalize ("@posteo.se"));
  g_assert_null (desk_email_normalize ("a@b@c.de"));
  g_assert_null (desk_email_normalize ("zoe@posteo"));
  g_assert_null (desk_email_normalize ("a b@c.de"));
  g_assert_null (desk_email_normalize (NULL));
}

static void
assert_excerpt (const char *text, gsize max, const char *expected)
{
  g_autofree char *excerpt = desk_text_dup_excerpt (text, max);

  g_assert_cmpstr (excerpt, ==, expected);
}

/* A preview is one line, and never ends within a letter. */
static void
test_excerpts (void)
{
  assert_excerpt ("short", 200, "short");
  assert_excerpt ("one\r\ntwo\tthree", 200, "one  two three");
  assert_excerpt ("abcdef", 3, "abc");
  assert_excerpt ("Götgatan", 2, "G");
  assert_excerpt ("Götgatan", 3, "Gö");
  assert_excerpt ("😀😀", 7, "😀");
  assert_excerpt ("😀", 3, "");
  assert_excerpt ("", 0, "");
}

/* If this failed, "Thanks!" would open again what was settled, or "Thanks, but it still leaks" would open nothing. */
static void
test_thanks (void)
{
  static const char *const phrases[] = { "thanks", "thank you", "thank you so much", "Danke schön", "धन्यवाद", "👍",
                                         "❤",      NULL };
  static const char *const says_thanks[] = {
    "Thanks",
    "thanks!!!",
    "THANK YOU",
    "Thank you,\nthank you so much.",
    "Thanks, Ravi!",
    "danke scho\u0308n",
    "धन्यवाद।",
    "Thanks \U0001f44d",
    "\U0001f44d\U0001f3fd",
    "\u2764\ufe0f",
    "Thanks\n\nMary Rose",
  };
  static const char *const says_more[] = {
    "",
    " ",
    "!!!",
    "Ravi",
    "Mary",
    "Thank",
    "thank yourself",
    "Thanks?",
    "Thanks, but it still leaks",
    "No thanks",
    "Thanks \U0001f621",
    "Thanks 2",
    "you thank",
    "T h a n k s",
    "धन",
    "Thanks Priya",
  };
  g_autoptr (GString) often = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (says_thanks); i++)
    if (!desk_text_says_only (says_thanks[i], phrases, "Mary Rose Ravi"))
      g_error ("\"%s\" is thanks", says_thanks[i]);
  for (guint i = 0; i < G_N_ELEMENTS (says_more); i++)
    if (desk_text_says_only (says_more[i], phrases, "Mary Rose Ravi"))
      g_error ("\"%s\" is not thanks alone", says_more[i]);
  g_assert_false (desk_text_says_only ("Thanks", NULL, NULL));
  g_assert_false (desk_text_says_only ("Thanks, Ravi", phrases, NULL));
  for (guint i = 0; i < 100000; i++)
    g_string_append (often, "thanks ");
  g_assert_false (desk_text_says_only (often->str, phrases, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/enums", test_enums);
  g_test_add_func ("/words/choices", test_choices);
  g_test_add_func ("/words/numbers", test_numbers);
  g_test_add_func ("/words/year", test_year);
  g_test_add_func ("/words/phones", test_phones);
  g_test_add_func ("/words/emails", test_emails);
  g_test_add_func ("/words/excerpts", test_excerpts);
  g_test_add_func ("/words/thanks", test_thanks);
  return g_test_run ();
}
