// Narrows service hooks about work items of Azure Boards.
// https://learn.microsoft.com/azure/devops/service-hooks/events
import type { Instant } from '../../../model/instant.ts';
import { at, identity, instant, prose, text } from '../../fields.ts';
import { textOfHtml } from '../../html-text.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** A work item with the values that it has now, and its state before a change. */
export type WorkItem = {
  readonly id: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly state: string | null;
  readonly stateBefore: string | null;
  readonly severity: string | null;
  readonly project: string | null;
  readonly createdAt: Instant | null;
  readonly changedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads a work item. In an update the resource is the change and the revision the work item. */
export function readWorkItem(body: unknown): Parsed<WorkItem> {
  const resource = at(body, 'resource');
  const id =
    identity(resource, 'revision', 'id') ??
    identity(resource, 'workItemId') ??
    identity(resource, 'id');
  if (id === null) return unexpected(body, ['resource', 'id'], 'the id of a work item');
  const field = (name: string): unknown =>
    at(resource, 'fields', name, 'newValue') ??
    at(resource, 'revision', 'fields', name) ??
    at(resource, 'fields', name);
  const html = field('System.Description') ?? field('Microsoft.VSTS.TCM.ReproSteps');
  return parsed({
    id,
    title: withoutAddresses(text(field('System.Title'))),
    description: withoutAddresses(textOfHtml(prose(html))),
    state: text(field('System.State')),
    stateBefore: text(resource, 'fields', 'System.State', 'oldValue'),
    severity: text(field('Microsoft.VSTS.Common.Severity')),
    project: text(field('System.TeamProject')),
    createdAt: instant(field('System.CreatedDate')),
    changedAt: instant(field('System.ChangedDate')),
    closedAt:
      instant(field('Microsoft.VSTS.Common.ClosedDate')) ??
      instant(field('Microsoft.VSTS.Common.ResolvedDate')),
    labels: statedLabels({
      type: text(field('System.WorkItemType')),
      area: text(field('System.AreaPath')),
      iteration: text(field('System.IterationPath')),
      reason: text(field('System.Reason')),
      priority: text(field('Microsoft.VSTS.Common.Priority')),
      tags: text(field('System.Tags')),
    }),
    urls: [
      at(resource, '_links', 'html', 'href'),
      at(resource, 'revision', '_links', 'html', 'href'),
      at(resource, '_links', 'parent', 'href'),
      at(resource, 'url'),
    ],
  });
}

/** People write addresses into tickets; those stay there. */
function withoutAddresses(words: string | null): string | null {
  return words === null ? null : withoutMailAddresses(words);
}
