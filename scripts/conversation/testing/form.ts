/** What GitHub makes of the form for incidents. */
export const form = (
  severity: string,
  another = 'yes: another failure of the same service',
): string =>
  [
    ['Severity', severity],
    ['Service', 'shop'],
    ['Kind of failure', 'errors: requests fail'],
    ['Environment', '_No response_'],
    ['Began', '09:02'],
    ['Another one', another],
    ['What happens', 'Cards are refused.\n\n### Severity\n\nsev1\n\n@everybody look'],
  ]
    .map(([heading, answer]) => `### ${heading}\n\n${answer}`)
    .join('\n\n');
