// Section 1 of docs/procedure.md: hashing and chance.

import { createHash } from "node:crypto";

export const P = "balance-classes/1";
const sha256 = (text) => createHash("sha256").update(text, "utf8").digest();
export const H = (value) => sha256(JSON.stringify(value)).toString("hex");
export const bytewise = (a, b) => Buffer.compare(Buffer.from(a, "utf8"), Buffer.from(b, "utf8"));
export const range = (count) => [...Array(count).keys()];
export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

// What looks or sounds like a digit; ten signs that follow each other are the digits of any script.
const DIGITS = ["o〇零○◯", "il一壹〡", "二贰貳〢", "三叁參叄〣", "四肆〤", "五伍〥", "六陆陸〦", "七柒〧", "八捌〨", "九玖〩"];
const decimal = (sign) => {
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(sign.codePointAt(0) - before - 1))) before += 1;
  return String(before % 10);
};
export const counted = (words) =>
  [...words.normalize("NFKD").toLowerCase()]
    .map((sign) => (/\p{Nd}/u.test(sign) ? decimal(sign) : sign))
    .map((sign) => {
      const digit = DIGITS.findIndex((signs) => signs.includes(sign));
      return digit < 0 ? sign : String(digit);
    })
    .join("")
    .replace(/[^\p{L}\p{N}]|\p{Lm}|[\u115f\u1160\u119e丶丨]/gu, "");
export const commitmentOf = (giver, words) => H([P, "commit", giver, counted(words)]);
export const seedOf = ({ words, rehearsal }) => H([P, rehearsal ? "rehearsal" : "seed", words.map(counted)]);

export function lot(seed, purpose, keys) {
  const tickets = keys.map((key) => H([P, "ticket", seed, purpose, key]));
  return range(keys.length).sort((i, j) => bytewise(tickets[i], tickets[j]));
}

export function stream(seed, purpose) {
  const prefix = JSON.stringify([P, "stream", seed, purpose]);
  let block = 0;
  let words = [];
  const next = () => {
    if (words.length === 0) {
      const bytes = sha256(`${prefix}${block}`);
      words = range(8).map((i) => bytes.readUInt32BE(4 * i));
      block += 1;
    }
    return words.shift();
  };
  const narrow = (m) => {
    let word = next();
    while (word >= 2 ** 32 - (2 ** 32 % m)) word = next();
    return word % m;
  };
  // Section 11: a number of w words where one word is too few.
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
