/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/engine-desk.h"

G_BEGIN_DECLS

/* Something that somebody does at a desk, chosen at random; it may be refused as the desk refuses it, but not fail. */
void engine_take_step (EngineDesk *desk, GRand *random);

G_END_DECLS
