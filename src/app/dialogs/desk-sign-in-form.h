/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_SIGN_IN_FORM (desk_sign_in_form_get_type ())
G_DECLARE_FINAL_TYPE (DeskSignInForm, desk_sign_in_form, DESK, SIGN_IN_FORM, AdwBin)

/*
 * Server address, e-mail, password, and a button that signs in; what is wrong is said beside the field. When it worked,
 * the session's "me" says so. Property "busy" (boolean, read-only): while the server is asked.
 */
GtkWidget *desk_sign_in_form_new (void);
void desk_sign_in_form_set_session (DeskSignInForm *self, DeskSession *session);
void desk_sign_in_form_set_server_url (DeskSignInForm *self, const char *url);
void desk_sign_in_form_set_email (DeskSignInForm *self, const char *email);
void desk_sign_in_form_set_problem (DeskSignInForm *self, const char *words);

/* Who could read a password on its way to a server. */
typedef enum
{
  DESK_SAFETY_ENCRYPTED,
  DESK_SAFETY_LOCAL, /* it does not leave this computer */
  DESK_SAFETY_NONE,
} DeskSafety;

DeskSafety desk_sign_in_judge (GUri *uri);
char *desk_sign_in_dup_url (const char *address, GError **error);
char *desk_sign_in_dup_problem (const GError *error, const char *url);

G_END_DECLS
