// Items 'processes' and 'protection'. Of the programs that a person runs only those that could show or change what is
// captured are named, with the number of all: a whole list would tell an opponent more than the evidence needs.

import type { EnvironmentFinding } from '../../../shared/evidence/environment.ts';
import { parseTasklist } from '../parse/windows.ts';
import type { Found, Look } from '../probe.ts';
import type { MachineFacts } from './facts.ts';

const REMOTE =
  /^(teamviewer|anydesk|todesk|sunloginclient|awesun|oray|rustdesk|rdpclip|xrdp|vncserver|x11vnc|xvnc|tightvnc|tvnserver|winvnc|parsecd?|ammyy|logmein|splashtop|screenconnect|nxserver|dwagent|chrome-remote-d)/;
const DEBUGGERS =
  /^(gdb|lldb|strace|ltrace|frida|windbg|x64dbg|x32dbg|ollydbg|ida(q|64)?(\.exe)?$|cheatengine|fiddler|charles|mitm(proxy|dump|web)|burp|proxyman|wireshark|tshark|dumpcap|httpdebugger|proxifier|surge|whistle|anyproxy)/;
const MAX_NAMED = 20;

export async function probeProcesses(look: Look): Promise<Found> {
  const names = await processNames(look);
  const named = (pattern: RegExp): readonly string[] =>
    [...new Set(names.filter((name) => pattern.test(name)))].slice(0, MAX_NAMED);
  const findings: EnvironmentFinding[] = [
    ...named(REMOTE).map((name) => ({ code: 'process-remote' as const, details: { name } })),
    ...named(DEBUGGERS).map((name) => ({ code: 'process-debugger' as const, details: { name } })),
  ];
  look.keep(
    'process list',
    `${names.length} processes; those of note: ${[...named(REMOTE), ...named(DEBUGGERS)].join(', ') || 'none'}`,
  );
  return {
    findings:
      findings.length > 0 ? findings : [{ code: 'processes-plain', details: { count: names.length } }],
    facts: { count: names.length },
  };
}

/** Lower case, without paths. The whole output is not kept. */
async function processNames({ ports }: Look): Promise<readonly string[]> {
  const { platform } = ports.system;
  const print = async (program: string, ...args: readonly string[]): Promise<string> =>
    new TextDecoder().decode((await ports.commands.run(program, args)).stdout);
  if (platform === 'win32') return parseTasklist(await print('tasklist.exe', '/FO', 'CSV', '/NH'));
  if (platform === 'darwin') {
    const text = await print('ps', '-axo', 'comm=');
    return text.split('\n').flatMap((line) => line.trim().split('/').at(-1)?.toLowerCase() || []);
  }
  const ids = (await ports.files.list('/proc')).filter((name) => /^\d+$/.test(name));
  const names = await Promise.all(
    ids.map((id) =>
      ports.files.read(`/proc/${id}/comm`, 64).then(
        ({ bytes }) => new TextDecoder().decode(bytes).trim().toLowerCase(),
        () => '', // It ended in the meantime.
      ),
    ),
  );
  return names.filter((name) => name !== '');
}

/** What Windows' Security Center says of virus scanners; other systems have no such register. Never "no viruses". */
export async function probeProtection(look: Look, facts: MachineFacts): Promise<Found> {
  if (look.ports.system.platform !== 'win32') return { findings: [{ code: 'protection-not-here' }] };
  const { antivirus } = await facts.windows(look);
  const findings = antivirus.map(({ name, on }): EnvironmentFinding => ({
    code: on ? 'protection-on' : 'protection-off',
    details: { name },
  }));
  const products = antivirus.map(
    ({ name, on, current }) => `${name}: ${on ? 'on' : 'off'}, ${current ? 'current' : 'outdated'}`,
  );
  // One that runs is enough: Windows keeps its own off beside it.
  const running = findings.filter(({ code }) => code === 'protection-on');
  const told = running.length > 0 ? running : findings;
  return { findings: told.length > 0 ? told : [{ code: 'protection-none' }], facts: { products } };
}
