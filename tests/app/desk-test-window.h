/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-test-server.h"

G_BEGIN_DECLS

/* One server with a small demo desk for all cases of a test program, and what stands in for the app's window: pages and
 * dialogs call its actions, which are written down here. */
typedef struct
{
  GtkWindow *window;
  DeskSession *session;
  GString *actions; /* "open-ticket ID\ntoast TEXT\n" ... since the last look */
  char *folder;
} DeskTestWindow;

DeskTestServer *desk_test_window_get_server (void);
DeskTestWindow *desk_test_window_new (const char *who);
void desk_test_window_free (DeskTestWindow *self);
void desk_test_window_show (DeskTestWindow *self, GtkWidget *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTestWindow, desk_test_window_free)

/* The nth widget of that type below @root, in the order of the tree. */
gpointer desk_test_find (gpointer root, GType type, guint index);
/* The button or row whose label, title or accessible label is @text. */
GtkWidget *desk_test_find_text (gpointer root, GType type, const char *text);
gboolean desk_test_has_class_below (gpointer root, const char *css_class);

/* Any one of a kind that is like @spec, or of all. */
gpointer desk_test_first (DeskSession *session, DeskListSpec *spec);
/* New ones, accepted by the server; with an order. A ticket is made by escalating a query. */
DeskQuery *desk_test_make_query (DeskSession *session, const char *message);
DeskTicket *desk_test_make_ticket (DeskSession *session, const char *subject);

int desk_test_window_main (int argc, char *argv[], void (*add_tests) (void));

G_END_DECLS
