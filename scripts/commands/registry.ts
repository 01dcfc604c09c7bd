// The verbs of the command line. Each is loaded only when it is asked for, so that `--help` stays quick.
import type { Command } from '../cli/command.ts';

/** A verb with its one-line summary and the way to load it. */
export type CommandEntry = { readonly summary: string; readonly load: () => Promise<Command> };

/** All verbs in the order of the help. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  dev: {
    summary: 'run everything here: gateway, decisions, status page; no account needed',
    load: async () => (await import('./dev.ts')).dev,
  },
  serve: {
    summary: 'run the gateway for real: receive webhooks, decide, commit, build the site',
    load: async () => (await import('./serve.ts')).serve,
  },
  validate: {
    summary: 'check every file of the organisation',
    load: async () => (await import('./validate.ts')).validateCommand,
  },
  test: {
    summary: 'run the tests of the rules, find rules that no test holds in place',
    load: async () => (await import('./test.ts')).testCommand,
  },
  normalise: {
    summary: 'show what a webhook means: signals, ignored or rejected',
    load: async () => (await import('./normalise.ts')).normaliseCommand,
  },
  explain: {
    summary: 'show every stage of a decision and the line that decided it',
    load: async () => (await import('./explain.ts')).explain,
  },
  who: {
    summary: 'say who answers for a service, an endpoint, a transaction or a file',
    load: async () => (await import('./who.ts')).who,
  },
  owners: {
    summary: 'compare the ownership map with code, git history, signals and another version of it',
    load: async () => (await import('./owners.ts')).owners,
  },
  codeowners: {
    summary: 'write or check the CODEOWNERS file of a repository',
    load: async () => (await import('./codeowners.ts')).codeowners,
  },
  names: {
    summary: 'read names by the naming conventions, and say how a wrong one should read',
    load: async () => (await import('./names.ts')).names,
  },
  impact: {
    summary:
      'try a change of rules on the recorded signals: who would be called more, less or instead',
    load: async () => (await import('./impact.ts')).impact,
  },
  ingest: {
    summary: 'apply one webhook to the organisation without a gateway',
    load: async () => (await import('./ingest.ts')).ingest,
  },
  postmortem: {
    summary:
      'begin a post-mortem, say what is missing in it, and what was promised after incidents',
    load: async () => (await import('./postmortem.ts')).postmortem,
  },
  incident: {
    summary: 'declare, list and show incidents, and give any command of their rooms',
    load: async () => (await import('./incident.ts')).incidentCommand,
  },
  reconcile: {
    summary: 'make GitHub show what the files say: rooms made, found again, corrected, closed',
    load: async () => (await import('./reconcile.ts')).reconcile,
  },
  'github-event': {
    summary: 'do what an event of GitHub asks for: comments, forms, labels, merges',
    load: async () => (await import('./github-event.ts')).githubEvent,
  },
  ring: {
    summary: 'start a workflow of the repository, for example the one that publishes the page',
    load: async () => (await import('./ring.ts')).ring,
  },
  doctor: {
    summary: 'say whether machine and repository are set up, and what to switch on where',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  build: {
    summary: 'write the status site',
    load: async () => (await import('./build.ts')).build,
  },
  publish: {
    summary: 'put the public site where customers read it: a folder, a bucket, a host',
    load: async () => (await import('./publish.ts')).publish,
  },
  inspect: {
    summary: 'show what became of the requests that a gateway stored',
    load: async () => (await import('./inspect.ts')).inspect,
  },
  recorded: {
    summary: 'write the recorded signals, without anything private, to rules/recorded.jsonl',
    load: async () => (await import('./recorded.ts')).recorded,
  },
  commits: {
    summary: 'check that the first line of each commit says what changed',
    load: async () => (await import('./commits.ts')).commits,
  },
  deployments: {
    summary: 'list what was deployed where, and how far staging and production drifted apart',
    load: async () => (await import('./deployments.ts')).deployments,
  },
};
