/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-account-list.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/desk-error.h"

#define GROUP "last"

static char *
get_list_path (const char *data_dir)
{
  return g_build_filename (data_dir, "accounts.ini", NULL);
}

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, _ ("The folder %s can’t be made: %s"), path,
               g_strerror (errno));
  return FALSE;
}

/**
 * desk_account_list_dup_folder:
 * @data_dir: the data folder
 * @server: the desk's address
 * @email: who
 * @error: why the folder can't be made
 *
 * Returns: (transfer full): the account's folder
 */
char *
desk_account_list_dup_folder (const char *data_dir, const char *server, const char *email, GError **error)
{
  g_autofree char *folded = g_utf8_casefold (email, -1);
  g_autofree char *account = g_strconcat (server, "\n", folded, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, account, -1);
  g_autofree char *path = NULL;

  sum[24] = '\0';
  path = g_build_filename (data_dir, "accounts", sum, NULL);
  return make_folder (path, error) ? g_steal_pointer (&path) : NULL;
}

/**
 * desk_account_list_set_last:
 * @data_dir: the data folder
 * @server: the desk's address
 * @email: who is signed in there
 * @error: why it could not be written
 *
 * Returns: whether the next start will open this account
 */
gboolean
desk_account_list_set_last (const char *data_dir, const char *server, const char *email, GError **error)
{
  g_autoptr (GKeyFile) list = g_key_file_new ();
  g_autofree char *path = get_list_path (data_dir);
  g_autofree char *text = NULL;

  g_key_file_set_string (list, GROUP, "server", server);
  g_key_file_set_string (list, GROUP, "email", email);
  text = g_key_file_to_data (list, NULL, NULL);
  return make_folder (data_dir, error)
         && g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0600, error);
}

/**
 * desk_account_list_get_last:
 * @data_dir: the data folder
 * @server: (out): the desk's address
 * @email: (out): who
 *
 * Returns: whether there is an account to open
 */
gboolean
desk_account_list_get_last (const char *data_dir, char **server, char **email)
{
  g_autoptr (GKeyFile) list = g_key_file_new ();
  g_autofree char *path = get_list_path (data_dir);

  *server = *email = NULL;
  if (!g_key_file_load_from_file (list, path, G_KEY_FILE_NONE, NULL))
    return FALSE;
  *server = g_key_file_get_string (list, GROUP, "server", NULL);
  *email = g_key_file_get_string (list, GROUP, "email", NULL);
  if (*server != NULL && *email != NULL)
    return TRUE;
  g_clear_pointer (server, g_free);
  g_clear_pointer (email, g_free);
  return FALSE;
}

/**
 * desk_account_list_forget_last:
 * @data_dir: the data folder
 *
 * The next start asks for a server and an account.
 */
void
desk_account_list_forget_last (const char *data_dir)
{
  g_autofree char *path = get_list_path (data_dir);

  g_unlink (path);
}
