/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-command.h"

#include <stdio.h>

#include "db/desk-migrate.h"

/**
 * desk_command_migrate:
 * @argc: how many
 * @argv: the arguments, "migrate" first
 * @error: why it could not
 *
 * Returns: whether the database is of this program's version now
 */
gboolean
desk_command_migrate (int argc, char **argv, GError **error)
{
  g_auto (DeskCommandPlace) place = { NULL };
  const GOptionEntry entries[] = { DESK_COMMAND_PLACE_OPTIONS (place), G_OPTION_ENTRY_NULL };
  g_autoptr (DeskDb) db = NULL;
  gint64 version;

  if (!desk_command_parse (&argc, &argv, "Brings a desk's database to this version.", entries, error))
    return FALSE;
  db = desk_command_open (&place, FALSE, error);
  if (db == NULL)
    return FALSE;
  version = desk_migrate_get_version (db, error);
  if (version < 0)
    return FALSE;
  printf ("The database is at version %" G_GINT64_FORMAT ".\n", version);
  desk_db_close (db);
  return TRUE;
}
