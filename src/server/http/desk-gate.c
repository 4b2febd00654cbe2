/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-gate.h"

#include <string.h>

#include "core/desk-error.h"
#include "server/desk/desk-sign-in.h"
#include "server/http/desk-file-answer.h"
#include "server/http/desk-upload.h"

/* So many may wait for their password to be hashed, or for what they wrote to be read. */
#define MOST_WAITING 64

/* A call under way. */
typedef struct
{
  DeskDoorTask task; /* first, so that the threads that are no database's know what to do */
  DeskCall *call;    /* owned */
  DeskCallDone done;
  gpointer data;
  GMainContext *context; /* owned; where it is answered, for a call that is not run by the database */
  GError *stale;         /* owned; why it was refused, while the current entity is being read */
  GError *trouble;       /* owned; why its files could not be put in their places, or prepared */
} Run;

static void
finish (Run *run)
{
  run->done (run->call, run->data);
  g_clear_pointer (&run->context, g_main_context_unref);
  g_clear_error (&run->stale);
  g_clear_error (&run->trouble);
  g_free (run);
}

/* Who asks, as they stand in this very transaction. */
static gboolean
read_caller (DeskCall *call, DeskTransaction *transaction, GError **error)
{
  g_clear_pointer (&call->viewer, desk_viewer_free);
  g_clear_pointer (&call->account_id, g_free);
  if (call->session_id != NULL)
    call->viewer = desk_sign_in_read_viewer (transaction, call->session_id, &call->account_id, error);
  else if (call->route->permission == DESK_PERMISSION_PUBLIC)
    {
      call->viewer = desk_viewer_new_system ();
      call->viewer->is_system = FALSE;
      call->viewer->role = DESK_ROLE_UNKNOWN;
    }
  else
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, "This needs a bearer token");
  return call->viewer != NULL;
}

static gboolean
check_permission (DeskCall *call, GError **error)
{
  const DeskRoute *route = call->route;

  if (route->permission == DESK_PERMISSION_PUBLIC)
    return TRUE;
  if (!call->viewer->is_approved && route->permission != DESK_PERMISSION_SIGNED_IN
      && (route->flags & DESK_ROUTE_UNAPPROVED) == 0)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN,
                           "Your account waits for an administrator's approval");
      return FALSE;
    }
  if (!desk_role_may (call->viewer->role, route->permission))
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "Your role does not have the permission \"%s\"",
                   desk_permission_name (route->permission));
      return FALSE;
    }
  return TRUE;
}

static gboolean
run_route (DeskTransaction *transaction, gpointer data, GError **error)
{
  DeskCall *call = data;

  if (!call->route->function (call, error))
    return FALSE;
  if (call->answer.status == 0)
    call->answer.status = 204;
  return TRUE;
}

static gboolean
work_on_call (DeskTransaction *transaction, gpointer data, GError **error)
{
  DeskCall *call = data;
  gboolean is_done;

  desk_answer_clear (&call->answer);
  call->answer.status = 0;
  g_clear_error (&call->refusal);
  if (!read_caller (call, transaction, error) || !check_permission (call, error))
    return FALSE;
  if (call->complaint != NULL)
    {
      g_propagate_error (error, g_error_copy (call->complaint));
      return FALSE;
    }
  transaction->viewer = call->viewer;
  call->transaction = transaction;
  if (call->repeat_key != NULL && call->account_id != NULL && call->route->mode == DESK_DB_WRITE
      && (call->route->flags & DESK_ROUTE_SECRET) == 0)
    is_done = desk_repeat_run (transaction, call->account_id, call->repeat_key, call->request_hash, run_route, call,
                               &call->answer, error);
  else
    is_done = run_route (transaction, call, error);
  call->transaction = NULL;
  return is_done;
}

/* The entity that the path of a stale update is about is read by the route that shows it: that of the path up to its
 * last variable. */
static const DeskRoute *
find_reader (DeskCall *call)
{
  g_autofree char *path = g_strdup (call->route->path);
  char *brace = strrchr (path, '}');
  g_auto (DeskRouteMatch) match = { 0 };

  if (brace == NULL)
    return NULL;
  brace[1] = '\0';
  desk_router_find (call->door->router, "GET", path, &match);
  return match.route;
}

static gboolean
read_current (DeskTransaction *transaction, gpointer data, GError **error)
{
  Run *run = data;
  DeskCall *call = run->call;
  gboolean is_done;

  transaction->viewer = call->viewer;
  call->transaction = transaction;
  is_done = find_reader (call)->function (call, error);
  call->transaction = NULL;
  return is_done;
}

static void
on_current_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  if (desk_service_run_finish (run->call->door->service, result, NULL) && run->call->answer.body != NULL)
    desk_error_set_extra_json (run->stale, "current", g_steal_pointer (&run->call->answer.body));
  desk_call_answer_error (run->call, run->stale);
  finish (run);
}

static void
refuse (Run *run, const GError *error)
{
  if (error->domain != DESK_ERROR || error->code == DESK_ERROR_INTERNAL)
    g_warning ("%s %s failed: %s", run->call->route->method, run->call->route->path, error->message);
  desk_call_answer_error (run->call, error);
}

static gboolean
push_file_work (Run *run, void (*work) (DeskDoorTask *task))
{
  GThreadPool *pool = run->call->door->file_work;
  g_autoptr (GError) busy = NULL;

  if (g_thread_pool_unprocessed (pool) < MOST_WAITING)
    {
      run->task.run = work;
      if (run->context == NULL)
        run->context = g_main_context_ref_thread_default ();
      g_thread_pool_push (pool, run, NULL);
      return TRUE;
    }
  g_set_error_literal (&busy, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "Many files are on their way, please try again");
  desk_error_set_retry_after (busy, 2);
  refuse (run, busy);
  return FALSE;
}

static gboolean
on_prepared_cb (gpointer data)
{
  Run *run = data;

  if (run->trouble != NULL)
    refuse (run, run->trouble);
  finish (run);
  return G_SOURCE_REMOVE;
}

/* A file is made ready to be sent, on a thread that has time. */
static void
prepare_file (DeskDoorTask *task)
{
  Run *run = (Run *) task;

  desk_file_answer_prepare (run->call, &run->trouble);
  g_main_context_invoke (run->context, on_prepared_cb, run);
}

/* Takes @failure; NULL when the work was done. */
static void
end (Run *run, GError *failure)
{
  DeskCall *call = run->call;
  g_autoptr (GError) error = failure;

  if (error == NULL)
    {
      if (call->refusal != NULL)
        refuse (run, call->refusal);
      else if (call->file != NULL && push_file_work (run, prepare_file))
        return;
    }
  else if (g_error_matches (error, DESK_ERROR, DESK_ERROR_STALE) && desk_error_get_extra_name (error) == NULL
           && call->viewer != NULL && find_reader (call) != NULL)
    {
      run->stale = g_steal_pointer (&error);
      desk_service_run_async (call->door->service, DESK_DB_READ, read_current, run, on_current_read_cb, run);
      return;
    }
  else
    refuse (run, error);
  finish (run);
}

static void
on_database_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  GError *error = NULL;

  desk_service_run_finish (run->call->door->service, result, &error);
  end (run, error);
}

static void
read_here (Run *run)
{
  GError *error = NULL;

  desk_service_read_here (run->call->door->service, work_on_call, run->call, &error);
  end (run, error);
}

/* Runs a function that does not stand in a transaction: on the caller's thread, or on one that may take its time. */
static void
run_directly (Run *run)
{
  DeskCall *call = run->call;
  g_autoptr (GError) error = NULL;

  if (call->complaint != NULL)
    refuse (run, call->complaint);
  else if (!call->route->function (call, &error))
    refuse (run, error);
  else if (call->answer.status == 0)
    call->answer.status = 204;
}

static gboolean
on_run_cb (gpointer data)
{
  finish (data);
  return G_SOURCE_REMOVE;
}

static void
run_task (DeskDoorTask *task)
{
  Run *run = (Run *) task;

  run_directly (run);
  g_main_context_invoke (run->context, on_run_cb, run);
}

static void
run_on_thread_of (Run *run, GThreadPool *pool, const char *why_not)
{
  g_autoptr (GError) busy = NULL;

  if (g_thread_pool_unprocessed (pool) < MOST_WAITING)
    {
      run->context = g_main_context_ref_thread_default ();
      g_thread_pool_push (pool, run, NULL);
      return;
    }
  g_set_error_literal (&busy, DESK_ERROR, DESK_ERROR_UNAVAILABLE, why_not);
  desk_error_set_retry_after (busy, 2);
  refuse (run, busy);
  finish (run);
}

static void
run_on_database (Run *run)
{
  DeskCall *call = run->call;

  desk_service_run_async (call->door->service, call->route->mode, work_on_call, call, on_database_done_cb, run);
}

static gboolean
on_kept_cb (gpointer data)
{
  Run *run = data;

  if (run->trouble == NULL)
    run_on_database (run);
  else
    {
      refuse (run, run->trouble);
      finish (run);
    }
  return G_SOURCE_REMOVE;
}

/* What was uploaded is in its place before a row says so. */
static void
keep_files (DeskDoorTask *task)
{
  Run *run = (Run *) task;

  desk_upload_keep (run->call->upload, &run->trouble);
  g_main_context_invoke (run->context, on_kept_cb, run);
}

/**
 * desk_gate_run:
 * @call: (transfer full): what is asked
 * @done: called on the caller's thread-default context, with the call and its answer; maybe before this returns
 * @data: for @done
 *
 * Finds out who asks, whether they may, whether they asked it before, and does it: on a database thread in one
 * transaction, or where the route's flags say.
 */
void
desk_gate_run (DeskCall *call, DeskCallDone done, gpointer data)
{
  Run *run = g_new0 (Run, 1);

  run->task.run = run_task;
  run->call = call;
  run->done = done;
  run->data = data;
  if ((call->route->flags & DESK_ROUTE_HASHES) != 0)
    run_on_thread_of (run, call->door->hashing, "Too many people sign in right now, please try again");
  else if ((call->route->flags & DESK_ROUTE_RAW) != 0)
    run_on_thread_of (run, call->door->reading, "Too much comes in right now, please try again");
  else if ((call->route->flags & DESK_ROUTE_DIRECT) != 0)
    {
      run_directly (run);
      finish (run);
    }
  else if ((call->route->flags & DESK_ROUTE_BRIEF) != 0 && desk_service_can_read_here (call->door->service))
    read_here (run);
  else if (call->upload == NULL || call->complaint != NULL)
    run_on_database (run);
  else if (!push_file_work (run, keep_files))
    finish (run);
}
