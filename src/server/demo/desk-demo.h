/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-preset.h"
#include "db/desk-db.h"
#include "server/demo/desk-demo-words.h"

G_BEGIN_DECLS

gboolean desk_demo_fill (DeskDb *db,
                         DeskPreset *preset,
                         DeskDemoWords *words,
                         guint n_tickets,
                         const char *password,
                         GError **error);
gboolean desk_demo_fill_at (DeskDb *db,
                            DeskPreset *preset,
                            DeskDemoWords *words,
                            guint n_tickets,
                            const char *password,
                            gint64 now,
                            GError **error);

G_END_DECLS
