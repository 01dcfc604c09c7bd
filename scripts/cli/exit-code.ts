/** Exit codes of every command. */
export const EXIT = {
  /** Done, nothing to complain about. */
  clean: 0,
  /** Done, and there are findings. */
  findings: 1,
  /** The command line was wrong. */
  usage: 2,
  /** It could not be done. */
  failure: 3,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command line, or what it names, is wrong; the message is one sentence for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command could not do its work for a reason outside; the message is one sentence for the user. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}
