import type { EscalationPolicy } from './escalation.ts';
import type { Interval } from './interval.ts';
import type { Levels } from './level.ts';
import type { Discipline, Product, Service, Team } from './ownership.ts';
import type { PageSettings } from './page.ts';
import type { Place } from './place.ts';
import type { Rules } from './rule.ts';
import type { Schedule } from './schedule.ts';
import type { Silence } from './silence.ts';
import type { Source } from './source.ts';
import type { StakeholderGroup } from './stakeholders.ts';
import type { PublishSettings } from './publish.ts';
import type { UptimePolicy } from './uptime.ts';

/** Organisation-wide settings of `tocsin.yaml`. */
export type Settings = {
  readonly name: string;
  /** Public address of the status page, without a trailing slash. */
  readonly url: string;
  /** Link that the page offers to people who need help; null for none. */
  readonly support: string | null;
  /** IANA zone of the organisation's working day. */
  readonly zone: string;
  readonly writer: 'gateway' | 'actions' | 'local';
  readonly repository: 'private' | 'public';
  /** The team that gets what nobody owns. */
  readonly triage: string;
  /** Where that is said. */
  readonly triagePlace: Place;
  /** Below this confidence (0–1) triage is called instead of the best guess. */
  readonly minConfidence: number;
  readonly environments: readonly string[];
  /** The environment of signals that state none. */
  readonly defaultEnvironment: string;
  /** How long a recovered sev3/sev4 incident stays quiet before it is resolved by itself. */
  readonly quietPeriodMs: number;
  /** How long before an incident a deployment may lie to be suspected of it. */
  readonly suspectWindowMs: number;
  /** How long after its begin a failure may explain another one that begins. */
  readonly explainsForMs: number;
  /** How long the gateway keeps requests that were worked off. */
  readonly keepRequestsMs: number;
  /** How long a resolved incident of which nothing is asked stays before it is closed by itself. */
  readonly closeAfterMs: number;
  readonly uptime: UptimePolicy;
  readonly page: PageSettings;
  readonly publish: PublishSettings;
};

/** Everything that valid configuration says; the only shape in which the rest of the code sees it. */
export type Organisation = {
  readonly settings: Settings;
  readonly functions: readonly Discipline[];
  readonly products: readonly Product[];
  readonly services: ReadonlyMap<string, Service>;
  readonly teams: ReadonlyMap<string, Team>;
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly stakeholders: readonly StakeholderGroup[];
  readonly sources: ReadonlyMap<string, Source>;
  readonly rules: Rules;
  /** Named parts of the week, by id. */
  readonly intervals: ReadonlyMap<string, Interval>;
  readonly escalations: ReadonlyMap<string, EscalationPolicy>;
  readonly silences: readonly Silence[];
  /** What each severity asks of people. */
  readonly levels: Levels;
};
