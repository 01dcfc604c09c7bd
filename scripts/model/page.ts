import type { ComponentStatus } from './component.ts';

/** The languages that the status page's own words exist in. */
export const LANGUAGES = ['en', 'de', 'ar'] as const;

/** A language of the status page. */
export type Language = (typeof LANGUAGES)[number];

/** A colour that an organisation may choose for each theme. */
export type ColourToken = 'paper' | 'ink' | 'quiet' | 'accent' | ComponentStatus;

/** Colours of one theme, `#rrggbb`. */
export type Colours = Readonly<Record<ColourToken, string>>;

/** The colours of the page unless `tocsin.yaml` says otherwise; its stylesheet, badges, widget and icon paint with them. */
export const DEFAULT_COLOURS: { readonly light: Colours; readonly dark: Colours } = {
  light: {
    paper: '#fdfcfa',
    ink: '#1d222b',
    quiet: '#4a505b',
    accent: '#1d438c',
    operational: '#317f61',
    maintenance: '#3e66b3',
    degraded: '#946800',
    partial_outage: '#b14600',
    major_outage: '#b00a1d',
  },
  dark: {
    paper: '#11141a',
    ink: '#e9ebef',
    quiet: '#b0b4bd',
    accent: '#a4c5ff',
    operational: '#68bf9b',
    maintenance: '#88aef4',
    degraded: '#f1c961',
    partial_outage: '#f89a56',
    major_outage: '#fa6863',
  },
};

/** What makes the status page an organisation's own. */
export type Brand = {
  /** What the page calls itself; null for the organisation's name with the word status. */
  readonly name: string | null;
  /** An SVG image; null for the name in letters. */
  readonly logo: string | null;
  /** The same for the dark theme; null puts the other one on a light plate there. */
  readonly logoDark: string | null;
  readonly colours: {
    readonly light: Partial<Colours>;
    readonly dark: Partial<Colours>;
  };
  /** Links in the header, for example back to the product. */
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** Rules after the page's own; null for none. */
  readonly css: string | null;
};

/** How the status page speaks and looks, and what it is held to. */
export type PageSettings = {
  /** The first one is the language that updates are written in. */
  readonly languages: readonly Language[];
  /** After this time without a new build the page warns its readers. */
  readonly staleAfterMs: number;
  /** How long a public incident may stay without a word, where nothing else was promised. */
  readonly silentAfterMs: number;
  readonly brand: Brand;
};

/** What holds unless `tocsin.yaml` says otherwise. */
export const DEFAULT_PAGE: PageSettings = {
  languages: ['en'],
  staleAfterMs: 86_400_000,
  silentAfterMs: 3_600_000,
  brand: {
    name: null,
    logo: null,
    logoDark: null,
    colours: { light: {}, dark: {} },
    links: [],
    css: null,
  },
};
