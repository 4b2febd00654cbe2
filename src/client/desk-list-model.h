/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "client/desk-cache.h"
#include "client/desk-list-spec.h"

G_BEGIN_DECLS

/**
 * DeskListModel:
 *
 * A #GListModel over the cache. It holds ids and makes its #DeskEntity items as they are looked at; they are the
 * session's shared objects, so that a row on the screen follows every change. It follows the cache by itself, with
 * small items-changed. Property "loading" (gboolean) is %TRUE until the first answer. UI thread.
 */
#define DESK_TYPE_LIST_MODEL (desk_list_model_get_type ())
G_DECLARE_FINAL_TYPE (DeskListModel, desk_list_model, DESK, LIST_MODEL, GObject)

/* The app gets its lists from desk_session_list(). */
DeskListModel *desk_list_model_new (DeskCache *cache, DeskListSpec *spec);

void desk_list_model_set_spec (DeskListModel *self, DeskListSpec *spec);
DeskListSpec *desk_list_model_get_spec (DeskListModel *self);
gboolean desk_list_model_get_loading (DeskListModel *self);
int desk_list_model_find (DeskListModel *self, const char *id); /* its position, or -1 */

G_END_DECLS
