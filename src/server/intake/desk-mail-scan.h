/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a mail can be taken apart without more memory than it is worth: a few bytes of it may be a part or a header,
 * which is an object of its own. */
gboolean desk_mail_scan (const char *bytes, gsize length, GError **error);

G_END_DECLS
