/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *desk_phone_normalize (const char *text, const char *country_calling_code);
char *desk_email_normalize (const char *text);

G_END_DECLS
