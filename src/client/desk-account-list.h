/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which accounts have been used here, and where each has its files: a folder of its own, readable by the user alone.
 * The list stands in accounts.ini in the data folder. */

/* The folder of an account, made when it is not there. NULL with @error when it can't be. */
char *desk_account_list_dup_folder (const char *data_dir, const char *server, const char *email, GError **error);

gboolean desk_account_list_set_last (const char *data_dir, const char *server, const char *email, GError **error);
gboolean desk_account_list_get_last (const char *data_dir, char **server, char **email); /* FALSE: there is none */
void desk_account_list_forget_last (const char *data_dir);

G_END_DECLS
