/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-route.h"

G_BEGIN_DECLS

/* The tables of all resources, each ended by a row without a method; the list is ended by NULL. */
extern const DeskRoute *const desk_routes[];

G_END_DECLS
