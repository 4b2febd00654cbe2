/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-command.h"

#include <errno.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "core/desk-error.h"
#include "db/desk-migrate.h"
#include "server/desk-paths.h"

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "The folder %s can't be made: %s", path, g_strerror (errno));
  return FALSE;
}

static char *
find_file (const DeskCommandPlace *place, gboolean make, GError **error)
{
  g_autofree char *file = g_build_filename (place->data, "desk.db", NULL);

  if (make)
    {
      if (!make_folder (place->data, error))
        return NULL;
    }
  else if (!g_file_test (file, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND,
                   "There is no desk in %s yet: make one with \"deskbelld init\"", place->data);
      return NULL;
    }
  return g_steal_pointer (&file);
}

static char *
read_line (FILE *file)
{
  g_autofree char *line = NULL;
  char buffer[2048];

  if (fgets (buffer, sizeof buffer, file) == NULL)
    return NULL;
  line = g_strdup (buffer);
  explicit_bzero (buffer, sizeof buffer);
  line[strcspn (line, "\r\n")] = '\0';
  return g_steal_pointer (&line);
}

static char *
ask (const char *prompt)
{
  struct termios before;
  struct termios quiet;
  gboolean is_terminal = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &before) == 0;
  char *line;

  if (is_terminal)
    {
      fprintf (stderr, "%s: ", prompt);
      quiet = before;
      quiet.c_lflag &= ~(tcflag_t) ECHO;
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
    }
  line = read_line (stdin);
  if (is_terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      fputc ('\n', stderr);
    }
  return line;
}

/**
 * desk_command_parse:
 * @argc: (inout): how many
 * @argv: (inout): the command's arguments, its name first
 * @summary: what it does, in a line
 * @entries: its options
 * @error: when there is one that it does not know
 *
 * Returns: whether all were understood; what is no option is left in @argv
 */
gboolean
desk_command_parse (int *argc, char ***argv, const char *summary, const GOptionEntry *entries, GError **error)
{
  g_autofree char *name = g_strdup_printf ("deskbelld %s", (*argv)[0]);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

void
desk_command_place_clear (DeskCommandPlace *self)
{
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->database, g_free);
}

/**
 * desk_command_open_as_it_is:
 * @place: where the desk is
 * @make: whether it may have to be made
 * @error: why that is not possible
 *
 * Returns: (transfer full): the database, of whichever version it is
 */
DeskDb *
desk_command_open_as_it_is (const DeskCommandPlace *place, gboolean make, GError **error)
{
  g_autofree char *file = NULL;

  if ((place->data != NULL) == (place->database != NULL))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INVALID,
                           "Say where the desk is: --data DIR, or --database postgresql://...");
      return NULL;
    }
  if (place->data != NULL)
    {
      file = find_file (place, make, error);
      if (file == NULL)
        return NULL;
    }
  return desk_db_open (file != NULL ? file : place->database, error);
}

/**
 * desk_command_open:
 * @place: where the desk is
 * @make: whether it may have to be made
 * @error: why that is not possible
 *
 * Opens the database and brings it to this program's version.
 *
 * Returns: (transfer full): the database
 */
DeskDb *
desk_command_open (const DeskCommandPlace *place, gboolean make, GError **error)
{
  g_autofree char *migrations = desk_paths_find ("sql");
  g_autoptr (DeskDb) db = desk_command_open_as_it_is (place, make, error);

  if (db == NULL || !desk_migrate (db, migrations, error))
    return NULL;
  return g_steal_pointer (&db);
}

/**
 * desk_command_read_password:
 * @file: (nullable): where it stands, "-" for standard input; %NULL asks for it
 * @prompt: how it is asked for
 * @error: when there is none
 *
 * Passwords never come from the command line, where everybody on the machine could see them.
 *
 * Returns: (transfer full): the first line
 */
char *
desk_command_read_password (const char *file, const char *prompt, GError **error)
{
  g_autofree char *password = NULL;

  if (file == NULL || g_str_equal (file, "-"))
    password = ask (prompt);
  else if (g_file_get_contents (file, &password, NULL, error))
    password[strcspn (password, "\r\n")] = '\0';
  else
    return NULL;
  if (password == NULL || password[0] == '\0')
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_INVALID, "%s: a password was expected", prompt);
      return NULL;
    }
  return g_steal_pointer (&password);
}
