/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DESK_TYPE_COMPOSER (desk_composer_get_type ())
G_DECLARE_FINAL_TYPE (DeskComposer, desk_composer, DESK, COMPOSER, GtkWidget)

/*
 * Where an answer is written: text, the pair Reply / Internal note, tools, Send. In note mode the whole box is
 * note-coloured and the button says "Add Note". Ctrl+Enter sends. Empty text cannot be sent, and sending empties it at
 * once, so that a second press sends nothing.
 *
 * Properties: "note-mode" (boolean), "placeholder" (for replies), "draft" (text), "state-text" (small words beside the
 * tools: "Draft saved"), "send-menu" (GMenuModel of the split button), "can-reply" (boolean: FALSE leaves notes only),
 * "can-note". Signals: "send"(const char *text, gboolean is_note), "draft-changed"() when the user changed text or
 * mode. Actions: "composer.send", "composer.toggle-note", "composer.clear", for buttons, menus and shortcuts inside it.
 */
GtkWidget *desk_composer_new (void);
const char *desk_composer_get_draft (DeskComposer *self);
void desk_composer_set_draft (DeskComposer *self, const char *draft);
gboolean desk_composer_get_note_mode (DeskComposer *self);
void desk_composer_set_note_mode (DeskComposer *self, gboolean note_mode);
void desk_composer_set_placeholder (DeskComposer *self, const char *placeholder);
void desk_composer_set_state_text (DeskComposer *self, const char *text);
void desk_composer_set_send_menu (DeskComposer *self, GMenuModel *menu);
void desk_composer_add_tool (DeskComposer *self, GtkWidget *tool);
void desk_composer_insert (DeskComposer *self, const char *text);
gboolean desk_composer_submit (DeskComposer *self);
void desk_composer_grab_text_focus (DeskComposer *self);

G_END_DECLS
