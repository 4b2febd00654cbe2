/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-bubble.h"

G_BEGIN_DECLS

#define DESK_TYPE_CONVERSATION (desk_conversation_get_type ())
G_DECLARE_FINAL_TYPE (DeskConversation, desk_conversation, DESK, CONVERSATION, GtkWidget)

/**
 * DeskMessageNameFunc:
 *
 * Returns: (nullable): the name of a message's sender, borrowed until the next call
 */
typedef const char *(*DeskMessageNameFunc) (DeskMessage *message, gpointer user_data);

/**
 * DeskMessageDeliveryFunc:
 *
 * Returns: how far a message of one's own has come
 */
typedef DeskSendState (*DeskMessageDeliveryFunc) (DeskMessage *message, gpointer user_data);

/*
 * All messages of a thread, oldest first, a day's name before the first of each day. It stays at the end as messages
 * come unless the user has scrolled up. Properties: "model" (GListModel of DeskMessage), "empty-title", "empty-text".
 * Signals: "undo"(DeskMessage), "review"(DeskMessage), "reached-start"() when the user has scrolled to the oldest one
 * loaded.
 */
GtkWidget *desk_conversation_new (void);
void desk_conversation_set_model (DeskConversation *self, GListModel *model);
GListModel *desk_conversation_get_model (DeskConversation *self);
void desk_conversation_set_name_func (DeskConversation *self,
                                      DeskMessageNameFunc func,
                                      gpointer user_data,
                                      GDestroyNotify destroy);
void desk_conversation_set_delivery_func (DeskConversation *self,
                                          DeskMessageDeliveryFunc func,
                                          gpointer user_data,
                                          GDestroyNotify destroy);
void desk_conversation_refresh (DeskConversation *self);
void desk_conversation_scroll_to_end (DeskConversation *self);

G_END_DECLS
