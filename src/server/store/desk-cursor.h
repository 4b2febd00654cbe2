/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeskCursor:
 * @sort: the sort that it belongs to, as asked: "-updated_at"
 * @is_behind: the list has come to the rows that have nothing to be sorted by
 * @key: what the last row given was sorted by; %NULL when @is_behind
 * @id: its id
 *
 * Where the next page of a list begins.
 */
typedef struct
{
  char *sort;
  gboolean is_behind;
  char *key;
  char *id;
} DeskCursor;

char *desk_cursor_write (const char *sort, gboolean is_behind, const char *key, const char *id);
DeskCursor *desk_cursor_read (const char *text, const char *sort, gboolean is_number, GError **error);
void desk_cursor_free (DeskCursor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskCursor, desk_cursor_free)

G_END_DECLS
