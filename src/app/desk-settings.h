/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The keys of org.deskbell.Deskbell, as the schema in data/ describes them. */
#define DESK_SETTING_SERVER_URL "server-url"
#define DESK_SETTING_ACCOUNT "account"
#define DESK_SETTING_WINDOW_WIDTH "window-width"
#define DESK_SETTING_WINDOW_HEIGHT "window-height"
#define DESK_SETTING_WINDOW_MAXIMIZED "window-maximized"
#define DESK_SETTING_PAGE "page"
#define DESK_SETTING_COLOUR_SCHEME "colour-scheme"
#define DESK_SETTING_RUN_IN_BACKGROUND "run-in-background"

GSettings *desk_settings_new (const char *data_dir);

G_END_DECLS
