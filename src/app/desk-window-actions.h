/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/desk-window.h"

G_BEGIN_DECLS

/*
 * What can be done in a window:
 *
 *   win.open-ticket(s)  win.open-query(s)  win.open-customer(s)     by id
 *   win.open-number(s)                                              by the number people see
 *   win.show-page(s)                                                a name of desk-page-table.c
 *   win.back            win.palette        win.find                 win.toggle-panel   win.toggle-sidebar
 *   win.add-query       win.sign-out       win.review-command(s)    a command of the outbox, by id
 *   win.toast(s)        win.scrim(b)                                for pages and dialogs
 *
 * and the keys without a modifier: G and a letter go to a page, / searches, ? shows the keys, Escape goes back.
 */
void desk_window_actions_install (DeskWindow *window);
void desk_window_actions_set_accels (GtkApplication *app);

G_END_DECLS
