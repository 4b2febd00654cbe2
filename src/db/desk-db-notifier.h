/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db-driver.h"

G_BEGIN_DECLS

/* Tells who listens here, and in other processes, that something was committed. */
typedef struct _DeskDbNotifier DeskDbNotifier;

typedef void (*DeskDbHeard) (GObject *listener, const char *channel);

DeskDbNotifier *desk_db_notifier_new (GObject *listener, DeskDbHeard heard);
void desk_db_notifier_connect (DeskDbNotifier *self, DeskDbDriver *driver, const char *url);
void desk_db_notifier_send (DeskDbNotifier *self, GPtrArray *channels);
void desk_db_notifier_close (DeskDbNotifier *self);

G_END_DECLS
