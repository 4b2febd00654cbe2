/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Somebody who writes through a door, as the door knows them. Addresses and numbers are normalized. */
typedef struct
{
  DeskQuerySource channel;
  const char *name;
  const char *user; /* WhatsApp's own name for somebody, who may have no number */
  const char *mobile;
  const char *email;
  gboolean is_vouched; /* the channel itself says so; else they only say it of themselves */
} DeskWriter;

/* The customer of a query that somebody at the desk took down: matched by mobile and e-mail, or created. Sets the
 * query's customer_id. */
gboolean desk_match_query (DeskTransaction *transaction, DeskEntity *query, GError **error);

/* The customer who writes: (transfer full) an id. @remarks: gets what somebody at the desk should look at. */
char *desk_match_writer (DeskTransaction *transaction, const DeskWriter *writer, GString *remarks, GError **error);

G_END_DECLS
