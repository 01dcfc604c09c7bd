// `npm run new-vendor NAME`: writes the folder of a new vendor and adds it to both registries.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { planVendor } from '../signals/new-vendor.ts';

const signals = new URL('../signals/', import.meta.url);
const [, , id = ''] = process.argv;
const plan = planVendor(id, {
  hasFolder: existsSync(new URL(`vendors/${encodeURIComponent(id)}/`, signals)) && id !== '',
  registry: readFileSync(new URL('registry.ts', signals), 'utf8'),
  guides: readFileSync(new URL('guides.ts', signals), 'utf8'),
});
if (plan.kind === 'refused') {
  process.stderr.write(`${plan.sentence}\n`);
  process.exitCode = 2;
} else {
  for (const [path, text] of plan.files) {
    const file = new URL(path, signals);
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`scripts/signals/${path}\n`);
  }
  process.stdout.write(
    'Next: edit payload.ts and the fixtures, then `npm run docs` and `npm test`.\n',
  );
}
