// Section 1 of docs/procedure.md: hashing and chance.

import { sha256, words256 } from "./sha256.mjs";
import { counted } from "./words.mjs";

export const P = "balance-classes/1";
// RFC 8785 for what is hashed here: texts, whole numbers, lists, and objects with plain keys.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}
export const H = (value) => sha256(canonical(value));
export const bytewise = (a, b) => {
  const [x, y] = [a, b].map((text) => [...text].map((sign) => sign.codePointAt(0)));
  const at = x.findIndex((code, i) => code !== y[i]);
  if (at < 0) return x.length - y.length;
  return at >= y.length ? 1 : x[at] - y[at];
};
export const range = (count) => [...Array(count).keys()];
export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

export const commitmentOf = (giver, words) => H([P, "commit", giver, counted(words)]);
export const seedOf = ({ words, rehearsal }) => H([P, rehearsal ? "rehearsal" : "seed", words.map(counted)]);
export const ticketOf = (seed, purpose, key) => H([P, "ticket", seed, purpose, key]);

export function lot(seed, purpose, keys) {
  const tickets = keys.map((key) => ticketOf(seed, purpose, key));
  return range(keys.length).sort((i, j) => (tickets[i] < tickets[j] ? -1 : 1));
}

export function stream(seed, purpose) {
  const prefix = canonical([P, "stream", seed, purpose]);
  let block = 0;
  let words = [];
  let used = 0;
  const next = () => {
    if (used === words.length) {
      words = words256(`${prefix}${block}`);
      block += 1;
      used = 0;
    }
    used += 1;
    return words[used - 1];
  };
  const narrow = (m) => {
    let word = next();
    while (word >= 2 ** 32 - (2 ** 32 % m)) word = next();
    return word % m;
  };
  // docs/year.md: a number of w words where one word is too few.
  const wide = (m) => {
    let [w, all] = [1, 2n ** 32n];
    while (all < m) [w, all] = [w + 1, all * 2n ** 32n];
    const number = () => range(w).reduce((high) => high * 2n ** 32n + BigInt(next()), 0n);
    let drawn = number();
    while (drawn >= all - (all % m)) drawn = number();
    return drawn % m;
  };
  return (m) => (typeof m === "bigint" ? wide(m) : narrow(m));
}

const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export function fingerprint(digest) {
  const number = BigInt(`0x${digest.slice(0, 30)}`);
  const symbols = range(24).map((i) => SYMBOLS[Number((number >> BigInt(5 * (23 - i))) & 31n)]);
  return range(6).map((i) => symbols.slice(4 * i, 4 * i + 4).join("")).join("-");
}
// A fingerprint as somebody wrote it down: capitals, dashes, spaces, O for 0, I and L for 1.
export const plainFingerprint = (written) =>
  written.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
export const isFingerprintOf = (written, digest) =>
  plainFingerprint(written) === fingerprint(digest).replace(/-/g, "");
