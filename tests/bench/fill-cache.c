/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fills a cache: signs in to a desk, waits until it is in step, prints how long that took and ends.
 *
 * fill-cache URL E-MAIL PASSWORD DATA-DIR
 */
#include "client/desk-keyring.h"
#include "client/desk-session.h"

typedef struct
{
  GMainLoop *loop;
  GError *error;
  gint64 signed_in_at;
} Filling;

static void
on_changed_cb (DeskSession *session, GParamSpec *pspec, Filling *filling)
{
  double progress = 0;

  g_object_get (session, "sync-progress", &progress, NULL);
  if (progress >= 1 && desk_session_get_state (session) == DESK_SESSION_LIVE)
    g_main_loop_quit (filling->loop);
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Filling *filling = user_data;

  filling->signed_in_at = g_get_monotonic_time ();
  if (!desk_session_sign_in_finish (DESK_SESSION (source), result, &filling->error))
    g_main_loop_quit (filling->loop);
}

static void
on_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **token = user_data;

  *token = desk_keyring_look_up_finish (DESK_KEYRING (source), result, NULL);
  if (*token == NULL)
    *token = g_strdup ("");
}

/* The sign-in is kept by and by, too. */
static void
wait_for_keyring (const char *server, const char *email)
{
  g_autoptr (DeskKeyring) keyring = desk_keyring_new ();
  g_autofree char *token = g_strdup ("");

  while (*token == '\0')
    {
      g_clear_pointer (&token, g_free);
      desk_keyring_look_up_async (keyring, server, email, NULL, on_looked_up_cb, &token);
      while (token == NULL)
        g_main_context_iteration (NULL, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (DeskSession) session = NULL;
  g_autofree char *problem = NULL;
  Filling filling = { .loop = loop };

  if (argc != 5)
    {
      g_printerr ("usage: %s URL E-MAIL PASSWORD DATA-DIR\n", argv[0]);
      return 2;
    }
  session = desk_session_new (argv[4]);
  g_signal_connect (session, "notify::state", G_CALLBACK (on_changed_cb), &filling);
  g_signal_connect (session, "notify::sync-progress", G_CALLBACK (on_changed_cb), &filling);
  desk_session_sign_in_async (session, argv[1], argv[2], argv[3], NULL, on_signed_in_cb, &filling);
  g_main_loop_run (loop);
  if (filling.error != NULL)
    {
      g_printerr ("%s\n", filling.error->message);
      return 1;
    }
  g_object_get (session, "keyring-problem", &problem, NULL);
  if (problem != NULL)
    {
      g_printerr ("%s\n", problem);
      return 1;
    }
  wait_for_keyring (argv[1], argv[2]);
  g_print ("first sync %.1f s\n", (g_get_monotonic_time () - filling.signed_in_at) / (double) G_USEC_PER_SEC);
  return 0;
}
