// Whose file of the configuration a path is.
import type { Organisation } from '../model/organisation.ts';

/** The team that answers for a file below `ownership/` or `rules/`; null where it is everybody's, or nobody knows. */
export function ownerOfFile(organisation: Organisation, path: string): string | null {
  const [, folder = '', name = ''] = PATH.exec(path) ?? [];
  const { teams, sources, products } = organisation;
  switch (folder) {
    case 'rules/sources':
      return sources.get(name)?.owner ?? null;
    case 'ownership/products': {
      const product = products.find(({ id }) => id === name);
      return product?.fallback[product.function] ?? null;
    }
    case 'ownership/schedules': {
      const users = [...teams.values()].filter(({ schedule }) => schedule === name);
      return users.length === 1 ? (users[0]?.id ?? null) : null;
    }
    case 'rules':
    case 'ownership/teams':
      return teams.has(name) ? name : null;
    default:
      return null;
  }
}

/** `rules/<team>/<part>.yaml` is the team's as well. */
const PATH =
  /^(rules\/sources|rules(?!\/silences\/)|ownership\/(?:products|teams|schedules))\/([a-z0-9-]+)(?:\/[^/]+)?\.yaml$/;
