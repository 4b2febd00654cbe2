/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-repeat.h"
#include "server/http/desk-call.h"
#include "server/http/desk-rate-limit.h"
#include "server/http/desk-route.h"

G_BEGIN_DECLS

typedef struct _DeskDoor DeskDoor;
typedef struct _DeskUpload DeskUpload;

/* A file that a call is answered with. */
typedef struct
{
  char *file_name;
  char *media_type;
  char *sha256;
  guint size; /* of its thumbnail; 0 for the file itself */
} DeskFileAnswer;

/* A call as the door sees it: routes only know desk-call.h. */
struct _DeskCall
{
  /* borrowed */
  DeskDoor *door;
  const DeskRoute *route;
  const char *const *path_names;
  DeskTransaction *transaction;

  /* owned: what was asked */
  char *target;       /* path and query, as sent */
  char **path_values; /* beside path_names */
  GHashTable *query;  /* name to a GPtrArray of values ended by NULL; NULL for none */
  JsonObject *body;
  GBytes *raw;        /* the body of a route that reads it itself */
  char *content_type; /* of raw, without its parameters; NULL where it was not said */
  char *signature;    /* X-Hub-Signature-256 */
  DeskUpload *upload; /* the files that it brings, or NULL */
  char *address;      /* of the caller's machine */
  char *session_id;   /* from the token; NULL without one */
  char *repeat_key;   /* Idempotency-Key */
  char *request_hash; /* of all that was asked, with repeat_key */
  gint64 if_match;
  GError *complaint; /* what is wrong with its form; told once it is known that the caller may ask */

  /* owned: who asks, once it was read */
  DeskViewer *viewer;
  char *account_id;

  /* owned: what is answered */
  DeskAnswer answer;
  DeskFileAnswer *file; /* instead of the answer's body, or NULL */
  GError *refusal;      /* what is answered although the work was committed */
  DeskRate rate;        /* told when its limit is not 0 */
  guint retry_after;
};

DeskCall *desk_call_new (DeskDoor *door, const DeskRoute *route, const char *const *path_names);
void desk_call_free (DeskCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskCall, desk_call_free)

/* The body of a route that reads it itself; "" where there was none. */
const char *desk_call_get_raw (DeskCall *self, gsize *length);
/* Keeps the answer's text. Takes @text. */
void desk_call_take_answer (DeskCall *self, guint status, const char *content_type, char *text);
void desk_call_answer_error (DeskCall *self, const GError *error);
/* Called by a route whose writing has to stay although it refuses; it then returns TRUE. Takes @error. */
void desk_call_refuse (DeskCall *self, GError *error);

G_END_DECLS
