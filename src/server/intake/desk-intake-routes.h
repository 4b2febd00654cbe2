/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-route.h"

G_BEGIN_DECLS

/* The doors through which customers write in, one table a channel, ended by NULL. */
extern const DeskRoute *const desk_intake_routes[];

G_END_DECLS
