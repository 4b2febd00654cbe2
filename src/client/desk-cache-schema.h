/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* The cache's tables, made from the kinds' field tables. Database thread. */

/* A text that is another one as soon as any table of the cache is. */
char *desk_cache_schema_dup_version (void);
gboolean desk_cache_schema_create (DeskDbTransaction *transaction, GError **error);

/* Settings: words about the cache that are written in the transaction that makes them true. */
#define DESK_CACHE_SCHEMA "schema"
#define DESK_CACHE_CURSOR "cursor"   /* the feed has been taken in up to here */
#define DESK_CACHE_EPOCH "epoch"     /* of which feed */
#define DESK_CACHE_RENEWAL "renewal" /* "1" while everything is fetched anew, over what is shown */
#define DESK_CACHE_SYNCED "synced"   /* when the cache was last known to equal the server, in microseconds */
#define DESK_CACHE_PRESET "preset"   /* JSON */
#define DESK_CACHE_ME "me"           /* id of the person's agent */

char *desk_cache_settings_dup (DeskDbTransaction *transaction, const char *name, GError **error); /* (nullable) */
gint64 desk_cache_settings_get_number (DeskDbTransaction *transaction, const char *name, GError **error);
gboolean desk_cache_settings_set (DeskDbTransaction *transaction, const char *name, const char *value, GError **error);
gboolean
desk_cache_settings_set_number (DeskDbTransaction *transaction, const char *name, gint64 value, GError **error);

G_END_DECLS
