/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/desk-calendar.h"
#include "core/desk-enum.h"
#include "core/desk-preset-parts.h"

G_BEGIN_DECLS

/**
 * DeskPreset:
 *
 * One business's words and rules, read from a JSON file of data/presets or from what a server says in its "meta". It
 * never changes once read; any thread.
 */
#define DESK_TYPE_PRESET (desk_preset_get_type ())
G_DECLARE_FINAL_TYPE (DeskPreset, desk_preset, DESK, PRESET, GObject)

DeskPreset *desk_preset_parse (const char *json, gssize length, GError **error);
DeskPreset *desk_preset_load (const char *directory, const char *name, GError **error);

const char *desk_preset_get_json (DeskPreset *self);
const char *desk_preset_get_name (DeskPreset *self);
const char *desk_preset_get_title (DeskPreset *self);
const char *desk_preset_get_currency (DeskPreset *self);
const char *desk_preset_get_time_zone (DeskPreset *self);
const char *desk_preset_get_country_calling_code (DeskPreset *self);
const char *desk_preset_get_query_number_format (DeskPreset *self);
const char *desk_preset_get_ticket_number_format (DeskPreset *self);
const char *desk_preset_get_order_number_format (DeskPreset *self);
DeskCalendar *desk_preset_get_calendar (DeskPreset *self);
char *desk_preset_dup_calendar_text (DeskPreset *self);
const GPtrArray *desk_preset_get_categories (DeskPreset *self);  /* of DeskPresetCategory */
const GPtrArray *desk_preset_get_departments (DeskPreset *self); /* of DeskPresetDepartment */
const GPtrArray *desk_preset_get_issue_types (DeskPreset *self); /* of DeskPresetIssueType */
const GPtrArray *desk_preset_get_faq (DeskPreset *self);         /* of DeskPresetFaq */
const char *const *desk_preset_get_modules (DeskPreset *self);
const DeskPresetCategory *desk_preset_find_category (DeskPreset *self, const char *name);
const DeskPresetIssueType *desk_preset_find_issue_type (DeskPreset *self, const char *name);
void
desk_preset_route (DeskPreset *self, const char *category, const char *issue_type, const char **department, int *tier);
const DeskPresetTarget *desk_preset_get_target (DeskPreset *self, DeskPriority priority);
DeskPriority desk_preset_get_priority (DeskPreset *self, const DeskPresetCase *about);
DeskPriority desk_preset_get_query_priority (DeskPreset *self, gboolean has_order);
const char *desk_preset_get_label (DeskPreset *self, const DeskEnum *info, int value);
gint64 desk_preset_get_auto_close (DeskPreset *self);
gint64 desk_preset_get_reopen_window (DeskPreset *self);
gboolean desk_preset_is_thanks (DeskPreset *self, const char *text, const char *names);
gint64 desk_preset_get_chat_answer (DeskPreset *self);
int desk_preset_get_capacity (DeskPreset *self);

G_END_DECLS
