/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long to wait after @n failures in a row, in microseconds: doubling from a second up to a minute, with half of it
 * left to chance, so that a desk's windows don't all come back in the same moment. */
gint64 desk_backoff_get_delay (guint n);

G_END_DECLS
