/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DESK_TYPE_END_FOLLOWER (desk_end_follower_get_type ())
G_DECLARE_FINAL_TYPE (DeskEndFollower, desk_end_follower, DESK, END_FOLLOWER, GObject)

/*
 * Keeps the last row of a list in view as rows come and heights change, until the reader scrolls up; it follows again
 * once they are back at the end. It borrows the list and its scroller, which must outlive it.
 */
DeskEndFollower *desk_end_follower_new (GtkScrolledWindow *scroller, GtkListView *list);
void desk_end_follower_follow (DeskEndFollower *self);
gboolean desk_end_follower_is_following (DeskEndFollower *self);

G_END_DECLS
