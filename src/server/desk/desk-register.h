/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/**
 * DeskRegistration:
 * @role: %DESK_ROLE_CUSTOMER, or %DESK_ROLE_AGENT
 * @name: what they are called
 * @email: what they sign in with
 * @phone: an agent's, or %NULL
 * @password: in plain, until it was hashed
 * @password_hash: from desk_password_hash()
 *
 * Somebody who wants an account.
 */
typedef struct
{
  DeskRole role;
  char *name;
  char *email;
  char *phone;
  char *password;
  char *password_hash;
} DeskRegistration;

void desk_registration_clear (DeskRegistration *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DeskRegistration, desk_registration_clear)

gboolean desk_register_check (DeskPreset *preset, DeskRegistration *registration, GError **error);
/* DeskServiceWork over a DeskRegistration. */
gboolean desk_register_account (DeskTransaction *transaction, gpointer registration, GError **error);

DeskEntity *desk_register_link (DeskTransaction *transaction, const char *key, const char *email, GError **error);

G_END_DECLS
