/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why something was refused, kept to be told later: all that an error says but its code, as JSON. */
char *desk_stored_error_dup_json (const GError *error);
GError *desk_stored_error_read (int code, const char *json);

G_END_DECLS
