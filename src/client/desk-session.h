/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "client/desk-cache-customer.h"
#include "client/desk-command.h"
#include "client/desk-list-model.h"
#include "client/desk-outbox-item.h"
#include "client/desk-session-state.h"
#include "core/desk-preset.h"
#include "core/entities/desk-kinds.h"

G_BEGIN_DECLS

/**
 * DeskSession:
 *
 * One person signed in at one desk: the cache, the connection, what waits to be sent. The app knows nothing below it.
 * All of it is used on the UI thread, and nothing of it waits: reads are answered from the cache, writes go to the
 * outbox.
 *
 * Properties (all notify):
 *  - "state" (int, #DeskSessionState), "offline-since" (int64 microseconds, 0 when not), "next-try-at" (int64)
 *  - "last-sync" (int64): when the cache was last known to equal the server
 *  - "sync-progress" (double 0..1; 1 when in step)
 *  - "outbox-waiting", "outbox-refused" (uint)
 *  - "me" (#DeskAgent), "preset" (#DeskPreset): %NULL while signed out
 *  - "server-url", "email" (string)
 *  - "keyring-problem" (string): why the next start will ask for the password, or %NULL
 *
 * Signals:
 *  - "notified" (#DeskNotification): a notification for this person that has just arrived (never an old one)
 *  - "notification-read" (string id): it was read, here or elsewhere
 *  - "command-done" (string command id), "command-refused" (#DeskOutboxItem)
 *  - "signed-out" (string why): the server ended the session, or desk_session_sign_out() was called
 *  - "presence" (string thread id): who is there or typing changed, see desk_session_get_viewers()
 */
#define DESK_TYPE_SESSION (desk_session_get_type ())
G_DECLARE_FINAL_TYPE (DeskSession, desk_session, DESK, SESSION, GObject)

/* @data_dir: where the caches are, or NULL for the user's data folder. */
DeskSession *desk_session_new (const char *data_dir);

/* Signing in needs the network once. After that desk_session_resume() opens the last account from its cache, at once
 * and without the network; FALSE when there is none. */
void desk_session_sign_in_async (DeskSession *self,
                                 const char *server_url,
                                 const char *email,
                                 const char *password,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean desk_session_sign_in_finish (DeskSession *self, GAsyncResult *result, GError **error);
void desk_session_resume_async (DeskSession *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean desk_session_resume_finish (DeskSession *self, GAsyncResult *result, GError **error);
void desk_session_sign_out (DeskSession *self);  /* forgets the tokens and wipes the cache */
void desk_session_reconnect (DeskSession *self); /* "Try Now" */

DeskSessionState desk_session_get_state (DeskSession *self);
DeskAgent *desk_session_get_me (DeskSession *self);
DeskPreset *desk_session_get_preset (DeskSession *self);
gboolean desk_session_may (DeskSession *self, DeskPermission permission);
gboolean desk_session_may_on_ticket (DeskSession *self, DeskPermission permission, DeskTicket *ticket);

/* Reading: the shared object of that id, which follows every change, or NULL when the cache has none. */
DeskEntity *desk_session_dup_entity (DeskSession *self, const DeskKind *kind, const char *id);
DeskEntity *desk_session_dup_by_number (DeskSession *self, const DeskKind *kind, const char *number);
DeskListModel *desk_session_list (DeskSession *self, DeskListSpec *spec); /* (transfer full) */
GListModel *desk_session_get_outbox (DeskSession *self);                  /* of DeskOutboxItem, refused first */
/* Whether an entity or a field of it is shown as it will be, and has not been accepted yet. */
gboolean desk_session_is_pending (DeskSession *self, const char *id);

/* A customer's name, an agent's, a department's: "" when it is not there. For rows. */
const char *desk_session_get_name (DeskSession *self, const DeskKind *kind, const char *id);
DeskCustomer *
desk_session_find_customer (DeskSession *self, const char *mobile, const char *email); /* (transfer full) (nullable) */

void desk_session_get_customer_summary (DeskSession *self, const char *customer_id, DeskCustomerSummary *summary);

/* Doing: checks the command here, shows it at once, keeps it until the server has it. Returns the command's id, or NULL
 * with every wrong field named in @error. @new_id: (out) (optional): the id that what is created will have. */
char *desk_session_do (DeskSession *self,
                       DeskCommandKind kind,
                       const char *target_id,
                       GVariant *arguments,
                       char **new_id,
                       GError **error);
gboolean desk_session_take_back (DeskSession *self, const char *command_id); /* while it waits, or was refused */
void desk_session_retry (DeskSession *self, const char *command_id);

/* Drafts: kept within a second of typing, per thread. */
char *desk_session_dup_draft (DeskSession *self, const char *thread_id, gboolean *is_note);
void desk_session_set_draft (DeskSession *self, const char *thread_id, const char *text, gboolean is_note);

/* Who is here: between join and leave others see this person on the thread. */
void desk_session_join (DeskSession *self, DeskSubject kind, const char *thread_id);
void desk_session_leave (DeskSession *self, const char *thread_id);
void desk_session_set_typing (DeskSession *self, const char *thread_id, gboolean is_typing);
char **desk_session_dup_viewers (DeskSession *self, const char *thread_id); /* names of the others there */
char *desk_session_dup_typing (DeskSession *self, const char *thread_id);   /* who is typing, or NULL */
gboolean desk_session_is_typing (DeskSession *self, const char *thread_id, const char *person_id);

G_END_DECLS
