// What annotations in code say beside what the map says: entries that are missing, and where the two disagree.
import type { Organisation } from '../model/organisation.ts';
import type { CodeArea, Service } from '../model/ownership.ts';
import type { Place } from '../model/place.ts';
import type { Annotation, Annotations } from './annotation.ts';
import { codeClaims, isSameRepository } from './code-path.ts';
import { readEndpoint } from './endpoint.ts';
import { type Lookup, lookupOf } from './lookup.ts';
import type { Hit } from './name-index.ts';
import { fits, partsOf } from './path-pattern.ts';
import { type Addition, type Disagreement, settleAdditions } from './settle-additions.ts';

/** What a scan of a repository found. */
export type Scan = {
  readonly additions: readonly Addition[];
  readonly disagreements: readonly Disagreement[];
};

/** Compares what the code of a repository says with the map. */
export function compareWithMap(
  organisation: Organisation,
  repo: string,
  found: Annotations,
  trackedFiles: readonly string[],
): Scan {
  const lookup = lookupOf(organisation);
  const wanted: Addition[] = [];
  const disagreements: Disagreement[] = [...found.broken];
  for (const annotation of found.annotations) {
    const answers = checkAnnotation(lookup, repo, annotation);
    for (const answer of answers)
      if ('list' in answer) wanted.push(answer);
      else disagreements.push(answer);
  }
  const { additions, contradictions } = settleAdditions(wanted);
  return {
    additions,
    disagreements: [
      ...disagreements,
      ...contradictions,
      ...deadPatterns(organisation, repo, trackedFiles),
    ],
  };
}

type Answer = Addition | Disagreement;

function checkAnnotation(lookup: Lookup, repo: string, annotation: Annotation): readonly Answer[] {
  const { place } = annotation;
  const service = lookup.organisation.services.get(annotation.service);
  if (service === undefined) {
    const meant = lookup.aliases.find(annotation.service)[0]?.value.service.id;
    return [
      {
        place,
        message: `unexpected service \`${annotation.service}\`, expected one of the map`,
        hint: meant === undefined ? 'declare it, or correct the name' : `write \`${meant}\``,
      },
    ];
  }
  const found = lookup.code.find(repo, place.file);
  const { function: stated } = annotation;
  const isKnown = stated === null || lookup.functions.has(stated);
  return [
    ...checkFunction(lookup, service, annotation, found[0]?.value.area ?? null),
    ...(isKnown
      ? compareOne(service, found, { list: 'code', text: place.file, function: stated, place })
      : []),
    ...annotation.endpoints.flatMap((text) => {
      const endpoint = readEndpoint(text);
      const hits = endpoint === null ? [] : lookup.findEndpoint(endpoint);
      return compareOne(service, hits, { list: 'endpoints', text, function: null, place });
    }),
    ...annotation.transactions.flatMap((text) =>
      compareOne(service, lookup.transactions.find(text), {
        list: 'transactions',
        text,
        function: null,
        place,
      }),
    ),
  ];
}

function checkFunction(
  lookup: Lookup,
  service: Service,
  { function: stated, place }: Annotation,
  area: CodeArea | null,
): readonly Answer[] {
  if (stated === null) return [];
  if (!lookup.functions.has(stated))
    return [
      {
        place,
        message: `unexpected function \`${stated}\`, expected one of ${[...lookup.functions].join(', ')}`,
        hint: 'correct the name',
      },
    ];
  const mapped = area?.function ?? service.function;
  return area === null || mapped === stated
    ? []
    : [
        {
          place,
          message: `unexpected function \`${stated}\`, expected \`${mapped}\` as in the map`,
          hint: `give ${service.id} an entry of \`code\` with \`function: ${stated}\` for this file, or correct the code`,
        },
      ];
}

type Hitting = {
  readonly service: Service;
  readonly claim: { readonly text: string; readonly place: Place };
};

function compareOne(
  service: Service,
  hits: readonly Hit<Hitting>[],
  wanted: Omit<Addition, 'service'>,
): readonly Answer[] {
  const [best] = hits;
  if (best === undefined)
    return [isWritable(wanted) ? { service, ...wanted } : unwritable(service, wanted)];
  const { service: mapped, claim } = best.value;
  if (mapped.id === service.id) return [];
  return [
    {
      place: wanted.place,
      message: `unexpected \`${wanted.text}\` of ${service.id}, expected ${mapped.id} as in the map (${claim.place.file}:${claim.place.line})`,
      hint: 'correct the annotation, or the map',
    },
  ];
}

/** Whether the map can say it and mean nothing else: in a code path `*`, `?` and `!` are more than themselves. */
function isWritable({ list, text }: Omit<Addition, 'service'>): boolean {
  if (text.length > MOST_LENGTH || /[\p{Cc}\p{Cf}]/u.test(text)) return false;
  return list !== 'code' || CODE_PATH.test(text);
}

/** As the schema of products has it. */
const MOST_LENGTH = 300;
const CODE_PATH = /^[^\s!/\\*?]([^\\*?]*[^\s\\*?])?$/;

function unwritable(service: Service, { list, text, place }: Omit<Addition, 'service'>): Answer {
  const what = list === 'code' ? 'file name' : list.slice(0, -1);
  return {
    place,
    message: `unexpected ${what} \`${text.slice(0, 100)}\` of ${service.id}, expected one that the map can name: at most ${MOST_LENGTH} characters${list === 'code' ? ', none of `*`, `?` and `\\`, no `!` first,' : ','} nothing invisible`,
    hint:
      list === 'code'
        ? 'rename the file, or name its folder in the map'
        : 'shorten it, or take out what cannot be seen',
  };
}

/** Patterns of the map that fit no tracked file of the repository protect nothing. */
function deadPatterns(
  organisation: Organisation,
  repo: string,
  trackedFiles: readonly string[],
): readonly Disagreement[] {
  const files = trackedFiles.map(partsOf);
  return codeClaims(organisation.services.values())
    .filter(({ area }) => isSameRepository(area.repo, repo))
    .filter(({ pattern }) => !files.some((file) => fits(pattern, file, 0)))
    .map(({ claim, service }) => ({
      place: claim.place,
      message: `unexpected code path \`${claim.text}\` of ${service.id}, expected one that fits a tracked file of ${repo}`,
      hint: 'correct the path, or remove it',
    }));
}
