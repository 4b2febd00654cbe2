/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "app/desk-format.h"

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* 21 November 2026, 10:42 UTC, a Saturday. */
#define NOW (G_GINT64_CONSTANT (1795257720) * G_USEC_PER_SEC)

#define assert_text(call, expected)                                                                                    \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *got = (call);                                                                                     \
    g_assert_cmpstr (got, ==, (expected));                                                                             \
  }                                                                                                                    \
  G_STMT_END

static void
test_money (void)
{
  assert_text (desk_format_money (348200, "INR"), "₹3,482");
  assert_text (desk_format_money (348250, "INR"), "₹3,482.50");
  assert_text (desk_format_money_exact (348200, "INR"), "₹3,482.00");
  assert_text (desk_format_money_plain (348205, "INR"), "3482.05");
  assert_text (desk_format_money (-23200, "INR"), "−₹232");
  assert_text (desk_format_money (5, "USD"), "$0.05");
  assert_text (desk_format_money (1234567, "JPY"), "¥1,234,567");
  assert_text (desk_format_money (1234567, "KWD"), "KWD\302\2401,234.567");
  assert_text (desk_format_money (0, "EUR"), "€0");
  assert_text (desk_format_money (G_MININT64, "JPY"), "−¥9,223,372,036,854,775,808");
}

static void
test_parse_money (void)
{
  static const struct
  {
    const char *text, *currency;
    gboolean good;
    gint64 amount;
  } cases[] = {
    { "232", "INR", TRUE, 23200 },
    { "232.00", "INR", TRUE, 23200 },
    { " 232.5 ", "INR", TRUE, 23250 },
    { "232,50", "INR", TRUE, 23250 },
    { "3,482.00", "INR", TRUE, 348200 },
    { "1,23,456", "INR", TRUE, 12345600 },
    { "₹3,482", "INR", TRUE, 348200 },
    { "INR 3482", "INR", TRUE, 348200 },
    { ".5", "USD", TRUE, 50 },
    { "1500", "JPY", TRUE, 1500 },
    { "1.234", "KWD", TRUE, 1234 },
    { "", "INR", FALSE, 0 },
    { ".", "INR", FALSE, 0 },
    { "-5", "INR", FALSE, 0 },
    { "5.123", "INR", FALSE, 0 },
    { "15.5", "JPY", FALSE, 0 },
    { "1.2.3", "INR", FALSE, 0 },
    { "five", "INR", FALSE, 0 },
    { "99999999999999999999", "INR", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 amount = 0;
      gboolean good = desk_parse_money (cases[i].text, cases[i].currency, &amount);

      g_test_message ("“%s”: %d %" G_GINT64_FORMAT, cases[i].text, good, amount);
      g_assert_true (good == cases[i].good);
      g_assert_cmpint (amount, ==, cases[i].amount);
    }
}

static void
test_numbers (void)
{
  assert_text (desk_format_count (0), "0");
  assert_text (desk_format_count (999), "999");
  assert_text (desk_format_count (1204), "1,204");
  assert_text (desk_format_count (1000000), "1,000,000");
}

static void
test_phone (void)
{
  assert_text (desk_format_phone ("+919841055217"), "+91 98410 55217");
  assert_text (desk_format_phone ("+971504182207"), "+971 50 418 2207");
  assert_text (desk_format_phone ("+14155550123"), "+1 415 555 0123");
  assert_text (desk_format_phone ("+4915123456789"), "+49 151 234 567 89");
  assert_text (desk_format_phone ("12345"), "12345");
  assert_text (desk_format_phone (NULL), "");
}

static void
test_times (void)
{
  assert_text (desk_format_clock (NOW), "10:42");
  assert_text (desk_format_day (NOW - HOUR, NOW), "today");
  assert_text (desk_format_day (NOW - 11 * HOUR, NOW), "yesterday");
  assert_text (desk_format_day (NOW - 15 * DAY, NOW), "6 Nov");
  assert_text (desk_format_day (NOW - 400 * DAY, NOW), "17 Oct 2025");
  assert_text (desk_format_day_heading (NOW, NOW), "Today, 21 November");
  assert_text (desk_format_day_heading (NOW - 2 * DAY, NOW), "Thursday, 19 November");
  assert_text (desk_format_when (NOW - HOUR, NOW), "09:42");
  assert_text (desk_format_when (NOW - 2 * DAY, NOW), "19 Nov");
  assert_text (desk_format_date_time (NOW), "21 Nov 2026, 10:42");
  assert_text (desk_format_month (NOW), "November 2026");
}

static void
test_ages (void)
{
  assert_text (desk_format_age (NOW - 1, NOW), "now");
  assert_text (desk_format_age (NOW + HOUR, NOW), "now");
  assert_text (desk_format_age (NOW - 4 * MINUTE, NOW), "4 min");
  assert_text (desk_format_age (NOW - 119 * MINUTE, NOW), "1 h");
  assert_text (desk_format_age (NOW - 3 * DAY, NOW), "3 d");
  assert_text (desk_format_age (NOW - 90 * DAY, NOW), "3 mo");
  assert_text (desk_format_age (NOW - 800 * DAY, NOW), "2 y");
  assert_text (desk_format_ago (NOW - 4 * MINUTE, NOW), "4 min ago");
  assert_text (desk_format_ago (NOW - 5 * HOUR, NOW), "5 h ago");
  assert_text (desk_format_ago (NOW - 30 * HOUR, NOW), "yesterday");
  assert_text (desk_format_ago (NOW - 3 * DAY, NOW), "3 days ago");
  assert_text (desk_format_since (NOW - 2 * DAY, NOW), "2 days");
  assert_text (desk_format_since (NOW - 1 * DAY, NOW), "1 day");
  assert_text (desk_format_duration (40), "40 s");
  assert_text (desk_format_duration (86 * 60), "1 h 26 min");
  assert_text (desk_format_duration (2 * 86400 + 3 * 3600), "2 d 3 h");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/money", test_money);
  g_test_add_func ("/format/parse-money", test_parse_money);
  g_test_add_func ("/format/numbers", test_numbers);
  g_test_add_func ("/format/phone", test_phone);
  g_test_add_func ("/format/times", test_times);
  g_test_add_func ("/format/ages", test_ages);

  return g_test_run ();
}
