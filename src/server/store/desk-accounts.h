/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/* What a sign-in has to know of an account. */
typedef struct
{
  char *id;
  char *agent_id;    /* NULL for a customer's */
  char *customer_id; /* NULL for an agent's */
  char *email;
  char *password_hash;
} DeskAccount;

void desk_account_free (DeskAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskAccount, desk_account_free)

/* Accounts. Exactly one of @agent_id and @customer_id is given. */
gboolean desk_accounts_create (DeskDbTransaction *db,
                               const char *agent_id,
                               const char *customer_id,
                               const char *email,
                               const char *password_hash,
                               GError **error);
DeskAccount *desk_accounts_find_by_email (DeskDbTransaction *db, const char *email, GError **error);
DeskAccount *desk_accounts_find_by_id (DeskDbTransaction *db, const char *id, GError **error);
gboolean
desk_accounts_set_password (DeskDbTransaction *db, const char *account_id, const char *password_hash, GError **error);

/* Gives a customer's account to another customer. */
gboolean desk_accounts_move (DeskDbTransaction *db, const char *account_id, const char *customer_id, GError **error);
gboolean desk_accounts_has_customer (DeskDbTransaction *db, const char *customer_id, gboolean *has, GError **error);

/* Who somebody is right now, and what they are called. */
DeskViewer *desk_accounts_read_viewer (DeskDbTransaction *db,
                                       const char *session_id,
                                       gint64 now,
                                       char **account_id,
                                       GError **error);
DeskEntity *desk_accounts_read_person (DeskDbTransaction *db, const DeskViewer *viewer, GError **error);

/* For those who look after the desk: its agents, and departments by name. */
GPtrArray *desk_accounts_list_agents (DeskDbTransaction *db, GError **error);
char *desk_accounts_find_department (DeskDbTransaction *db, const char *name, GError **error);

G_END_DECLS
