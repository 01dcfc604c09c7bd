// Numbers as people write and paste them.

/** The text with numbers such as `1,200`, `1 200` and `1'200` written without the signs between their thousands. */
export function withoutThousands(text: string): string {
  return text.replaceAll(GROUPED, (number) => number.replaceAll(SIGN, ''));
}

const GROUPED =
  /(?<![\d.,'’\u202f\u00a0 _])\d{1,3}(?:([,'’ \u00a0\u202f])\d{3})(?:\1\d{3})*(?![\d]|[,'’]\d)/g;
const SIGN = /[,'’ \u00a0\u202f]/g;
