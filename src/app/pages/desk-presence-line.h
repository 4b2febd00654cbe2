/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_PRESENCE_LINE (desk_presence_line_get_type ())
G_DECLARE_FINAL_TYPE (DeskPresenceLine, desk_presence_line, DESK, PRESENCE_LINE, AdwBin)

/* Who else is looking at a thread, or writing in it: "Rajesh is looking at this". Hidden when nobody is. While offline
 * it says how fresh what one sees is: "As of 17:32". */
void desk_presence_line_set_thread (DeskPresenceLine *self, DeskSession *session, DeskEntity *thread);

G_END_DECLS
