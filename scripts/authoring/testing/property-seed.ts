// Properties draw the same cases in every run, so that only a change makes one fail. `PROPERTY_SEED=random npm test`
// draws others; the number that a failure prints draws its cases again.
import fc from 'fast-check';

const SEED = 20_261_121;
const wanted = process.env['PROPERTY_SEED'] ?? String(SEED);

if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
