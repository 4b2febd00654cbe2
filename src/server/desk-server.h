/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

typedef struct
{
  const char *listen;          /* "127.0.0.1:8765"; port 0 picks a free one */
  const char *tls_certificate; /* a PEM file, or NULL for plain HTTP */
  const char *tls_key;         /* its key's PEM file */
  const char *files;           /* the folder for what is uploaded, or NULL for none */
  guint max_connections;       /* at most; less where there are fewer descriptors */
  guint max_per_address;
  const char *intake_token;          /* the mail server's, or NULL to take no mail */
  const char *whatsapp_verify_token; /* what WhatsApp shows once, or NULL */
  const char *whatsapp_secret;       /* what WhatsApp signs with, or NULL to take nothing from it */
} DeskServerOptions;

/**
 * DeskServer:
 *
 * The house put together: the desk in a database, its door, its workers and its live connections.
 */
typedef struct _DeskServer DeskServer;

DeskServer *desk_server_start (DeskDb *db, const DeskServerOptions *options, GError **error);
void desk_server_stop (DeskServer *self);

char *desk_server_dup_url (DeskServer *self);

G_END_DECLS
