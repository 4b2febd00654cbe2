/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db-driver.h"

G_BEGIN_DECLS

struct _DeskDbTransaction
{
  DeskDbDriver *driver; /* borrowed */
  DeskDbMode mode;
  GError *failure;        /* owned: of the first statement that failed */
  GPtrArray *after;       /* owned: what to do after the commit, in order */
  GPtrArray *channels;    /* owned: whom to tell after the commit */
  gboolean is_announcing; /* after the commit: nothing more can be done in it */
};

DeskDbTransaction *desk_db_transaction_new (DeskDbDriver *driver, DeskDbMode mode);
void desk_db_transaction_free (DeskDbTransaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskDbTransaction, desk_db_transaction_free)

gboolean desk_db_transaction_work (DeskDbTransaction *self, DeskDbWork work, gpointer data, GError **error);
void desk_db_transaction_announce (DeskDbTransaction *self, gpointer db);

G_END_DECLS
