/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-files.h"
#include "server/desk/desk-service.h"
#include "server/http/desk-call-door.h"
#include "server/http/desk-crowd.h"
#include "server/http/desk-router.h"
#include "server/http/desk-token.h"

G_BEGIN_DECLS

/* Somebody's connection became a live one. On a worker's thread. Takes @stream, @socket and @guest. */
typedef void (
    *DeskUpgrade) (GIOStream *stream, GSocket *socket, DeskGuest *guest, const char *session_id, gpointer data);

/* What a hashing thread is given: the first member of something bigger. */
typedef struct _DeskDoorTask DeskDoorTask;
struct _DeskDoorTask
{
  void (*run) (DeskDoorTask *task);
};

/* What opens the doors through which others than people come in; each NULL where there is no such door. */
typedef struct
{
  char *intake_token;          /* owned; the mail server's */
  char *whatsapp_verify_token; /* owned; what WhatsApp shows once, to be told that this is the place */
  char *whatsapp_secret;       /* owned; what it signs with */
} DeskDoorKeys;

/**
 * DeskDoor:
 *
 * What all workers share: the desk behind the door, the routes, and the limits. Never changes once the workers run; any
 * thread.
 */
struct _DeskDoor
{
  DeskService *service;         /* owned */
  DeskTokens *tokens;           /* owned */
  DeskRouter *router;           /* owned */
  GThreadPool *hashing;         /* owned; where passwords are hashed; takes DeskDoorTask */
  GThreadPool *reading;         /* owned; where what customers write is taken apart; takes DeskDoorTask */
  DeskRateLimit *by_account;    /* owned; failed sign-ins */
  DeskRateLimit *by_address;    /* owned; failed sign-ins */
  DeskRateLimit *by_writer;     /* owned; what comes in from an address without signing in */
  DeskRateLimit *registrations; /* owned; accounts asked for, by address */
  DeskFiles *files;             /* owned; where files are, or NULL where there is no place for them */
  GThreadPool *file_work;       /* owned; where the disk is waited for and pictures are made; takes DeskDoorTask */
  DeskDoorKeys keys;
  char *description;  /* owned; openapi.yaml, or NULL */
  gboolean is_secure; /* TLS */
  DeskUpgrade upgrade;
  gpointer upgrade_data;
};

DeskDoor *desk_door_new (DeskService *service);
void desk_door_free (DeskDoor *self);

/* Whether @given is the @secret, in the same time whatever it is. */
gboolean desk_door_is_secret (const char *secret, const char *given);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskDoor, desk_door_free)

G_END_DECLS
