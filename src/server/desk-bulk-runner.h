/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-service.h"

G_BEGIN_DECLS

/**
 * DeskBulkRunner:
 *
 * Goes on with what is done to many tickets, a few of them at a time, as long as there is something to go on with; also
 * with what another server, or this one before it was ended, has begun. Lives on the main thread.
 */
typedef struct _DeskBulkRunner DeskBulkRunner;

DeskBulkRunner *desk_bulk_runner_new (DeskService *service);
void desk_bulk_runner_free (DeskBulkRunner *self);
void desk_bulk_runner_wake (DeskBulkRunner *self);

G_END_DECLS
