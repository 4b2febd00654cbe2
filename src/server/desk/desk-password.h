/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Shortest and longest passwords that are taken, in bytes. */
#define DESK_PASSWORD_SHORTEST 8
#define DESK_PASSWORD_LONGEST 1024

gboolean desk_password_check (const char *password, const char *field, GError **error);
char *desk_password_hash (const char *password, GError **error);
gboolean desk_password_verify (const char *hash, const char *password);
const char *desk_password_get_nobodys_hash (void);

/* Tokens that nobody can guess, and what is kept of them. */
char *desk_secret_new (void);
char *desk_secret_derive (const char *key, const char *text);
char *desk_secret_hash (const char *secret);

G_END_DECLS
