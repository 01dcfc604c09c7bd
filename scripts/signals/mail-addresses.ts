// Customers' words may hold addresses; those never reach the repository.

/** A text in which every mail address is replaced by the word `[address]`. */
export function withoutMailAddresses(text: string): string {
  return text.replace(MAIL_ADDRESS, '[address]');
}

/** With a dot: `deploy@eu1` in the message of a commit is nobody's address. */
const MAIL_ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
