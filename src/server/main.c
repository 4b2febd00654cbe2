/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/desk-error.h"
#include "server/desk-command.h"

static const struct
{
  const char *name;
  DeskCommandFunction function;
  const char *summary; /* NULL for those that only tests need */
} commands[] = {
  { "init", desk_command_init, "make a desk" },
  { "serve", desk_command_serve, "serve it" },
  { "agent", desk_command_agent, "add, list and approve those who work there, set their passwords" },
  { "migrate", desk_command_migrate, "bring its database to this version" },
  { "verify", desk_command_verify, "look whether nothing in it was broken or changed" },
  { "routes", desk_command_routes, NULL },
};

static void
print_help (FILE *file)
{
  fprintf (file, "Usage: deskbelld COMMAND [OPTION...]\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].summary != NULL)
      fprintf (file, "  %-8s %s\n", commands[i].name, commands[i].summary);
  fprintf (file, "\n\"deskbelld COMMAND --help\" tells more; \"deskbelld --version\" tells the version.\n");
}

static void
print_error (const GError *error)
{
  const GPtrArray *fields = desk_error_get_fields (error);

  fprintf (stderr, "deskbelld: %s\n", error->message);
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const DeskFieldError *field = fields->pdata[i];

      fprintf (stderr, "  %s: %s\n", field->field, field->detail);
    }
}

int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : "";

  setlocale (LC_ALL, "");
  umask (077);
  if (strcmp (name, "--version") == 0)
    {
      printf ("deskbelld %s\n", DESK_VERSION);
      return 0;
    }
  if (strcmp (name, "--help") == 0 || strcmp (name, "-h") == 0 || strcmp (name, "help") == 0)
    {
      print_help (stdout);
      return 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (name, commands[i].name) == 0)
      {
        g_autoptr (GError) error = NULL;

        if (commands[i].function (argc - 1, argv + 1, &error))
          return 0;
        print_error (error);
        return 1;
      }
  print_help (stderr);
  return 2;
}
