/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/intake/desk-intake-routes.h"

#include "server/intake/desk-intake-tables.h"

const DeskRoute *const desk_intake_routes[] = {
  desk_contact_routes,
  desk_whatsapp_routes,
  desk_mail_routes,
  NULL,
};
