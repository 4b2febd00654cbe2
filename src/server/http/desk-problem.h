/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DESK_PROBLEM_TYPE "application/problem+json"

guint desk_problem_get_status (const GError *error);
char *desk_problem_dup_json (const GError *error);
char *desk_problem_dup_json_for_status (guint status, const char *title, const char *detail);

G_END_DECLS
