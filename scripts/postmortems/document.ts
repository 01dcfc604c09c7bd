// A post-mortem's file → a Postmortem.
import type { Located } from '../config/document-set.ts';
import type { PostmortemDocument } from '../config/documents.ts';
import { toActionItem } from '../incidents/action-item.ts';
import { findSection, readSections } from '../incidents/markdown.ts';
import type { Postmortem } from '../model/postmortem.ts';

/** Reads a post-mortem whose front matter fits the schema. */
export function readPostmortem({
  id,
  document,
  text,
  bodyStart,
}: Located<PostmortemDocument>): Postmortem {
  return {
    incident: id,
    state: document.state,
    owner: document.owner,
    due: document.due,
    actionItems: (document.action_items ?? []).map(toActionItem),
    public: document.public ?? false,
    customerMessage: readCustomerMessage(text, bodyStart),
    report: { text: text.slice(bodyStart), factors: document.contributing_factors ?? [] },
  };
}

function readCustomerMessage(text: string, bodyStart: number): string | null {
  const section = findSection(readSections(text, bodyStart), 'Customer message');
  const first = section?.blocks[0];
  if (section === null || first === undefined) return null;
  return text.slice(first.start, section.contentEnd);
}
