import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Place } from '../model/place.ts';
import { suggest } from '../diagnostics/suggestion.ts';

/** An error at a place, with what to type. */
export function finding(
  code: DiagnosticCode,
  place: Place,
  message: string,
  hint: string,
): Diagnostic {
  return { code, severity: 'error', message, place, related: [], hint };
}

/** An error whose other half stands elsewhere. */
export function findingWith(
  code: DiagnosticCode,
  place: Place,
  message: string,
  rest: { readonly hint: string; readonly related: Diagnostic['related'] },
): Diagnostic {
  return { code, severity: 'error', message, place, related: rest.related, hint: rest.hint };
}

/** An id that names nothing; what is known is offered. */
export function unknownReference(
  what: string,
  id: string,
  place: Place,
  known: Iterable<string>,
): Diagnostic {
  const ids = [...known];
  const hint =
    suggest(id, ids) ??
    (ids.length === 0
      ? `declare ${articled(what)} first`
      : `declare it in ${WHERE[what] ?? 'its file'}, or name an existing ${what}`);
  return finding(
    'reference-unknown',
    place,
    `unexpected ${what} \`${id}\`, expected one that is declared`,
    hint,
  );
}

function articled(what: string): string {
  return `${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}`;
}

/** Where each thing is declared. */
const WHERE: Readonly<Record<string, string>> = {
  team: 'ownership/teams/<team>.yaml',
  function: 'ownership/functions.yaml',
  product: 'ownership/products/<product>.yaml',
  service: 'the `services` of a product',
  component: 'a service of a product',
  schedule: 'ownership/schedules/<schedule>.yaml',
  environment: 'the `environments` of tocsin.yaml',
  source: 'rules/sources/<source>.yaml',
  silence: 'rules/silences/<id>.yaml',
  incident: 'incidents/<year>/<id>.md',
  'post-mortem': 'postmortems/<year>/<id>.md',
  interval: 'the `intervals` of rules/00-global.yaml',
  'escalation policy': 'the `escalations` of rules/00-global.yaml',
};
