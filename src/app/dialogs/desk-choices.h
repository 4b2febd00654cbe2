/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/desk-choice.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

/* What the desk has to choose from, for chips and cards, in the words of its preset. All are (transfer full). */
DeskChoice *desk_choices_make_enum (DeskSession *session, const DeskEnum *info, int value);
GPtrArray *desk_choices_of_enum (DeskSession *session, const DeskEnum *info);
GPtrArray *desk_choices_of_agents (DeskSession *session);
GPtrArray *desk_choices_of_departments (DeskSession *session);
GPtrArray *desk_choices_of_categories (DeskSession *session);

/* Approved agents and departments, by name; they follow the cache. */
DeskListModel *desk_choices_list_agents (DeskSession *session);
DeskListModel *desk_choices_list_departments (DeskSession *session);
void desk_choices_prepare (DeskSession *session);

/* "4 of 8 tickets", "away" */
char *desk_choices_dup_load (DeskAgent *agent);

G_END_DECLS
