// What surrounds every page: name, navigation, languages, footer.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import type { Instant } from '../../../scripts/model/instant.ts';
import type { Language } from '../../../scripts/model/page.ts';
import type { Snapshot } from '../../../scripts/publication/view.ts';
import { folderOf, publicAddress } from '../../../scripts/publication/addresses.ts';
import { linksFrom, type Links } from './links.ts';
import { MESSAGES, speechOf, type Speech, type Time } from '../../../scripts/speech/speech.ts';

/** What the layout shows around a page. */
export type Frame = {
  readonly name: string;
  readonly hasLogo: boolean;
  readonly status: ComponentStatus;
  readonly internal: boolean;
  readonly speech: Speech;
  readonly links: Links;
  readonly canonical: string;
  /** The same page in the other languages. */
  readonly languages: readonly {
    readonly language: Language;
    readonly name: string;
    readonly href: string;
    readonly address: string;
  }[];
  readonly brandLinks: readonly { readonly text: string; readonly url: string }[];
  /** When the data was read; null on a page of what is over, which a new build leaves as it is. */
  readonly built: {
    readonly at: Instant;
    readonly time: Time;
    readonly commit: string | null;
    readonly staleAfterMs: number;
  } | null;
  readonly support: { readonly href: string | null; readonly text: string } | null;
};

/** The same around a page of what is over: nothing in it changes with the time, the commit or the state of today. */
export function settledFrame(snapshot: Snapshot, path: string, language?: Language): Frame {
  return settled(frame(snapshot, path, language));
}

/** The frame of a page for people inside: it stands in the root and speaks English, whatever the public pages speak. */
export function insideFrame(snapshot: Snapshot, path: string): Frame {
  const { page, builtAt } = snapshot.public;
  const around = frame(snapshot, path);
  const speech = speechOf('en', around.speech.source);
  return {
    ...around,
    speech,
    built: around.built === null ? null : { ...around.built, time: speech.moment(builtAt) },
    support: page.support === null ? null : supportContact(page.support, speech),
  };
}

/** The same around a page of what is over. */
export function settledInsideFrame(snapshot: Snapshot, path: string): Frame {
  return settled(insideFrame(snapshot, path));
}

function settled(around: Frame): Frame {
  return { ...around, status: 'operational', built: null };
}

/** The frame of the page at `path` of a language; without one, of a page that exists only in the language of people. */
export function frame(snapshot: Snapshot, path: string, language?: Language): Frame {
  const { page, ...view } = snapshot.public;
  const source = page.languages[0] ?? 'en';
  const speech = speechOf(language ?? source, source);
  const links = linksFrom(path, speech);
  const addressIn = (other: Language): string => {
    const full = `${folderOf({ language: other, source })}${path}`;
    return publicAddress(page.url, full.replace(/(^|\/)index\.html$/, '$1'));
  };
  return {
    name: page.name,
    hasLogo: page.brand.logo !== null,
    status: view.state.status,
    internal: snapshot.audience === 'internal',
    speech,
    links,
    canonical: addressIn(speech.language),
    languages: page.languages
      .filter((other) => language !== undefined && other !== speech.language)
      .map((other) => ({
        language: other,
        name: MESSAGES[other].language,
        href: links.inLanguage(other, path),
        address: addressIn(other),
      })),
    brandLinks: page.brand.links,
    built: {
      at: view.builtAt,
      time: speech.moment(view.builtAt),
      commit: view.revision === null ? null : view.revision.slice(0, 7),
      staleAfterMs: page.staleAfterMs,
    },
    support: page.support === null ? null : supportContact(page.support, speech),
  };
}

function supportContact(support: string, { say }: Speech): NonNullable<Frame['support']> {
  if (/^(https?:\/\/|mailto:)/i.test(support)) return { href: support, text: say('nav.support') };
  if (/^[^\s@]+@[^\s@]+$/.test(support)) return { href: `mailto:${support}`, text: support };
  return { href: null, text: say('nav.supportText', { contact: support }) };
}
