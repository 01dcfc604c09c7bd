import type { SignalAction, SignalKind, SignalSeverity } from './signal.ts';

/** Where a text comes from: a JSON Pointer, a template such as `{/service}: {/summary}`, or a pointer with words to replace. */
export type MappedText =
  | string
  | { readonly at: string; readonly words: Readonly<Record<string, string>> };

/** What one entry of a delivery says happened; the first choice that fits decides. */
export type MappedAction = {
  readonly action: Exclude<SignalAction, 'update'> | 'ignore';
  /** The value that decides; without it the choice always fits. */
  readonly at?: string;
  /** Words of which the value must be one, in any case; without them it must only be there. */
  readonly is?: string | readonly string[];
};

/** The severity: a JSON Pointer to a word on a usual scale, or a pointer with the words of the tool. */
export type MappedSeverity =
  | string
  | { readonly at: string; readonly words: Readonly<Record<string, SignalSeverity>> };

/** How the deliveries of a source become signals, as its file says it. */
export type SourceMapping = {
  readonly kind?: SignalKind;
  /** Pointer to a list of which each entry is a signal. */
  readonly list?: string;
  readonly when?: readonly MappedAction[];
  readonly identity: MappedText;
  readonly title: MappedText;
  readonly id?: MappedText;
  readonly description?: MappedText;
  readonly severity?: MappedSeverity;
  readonly status?: MappedText;
  readonly environment?: MappedText;
  readonly service?: MappedText;
  readonly team?: MappedText;
  readonly function?: MappedText;
  readonly product?: MappedText;
  readonly host?: MappedText;
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly occurred_at?: string;
  readonly count?: string;
  readonly links?: readonly MappedText[];
  /** A pointer to an object of labels, or the source of each label by its name. */
  readonly labels?: string | Readonly<Record<string, MappedText>>;
};
