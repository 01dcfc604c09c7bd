// A post-mortem's file → a Postmortem.
import type { Located } from '../config/document-set.ts';
import type { PostmortemDocument } from '../config/markdown-documents.ts';
import { toActionItem } from '../incidents/action-item.ts';
import { findSection, readSections } from '../incidents/markdown.ts';
import { parseInstant } from '../model/instant.ts';
import { LANGUAGES, type Language } from '../model/page.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { isReviewed } from './gate.ts';

/** Reads a post-mortem whose front matter fits the schema; the same one again costs nothing. */
export function readPostmortem(located: Located<PostmortemDocument>): Postmortem {
  const read = READ.get(located) ?? toPostmortem(located);
  READ.set(located, read);
  return read;
}

/** Checks and whoever loads the files read the same documents. Markdown, which costs the most, is read when it is asked for. */
const READ = new WeakMap<Located<PostmortemDocument>, Postmortem>();

function toPostmortem({ id, document, text, bodyStart }: Located<PostmortemDocument>): Postmortem {
  const meeting = parseInstant(document.meeting ?? '');
  const reviewed = isReviewed(document.state) ? parseInstant(document.reviewed ?? '') : null;
  const published = parseInstant(document.published ?? '');
  let message: string | null | undefined;
  return {
    incident: id,
    state: document.state,
    owner: document.owner,
    due: document.due,
    ...(meeting === null ? {} : { meeting }),
    ...(reviewed === null ? {} : { reviewed }),
    ...(published === null ? {} : { published }),
    actionItems: (document.action_items ?? []).map(toActionItem),
    public: document.public ?? false,
    get customerMessage() {
      if (message === undefined) message = readCustomerMessage(text, bodyStart);
      return message;
    },
    report: { text: text.slice(bodyStart), factors: document.contributing_factors ?? [] },
    ...(document.translations === undefined
      ? {}
      : { translations: toTranslations(document.translations) }),
  };
}

function toTranslations(
  entries: NonNullable<PostmortemDocument['translations']>,
): NonNullable<Postmortem['translations']> {
  const known: { -readonly [Name in Language]?: string } = {};
  for (const language of LANGUAGES) {
    const message = entries[language]?.customer_message;
    if (message !== undefined) known[language] = message;
  }
  return known;
}

function readCustomerMessage(text: string, bodyStart: number): string | null {
  const section = findSection(readSections(text, bodyStart), 'Customer message');
  const first = section?.blocks[0];
  if (section === null || first === undefined) return null;
  return text.slice(first.start, section.contentEnd);
}
