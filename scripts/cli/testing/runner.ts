// How a runner of GitHub Actions reads a log (ActionCommand.cs, TryParseV2 and TryParse of actions/runner).

/** The names of everything in a log that a runner would take for an order. */
export function commandsIn(log: string): readonly string[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    // .NET trims U+0085 and no U+FEFF.
    const trimmed = line.replace(/^[\s\u0085]+/, '');
    const younger = /^::(.*?)::/s.exec(trimmed)?.[1];
    const older = /##\[(.*?)\]/s.exec(line)?.[1];
    return [younger, older].flatMap((name) => (name === undefined ? [] : [name]));
  });
}

/** Whether there is any. */
export function findsCommand(log: string): boolean {
  return commandsIn(log).length > 0;
}
