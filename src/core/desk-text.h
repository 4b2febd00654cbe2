/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *desk_text_dup_excerpt (const char *text, gsize max);

G_END_DECLS
