// What a runner of GitHub Actions reads of us: its log, in which it looks for orders, whoever wrote them. It takes
// `::name::` at the beginning of a line and the older `##[name]` anywhere.

/** A log in which a runner finds no order, whatever is written and however it is cut into pieces. JSON keeps its value. */
export function createRunnerLog(write: (text: string) => void): (text: string) => void {
  let begun = '';
  return (text) => {
    if (isJson(text)) {
      begun = '';
      write(text.replaceAll('##[', String.raw`##\u005b`));
      return;
    }
    // What is put in stands behind what was there before: the beginning of the line has gone out as it is.
    const safe = withoutRunnerCommands(begun + text).slice(begun.length);
    begun = (begun + safe).slice((begun + safe).lastIndexOf('\n') + 1);
    write(safe);
  };
}

/** Text in which a runner finds no order. */
function withoutRunnerCommands(text: string): string {
  return text.replaceAll('##[', '## [').replaceAll(LINE_WITH_COLONS, '$1: ');
}

/** The runner lets a line begin with any white space; one kind of it is none to JavaScript. */
const LINE_WITH_COLONS = /^([\s\u0085]*):(?=:)/gm;

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text) || !/##\[|::/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
