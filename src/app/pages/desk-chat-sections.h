/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-session.h"

G_BEGIN_DECLS

/**
 * DeskChatSections:
 *
 * The sections of a list of chats, one behind the other: those that wait, the longest waiting first; one's own, the
 * newest word first; each colleague's; those that have ended. UI thread.
 */
typedef struct _DeskChatSections DeskChatSections;

typedef enum
{
  DESK_CHAT_SECTION_WAITING,
  DESK_CHAT_SECTION_MINE,
  DESK_CHAT_SECTION_OTHERS,
  DESK_CHAT_SECTION_ENDED,
  DESK_N_CHAT_SECTIONS,
} DeskChatSection;

DeskChatSections *desk_chat_sections_new (DeskSession *session);
void desk_chat_sections_free (DeskChatSections *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskChatSections, desk_chat_sections_free)

GListModel *desk_chat_sections_get_model (DeskChatSections *self); /* all that are shown, in order */
gboolean desk_chat_sections_is_loading (DeskChatSections *self);
/* Which are shown: a bit for each section; and the words that have to be found in them. */
void desk_chat_sections_show (DeskChatSections *self, guint sections, const char *words);
int desk_chat_sections_find (DeskChatSections *self, const char *id); /* its place among those that are shown, or -1 */
/* (transfer full) (nullable): what stands over the row; NULL unless it is the first of its kind. @count: (out) */
char *desk_chat_sections_dup_heading (DeskChatSections *self, guint position, guint *count);

/* (transfer full): those that wait, the longest waiting first */
DeskListModel *desk_chats_list_waiting (DeskSession *session);
/* (transfer full): what somebody has to look at: those that wait, and one's own with news */
GListModel *desk_chats_list_counted (DeskSession *session);

G_END_DECLS
