/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

/* Goes on with the main loop until something is true; a test that waits for longer than it may has failed. */
#define desk_test_wait_for(condition)                                                                                  \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    gint64 desk_test_end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;                                              \
    while (!(condition))                                                                                               \
      desk_test_iterate (desk_test_end, #condition, __FILE__, __LINE__);                                               \
  }                                                                                                                    \
  G_STMT_END

void desk_test_iterate (gint64 end, const char *condition, const char *file, int line);

/**
 * DeskTestServer:
 *
 * A real deskbelld with a demo desk in a folder of its own, which can be killed and started again.
 */
typedef struct
{
  char *folder;
  char *password;
  char *url;
  guint16 port;
  GSubprocess *process; /* NULL while it does not run */
} DeskTestServer;

DeskTestServer *desk_test_server_new (guint n_tickets);
/* The same in two parts, for many of one kind: a desk in a folder that never runs, and a server with a copy of it. */
void desk_test_server_make_desk (const char *folder, guint n_tickets);
DeskTestServer *desk_test_server_new_from (const char *folder);
void desk_test_server_free (DeskTestServer *self);
void desk_test_server_kill (DeskTestServer *self);  /* kill -9 */
void desk_test_server_start (DeskTestServer *self); /* on the same port as before */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTestServer, desk_test_server_free)

char *desk_test_make_folder (void);
void desk_test_remove_folder (const char *path);

/* A session of one of the demo's people ("manager"), signed in at @url and in step. */
DeskSession *desk_test_sign_in (DeskTestServer *server, const char *who, const char *url, const char *data_dir);
gboolean
desk_test_try_sign_in (DeskSession *session, const char *url, const char *email, const char *password, GError **error);
gboolean desk_test_resume (DeskSession *session);
gboolean desk_test_try_resume (DeskSession *session); /* it may fail */
gboolean desk_test_is_in_step (DeskSession *session);

/* A list that has had its first answer. */
DeskListModel *desk_test_list (DeskSession *session, DeskListSpec *spec);
guint desk_test_count (DeskSession *session, const DeskKind *kind);
guint desk_test_get_n_waiting (DeskSession *session); /* commands in the outbox that were not answered yet */

/* What one line of SQL says about the desk's own database, read beside the server. */
char *desk_test_server_ask (DeskTestServer *self, const char *sql);
/* Copies the desk's database, as a backup does. */
void desk_test_server_back_up (DeskTestServer *self, const char *path);

G_END_DECLS
