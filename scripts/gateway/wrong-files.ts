// What Tocsin itself says of a file of the configuration that cannot be used: a problem of the team whose file it is, like any
// other. Who says it, and how often, is decided elsewhere.
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { ownerOfFile } from '../ownership/file-owner.ts';
import type { WrongFile } from '../validation/in-force.ts';
import { tocsinSignal } from './quarantine.ts';

/** Where such signals come from. */
export const OWN_SOURCE = 'tocsin';

/** The group of the incident about the file that a signal is about. */
export function groupOfWrongFile({ dedupKey }: Signal): string {
  return `${GROUP}${(dedupKey ?? '').slice(KEY.length)}`;
}

const KEY = 'tocsin:configuration:';
const GROUP = 'tocsin=configuration file=';

/** A team in shadow is told nothing by its rules; that they are not in force somebody has to hear all the same. */
export function wrongSignal(organisation: Organisation, { path, diagnostic }: WrongFile): Signal {
  const owner = ownerOfFile(organisation, path);
  const hears = owner !== null && organisation.teams.get(owner)?.mode !== 'shadow';
  const { place, message } = diagnostic;
  return tocsinSignal({
    dedupKey: `${KEY}${path}`,
    title: `${path} cannot be used`,
    description: `${place.file}:${place.line}: ${message}. Its last good version stays in force, if there is one; \`tocsin validate\` says more.`,
    team: hears ? owner : null,
  });
}

/** That a file can be used again. */
export function goodSignal(path: string): Signal {
  return {
    ...tocsinSignal({ dedupKey: `${KEY}${path}`, title: `${path} is good again` }),
    action: 'resolve',
  };
}

/** The files that some of these incidents tell of, and that were not good again since. */
export function toldFiles(incidents: readonly Incident[]): ReadonlySet<string> {
  return new Set(
    incidents.flatMap(({ group, problems }) => {
      const isFiring = Object.values(problems).some(({ state }) => state === 'firing');
      return isFiring && group?.startsWith(GROUP) === true ? [group.slice(GROUP.length)] : [];
    }),
  );
}
