/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DESK_SESSION_SIGNED_OUT,
  DESK_SESSION_CONNECTING, /* the first time; what the cache has is shown meanwhile */
  DESK_SESSION_LIVE,
  DESK_SESSION_RECONNECTING, /* lost for a few seconds */
  DESK_SESSION_OFFLINE,
} DeskSessionState;

G_END_DECLS
