/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-phone.h"

#include <string.h>

/* E.164: at most 15 digits behind the plus; shorter than 7 reaches nobody. */
#define MIN_DIGITS 7
#define MAX_DIGITS 15

/**
 * desk_phone_normalize:
 * @text: (nullable): a number as people write it: spaces, dashes, brackets, a leading + or 00 or 0
 * @country_calling_code: the desk's own country, such as "91", for numbers without one
 *
 * Returns: (transfer full) (nullable): the number as E.164 ("+919876543210"), or %NULL when it can't be one
 */
char *
desk_phone_normalize (const char *text, const char *country_calling_code)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean international;
  const char *national;

  if (text == NULL)
    return NULL;
  while (g_ascii_isspace (*text))
    text++;
  international = *text == '+';
  for (const char *p = international ? text + 1 : text; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (strchr (" -().\t/", *p) == NULL)
        return NULL;
    }
  national = digits->str;
  if (!international && g_str_has_prefix (national, "00"))
    {
      international = TRUE;
      national += 2;
    }
  if (!international)
    {
      if (*national == '0')
        national++;
      if (strlen (national) < MIN_DIGITS - 1 || country_calling_code == NULL)
        return NULL;
      if (strlen (country_calling_code) + strlen (national) > MAX_DIGITS)
        return NULL;
      return g_strconcat ("+", country_calling_code, national, NULL);
    }
  if (strlen (national) < MIN_DIGITS || strlen (national) > MAX_DIGITS || *national == '0')
    return NULL;
  return g_strconcat ("+", national, NULL);
}

/**
 * desk_email_normalize:
 * @text: (nullable): an e-mail address as people write it
 *
 * Returns: (transfer full) (nullable): the address, case-folded, or %NULL when it can't be one
 */
char *
desk_email_normalize (const char *text)
{
  g_autofree char *folded = NULL;
  const char *at, *dot;

  if (text == NULL)
    return NULL;
  folded = g_utf8_strdown (text, -1);
  g_strstrip (folded);
  at = strchr (folded, '@');
  dot = at != NULL ? strrchr (at, '.') : NULL;
  if (at == NULL || at == folded || strchr (at + 1, '@') != NULL || strpbrk (folded, " \t\r\n<>,;\"") != NULL
      || dot == NULL || dot == at + 1 || dot[1] == '\0' || strlen (folded) > 254)
    return NULL;
  return g_steal_pointer (&folded);
}
