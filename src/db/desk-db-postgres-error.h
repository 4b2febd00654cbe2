/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "db/desk-db-driver.h"

G_BEGIN_DECLS

gboolean desk_db_postgres_fail (DeskDbDriver *driver, PGconn *connection, PGresult *result, GError **error);

G_END_DECLS
