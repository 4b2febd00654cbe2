/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* What `deskbelld` can do: each gets its own arguments, its name first, and says on standard error why it could not. */
typedef gboolean (*DeskCommandFunction) (int argc, char **argv, GError **error);

gboolean desk_command_init (int argc, char **argv, GError **error);
gboolean desk_command_serve (int argc, char **argv, GError **error);
gboolean desk_command_agent (int argc, char **argv, GError **error);
gboolean desk_command_migrate (int argc, char **argv, GError **error);
gboolean desk_command_verify (int argc, char **argv, GError **error);
gboolean desk_command_routes (int argc, char **argv, GError **error);

/* What several of them need. */
typedef struct
{
  char *data;     /* a folder with the desk's SQLite file */
  char *database; /* or the URL of a PostgreSQL database */
} DeskCommandPlace;

#define DESK_COMMAND_PLACE_OPTIONS(place)                                                                              \
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &(place).data, "The desk's folder", "DIR" },                                  \
  {                                                                                                                    \
    "database", 0, 0, G_OPTION_ARG_STRING, &(place).database, "Or its PostgreSQL database", "URL"                      \
  }

gboolean desk_command_parse (int *argc, char ***argv, const char *summary, const GOptionEntry *entries, GError **error);
void desk_command_place_clear (DeskCommandPlace *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DeskCommandPlace, desk_command_place_clear)
DeskDb *desk_command_open_as_it_is (const DeskCommandPlace *place, gboolean make, GError **error);
DeskDb *desk_command_open (const DeskCommandPlace *place, gboolean make, GError **error);
char *desk_command_read_password (const char *file, const char *prompt, GError **error);

G_END_DECLS
