/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-route.h"

G_BEGIN_DECLS

/* Each channel's table stands at the end of its file. */
extern const DeskRoute desk_contact_routes[];
extern const DeskRoute desk_whatsapp_routes[];
extern const DeskRoute desk_mail_routes[];

G_END_DECLS
