// A post-mortem brought up to date: Tocsin's own parts and fields change, every word of people stays.
import type { Located } from '../config/document-set.ts';
import { readDocuments } from '../config/document-set.ts';
import type { PostmortemDocument } from '../config/markdown-documents.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import { setYamlValue, unsetYamlValue } from '../incidents/front-matter-edit.ts';
import { appendEntry, setEntryField } from '../incidents/list-edit.ts';
import { postmortemPath } from '../model/history-path.ts';
import type { Instant } from '../model/instant.ts';
import type { Postmortem, PostmortemState } from '../model/postmortem.ts';
import { splice } from '../text/splice.ts';
import { type BlockName, replaceBlock } from './blocks.ts';
import { carriedChanges, toldOf } from './carried-items.ts';
import { readPostmortem } from './document.ts';
import { itemEntry, instantText } from './draft.ts';
import { type Material, renderParts } from './material.ts';
import { ownDays, proposalOf } from './proposal.ts';

/**
 * The text with timeline, facts, notes and items as they are now, and with the incident's items as they stand. Once others
 * are asked to read it, it belongs to people alone; so does a file that its schema refuses.
 */
export function refreshPostmortem(text: string, material: Material): string {
  const { incident, memory } = material;
  const before = parsePostmortem(incident.id, text);
  if (before === null || before.state !== 'draft') return text;
  const told = memory === undefined ? null : toldOf(memory, before.actionItems, incident.actions);
  const carried = carriedChanges(before.actionItems, incident.actions, told).reduce(
    (current, { item, field, value }) =>
      editYaml(current, (yaml) => setEntryField(yaml, 'action_items', item, [field, value])),
    text,
  );
  const written = parsePostmortem(incident.id, carried)?.actionItems ?? before.actionItems;
  const known = new Set(written.map((item) => item.id));
  const added = incident.actions
    .filter((item) => !known.has(item.id))
    .reduce(
      (current, item) =>
        editYaml(current, (yaml) => appendEntry(yaml, 'action_items', itemEntry(item))),
      carried,
    );
  const { newOwner } = material;
  const owned =
    newOwner === undefined || newOwner === before.owner
      ? added
      : editYaml(added, (yaml) => setYamlValue(yaml, ['owner'], newOwner));
  return renderInto(withProposal(owned, before, material), material);
}

/** The text with another state. */
export function setState(text: string, state: PostmortemState): string {
  return editYaml(text, (yaml) => setYamlValue(yaml, ['state'], state));
}

/** The text of one that counts as reviewed, and since when. */
export function setReviewed(text: string, at: Instant): string {
  return editYaml(setState(text, 'reviewed'), (yaml) =>
    setYamlValue(yaml, ['reviewed'], instantText(at)),
  );
}

/** The text of one with the instant since when customers read it. */
export function setPublished(text: string, at: Instant): string {
  return editYaml(text, (yaml) => setYamlValue(yaml, ['published'], instantText(at)));
}

/** The text of one that customers do not read after all. */
export function unsetPublished(text: string): string {
  return editYaml(text, (yaml) => unsetYamlValue(yaml, ['published']));
}

/** The post-mortem that a text holds; null where its front matter is not what the schema asks for. */
export function parsePostmortem(incident: string, text: string): Postmortem | null {
  const located = locatePostmortem(incident, text);
  return located === null ? null : readPostmortem(located);
}

/** The document that a text holds, with its places; null where the schema refuses it. */
export function locatePostmortem(
  incident: string,
  text: string,
): Located<PostmortemDocument> | null {
  const path = postmortemPath(incident);
  return readDocuments([{ path, text }]).documents.postmortem[0] ?? null;
}

/** Day and meeting that nobody chose move with the level and the resolution. */
function withProposal(
  text: string,
  before: Postmortem,
  { organisation, incident, memory }: Material,
): string {
  const last = memory?.proposed ?? null;
  const own = ownDays(organisation, incident, { days: before, last });
  const { due, meeting } = proposalOf(organisation, incident);
  const promised =
    own.due && before.due !== due
      ? editYaml(text, (yaml) => setYamlValue(yaml, ['due'], due))
      : text;
  return own.meeting && before.meeting !== meeting
    ? editYaml(promised, (yaml) => setYamlValue(yaml, ['meeting'], instantText(meeting)))
    : promised;
}

function renderInto(text: string, material: Material): string {
  const items = parsePostmortem(material.incident.id, text)?.actionItems ?? [];
  const parts = renderParts(material, items);
  return PARTS.reduce((current, name) => replaceBlock(current, name, parts[name]), text);
}

const PARTS = ['facts', 'timeline', 'notes', 'actions'] as const satisfies readonly BlockName[];

function editYaml(text: string, change: (yaml: string) => string): string {
  const split = splitFrontMatter(text);
  if (split === null) return text;
  return splice(text, split.yamlStart, split.yamlStart + split.yaml.length, change(split.yaml));
}
