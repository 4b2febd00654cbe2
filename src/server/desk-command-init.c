/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-command.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "core/desk-error.h"
#include "server/demo/desk-demo.h"
#include "server/desk-enrol.h"
#include "server/desk-paths.h"
#include "server/desk/desk-knowledge.h"
#include "server/desk/desk-password.h"

#define MOST_DEMO_TICKETS 10000000

typedef struct
{
  char *preset;
  char *admin_email;
  char *admin_password_file;
  char *demo_password_file;
  int n_demo;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->preset);
  g_free (self->admin_email);
  g_free (self->admin_password_file);
  g_free (self->demo_password_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char *
dup_names (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (file, ".json"))
      g_ptr_array_add (names, g_strndup (file, strlen (file) - 5));
  g_ptr_array_sort (names, (GCompareFunc) (void (*) (void)) g_strcmp0);
  g_ptr_array_add (names, NULL);
  return names->len > 1 ? g_strjoinv (", ", (char **) names->pdata) : g_strdup ("none");
}

static DeskPreset *
load_preset (const char *name, GError **error)
{
  g_autofree char *directory = desk_paths_find ("presets");
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (directory, file, NULL);

  if (strchr (name, G_DIR_SEPARATOR) == NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return desk_preset_load (directory, name, error);
  g_free (g_steal_pointer (&file));
  file = dup_names (directory);
  g_set_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no preset \"%s\"; there are, in %s: %s", name,
               directory, file);
  return NULL;
}

static char *
make_password (void)
{
  g_autofree char *secret = desk_secret_new ();

  secret[12] = '\0';
  return g_strconcat ("desk-", secret, NULL);
}

/* The made-up desk, and what its makers say to who made it. */
static gboolean
fill_demo (DeskDb *db, DeskPreset *preset, const Options *options, GError **error)
{
  g_autofree char *password = options->demo_password_file != NULL
                                  ? desk_command_read_password (options->demo_password_file, "Demo password", error)
                                  : make_password ();

  if (password == NULL || !desk_password_check (password, "demo-password-file", error)
      || !desk_demo_fill (db, preset, (guint) options->n_demo, password, error))
    return FALSE;
  printf ("A demo desk with %d tickets. Sign in as\n"
          "  admin@demo.deskbell\n"
          "  manager@demo.deskbell\n"
          "  agent@demo.deskbell\n"
          "  executive@demo.deskbell\n"
          "  customer@demo.deskbell\n"
          "with the password %s\n",
          options->n_demo, password);
  return TRUE;
}

static gboolean
enrol_admin (DeskService *service, const char *email, const char *password, GError **error)
{
  g_autofree char *hash = desk_password_hash (password, error);
  DeskEnrol admin = {
    .name = "Administrator",
    .email = email,
    .role = DESK_ROLE_ADMIN,
    .tier = 3,
    .is_approved = TRUE,
    .password_hash = hash,
  };

  return hash != NULL && desk_service_run (service, DESK_DB_WRITE, desk_enrol_agent, &admin, error);
}

static gboolean
fill (DeskDb *db, DeskPreset *preset, const Options *options, const char *admin_password, GError **error)
{
  g_autoptr (DeskService) service = NULL;

  if (!desk_service_prepare (db, preset, error))
    return FALSE;
  service = desk_service_open (db, error);
  if (service == NULL)
    return FALSE;
  if (options->n_demo > 0)
    {
      if (!fill_demo (db, preset, options, error))
        return FALSE;
    }
  else if (!desk_service_run (service, DESK_DB_WRITE, desk_enrol_departments, NULL, error))
    return FALSE;
  if (!desk_service_run (service, DESK_DB_WRITE, desk_knowledge_make_sample, NULL, error))
    return FALSE;
  if (options->admin_email != NULL)
    {
      if (!enrol_admin (service, options->admin_email, admin_password, error))
        return FALSE;
      printf ("The administrator is %s.\n", options->admin_email);
    }
  return TRUE;
}

/* A desk that could not be finished is none: what this run made in the folder goes again. */
static void
remove_file (const DeskCommandPlace *place)
{
  static const char *const names[] = { "desk.db", "desk.db-wal", "desk.db-shm" };

  for (guint i = 0; place->data != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (place->data, names[i], NULL);

      g_remove (path);
    }
}

static gboolean
check_options (const DeskCommandPlace *place, const Options *options, GError **error)
{
  g_autofree char *file = place->data != NULL ? g_build_filename (place->data, "desk.db", NULL) : NULL;
  const char *trouble = NULL;

  if (file != NULL && g_file_test (file, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "There is a desk in %s already", place->data);
      return FALSE;
    }
  if (options->n_demo < 0 || options->n_demo > MOST_DEMO_TICKETS)
    trouble = "--demo takes a number of tickets, up to ten million";
  else if (options->admin_email == NULL && options->n_demo == 0)
    trouble = "A desk needs somebody: --admin-email E with --admin-password-file F, or --demo N";
  else if (options->admin_email == NULL && options->admin_password_file != NULL)
    trouble = "--admin-password-file needs --admin-email";
  else if (options->admin_email != NULL && strchr (options->admin_email, '@') == NULL)
    trouble = "--admin-email takes an e-mail address";
  if (trouble != NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INVALID, trouble);
  return trouble == NULL;
}

/**
 * desk_command_init:
 * @argc: how many
 * @argv: the arguments, "init" first
 * @error: why it could not
 *
 * Returns: whether there is a desk now
 */
gboolean
desk_command_init (int argc, char **argv, GError **error)
{
  g_auto (DeskCommandPlace) place = { NULL };
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    DESK_COMMAND_PLACE_OPTIONS (place),
    { "preset", 0, 0, G_OPTION_ARG_STRING, &options.preset, "Whose words and rules it has", "shop" },
    { "demo", 0, 0, G_OPTION_ARG_INT, &options.n_demo, "Fill it with a made-up year of so many tickets", "N" },
    { "demo-password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.demo_password_file,
      "The demo accounts' password; else one is made", "FILE" },
    { "admin-email", 0, 0, G_OPTION_ARG_STRING, &options.admin_email, "Who looks after it", "EMAIL" },
    { "admin-password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.admin_password_file,
      "Their password (\"-\": standard input); else it is asked for", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *password = NULL;
  g_autoptr (DeskPreset) preset = NULL;
  g_autoptr (DeskDb) db = NULL;

  if (!desk_command_parse (&argc, &argv, "Makes a desk.", entries, error) || !check_options (&place, &options, error))
    return FALSE;
  preset = load_preset (options.preset != NULL ? options.preset : "shop", error);
  if (preset == NULL)
    return FALSE;
  if (options.admin_email != NULL)
    {
      password = desk_command_read_password (options.admin_password_file, "The administrator's password", error);
      if (password == NULL || !desk_password_check (password, "admin-password-file", error))
        return FALSE;
    }
  db = desk_command_open (&place, TRUE, error);
  if (db == NULL)
    return FALSE;
  if (!fill (db, preset, &options, password, error))
    {
      desk_db_close (db);
      remove_file (&place);
      return FALSE;
    }
  desk_db_close (db);
  return TRUE;
}
