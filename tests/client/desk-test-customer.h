/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-link.h"
#include "client/desk-rest.h"
#include "client/desk-test-server.h"

G_BEGIN_DECLS

/**
 * DeskTestCustomer:
 *
 * The demo's customer at the other side of a chat, over HTTP and a socket as their page has it.
 */
typedef struct
{
  DeskRest *rest;
  DeskLink *link; /* NULL until they write with everybody watching */
} DeskTestCustomer;

DeskTestCustomer *desk_test_customer_new (DeskTestServer *server);
void desk_test_customer_free (DeskTestCustomer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTestCustomer, desk_test_customer_free)

/* @body: JSON, or NULL. (transfer full): what the server answered; a refusal fails the test */
JsonObject *desk_test_customer_call (DeskTestCustomer *self, const char *method, const char *path, const char *body);
char *desk_test_customer_begin_chat (DeskTestCustomer *self, const char *words); /* the chat's id */
void desk_test_customer_say (DeskTestCustomer *self, const char *chat_id, const char *words);
void desk_test_customer_read (DeskTestCustomer *self, const char *chat_id);
void desk_test_customer_set_typing (DeskTestCustomer *self, const char *chat_id, gboolean is_typing);

G_END_DECLS
