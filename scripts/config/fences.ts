// Code between two fences of a text of Markdown, line by line.

/** What is open so far. Only a fence that nothing else can swallow is taken for one. */
export type Fences = {
  open: string | null;
  /** Since the last blank line there was HTML, in which a fence is none. */
  isHtml: boolean;
  /** Whether no HTML began that goes on across blank lines. */
  isTrusted: boolean;
};

/** No fence is open yet. */
export function startFences(): Fences {
  return { open: null, isHtml: false, isTrusted: true };
}

/** Whether the next line is code between two fences, or one of them. */
export function isInFence(fences: Fences, line: string): boolean {
  if (fences.open !== null) {
    const end = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
    if (end?.startsWith(fences.open) === true) fences.open = null;
    return true;
  }
  if (line.trim() === '') fences.isHtml = false;
  else if (HTML.test(line)) fences.isHtml = true;
  if (ENDLESS.test(line)) fences.isTrusted = false;
  if (fences.isHtml || !fences.isTrusted) return false;
  fences.open =
    /^(`{3,})[^`]*$|^(~{3,})/
      .exec(line)
      ?.slice(1)
      .find((mark) => mark !== undefined) ?? null;
  return fences.open !== null;
}

const HTML = /^[\s>*+\d.)-]*</;
/** HTML that goes on until its own end, unless that stands on the same line. */
const ENDLESS =
  /^[\s>*+\d.)-]*<(?:!--(?!.*-->)|\?(?!.*\?>)|!\[CDATA\[(?!.*\]\]>)|![a-z](?!.*>)|(?:script|pre|style|textarea)\b)/i;
