/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-format.h"

#include <string.h>

/* Calling codes of two digits; one digit are 1 and 7, all others have three. See ITU-T E.164, list of assigned codes.
 */
static const char two_digit_codes[] =
    " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 "
    "65 66 81 82 84 86 90 91 92 93 94 95 98 ";

/* How the digits after the calling code are read in some countries. */
static const struct
{
  const char *code;
  int groups[4];
} phone_groups[] = {
  { "91", { 5, 5 } }, { "1", { 3, 3, 4 } },     { "7", { 3, 3, 4 } },  { "971", { 2, 3, 4 } },
  { "44", { 4, 6 } }, { "33", { 1, 2, 2, 4 } }, { "34", { 3, 3, 3 } }, { "966", { 2, 3, 4 } },
  { "65", { 4, 4 } }, { "61", { 3, 3, 3 } },
};

static gsize
measure_calling_code (const char *digits)
{
  char two[5] = { ' ', digits[0], digits[1], ' ', '\0' };

  if (digits[0] == '1' || digits[0] == '7')
    return 1;

  return strstr (two_digit_codes, two) != NULL ? 2 : 3;
}

static const int *
find_phone_groups (const char *digits, gsize code_length)
{
  gsize rest = strlen (digits) - code_length;

  for (guint i = 0; i < G_N_ELEMENTS (phone_groups); i++)
    {
      gsize sum = 0;

      for (guint j = 0; j < G_N_ELEMENTS (phone_groups[i].groups); j++)
        sum += phone_groups[i].groups[j];
      if (strlen (phone_groups[i].code) == code_length && strncmp (phone_groups[i].code, digits, code_length) == 0
          && sum == rest)
        return phone_groups[i].groups;
    }

  return NULL;
}

/**
 * desk_format_phone:
 * @e164: (nullable): "+919841055217"
 *
 * Returns: (transfer full): "+91 98410 55217"; what is not E.164 stays as it is
 */
char *
desk_format_phone (const char *e164)
{
  static const int any_groups[] = { 3, 3, 3, 3, 3 };
  g_autoptr (GString) text = NULL;
  const char *digits;
  const int *groups;
  gsize code_length;

  if (e164 == NULL || e164[0] != '+' || strlen (e164) < 8 || strspn (e164 + 1, "0123456789") != strlen (e164 + 1))
    return g_strdup (e164 != NULL ? e164 : "");

  digits = e164 + 1;
  code_length = measure_calling_code (digits);
  groups = find_phone_groups (digits, code_length);
  if (groups == NULL)
    groups = any_groups;

  text = g_string_new ("+");
  g_string_append_len (text, digits, code_length);
  digits += code_length;
  for (int i = 0; *digits != '\0'; i++)
    {
      gsize left = strlen (digits);
      /* No lonely digit at the end. */
      gsize size = i >= 4 || left <= (gsize) groups[i] + 1
                       ? (groups == any_groups ? left : MIN (left, (gsize) groups[i]))
                       : (gsize) groups[i];

      g_string_append_c (text, ' ');
      g_string_append_len (text, digits, size);
      digits += size;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
