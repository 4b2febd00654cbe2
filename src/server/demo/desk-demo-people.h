/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/demo/desk-demo-desk.h"

G_BEGIN_DECLS

void desk_demo_make_team (DeskDemo *self, guint n_agents);
void desk_demo_make_customers (DeskDemo *self, guint n_customers);
gboolean desk_demo_is_provider (DeskEntity *customer);

G_END_DECLS
