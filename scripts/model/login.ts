// How GitHub calls a person: letters and digits with single hyphens between, and for accounts that an enterprise manages
// `_` and the enterprise's short code at the end.

/** A login as a part of a pattern, without groups of its own. */
export const LOGIN_PATTERN = '[A-Za-z0-9](?:-?[A-Za-z0-9])*(?:_[A-Za-z0-9]+)?';

const LOGIN = new RegExp(`^${LOGIN_PATTERN}$`);
const MOST_LENGTH = 39;

/** Whether a text is a login. */
export function isLogin(text: string): boolean {
  return text.length <= MOST_LENGTH && LOGIN.test(text);
}
