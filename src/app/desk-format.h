/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people read, in the words and figures of their locale. All times are microseconds since 1970 UTC, "now" may be 0
 * for this moment. All strings are (transfer full). */

char *desk_format_money (gint64 minor_units, const char *currency);
char *desk_format_money_exact (gint64 minor_units, const char *currency);
char *desk_format_money_plain (gint64 minor_units, const char *currency);
gboolean desk_parse_money (const char *text, const char *currency, gint64 *minor_units);
const char *desk_currency_symbol (const char *currency);

char *desk_format_count (guint64 count);
char *desk_format_clock (gint64 time);
char *desk_format_day (gint64 time, gint64 now);
char *desk_format_day_heading (gint64 time, gint64 now);
char *desk_format_when (gint64 time, gint64 now);
char *desk_format_date_time (gint64 time);
char *desk_format_month (gint64 time);
char *desk_format_age (gint64 time, gint64 now);
char *desk_format_ago (gint64 time, gint64 now);
char *desk_format_since (gint64 time, gint64 now);
char *desk_format_duration (gint64 seconds);
gboolean desk_same_day (gint64 a, gint64 b);

char *desk_format_phone (const char *e164);

G_END_DECLS
