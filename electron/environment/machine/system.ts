// Items about the computer itself: operating system, device, virtual machine or remote session.

import type { EnvironmentFinding } from '../../../shared/evidence/environment.ts';
import { parseOsRelease } from '../parse/linux.ts';
import { parseSwVers, parseSysctl } from '../parse/macos.ts';
import type { Found, Look } from '../probe.ts';
import type { MachineFacts } from './facts.ts';

export async function probeOs(look: Look, facts: MachineFacts): Promise<Found> {
  const { system } = look.ports;
  const { name, build } = await osName(look, facts);
  return {
    findings: [{ code: 'os-recorded', details: { name, build } }],
    facts: {
      name,
      build,
      kernel: `${system.release} ${system.version}`,
      arch: system.arch,
      locale: system.locale,
      timeZone: system.timeZone,
      uptimeS: system.uptimeS(),
    },
  };
}

async function osName(
  look: Look,
  facts: MachineFacts,
): Promise<{ readonly name: string; readonly build: string }> {
  const { platform, release } = look.ports.system;
  if (platform === 'win32') {
    const { caption, build } = await facts.windows(look);
    return { name: caption, build };
  }
  if (platform === 'darwin') {
    const {
      ProductName = 'macOS',
      ProductVersion = '',
      BuildVersion = '',
    } = parseSwVers(await look.command('sw_vers'));
    return { name: `${ProductName} ${ProductVersion}`, build: BuildVersion };
  }
  const { text } = await look.file('/etc/os-release');
  const { PRETTY_NAME, NAME = 'Linux' } = parseOsRelease(text);
  return { name: PRETTY_NAME ?? NAME, build: release };
}

/** MAC addresses are masked by probe.ts, as everything that is kept. */
export async function probeDevice(look: Look): Promise<Found> {
  const { hostname, interfaces } = look.ports.system;
  const cards = interfaces().filter(({ internal, mac }) => !internal && mac !== '' && !/^[0:]+$/.test(mac));
  return {
    findings: [{ code: 'device-recorded', details: { host: hostname } }],
    facts: { host: hostname, mac: cards.map(({ name, mac }) => `${name} ${mac}`) },
  };
}

const VIRTUAL_NAMES =
  /vmware|virtualbox|vbox|innotek|qemu|kvm|bochs|xen|parallels|virtual machine|google compute|amazon ec2|alibaba cloud|openstack|hyper-v|bhyve|firecracker|tencent cloud|huawei cloud|cloud hypervisor/i;

export async function probeVirtual(look: Look, facts: MachineFacts): Promise<Found> {
  const { platform, env } = look.ports.system;
  const signs: EnvironmentFinding[] = [];
  const machine =
    platform === 'win32'
      ? await windowsMachine(look, facts)
      : platform === 'darwin'
        ? await macMachine(look)
        : await linuxMachine(look);
  if (machine !== null) signs.push({ code: 'virtual-machine', details: { kind: machine } });
  const remote = remoteSession(env);
  if (remote !== null) {
    look.keep(`environment variables`, remote);
    signs.push({ code: 'virtual-remote', details: { kind: remote } });
  }
  return { findings: signs.length > 0 ? signs : [{ code: 'virtual-no-sign' }], facts: { machine, remote } };
}

async function windowsMachine(look: Look, facts: MachineFacts): Promise<string | null> {
  // HypervisorPresent is also true on computers of metal with core isolation: only names count.
  const { manufacturer, model } = await facts.windows(look);
  const name = `${manufacturer} ${model}`.trim();
  return VIRTUAL_NAMES.test(name) ? name : null;
}

async function macMachine(look: Look): Promise<string | null> {
  const values = parseSysctl(await look.command('sysctl', 'kern.hv_vmm_present', 'hw.model'));
  return values['kern.hv_vmm_present'] === '1' ? (values['hw.model'] ?? 'hypervisor') : null;
}

async function linuxMachine(look: Look): Promise<string | null> {
  const read = (path: string): Promise<string> =>
    look.file(path, 4_096).then(
      ({ text }) => text.trim(),
      () => '', // Not every machine has every file.
    );
  const [vendor, product, container, cpu] = await Promise.all([
    read('/sys/class/dmi/id/sys_vendor'),
    read('/sys/class/dmi/id/product_name'),
    look.file('/.dockerenv', 16).then(
      () => 'container (/.dockerenv)',
      () => null,
    ),
    // The raw file is long and says little: only the flag is kept.
    look.ports.files.read('/proc/cpuinfo', 65_536).then(({ bytes }) => new TextDecoder().decode(bytes)),
  ]);
  const name = `${vendor} ${product}`.trim();
  if (VIRTUAL_NAMES.test(name)) return name;
  if (container !== null) return container;
  const hypervisor = /^flags\s*:.*\bhypervisor\b/m.test(cpu);
  look.keep('/proc/cpuinfo', `hypervisor flag: ${hypervisor}`);
  return hypervisor ? 'hypervisor flag of the processor' : null;
}

/** What a remote desktop or shell leaves in the environment of its programs. */
function remoteSession(env: Readonly<Record<string, string | undefined>>): string | null {
  if (/^rdp-/i.test(env['SESSIONNAME'] ?? '')) return `RDP (SESSIONNAME ${env['SESSIONNAME']})`;
  if (env['XRDP_SESSION'] !== undefined) return 'XRDP';
  if (env['SSH_CONNECTION'] !== undefined) return 'SSH';
  if (env['VNCDESKTOP'] !== undefined) return 'VNC';
  return null;
}
