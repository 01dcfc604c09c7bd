// A gateway as a process of its own, `failing-process.ts ROOT INBOX SITE`: what it needs last fails when everything
// runs, so it says so and has nothing left to do.
import { openWorkspace } from '../../workspace/workspace.ts';
import { runGateway } from '../run.ts';

const [, , root = '', inboxFile = '', site = ''] = process.argv;
const now = (): string => new Date().toISOString();
const workspace = await openWorkspace(root, {
  environment: { PATH: process.env['PATH'] },
  remote: null,
  random: () => 0,
  now,
});
try {
  await runGateway({
    workspace,
    lastKnownHead: workspace.readHead,
    inboxFile,
    host: '127.0.0.1',
    port: 0,
    sites: [{ audience: 'public', folder: site }],
    servedSites: {},
    lookEveryMs: 20,
    modulesRoot: root,
    rooms: null,
    secret: () => {
      throw new Error('the store of secrets is locked');
    },
    now,
    log: () => undefined,
  });
} catch (error) {
  process.stdout.write(error instanceof Error ? error.message : 'no error');
}
