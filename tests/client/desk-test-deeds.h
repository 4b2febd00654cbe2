/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TEST_LIBSOUP_FELL 77 /* how a window ends that libsoup took down */

/**
 * DeskTestDeeds:
 *
 * What somebody does who does anything at all: commands of every kind that their role allows, and drafts, drawn from a
 * seed. Each has a mark of its own, by which it is found again. In the journal stand, separated by tabs:
 *
 *  - "try", mark, kind, target, what: before a command is given; what it does to its target is a field, "=" and what
 * the field holds after it, or nothing where the mark says it
 *  - "ok", mark, command's id, new id: it is in the outbox
 *  - "no", mark: it is not, for a reason
 *  - "draft", thread, mark: typed; "kept", thread, mark: long enough ago to be on the disk
 */
typedef struct _DeskTestDeeds DeskTestDeeds;

typedef void (*DeskTestJournal) (gpointer data, const char *line);

DeskTestDeeds *
desk_test_deeds_new (DeskSession *session, guint seed, guint life, DeskTestJournal journal, gpointer data);
void desk_test_deeds_free (DeskTestDeeds *self);
guint desk_test_deeds_do (DeskTestDeeds *self, guint n); /* so many; says how many were possible */
void desk_test_deeds_draft (DeskTestDeeds *self);
gboolean desk_test_deeds_know (DeskCommandKind kind); /* whether it is among what they do: chats are not */

G_END_DECLS
