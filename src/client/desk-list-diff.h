/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeskListSplice:
 *
 * A place where a list changes: @removed entries from @before on give way to @added entries from @after on.
 */
typedef struct
{
  guint before; /* in the old list */
  guint removed;
  guint after; /* in the new list */
  guint added;
} DeskListSplice;

/* The smallest set of splices from one list of different numbers to another, in order; one single splice instead when
 * there would be more than @max_splices. Any thread. */
GArray *desk_list_diff (const gint64 *before, guint n_before, const gint64 *after, guint n_after, guint max_splices);

G_END_DECLS
