/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pages/desk-table.h"

G_BEGIN_DECLS

/*
 * The columns of the queries table. Their buttons name the page's actions: query.check(s), query.open-customer-of(s),
 * query.show(s), query.converse(s), query.escalate-id(s); all take the query's id.
 */
void desk_query_columns_install (DeskTable *table);
/* @checked: a set of ids, borrowed; the check buttons show it. */
void desk_query_columns_set_checked (DeskTable *table, GHashTable *checked);

G_END_DECLS
