/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/desk-stage.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_WINDOW (desk_window_get_type ())
G_DECLARE_FINAL_TYPE (DeskWindow, desk_window, DESK, WINDOW, AdwApplicationWindow)

/**
 * DeskWindow:
 *
 * Sidebar, header and the page that is shown; or, while nobody is signed in, the welcome. It follows the session by
 * itself. What can be done in it are the actions that desk_window_actions_install() gives it.
 */
DeskWindow *desk_window_new (GtkApplication *app, DeskSession *session, GSettings *settings);

DeskSession *desk_window_get_session (DeskWindow *self);
DeskStage *desk_window_get_stage (DeskWindow *self);
gboolean desk_window_is_signed_in (DeskWindow *self);

void desk_window_show_page (DeskWindow *self, const char *name);
void desk_window_open_ticket (DeskWindow *self, const char *ticket_id);
void desk_window_open_query (DeskWindow *self, const char *query_id);
void desk_window_open_chat (DeskWindow *self, const char *chat_id);
void desk_window_accept_next_chat (DeskWindow *self);
void desk_window_open_customer (DeskWindow *self, const char *customer_id);
void desk_window_open_number (DeskWindow *self, const char *number);
void desk_window_open_palette (DeskWindow *self);
void desk_window_toast (DeskWindow *self, const char *text);
void desk_window_set_scrim (DeskWindow *self, gboolean is_shown);
void desk_window_toggle_sidebar (DeskWindow *self);

/* The welcome: what it says while something is made ready, and what went wrong (NULL: nothing). */
void desk_window_set_waiting (DeskWindow *self, const char *words);
void desk_window_set_problem (DeskWindow *self, const char *words);
void desk_window_set_server_url (DeskWindow *self, const char *url);
void desk_window_set_email (DeskWindow *self, const char *email);

void desk_window_save_size (DeskWindow *self);

G_END_DECLS
