/**
 * Text in which a runner of GitHub Actions finds no command: it takes `::name::` at the beginning of a line and the
 * older `##[name]` anywhere for orders, whoever wrote them.
 */
export function withoutRunnerCommands(text: string): string {
  return text.replaceAll('##[', '## [').replaceAll(/^(\s*):(?=:)/gm, '$1: ');
}
