/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* Whether everything in the database is what it has to be. @faults: gets what is not, a sentence each, owned. */
gboolean desk_verify (DeskDbTransaction *db, GPtrArray *faults, GError **error);

G_END_DECLS
