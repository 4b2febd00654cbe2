/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/desk-entity.h"

G_BEGIN_DECLS

/**
 * DeskTestWorld:
 *
 * Everything that one person may see of a desk: as the server tells it over plain HTTP, or as a window's cache has it.
 * It blocks.
 */
typedef struct
{
  GHashTable *entities; /* owned: id -> DeskEntity */
} DeskTestWorld;

DeskTestWorld *desk_test_world_new (void);
void desk_test_world_free (DeskTestWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTestWorld, desk_test_world_free)

/* What a window has written: a kind's name, a tab and JSON on each line; other lines are passed over. */
DeskTestWorld *desk_test_world_new_for_dump (const char *text);

/* (nullable): where they differ, in words; @only: the kinds that are compared, ended by NULL, or NULL for all. */
char *desk_test_world_compare (DeskTestWorld *cache, DeskTestWorld *server, const DeskKind *const *only);

/**
 * DeskTestVisitor:
 *
 * Somebody who is signed in at a server over plain HTTP.
 */
typedef struct _DeskTestVisitor DeskTestVisitor;

DeskTestVisitor *desk_test_visitor_new (const char *url, const char *email, const char *password);
void desk_test_visitor_free (DeskTestVisitor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTestVisitor, desk_test_visitor_free)

/* Says the status; 0 when there was no answer. */
guint desk_test_visitor_send (DeskTestVisitor *self, const char *method, const char *path, const char *json);
/* The same with If-Match. */
guint desk_test_visitor_change (DeskTestVisitor *self,
                                const char *method,
                                const char *path,
                                gint64 version,
                                const char *json);
DeskTestWorld *desk_test_visitor_read_feed (DeskTestVisitor *self);  /* from its beginning */
DeskTestWorld *desk_test_visitor_read_lists (DeskTestVisitor *self); /* of every kind that has one, all pages */
extern const DeskKind *const desk_test_listed_kinds[];

G_END_DECLS
