// An action item → the issue below the room that stands for it.
import type { ActionItem } from '../model/action-item.ts';
import { ACTION_LABEL } from './labels.ts';
import { joinBody, splitBody } from './markers.ts';
import { cell, prose } from './safe-text.ts';

/** All that the issue of an action item shall be. */
export type ActionIssue = {
  readonly item: ActionItem;
  readonly marker: string;
  readonly title: string;
  readonly labels: readonly string[];
  /** Closed when it is done or dropped; an issue that people closed is never opened again from here. */
  readonly isOver: boolean;
  /** The body around what people wrote in the one that is there. */
  readonly body: (current: string) => string;
};

/** Decides the issue of an action item of an incident with a room. */
export function actionIssueOf(incident: string, room: number, item: ActionItem): ActionIssue {
  const marker = actionMarker(incident, item.id);
  const card = [
    `**${prose(item.title, 300)}**`,
    [
      `| From | #${room} ${cell(incident)} |`,
      '|---|---|',
      `| Kind | ${item.type}${item.debt === 'none' ? '' : `, ${item.debt}`} |`,
      `| Status | ${item.status} |`,
      `| Owner | ${cell(item.ownerTeam)}${item.assignee === null ? '' : ` · ${cell(item.assignee)}`} |`,
      `| Due | ${item.due ?? '**no day**'} |`,
    ].join('\n'),
    'Close this issue when it is done.',
  ].join('\n\n');
  return {
    item,
    marker,
    title: `[${item.id}] ${incident}`,
    labels: [
      ACTION_LABEL,
      `team/${item.ownerTeam}`.slice(0, 50),
      ...(item.debt === 'none' ? [] : [`debt/${item.debt}`]),
    ],
    isOver: item.status === 'done' || item.status === 'dropped',
    body: (current) =>
      joinBody({ ...splitBody(current), card }, marker, { cursor: null, assigned: [] }),
  };
}

/** The hidden first line by which the issue of an action item is recognised. */
export function actionMarker(incident: string, item: string): string {
  return `<!-- tocsin:action ${incident} ${item} -->`;
}
