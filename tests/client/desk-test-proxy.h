/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DeskTestProxy:
 *
 * A network that fails as it is told to, between a session and its server.
 */
typedef struct _DeskTestProxy DeskTestProxy;

DeskTestProxy *desk_test_proxy_new (guint16 server_port);
void desk_test_proxy_free (DeskTestProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTestProxy, desk_test_proxy_free)

const char *desk_test_proxy_get_url (DeskTestProxy *self);

/* New connections are closed at once, and those that are open are cut. */
void desk_test_proxy_refuse (DeskTestProxy *self);
void desk_test_proxy_allow (DeskTestProxy *self);
/* Once the server has sent so many bytes more, everything is cut; then it goes on as before. */
void desk_test_proxy_cut_after (DeskTestProxy *self, gint64 n_bytes);
gboolean desk_test_proxy_is_cut (DeskTestProxy *self); /* since then */
/* What the client sends still arrives; what the server answers does not, and the connection is cut then. */
void desk_test_proxy_lose_answers (DeskTestProxy *self, gboolean loses);
guint desk_test_proxy_get_n_lost (DeskTestProxy *self); /* answers that were lost so far */

G_END_DECLS
