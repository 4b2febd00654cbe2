/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/desk-db.h"

#include <sqlite3.h>

int
desk_db_open (void)
{
  return SQLITE_OK;
}
