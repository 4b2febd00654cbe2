/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-service.h"

G_BEGIN_DECLS

/**
 * DeskScheduler:
 *
 * Does what the clock starts: warnings and breaches of deadlines, the closing of what was resolved. It sleeps on a
 * thread of its own until the next of them is due, or somebody has set a clock. Any number of them, in as many
 * processes, may look after one desk: who comes second finds it done.
 */
typedef struct _DeskScheduler DeskScheduler;

DeskScheduler *desk_scheduler_new (DeskService *service);
void desk_scheduler_free (DeskScheduler *self);

/* A clock was set, here or by another process. Any thread. */
void desk_scheduler_wake (DeskScheduler *self);

G_END_DECLS
