// Text that macOS gives: scutil, sw_vers, route, sysctl. Tried on outputs written after its documentation only.

/** `scutil --proxy`: a dictionary, one "Key : value" a line. */
export function parseScutilProxy(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const match = /^\s+(\w+) : (.*)$/.exec(line);
      return match && match[2] !== '<array> {' ? [[match[1]!, match[2]!.trim()]] : [];
    }),
  );
}

/** `sw_vers`: ProductName, ProductVersion, BuildVersion. */
export function parseSwVers(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const match = /^(\w+):\s+(.+)$/.exec(line);
      return match ? [[match[1]!, match[2]!.trim()]] : [];
    }),
  );
}

/** `route -n get default`; null without a default route. */
export function parseRouteGet(text: string): { readonly interface: string; readonly gateway: string } | null {
  const name = /^\s*interface: (\S+)$/m.exec(text)?.[1];
  if (name === undefined) return null;
  return { interface: name, gateway: /^\s*gateway: (\S+)$/m.exec(text)?.[1] ?? '' };
}

/** `sysctl kern.hv_vmm_present hw.model`: "name: value" lines. */
export function parseSysctl(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const match = /^([\w.]+): (.*)$/.exec(line);
      return match ? [[match[1]!, match[2]!.trim()]] : [];
    }),
  );
}
