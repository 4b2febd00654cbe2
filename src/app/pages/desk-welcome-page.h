/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_WELCOME_PAGE (desk_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskWelcomePage, desk_welcome_page, DESK, WELCOME_PAGE, AdwBin)

/*
 * The first thing anybody sees: connect to a server, or try it on this computer, which is the action app.try-it.
 */
GtkWidget *desk_welcome_page_new (void);
void desk_welcome_page_set_session (DeskWelcomePage *self, DeskSession *session);
void desk_welcome_page_set_server_url (DeskWelcomePage *self, const char *url);
void desk_welcome_page_set_email (DeskWelcomePage *self, const char *email);
void desk_welcome_page_set_waiting (DeskWelcomePage *self, const char *words);
void desk_welcome_page_set_problem (DeskWelcomePage *self, const char *words);

G_END_DECLS
