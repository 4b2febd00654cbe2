/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an HTML page says, as plain text: nothing of it is run, loaded or hidden. Links show where they lead, quotations
 * begin with "> ". */
char *desk_mail_html_to_text (const char *html);

G_END_DECLS
