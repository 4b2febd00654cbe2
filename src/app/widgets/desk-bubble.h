/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/entities/desk-message.h"

G_BEGIN_DECLS

/**
 * DeskSendState:
 * @DESK_SEND_STATE_SENT: the server has it
 * @DESK_SEND_STATE_WAITING: it waits in the outbox: outlined, with a clock and Undo
 * @DESK_SEND_STATE_REFUSED: the server refused it: red edge, with Review
 * @DESK_SEND_STATE_READ: the other side has read it
 */
typedef enum
{
  DESK_SEND_STATE_SENT,
  DESK_SEND_STATE_WAITING,
  DESK_SEND_STATE_REFUSED,
  DESK_SEND_STATE_READ,
} DeskSendState;

#define DESK_TYPE_SEND_STATE (desk_send_state_get_type ())
GType desk_send_state_get_type (void);

#define DESK_TYPE_BUBBLE (desk_bubble_get_type ())
G_DECLARE_FINAL_TYPE (DeskBubble, desk_bubble, DESK, BUBBLE, GtkBox)

/*
 * One message: meta line, bubble in its sender's colour, avatar outside; a system message is a centred line.
 * Properties: "message" (DeskMessage), "sender-name" (instead of the message's own), "day" (heading above it or NULL),
 * "delivery" (DeskSendState). Signals "undo"(), "review"().
 */
GtkWidget *desk_bubble_new (void);
void desk_bubble_set_message (DeskBubble *self, DeskMessage *message);
DeskMessage *desk_bubble_get_message (DeskBubble *self);
void desk_bubble_set_sender_name (DeskBubble *self, const char *name);
void desk_bubble_set_day (DeskBubble *self, const char *day);
void desk_bubble_set_delivery (DeskBubble *self, DeskSendState delivery);
char *desk_bubble_dup_words (DeskBubble *self);

G_END_DECLS
