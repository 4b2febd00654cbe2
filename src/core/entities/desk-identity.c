/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-identity.h"

DESK_DEFINE_PART (DeskIdentity, desk_identity, "identity", DESK_IDENTITY_FIELDS)
