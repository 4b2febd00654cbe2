/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-command.h"

#include <stdio.h>

#include "core/desk-error.h"
#include "db/desk-migrate.h"
#include "server/desk-paths.h"
#include "server/store/desk-verify.h"

static gboolean
verify_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_verify (transaction, data, error);
}

/**
 * desk_command_verify:
 * @argc: how many
 * @argv: the arguments, "verify" first
 * @error: how many faults there are, or why they could not be looked for
 *
 * Prints each fault as a sentence. Changes nothing.
 *
 * Returns: whether there is none
 */
gboolean
desk_command_verify (int argc, char **argv, GError **error)
{
  g_auto (DeskCommandPlace) place = { NULL };
  const GOptionEntry entries[] = { DESK_COMMAND_PLACE_OPTIONS (place), G_OPTION_ENTRY_NULL };
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *migrations = desk_paths_find ("sql");
  g_autoptr (DeskDb) db = NULL;
  gboolean right;

  if (!desk_command_parse (&argc, &argv, "Looks whether a desk is whole: history, counters, references, search.",
                           entries, error))
    return FALSE;
  db = desk_command_open_as_it_is (&place, FALSE, error);
  if (db == NULL)
    return FALSE;
  right = desk_migrate_check (db, migrations, error) && desk_db_run (db, DESK_DB_READ, verify_work, faults, error);
  desk_db_close (db);
  if (!right)
    return FALSE;
  for (guint i = 0; i < faults->len; i++)
    printf ("%s\n", (char *) faults->pdata[i]);
  if (faults->len == 0)
    {
      printf ("The desk is whole.\n");
      return TRUE;
    }
  fflush (stdout);
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, faults->len == 1 ? "%u fault was found" : "%u faults were found",
               faults->len);
  return FALSE;
}
