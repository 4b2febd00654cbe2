/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-format.h"

#include <limits.h>
#include <locale.h>
#include <string.h>

#define NO_BREAK_SPACE "\302\240"

static const struct
{
  const char *code;
  const char *symbol;
} symbols[] = {
  { "INR", "₹" },   { "USD", "$" },   { "EUR", "€" },   { "GBP", "£" },  { "JPY", "¥" },
  { "CNY", "CN¥" }, { "KRW", "₩" },   { "ILS", "₪" },   { "NGN", "₦" },  { "PHP", "₱" },
  { "VND", "₫" },   { "TRY", "₺" },   { "UAH", "₴" },   { "BRL", "R$" }, { "AUD", "A$" },
  { "CAD", "CA$" }, { "MXN", "MX$" }, { "NZD", "NZ$" }, { "THB", "฿" },  { "BDT", "৳" },
};

/* ISO 4217: currencies whose minor unit is not a hundredth. */
static const struct
{
  const char *code;
  int digits;
} minor_digits[] = {
  { "JPY", 0 }, { "KRW", 0 }, { "VND", 0 }, { "CLP", 0 }, { "ISK", 0 }, { "UGX", 0 }, { "XAF", 0 }, { "XOF", 0 },
  { "KWD", 3 }, { "BHD", 3 }, { "OMR", 3 }, { "JOD", 3 }, { "TND", 3 }, { "IQD", 3 }, { "LYD", 3 },
};

static int
count_minor_digits (const char *currency)
{
  for (guint i = 0; i < G_N_ELEMENTS (minor_digits); i++)
    if (g_strcmp0 (minor_digits[i].code, currency) == 0)
      return minor_digits[i].digits;

  return 2;
}

static guint64
raise_ten (int digits)
{
  guint64 power = 1;

  for (int i = 0; i < digits; i++)
    power *= 10;

  return power;
}

/* The C locale says nothing about grouping; numbers are read more easily with it. */
static const char *
get_group_separator (void)
{
  const char *separator = localeconv ()->thousands_sep;

  return *separator != '\0' ? separator : ",";
}

static const char *
get_decimal_point (void)
{
  const char *point = localeconv ()->decimal_point;

  return *point != '\0' ? point : ".";
}

/* The sizes of groups from the right, as localeconv(3) says them: the last one repeats, CHAR_MAX ends grouping. */
static char *
group_digits (const char *digits)
{
  const char *grouping = localeconv ()->grouping;
  g_autoptr (GString) text = g_string_new (NULL);
  int left = strlen (digits);

  if (*grouping == '\0')
    grouping = "\3";

  while (left > 0)
    {
      int size = *grouping == CHAR_MAX || *grouping <= 0 ? left : MIN (*grouping, left);

      if (text->len > 0)
        g_string_prepend (text, get_group_separator ());
      g_string_prepend_len (text, digits + left - size, size);
      left -= size;
      if (grouping[1] != '\0')
        grouping++;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
format_amount (gint64 minor_units, const char *currency, gboolean with_fraction)
{
  int digits = count_minor_digits (currency);
  guint64 unit = raise_ten (digits);
  guint64 amount = minor_units < 0 ? -(guint64) minor_units : (guint64) minor_units;
  g_autofree char *whole = g_strdup_printf ("%" G_GUINT64_FORMAT, amount / unit);
  g_autofree char *grouped = group_digits (whole);

  if (digits == 0 || (!with_fraction && amount % unit == 0))
    return g_steal_pointer (&grouped);

  return g_strdup_printf ("%s%s%0*" G_GUINT64_FORMAT, grouped, get_decimal_point (), digits, amount % unit);
}

static char *
add_symbol (const char *amount, const char *currency, gboolean negative)
{
  const char *symbol = desk_currency_symbol (currency);
  const char *sign = negative ? "−" : "";
  gboolean is_word = g_ascii_isalpha (symbol[strlen (symbol) - 1]);
  gboolean before = localeconv ()->p_cs_precedes != 0;
  gboolean space = is_word || (localeconv ()->p_sep_by_space != 0 && localeconv ()->p_sep_by_space != CHAR_MAX);

  if (before)
    return g_strconcat (sign, symbol, space ? NO_BREAK_SPACE : "", amount, NULL);

  return g_strconcat (sign, amount, space ? NO_BREAK_SPACE : "", symbol, NULL);
}

/* Whether what follows a separator reads as groups of thousands: three digits last, two or three before. */
static gboolean
is_grouped (const char *text, char separator)
{
  const char *last = strrchr (text, separator);

  return strlen (last + 1) == 3 && strspn (last + 1, "0123456789") == 3;
}

/* Splits "1,234.50" into "1234" and "50" as the locale reads it; a group separator that does not stand before three
 * digits is taken for a decimal point, because that is what whoever typed "232.00" meant. */
static gboolean
split_amount (const char *text, char **whole, char **fraction)
{
  const char *dot = strrchr (text, '.');
  const char *comma = strrchr (text, ',');
  const char *last = dot > comma ? dot : comma;
  g_autoptr (GString) digits = g_string_new (NULL);

  if (last != NULL && *last != *get_decimal_point () && is_grouped (text, *last))
    last = NULL;
  if (last != NULL && strchr (text, *last) != last)
    return FALSE;

  for (const char *p = text; *p != '\0' && p != last; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (*p != '.' && *p != ',')
      return FALSE;

  if (last != NULL && strspn (last + 1, "0123456789") != strlen (last + 1))
    return FALSE;

  *whole = g_strdup (digits->len > 0 ? digits->str : "0");
  *fraction = g_strdup (last != NULL ? last + 1 : "");

  return digits->len > 0 || **fraction != '\0';
}

/* Takes away the currency's symbol or code, and all white space. */
static char *
strip_amount (const char *text, const char *currency)
{
  g_autofree char *without_symbol = NULL;
  const char *marks[] = { desk_currency_symbol (currency), currency };
  g_autoptr (GString) rest = g_string_new (text);
  g_autoptr (GString) amount = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (marks[i] != NULL && *marks[i] != '\0')
      g_string_replace (rest, marks[i], "", 1);

  for (const char *p = rest->str; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (amount, g_utf8_get_char (p));

  return g_string_free (g_steal_pointer (&amount), FALSE);
}

/**
 * desk_currency_symbol:
 * @currency: (nullable): an ISO 4217 code
 *
 * Returns: "₹"; the code itself for a currency without a sign of its own
 */
const char *
desk_currency_symbol (const char *currency)
{
  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (g_strcmp0 (symbols[i].code, currency) == 0)
      return symbols[i].symbol;

  return currency != NULL && *currency != '\0' ? currency : "¤";
}

/**
 * desk_format_money:
 * @minor_units: an amount
 * @currency: (nullable): its ISO 4217 code
 *
 * Returns: (transfer full): "₹3,482", "₹3,482.50": without a fraction where it is nothing
 */
char *
desk_format_money (gint64 minor_units, const char *currency)
{
  g_autofree char *amount = format_amount (minor_units, currency, FALSE);

  return add_symbol (amount, currency, minor_units < 0);
}

/**
 * desk_format_money_exact:
 * @minor_units: an amount
 * @currency: (nullable): its ISO 4217 code
 *
 * Returns: (transfer full): "₹3,482.00": always with its fraction
 */
char *
desk_format_money_exact (gint64 minor_units, const char *currency)
{
  g_autofree char *amount = format_amount (minor_units, currency, TRUE);

  return add_symbol (amount, currency, minor_units < 0);
}

/**
 * desk_format_money_plain:
 * @minor_units: an amount, not negative
 * @currency: (nullable): its ISO 4217 code
 *
 * Returns: (transfer full): what goes into an entry: "3482.00", without symbol and grouping
 */
char *
desk_format_money_plain (gint64 minor_units, const char *currency)
{
  int digits = count_minor_digits (currency);
  guint64 unit = raise_ten (digits);

  if (digits == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, minor_units);

  return g_strdup_printf ("%" G_GUINT64_FORMAT "%s%0*" G_GUINT64_FORMAT, (guint64) minor_units / unit,
                          get_decimal_point (), digits, (guint64) minor_units % unit);
}

/**
 * desk_parse_money:
 * @text: what somebody typed
 * @currency: (nullable): the ISO 4217 code it is in
 * @minor_units: (out): the amount
 *
 * Reads an amount as the locale writes it, with or without symbol and grouping.
 *
 * Returns: %FALSE when it is no amount, is negative, or has more digits than the currency
 */
gboolean
desk_parse_money (const char *text, const char *currency, gint64 *minor_units)
{
  g_autofree char *amount = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *fraction = NULL;
  g_autofree char *all = NULL;
  int digits = count_minor_digits (currency);
  guint64 value;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (minor_units != NULL, FALSE);

  amount = strip_amount (text, currency);
  if (*amount == '\0' || !split_amount (amount, &whole, &fraction) || strlen (fraction) > (gsize) digits)
    return FALSE;

  all = g_strconcat (whole, fraction, NULL);
  if (!g_ascii_string_to_unsigned (all, 10, 0, G_MAXINT64 / 1000, &value, NULL))
    return FALSE;

  *minor_units = value * raise_ten (digits - strlen (fraction));

  return TRUE;
}

/**
 * desk_format_count:
 * @count: how many
 *
 * Returns: (transfer full): "1,204"
 */
char *
desk_format_count (guint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  return group_digits (digits);
}
