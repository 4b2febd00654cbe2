/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* For work that adds much to be found and changes nothing that can be found already. */
gboolean desk_search_fill (DeskDbTransaction *db, DeskDbWork work, gpointer data, GError **error);

G_END_DECLS
