// The files of the evidence, read: is each written as the program writes it?

import { canonical } from "./chance.mjs";
import { sha256 } from "./sha256.mjs";
import { isSpoken } from "./words.mjs";
import { FORMS } from "./tables.mjs";

export const START = "0".repeat(64);
const isDay = (text) => {
  if (text === "") return true;
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

// Where a value is not of a form: the path of its first fault, null where there is none.
// A form is a JSON schema of the kind that the program's own forms have, and nothing more of that language.
function faultOf(value, form, defs, path = "") {
  if (form.$ref) return faultOf(value, defs[form.$ref.split("/").pop()], defs, path);
  const either = form.anyOf ?? form.oneOf;
  if (either) return either.some((one) => faultOf(value, one, defs, path) === null) ? null : path;
  if ("const" in form) return value === form.const ? null : path;
  if (form.enum) return form.enum.includes(value) ? null : path;
  const wrong = {
    null: () => value !== null,
    boolean: () => typeof value !== "boolean",
    integer: () => !Number.isSafeInteger(value),
    string: () => typeof value !== "string" || (form.pattern && !new RegExp(form.pattern).test(value)),
    array: () => !Array.isArray(value) || value.length < (form.minItems ?? 0) || value.length > (form.maxItems ?? Infinity),
    object: () => value === null || typeof value !== "object" || Array.isArray(value),
  }[form.type];
  if (wrong === undefined || wrong()) return path;
  const within = (key) => (path ? `${path}.${key}` : String(key));
  if (form.type === "array") {
    const of = (i) => (form.prefixItems ? form.prefixItems[i] : form.items);
    return value.map((entry, i) => faultOf(entry, of(i) ?? {}, defs, within(i))).find((found) => found !== null) ?? null;
  }
  if (form.type !== "object") return null;
  const missing = (form.required ?? []).find((key) => !(key in value));
  if (missing !== undefined) return within(missing);
  for (const [key, entry] of Object.entries(value)) {
    const known = form.properties?.[key] ?? form.additionalProperties;
    if (!known) return within(key);
    const fault = known === true ? null : faultOf(entry, known, defs, within(key));
    if (fault !== null) return fault;
  }
  return null;
}

// What people said, and dates, wherever they stand: what a schema cannot tell.
function unsaid(value, path = "") {
  if (value === null || typeof value !== "object") return null;
  const isWords = !Array.isArray(value) && "giver" in value && "words" in value;
  for (const [key, entry] of Object.entries(value)) {
    const within = path ? `${path}.${key}` : key;
    if (typeof entry === "string") {
      const said = isWords || (key === "reason" && value.event === "draw");
      if (said && !isSpoken(entry)) return within;
      if (key === "date" && "draw" in value && !isDay(entry)) return within;
      if (key === "date" && "event" in value && !isDay(entry)) return within;
    }
    const found = unsaid(entry, within);
    if (found !== null) return found;
  }
  return null;
}

// What stands there only where it says something.
function isSaid(value, form, defs) {
  if (form.$ref) return isSaid(value, defs[form.$ref.split("/").pop()], defs);
  if (value === null || typeof value !== "object" || Array.isArray(value) || !form.properties) return true;
  return Object.entries(value).every(([key, entry]) => {
    const says = Array.isArray(entry) ? entry.length > 0 : Boolean(entry);
    return (says || form.required.includes(key)) && isSaid(entry, form.properties[key] ?? {}, defs);
  });
}

// A file that could not be read: `version` says that another version of the program made it.
class Refused extends Error {
  constructor(what, version = false) {
    super(what[0]);
    Object.assign(this, { what, version });
  }
}
export const refusal = (error) => (error instanceof Refused ? error : null);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(["This is none of the files of a draw."]);
  }
}

function formed(kind, value) {
  const form = FORMS[kind];
  if (value?.format !== form.properties.format.const) throw new Refused(["This is none of the files of a draw."]);
  const procedure = value.fixed?.procedure ?? "balance-classes/1";
  if (value.version !== form.properties.version.const || procedure !== "balance-classes/1") {
    throw new Refused(["Another version of the program made it; this says nothing against it."], true);
  }
  const fault = faultOf(value, form, form.$defs ?? {}) ?? unsaid(value);
  if (fault !== null) throw new Refused(["The key {key} is not as the program writes it.", { key: fault }]);
  return value;
}

export const plainOf = (value, ...without) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !without.includes(key)));
const sorted = (value) => JSON.parse(canonical(value));
export const pretty = (value) => `${JSON.stringify(sorted(value), null, 1)}\n`;

// A record, a seal or the file of a change; `whole` says whether its bytes are as they were written.
export function readForm(kind, text) {
  const value = formed(kind, parsed(text));
  const asWritten = pretty(value) === text && isSaid(value, FORMS[kind], FORMS[kind].$defs ?? {});
  return { value, asWritten };
}

// The lines of a ledger with the hash of each; the first that does not follow is told.
export function readLedger(text) {
  const lines = [];
  let previous = START;
  const raws = text.split("\n");
  const ended = raws.pop() === "";
  for (const [i, raw] of raws.entries()) {
    const broken = new Refused(["Line {line} of the ledger is not as it was written, or does not follow from the line before.", { line: i + 1 }]);
    let value;
    try {
      value = JSON.parse(raw);
    } catch {
      throw broken;
    }
    if (value?.version !== undefined && value.version !== 1) {
      throw new Refused(["Another version of the program made it; this says nothing against it."], true);
    }
    try {
      formed("ledger", value);
    } catch {
      throw broken;
    }
    if (canonical(value) !== raw || value.line !== i + 1 || value.previous !== previous) throw broken;
    previous = sha256(raw);
    lines.push({ ...value, head: previous });
  }
  if (!ended) throw new Refused(["Line {line} of the ledger is not as it was written, or does not follow from the line before.", { line: raws.length + 1 }]);
  return lines;
}

