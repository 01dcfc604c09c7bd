// `tocsin incident show`: an incident's file as it is committed.
import { EXIT, type ExitCode } from '../../cli/exit-code.ts';
import { printable } from '../../cli/printable.ts';
import { readRecord } from '../../incidents/record.ts';
import { type Desk, known, openFiles } from './desk.ts';

/** Prints it. */
export async function showIncident(desk: Desk, id: string): Promise<ExitCode> {
  const { args, runtime } = desk;
  const incident = known(desk, id);
  const workspace = await openFiles(desk);
  const files = await workspace.readIncidentFiles(await workspace.readHead());
  const file = files.find(({ path }) => path.endsWith(`/${incident.id}.md`));
  const record = file === undefined ? null : readRecord(file);
  if (args.flag('json')) {
    const { keys: _keys, ...facts } = incident;
    runtime.out(`${JSON.stringify({ ...facts, timeline: record?.timeline ?? [] }, null, 2)}\n`);
    return EXIT.clean;
  }
  runtime.out(
    printable(
      file !== undefined && 'text' in file ? file.text : `${incident.id} is not committed yet\n`,
    ),
  );
  return EXIT.clean;
}
