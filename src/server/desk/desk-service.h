/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/**
 * DeskService:
 *
 * The running desk as its doors see it: the database with the preset and the keys that stand in it. It does what a door
 * brings as one #DeskTransaction, mostly on a database thread. Never changes once open; any thread.
 */
#define DESK_TYPE_SERVICE (desk_service_get_type ())
G_DECLARE_FINAL_TYPE (DeskService, desk_service, DESK, SERVICE, GObject)

/**
 * DeskServiceWork:
 * @transaction: open until the function returns; its viewer is the desk itself until the function sets another
 * @data: what was given with the work
 * @error: why it was rolled back
 *
 * Returns: %TRUE to commit
 */
typedef gboolean (*DeskServiceWork) (DeskTransaction *transaction, gpointer data, GError **error);

gboolean desk_service_prepare (DeskDb *db, DeskPreset *preset, GError **error);
DeskService *desk_service_open (DeskDb *db, GError **error);

DeskDb *desk_service_get_db (DeskService *self);
DeskPreset *desk_service_get_preset (DeskService *self);
const char *desk_service_get_epoch (DeskService *self);
const char *desk_service_get_token_key (DeskService *self);

void desk_service_run_async (DeskService *self,
                             DeskDbMode mode,
                             DeskServiceWork work,
                             gpointer data,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean desk_service_run_finish (DeskService *self, GAsyncResult *result, GError **error);
gboolean desk_service_run (DeskService *self, DeskDbMode mode, DeskServiceWork work, gpointer data, GError **error);

gboolean desk_service_can_read_here (DeskService *self);
gboolean desk_service_read_here (DeskService *self, DeskServiceWork work, gpointer data, GError **error);

G_END_DECLS
