/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/http/desk-door.h"
#include "server/http/desk-peer.h"

G_BEGIN_DECLS

/* Called on the caller's thread: the message is ready to be sent, or refused with @error. */
typedef void (*DeskUpgradeDone) (const GError *error, gpointer data);

gboolean desk_upgrade_is_wanted (SoupServerMessage *message);
void
desk_upgrade_begin (DeskCall *call, SoupServerMessage *message, DeskPeer *peer, DeskUpgradeDone done, gpointer data);

G_END_DECLS
