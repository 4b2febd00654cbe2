/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "db/desk-db-types.h"

G_BEGIN_DECLS

/**
 * DeskDbShelf:
 *
 * Reading connections for threads that are not the database's own: each takes one for as long as it reads and puts it
 * back. There are never more than have been in use at once. Any thread.
 */
typedef struct _DeskDbShelf DeskDbShelf;

DeskDbShelf *desk_db_shelf_new (GType driver_type, const char *url, gpointer db);
void desk_db_shelf_free (DeskDbShelf *self);

gboolean desk_db_shelf_read (DeskDbShelf *self, DeskDbWork work, gpointer data, GError **error);
void desk_db_shelf_close (DeskDbShelf *self);

G_END_DECLS
