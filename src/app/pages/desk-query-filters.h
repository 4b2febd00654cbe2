/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_QUERY_FILTERS (desk_query_filters_get_type ())
G_DECLARE_FINAL_TYPE (DeskQueryFilters, desk_query_filters, DESK, QUERY_FILTERS, AdwBin)

/* The row of chips over the queries: source, status, priority, date and words. Signal "changed"() when the user changed
 * one of them. */
void desk_query_filters_set_session (DeskQueryFilters *self, DeskSession *session);
void desk_query_filters_add_to_spec (DeskQueryFilters *self, DeskListSpec *spec);
gboolean desk_query_filters_is_set (DeskQueryFilters *self);
void desk_query_filters_clear (DeskQueryFilters *self);
gboolean desk_query_filters_focus_text (DeskQueryFilters *self);

/* The one status that is let through; unknown for none or several. Setting unknown lets all through. */
gboolean desk_query_filters_has_status (DeskQueryFilters *self);
DeskQueryStatus desk_query_filters_get_only_status (DeskQueryFilters *self);
void desk_query_filters_set_only_status (DeskQueryFilters *self, DeskQueryStatus status);
void desk_query_filters_set_days (DeskQueryFilters *self, const char *days); /* one that is offered, or NULL */

G_END_DECLS
