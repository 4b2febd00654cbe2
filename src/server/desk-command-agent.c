/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-command.h"

#include <stdio.h>
#include <string.h>

#include "core/desk-error.h"
#include "core/entities/desk-agent.h"
#include "server/desk-enrol.h"
#include "server/desk/desk-password.h"
#include "server/desk/desk-sign-in.h"
#include "server/desk/desk-staff.h"
#include "server/store/desk-accounts.h"

typedef struct
{
  char *name;
  char *email;
  char *role;
  char *department;
  char *password_file;
  int tier;
  char *password_hash;
} Options;

typedef struct
{
  const char *name;
  gboolean (*run) (DeskService *service, Options *options, GError **error);
} SubCommand;

static void
options_clear (Options *self)
{
  g_free (self->name);
  g_free (self->email);
  g_free (self->role);
  g_free (self->department);
  g_free (self->password_file);
  g_free (self->password_hash);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
need (const char *value, const char *option, GError **error)
{
  if (value != NULL && value[0] != '\0')
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_INVALID, "--%s is missing", option);
  return FALSE;
}

static gboolean
read_role (const char *wire, DeskRole *role, GError **error)
{
  g_autofree char *choices = NULL;

  *role = wire != NULL ? desk_enum_from_wire (&desk_role_enum, wire) : DESK_ROLE_AGENT;
  if (*role > DESK_ROLE_CUSTOMER)
    return TRUE;
  choices = desk_enum_dup_choices (&desk_role_enum);
  g_set_error (error, DESK_ERROR, DESK_ERROR_INVALID, "--role takes one of %s; not a customer's", choices);
  return FALSE;
}

static gboolean
read_password (Options *options, GError **error)
{
  g_autofree char *password = desk_command_read_password (options->password_file, "Password", error);

  if (password == NULL || !desk_password_check (password, "password", error))
    return FALSE;
  options->password_hash = desk_password_hash (password, error);
  return options->password_hash != NULL;
}

static gboolean
run_add (DeskService *service, Options *options, GError **error)
{
  DeskEnrol enrol = {
    .name = options->name,
    .email = options->email,
    .department = options->department,
    .tier = options->tier,
    .is_approved = TRUE,
  };

  if (!need (options->name, "name", error) || !need (options->email, "email", error)
      || !read_role (options->role, &enrol.role, error))
    return FALSE;
  if (strchr (options->email, '@') == NULL || options->tier < 1 || options->tier > 3)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INVALID,
                           "--email takes an e-mail address, --tier a number from 1 to 3");
      return FALSE;
    }
  if (!read_password (options, error))
    return FALSE;
  enrol.password_hash = options->password_hash;
  if (!desk_service_run (service, DESK_DB_WRITE, desk_enrol_agent, &enrol, error))
    return FALSE;
  printf ("%s works here now.\n", options->name);
  return TRUE;
}

static gboolean
print_agents (DeskTransaction *transaction, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) agents = desk_accounts_list_agents (transaction->db, error);

  for (guint i = 0; agents != NULL && i < agents->len; i++)
    {
      gpointer agent = g_ptr_array_index (agents, i);

      printf ("%s\t%s\t%s\t%s\n", desk_entity_get_string (agent, DESK_AGENT_EMAIL),
              desk_entity_get_string (agent, DESK_AGENT_NAME),
              desk_enum_to_wire (&desk_role_enum, desk_entity_get_enum (agent, DESK_AGENT_ROLE)),
              desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED) ? "approved" : "waits for approval");
    }
  return agents != NULL;
}

static gboolean
run_list (DeskService *service, Options *options, GError **error)
{
  return desk_service_run (service, DESK_DB_READ, print_agents, NULL, error);
}

static gboolean
approve (DeskTransaction *transaction, gpointer data, GError **error)
{
  Options *options = data;
  g_autoptr (DeskAccount) account = desk_accounts_find_by_email (transaction->db, options->email, error);
  g_autoptr (DeskEntity) agent = NULL;

  if (account == NULL)
    return FALSE;
  if (account->agent_id == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, "This is a customer's account");
      return FALSE;
    }
  agent = desk_staff_decide (transaction, account->agent_id, TRUE, error);
  return agent != NULL;
}

static gboolean
run_approve (DeskService *service, Options *options, GError **error)
{
  return need (options->email, "email", error) && desk_service_run (service, DESK_DB_WRITE, approve, options, error);
}

static gboolean
set_password (DeskTransaction *transaction, gpointer data, GError **error)
{
  Options *options = data;
  g_autoptr (DeskAccount) account = desk_accounts_find_by_email (transaction->db, options->email, error);

  return account != NULL && desk_sign_in_set_password (transaction, account->id, "", options->password_hash, error);
}

static gboolean
run_set_password (DeskService *service, Options *options, GError **error)
{
  return need (options->email, "email", error) && read_password (options, error)
         && desk_service_run (service, DESK_DB_WRITE, set_password, options, error);
}

static const SubCommand *
find_sub_command (const char *name, GError **error)
{
  static const SubCommand commands[] = {
    { "add", run_add },
    { "list", run_list },
    { "approve", run_approve },
    { "set-password", run_set_password },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (name, commands[i].name) == 0)
      return &commands[i];
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INVALID,
                       "\"deskbelld agent\" takes add, list, approve or set-password");
  return NULL;
}

/**
 * desk_command_agent:
 * @argc: how many
 * @argv: the arguments, "agent" first
 * @error: why it could not
 *
 * Returns: whether it did
 */
gboolean
desk_command_agent (int argc, char **argv, GError **error)
{
  g_auto (DeskCommandPlace) place = { NULL };
  g_auto (Options) options = { .tier = 1 };
  const GOptionEntry entries[] = {
    DESK_COMMAND_PLACE_OPTIONS (place),
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name, "How they are called", "NAME" },
    { "email", 0, 0, G_OPTION_ARG_STRING, &options.email, "What they sign in with", "EMAIL" },
    { "role", 0, 0, G_OPTION_ARG_STRING, &options.role, "What they may do", "agent" },
    { "department", 0, 0, G_OPTION_ARG_STRING, &options.department, "Their department's name", "NAME" },
    { "tier", 0, 0, G_OPTION_ARG_INT, &options.tier, "1 to 3", "1" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file,
      "Their password (\"-\": standard input); else it is asked for", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  const SubCommand *command;
  g_autoptr (DeskDb) db = NULL;
  g_autoptr (DeskService) service = NULL;
  gboolean is_done;

  if (!desk_command_parse (&argc, &argv, "add, list, approve, set-password: who works at a desk.", entries, error))
    return FALSE;
  command = find_sub_command (argc > 1 ? argv[1] : NULL, error);
  if (command == NULL)
    return FALSE;
  db = desk_command_open (&place, FALSE, error);
  service = db != NULL ? desk_service_open (db, error) : NULL;
  if (service == NULL)
    return FALSE;
  is_done = command->run (service, &options, error);
  desk_db_close (db);
  return is_done;
}
