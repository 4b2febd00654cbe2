/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *desk_number_format (const char *format, int year, gint64 n);
gboolean desk_number_format_is_valid (const char *format);
gboolean desk_number_format_has_year (const char *format);
int desk_number_year (gint64 microseconds, const char *time_zone);

G_END_DECLS
