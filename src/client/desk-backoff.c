/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-backoff.h"

#define LONGEST 60.0 /* seconds */

/**
 * desk_backoff_get_delay:
 * @n: how many tries in a row have failed, from 1
 *
 * Returns: microseconds to the next try
 */
gint64
desk_backoff_get_delay (guint n)
{
  double seconds = n >= 7 ? LONGEST : MIN (LONGEST, 1u << (MAX (n, 1) - 1));

  return seconds * g_random_double_range (0.5, 1.0) * G_USEC_PER_SEC;
}
