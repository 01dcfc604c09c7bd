// What the doctor looks at. Whoever gathers it asks git, files and GitHub; the checks only read.
import type { Settings } from '../model/organisation.ts';
import type { WorkflowFacts } from './workflow-files.ts';

/** Something that was asked for, or a sentence that says why nobody answered. */
export type Known<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'unknown'; readonly why: string };

/** What is known without asking anybody. */
export type LocalFacts = {
  /** `26.10.0`. */
  readonly node: string;
  /** `2.39.5`; null where there is no git. */
  readonly git: string | null;
  readonly writer: Settings['writer'];
  readonly repository: Settings['repository'];
  /** Environment variables that sources name for their secrets, and whether they are set here. */
  readonly secrets: readonly {
    readonly source: string;
    readonly variable: string;
    readonly isSet: boolean;
  }[];
  /** Asked where the gateway is the writer. */
  readonly push: Known<PushTrial>;
  readonly workflows: readonly WorkflowFacts[];
  /** Whether the repository holds Tocsin's action itself. */
  readonly hasAction: boolean;
  /** Names of the issue forms, `incident.yml` and so on. */
  readonly forms: readonly string[];
};

/** Whether git may push from here, tried without pushing anything. */
export type PushTrial = {
  /** With the token of the App, or with what people set up for git on this machine. */
  readonly by: 'app' | 'own';
  /** What git said; null where the server takes it. */
  readonly refusal: string | null;
};

/** In words. */
export const ALLOWED_ACTIONS = {
  all: 'on',
  selected: 'only some are allowed',
  local_only: 'only those of the owner are allowed',
  none: 'off',
} as const;

/** What GitHub says. */
export type GithubFacts = {
  readonly owner: string;
  readonly repository: string;
  /** GitHub Enterprise Server. */
  readonly isEnterprise: boolean;
  readonly isPrivate: boolean;
  readonly hasIssues: boolean;
  readonly defaultBranch: string;
  readonly mayPush: boolean | null;
  /** How far this machine's clock is ahead of GitHub's; negative when it is behind. */
  readonly aheadMs: number | null;
  /** Whose actions workflows may use. */
  readonly allowedActions: Known<keyof typeof ALLOWED_ACTIONS>;
  readonly workflowToken: Known<{
    readonly byDefault: 'read' | 'write';
    readonly mayCreatePullRequests: boolean;
  }>;
  readonly labels: Known<readonly string[]>;
  /** Kinds of rules for the default branch; `protected` for the older kind, which tells no details. */
  readonly branchRules: Known<readonly string[]>;
  /** The variable TOCSIN of the repository; null where there is none. */
  readonly switch: Known<string | null>;
  /** The variable TOCSIN_PUBLISH; null where there is none. */
  readonly publish: Known<string | null>;
  /** Whence GitHub Pages gets its pages; `unsaid` where GitHub tells only that it is on. */
  readonly pages: Known<'workflow' | 'branch' | 'off' | 'unsaid'>;
};

/** Everything that was gathered. */
export type Facts = {
  readonly local: LocalFacts;
  /** Unknown when GitHub cannot be asked at all. */
  readonly github: Known<GithubFacts>;
};
