// A few combinators that hold a parsed JSON value against a closed shape: every field known, none missing.
// Shapes answer with the place of the first misfit ('.tree.size'), or null where all fits.

export type Shape = (value: unknown) => string | null;

const fits = null;
const here = '';

export function exactly(expected: string | number | boolean | null): Shape {
  return (value) => (value === expected ? fits : here);
}

export function oneOf(values: readonly string[]): Shape {
  return (value) => (typeof value === 'string' && values.includes(value) ? fits : here);
}

export function text(maxChars: number): Shape {
  return (value) => (typeof value === 'string' && value.length <= maxChars ? fits : here);
}

export function matching(pattern: RegExp): Shape {
  return (value) => (typeof value === 'string' && pattern.test(value) ? fits : here);
}

export function satisfying(test: (text: string) => boolean): Shape {
  return (value) => (typeof value === 'string' && test(value) ? fits : here);
}

export function integer(min: number, max: number): Shape {
  return (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max ? fits : here;
}

export const bool: Shape = (value) => (typeof value === 'boolean' ? fits : here);

export function orNull(shape: Shape): Shape {
  return (value) => (value === null ? fits : shape(value));
}

export function either(...shapes: readonly Shape[]): Shape {
  return (value) => (shapes.some((shape) => shape(value) === fits) ? fits : here);
}

export function list(shape: Shape, min: number, max: number): Shape {
  return (value) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return here;
    for (let i = 0; i < value.length; i++) {
      const misfit = shape(value[i]);
      if (misfit !== fits) return `[${i}]${misfit}`;
    }
    return fits;
  };
}

export function record(
  fields: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const known = new Map([...Object.entries(fields), ...Object.entries(optional)]);
  return (value) => {
    if (!isObject(value)) return here;
    for (const name of Object.keys(fields)) if (!Object.hasOwn(value, name)) return `.${name}`;
    for (const [name, inner] of Object.entries(value)) {
      const shape = known.get(name);
      const misfit = shape === undefined ? here : shape(inner);
      if (misfit !== fits) return `.${name.slice(0, 64)}${misfit}`;
    }
    return fits;
  };
}

/** Any field names up to 64 characters, all values of one shape. */
export function dictionary(shape: Shape, maxFields: number): Shape {
  return (value) => {
    if (!isObject(value)) return here;
    const entries = Object.entries(value);
    if (entries.length > maxFields) return here;
    for (const [name, inner] of entries) {
      const misfit = name.length > 64 ? here : shape(inner);
      if (misfit !== fits) return `.${name.slice(0, 64)}${misfit}`;
    }
    return fits;
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
