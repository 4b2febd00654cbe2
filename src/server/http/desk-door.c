/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-door.h"

#include <sodium.h>
#include <string.h>

#include "core/desk-time.h"

/* Each takes 19 MiB and a core for some 25 ms. */
#define HASHING_THREADS 2
/* A thumbnail takes up to some hundred MiB and a second. */
#define FILE_THREADS 2
/* A mail of 25 MiB takes some tenths of a second. Whoever signs in does not wait for it. */
#define READING_THREADS 2

static void
run_task (gpointer data, gpointer unused)
{
  DeskDoorTask *task = data;

  task->run (task);
}

/**
 * desk_door_new:
 * @service: the desk behind it
 *
 * Returns: (transfer full): a door whose router knows no path yet
 */
DeskDoor *
desk_door_new (DeskService *service)
{
  DeskDoor *self = g_new0 (DeskDoor, 1);

  self->service = g_object_ref (service);
  self->tokens = desk_tokens_new (desk_service_get_token_key (service));
  self->router = desk_router_new ();
  self->hashing = g_thread_pool_new (run_task, NULL, HASHING_THREADS, FALSE, NULL);
  self->file_work = g_thread_pool_new (run_task, NULL, FILE_THREADS, FALSE, NULL);
  self->reading = g_thread_pool_new (run_task, NULL, READING_THREADS, FALSE, NULL);
  self->by_account = desk_rate_limit_new (10, 30 * DESK_TIME_SECOND);
  self->by_address = desk_rate_limit_new (50, 2 * DESK_TIME_SECOND);
  self->by_writer = desk_rate_limit_new (20, 15 * DESK_TIME_SECOND);
  self->registrations = desk_rate_limit_new (20, 30 * DESK_TIME_SECOND);
  return self;
}

/**
 * desk_door_free:
 * @self: a door that nobody uses any more
 *
 * Waits for passwords that are being hashed, what is being read, and files that are being written.
 */
void
desk_door_free (DeskDoor *self)
{
  g_thread_pool_free (self->hashing, FALSE, TRUE);
  g_thread_pool_free (self->file_work, FALSE, TRUE);
  g_clear_pointer (&self->files, desk_files_free);
  g_thread_pool_free (self->reading, FALSE, TRUE);
  desk_tokens_free (self->tokens);
  desk_router_free (self->router);
  desk_rate_limit_free (self->by_account);
  desk_rate_limit_free (self->by_address);
  desk_rate_limit_free (self->by_writer);
  g_free (self->keys.intake_token);
  g_free (self->keys.whatsapp_verify_token);
  g_free (self->keys.whatsapp_secret);
  desk_rate_limit_free (self->registrations);
  g_free (self->description);
  g_object_unref (self->service);
  g_free (self);
}

/**
 * desk_door_is_secret:
 * @secret: what opens a door
 * @given: what somebody gave
 *
 * Compares hashes, so that neither length nor beginning can be found out by trying.
 *
 * Returns: whether they are the same
 */
gboolean
desk_door_is_secret (const char *secret, const char *given)
{
  guint8 hashes[2][crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hashes[0], (const guint8 *) secret, strlen (secret));
  crypto_hash_sha256 (hashes[1], (const guint8 *) given, strlen (given));
  return sodium_memcmp (hashes[0], hashes[1], sizeof hashes[0]) == 0;
}
