/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-cache.h"
#include "client/desk-connection.h"
#include "client/desk-drafts.h"
#include "client/desk-keyring.h"
#include "client/desk-outbox.h"
#include "client/desk-presence.h"
#include "client/desk-rest.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

/* What a session is made of, for the files that it stands in. */
struct _DeskSession
{
  GObject parent_instance;

  /* owned, for as long as the session lives */
  char *data_dir;
  DeskCache *cache;
  DeskRest *rest;
  DeskOutbox *outbox;
  DeskConnection *connection;
  DeskPresence *presence;
  DeskKeyring *keyring;

  /* owned, of the account that is open; else NULL */
  char *server;
  char *email;
  char *folder;
  DeskDb *journal;
  DeskDrafts *drafts;
  DeskAgent *me;
  DeskPreset *preset;

  gboolean was_in_step;      /* the cache has been in step before: what comes now is news */
  GCancellable *cancellable; /* of what is done about the account, or NULL */
};

/* How an account is opened and closed. */
GTask *desk_session_make_opening (DeskSession *self,
                                  const char *server,
                                  const char *email,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void desk_session_fetch_profile (DeskSession *self, GTask *task, GAsyncReadyCallback next);
void desk_session_open_account (DeskSession *self, GTask *task);
void desk_session_start (DeskSession *self);
void desk_session_refresh_profile (DeskSession *self);
void desk_session_find_me (DeskSession *self);
void desk_session_make_cache_anew (DeskSession *self);
void desk_session_close_account (DeskSession *self);
void desk_session_notify_account (DeskSession *self);
void desk_session_wipe_files (const char *folder, gboolean with_journal);

G_END_DECLS
