// Narrows the form that StatusCake posts to the web hook of a contact group.
// https://www.statuscake.com/kb/knowledge-base/how-to-use-the-web-hook-url/
import { at, identity, text } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { tagLabels, tagsIn } from '../../tags.ts';

/** A change of a test's state; `Token`, the secret among the fields, is never read here. */
export type TestState = {
  /** The id of the test, else its address, else its name. */
  readonly test: string;
  readonly name: string;
  readonly status: string;
  readonly statusCode: string | null;
  readonly labels: readonly LabelEntry[];
  readonly url: unknown;
};

/** Reads the fields; fails without a test or without its state. */
export function readTestState(body: unknown): Parsed<TestState> {
  const fields = looseFields(body);
  const url = text(fields, 'url');
  const name = text(fields, 'name');
  const test = identity(fields, 'testid') ?? url ?? name;
  if (test === null) return unexpected(body, ['TestID'], 'the id of a test');
  const status = text(fields, 'status');
  if (status === null) return unexpected(body, ['Status'], '`Up` or `Down`');
  return parsed({
    test,
    name: name ?? url ?? `Test ${test}`,
    status,
    statusCode: text(fields, 'statuscode'),
    labels: labelsOf(fields),
    url,
  });
}

function labelsOf(fields: unknown): readonly LabelEntry[] {
  return [
    ...tagLabels(tagsIn(at(fields, 'tags'))),
    ...statedLabels({
      method: text(fields, 'method'),
      status_code: text(fields, 'statuscode'),
      ip: text(fields, 'ip'),
      checkrate: text(fields, 'checkrate'),
    }),
  ];
}
