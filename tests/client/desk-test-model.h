/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-pending.h"
#include "core/desk-entity.h"

G_BEGIN_DECLS

/**
 * DeskTestModel:
 *
 * A desk of a few tickets and their messages, in the simplest words: what the server has; what of that the window has
 * been told; which commands somebody has given; and so what the window has to show. It knows nothing of how the window
 * does it.
 */
typedef struct _DeskTestModel DeskTestModel;

DeskTestModel *desk_test_model_new (const char *me);
void desk_test_model_free (DeskTestModel *self);

/* The server. */
void desk_test_model_add_ticket (DeskTestModel *self);
void desk_test_model_let_others (DeskTestModel *self, guint n); /* somebody else changes something */
/* Does a command that was given. (transfer full): the answer; where @version is not that of now, what is there, and
 * nothing is done. (nullable): there is no such thing. */
char *desk_test_model_do (DeskTestModel *self, const char *command, gint64 version, gboolean *is_stale);
gint64 desk_test_model_tell_feed (DeskTestModel *self, gint64 since, GString *lines); /* says where it ends */
gboolean desk_test_model_tell_one (DeskTestModel *self, gint64 since, GString *line); /* aside of the feed */

/* The window. */
GVariant *desk_test_model_think (DeskCommandKind kind, guint n); /* arguments */
char *desk_test_model_pick (DeskTestModel *self);                /* (nullable): a ticket that is shown */
void desk_test_model_give (DeskTestModel *self, DeskPending *pending);
/* @is_answered: by what it made of the thing; else the window knew by itself that it was done. */
void desk_test_model_accept (DeskTestModel *self, const char *command, gboolean is_answered);
void desk_test_model_refuse (DeskTestModel *self, const char *command);
void desk_test_model_retry (DeskTestModel *self, const char *command);
gboolean desk_test_model_may_take_back (DeskTestModel *self, const char *command); /* the server has not done it */
void desk_test_model_take_back (DeskTestModel *self, const char *command);
void desk_test_model_settle (DeskTestModel *self); /* the feed has told everything */

/* What is to be seen. */
void desk_test_model_append_row (DeskEntity *entity, GString *text);
char *desk_test_model_describe (DeskTestModel *self);
GPtrArray *desk_test_model_dup_ids (DeskTestModel *self);          /* of everything that may be shown, sorted */
GPtrArray *desk_test_model_dup_open_tickets (DeskTestModel *self); /* ids, sorted */
void desk_test_model_begin_step (DeskTestModel *self);
gboolean desk_test_model_has_been (DeskTestModel *self, const char *description); /* since then */
char *desk_test_model_dup_story (DeskTestModel *self);

G_END_DECLS
