/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-command.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>

#include "core/desk-error.h"
#include "server/desk-server.h"

static gboolean
on_signal_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

/* What opens a door to other programs: the first line of a file, since everybody sees the command line. */
static gboolean
read_secret (const char *file, const char *option, char **secret, GError **error)
{
  if (file == NULL)
    return TRUE;
  if (!g_file_get_contents (file, secret, NULL, error))
    return FALSE;
  (*secret)[strcspn (*secret, "\r\n")] = '\0';
  if ((*secret)[0] != '\0')
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_INVALID, "%s: there is no secret in %s", option, file);
  return FALSE;
}

/* Serves until SIGTERM or SIGINT. */
static gboolean
run (DeskDb *db, const DeskServerOptions *options, const char *public_url, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint term_id = g_unix_signal_add (SIGTERM, on_signal_cb, loop);
  guint int_id = g_unix_signal_add (SIGINT, on_signal_cb, loop);
  DeskServer *server = desk_server_start (db, options, error);
  g_autofree char *url = server != NULL ? desk_server_dup_url (server) : NULL;

  if (server == NULL)
    return FALSE;
  printf ("listening on %s\n", public_url != NULL ? public_url : url);
  fflush (stdout);
  g_main_loop_run (loop);
  desk_server_stop (server);
  desk_db_close (db);
  g_source_remove (term_id);
  g_source_remove (int_id);
  return TRUE;
}

/**
 * desk_command_serve:
 * @argc: how many
 * @argv: the arguments, "serve" first
 * @error: why it could not start
 *
 * Returns: whether it ran
 */
gboolean
desk_command_serve (int argc, char **argv, GError **error)
{
  g_auto (DeskCommandPlace) place = { NULL };
  g_autofree char *listen = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *public_url = NULL;
  g_autofree char *intake_token_file = NULL;
  g_autofree char *verify_token_file = NULL;
  g_autofree char *secret_file = NULL;
  g_autofree char *intake_token = NULL;
  g_autofree char *verify_token = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *files = NULL;
  int max_connections = 10000;
  int max_per_address = 1024;
  const GOptionEntry entries[] = {
    DESK_COMMAND_PLACE_OPTIONS (place),
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen, "Address and port; port 0 picks a free one", "127.0.0.1:8765" },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &certificate, "The certificate, for https", "FILE" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &key, "The certificate's key", "FILE" },
    { "public-url", 0, 0, G_OPTION_ARG_STRING, &public_url, "Where others reach it, behind a proxy", "URL" },
    { "files", 0, 0, G_OPTION_ARG_FILENAME, &files, "The folder for what is uploaded; with --data, DIR/files", "DIR" },
    { "max-connections", 0, 0, G_OPTION_ARG_INT, &max_connections, "At most so many at once", "10000" },
    { "max-connections-per-address", 0, 0, G_OPTION_ARG_INT, &max_per_address, "Of one address", "1024" },
    { "intake-token-file", 0, 0, G_OPTION_ARG_FILENAME, &intake_token_file, "What a mail server shows to bring mail",
      "FILE" },
    { "whatsapp-verify-token-file", 0, 0, G_OPTION_ARG_FILENAME, &verify_token_file,
      "What WhatsApp shows when its webhook is set up", "FILE" },
    { "whatsapp-secret-file", 0, 0, G_OPTION_ARG_FILENAME, &secret_file, "What WhatsApp signs its webhook with",
      "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (DeskDb) db = NULL;
  DeskServerOptions options = { 0 };

  if (!desk_command_parse (&argc, &argv, "Serves a desk until it is told to stop.", entries, error))
    return FALSE;
  if (!read_secret (intake_token_file, "--intake-token-file", &intake_token, error)
      || !read_secret (verify_token_file, "--whatsapp-verify-token-file", &verify_token, error)
      || !read_secret (secret_file, "--whatsapp-secret-file", &secret, error))
    return FALSE;
  db = desk_command_open (&place, FALSE, error);
  if (db == NULL)
    return FALSE;
  if (files == NULL && place.data != NULL)
    files = g_build_filename (place.data, "files", NULL);
  options.files = files;
  options.listen = listen != NULL ? listen : "127.0.0.1:8765";
  options.tls_certificate = certificate;
  options.tls_key = key;
  options.max_connections = (guint) CLAMP (max_connections, 1, 1000000);
  options.max_per_address = (guint) CLAMP (max_per_address, 1, 1000000);
  options.intake_token = intake_token;
  options.whatsapp_verify_token = verify_token;
  options.whatsapp_secret = secret;
  return run (db, &options, public_url, error);
}
