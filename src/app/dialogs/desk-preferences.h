/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_PREFERENCES (desk_preferences_get_type ())
G_DECLARE_FINAL_TYPE (DeskPreferences, desk_preferences, DESK, PREFERENCES, AdwPreferencesWindow)

/* What a person may set: each change counts at once. @settings: (nullable): without it nothing can be set. */
GtkWindow *desk_preferences_present (GtkWindow *parent, GSettings *settings);

G_END_DECLS
