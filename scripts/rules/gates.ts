// May a signal open an incident? Every kind of gate is asked, for the trace; the first that holds it back decides.
import type { GateReason, TraceEntry } from '../model/decision.ts';
import type { Problem } from '../model/problem.ts';
import type { GateRule, Rule } from '../model/rule.ts';
import type { Memory } from '../model/standing.ts';
import { askFlap, askThreshold, type ThresholdAnswer } from './counting.ts';
import { type GateAnswer, type GateQuery, remark } from './gate.ts';
import { askMaintenance } from './maintenance.ts';
import { matchingRules } from './matching.ts';
import { askSilences } from './silences.ts';
import { decideStage } from './stage.ts';
import { askSuppress } from './suppress.ts';
import { isWithin } from '../oncall/interval.ts';
import { conditionWords } from './words.ts';

/** The answer of all gates. */
export type Gates = {
  readonly gatedBy: GateReason | null;
  readonly carries: readonly Problem[];
  /** How bad everything is that a threshold brings along with its last signal, by problem. */
  readonly severities: ThresholdAnswer['severities'];
  readonly isFlapping: boolean;
  readonly memory: Pick<Memory, 'counts' | 'silences'> & { readonly heldBy: string | null };
  readonly trace: TraceEntry;
};

/** Asks all gates. A recovery passes all of them. */
export function askGates(query: GateQuery): Gates {
  const flap = askFlap(query);
  if (query.observation.signal.action === 'resolve') return passing(flap);
  const action = askAction(query);
  const silences = askSilences(query);
  const before = [
    action,
    silences,
    askMaintenance(query),
    ...askMutes(query),
    ...askSuppress(query),
  ];
  const isHeldBefore = before.some(({ reason }) => reason !== null);
  const threshold = askThreshold(query, isHeldBefore);
  const answers: readonly GateAnswer[] = [...before, threshold, flap, askMode(query)];
  const decided = answers.find(({ reason }) => reason !== null);
  const gatedBy = decided?.reason ?? null;
  return {
    gatedBy,
    carries: gatedBy === null ? threshold.carries : [],
    severities: gatedBy === null ? threshold.severities : {},
    isFlapping: flap.isFlapping,
    memory: {
      counts: [...threshold.counts, ...flap.counts],
      silences: silences.met,
      heldBy: gatedBy?.kind === 'threshold' ? threshold.tally : null,
    },
    trace: traceOf(decided ?? action, gatedBy, answers),
  };
}

function passing(flap: ReturnType<typeof askFlap>): Gates {
  return {
    gatedBy: null,
    carries: [],
    severities: {},
    isFlapping: flap.isFlapping,
    memory: { counts: flap.counts, silences: [], heldBy: null },
    trace: {
      stage: 'gate',
      result: 'open, since a recovery always passes',
      by: null,
      others: flap.notes,
    },
  };
}

type ActionAnswer = GateAnswer & { readonly by: Rule | null };

function askAction({ organisation: { rules }, team, read, trace }: GateQuery): ActionAnswer {
  const { rule, others } = decideStage<GateRule>(rules.gate, team, read, { trace });
  const isHeld = rule?.action === 'record';
  return {
    by: rule,
    reason: isHeld ? { kind: 'action', id: rule.id, team: rule.team, place: rule.place } : null,
    because: rule === null ? undefined : conditionWords(rule),
    notes: others,
  };
}

function askMutes(query: GateQuery): readonly GateAnswer[] {
  const {
    organisation: { rules },
    team,
    read,
    observation,
  } = query;
  return matchingRules(rules.mute, team, read).map((rule): GateAnswer => {
    const isMute = isWithin(rule.during, observation.receivedAt);
    const where = `${isMute ? 'inside' : 'outside'} ${rule.during.id}`;
    return {
      reason: isMute ? { kind: 'mute', id: rule.id, team: rule.team, place: rule.place } : null,
      because: conditionWords(rule),
      notes: remark(
        query,
        rule.place,
        () => `${rule.id} mutes during ${rule.during.id}: it is ${where}`,
      ),
    };
  });
}

function askMode(query: GateQuery): GateAnswer {
  const {
    organisation: { teams },
    team,
  } = query;
  const owner = teams.get(team);
  if (owner === undefined || owner.mode === 'live') return { reason: null, notes: [] };
  const { mode, place } = owner;
  return {
    reason: mode === 'shadow' ? { kind: 'shadow', id: team, team: null, place } : null,
    notes: remark(query, place, () =>
      mode === 'shadow'
        ? `${team} is in shadow: decided and recorded, and nobody is told`
        : `${team} is told in digests`,
    ),
  };
}

function traceOf(
  decided: GateAnswer & { readonly by?: Rule | null },
  gatedBy: GateReason | null,
  answers: readonly GateAnswer[],
): TraceEntry {
  const [action, ...rest] = answers;
  const notes = rest.flatMap((answer) => answer.notes);
  const others = [...(action?.notes ?? []), ...notes.slice(0, MOST_NOTES)];
  const place = gatedBy === null ? decided.by?.place : gatedBy.place;
  const id = gatedBy === null ? decided.by?.id : gatedBy.id;
  return {
    stage: 'gate',
    result: gatedBy === null ? 'open' : HELD[gatedBy.kind],
    by: id === undefined || place == null ? null : { id, place },
    ...(decided.because === undefined ? {} : { because: decided.because }),
    others,
  };
}

const MOST_NOTES = 12;

const HELD: Readonly<Record<GateReason['kind'], string>> = {
  action: 'record',
  silence: 'record, silenced',
  maintenance: 'record, under maintenance',
  mute: 'record, muted',
  suppress: 'record, suppressed',
  threshold: 'record, below the threshold',
  flap: 'record, flapping',
  shadow: 'record, in shadow',
};
