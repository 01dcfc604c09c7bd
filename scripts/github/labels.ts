// Labels: those that the repository knows, and those on an issue. Single ones come and go, so that people's stay.
import { acceptRefusal, type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';

/** A label as the repository knows it. */
export type Label = {
  readonly name: string;
  /** Six hexadecimal digits. */
  readonly color: string;
  readonly description: string;
};

/** What Tocsin needs of labels. */
export type Labels = {
  readonly list: () => Promise<Answer<readonly Label[]>>;
  /** Makes a label, or gives the one of that name this colour and description. */
  readonly ensure: (label: Label) => Promise<Answer<null>>;
  /** Makes a label; one of that name that is there already stays as it is. */
  readonly create: (label: Label) => Promise<Answer<null>>;
  /** Puts labels onto an issue; answers all that are on it afterwards. */
  readonly add: (issue: number, names: readonly string[]) => Promise<Answer<readonly string[]>>;
  /** Takes a label off an issue; one that is not there counts as taken off. */
  readonly remove: (issue: number, name: string) => Promise<Answer<null>>;
};

/** Labels of the client's repository. */
export function createLabels({ place, ask }: Client): Labels {
  return {
    list: async () =>
      mapAnswer(
        await ask('list labels', (octokit) =>
          octokit.paginate(octokit.rest.issues.listLabelsForRepo, { ...place, per_page: 100 }),
        ),
        (found) =>
          found.map(({ name, color, description }) => ({
            name,
            color,
            description: description ?? '',
          })),
      ),
    ensure: async (label) => {
      const { name, color, description } = label;
      const changed = await ask('update a label', ({ rest }) =>
        rest.issues.updateLabel({ ...place, name, color, description }),
      );
      if (changed.kind !== 'refused' || changed.reason !== 'missing')
        return mapAnswer(changed, () => null);
      const made = await ask('create a label', ({ rest }) =>
        rest.issues.createLabel({ ...place, name, color, description }),
      );
      return mapAnswer(made, () => null);
    },
    create: async ({ name, color, description }) =>
      acceptRefusal(
        mapAnswer(
          await ask('create a label', ({ rest }) =>
            rest.issues.createLabel({ ...place, name, color, description }),
          ),
          () => null,
        ),
        'invalid',
        null,
      ),
    add: async (issue, names) =>
      mapAnswer(
        await ask('label an issue', ({ rest }) =>
          rest.issues.addLabels({ ...place, issue_number: issue, labels: [...names] }),
        ),
        ({ data }) => data.map(({ name }) => name),
      ),
    remove: async (issue, name) =>
      acceptRefusal(
        mapAnswer(
          await ask('take a label off an issue', ({ rest }) =>
            rest.issues.removeLabel({ ...place, issue_number: issue, name }),
          ),
          () => null,
        ),
        'missing',
        null,
      ),
  };
}
