// Section 1 of docs/procedure.md: what counts of the words of a seed, and which words are refused.

import { ASSIGNED } from "./tables.mjs";

const between = (ranges) =>
  ranges.trim().split(/\s+/).map((ends) => ends.split("-").map((code) => `\\u{${code}}`).join("-")).join("");
const HAN_PLANES = "20000-2FFFD 30000-3FFFD";
const STRANGE = new RegExp(`[^${between(`${ASSIGNED} ${HAN_PLANES}`)}]`, "u");
const SPACES = /^[ \t\r\n\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+|[ \t\r\n\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+$/g;

export const strange = (text) => STRANGE.test(text);
// A text that people said: canonical, and nothing in it that shows nothing.
export const isSpoken = (text) =>
  text.replace(SPACES, "").normalize("NFC") === text && !strange(text) && !/\p{Cf}/u.test(text);

// What looks or sounds like a digit; ten signs that follow each other are the digits of any script.
const DIGITS = ["o〇零○◯", "il一壹〡", "二贰貳〢", "三叁參叄〣", "四肆〤", "五伍〥", "六陆陸〦", "七柒〧", "八捌〨", "九玖〩"];
const decimal = (sign) => {
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(sign.codePointAt(0) - before - 1))) before += 1;
  return String(before % 10);
};
const plain = (words) =>
  [...words.normalize("NFKD").toLowerCase()]
    .filter((sign) => !strange(sign))
    .map((sign) => (/\p{Nd}/u.test(sign) ? decimal(sign) : sign))
    .map((sign) => {
      const digit = DIGITS.findIndex((signs) => signs.includes(sign));
      return digit < 0 ? sign : String(digit);
    })
    .join("");
export const counted = (words) =>
  plain(words).replace(/[^\p{L}\p{N}\u{20000}-\u{2fffd}\u{30000}-\u{3fffd}]|\p{Lm}|[\u115f\u1160\u119e丶丨]/gu, "");

// Why words cannot count, as a key of `unfit` in texts.mjs; "" where they can.
const HAN = /^[\u3400-\u4dbf\u4e00-\u9fff\ufa0e-\ufa29\u{20000}-\u{3fffd}]$/u;
export function unfitWords(words) {
  const counts = counted(words);
  if (counts === "") return "nothing";
  if ([...counts].some((sign) => !/^[a-z0-9]$/.test(sign) && !HAN.test(sign))) return "strange";
  if ([...plain(words)].some((sign) => sign > "\x7f" && /\p{S}/u.test(sign))) return "strange";
  const letters = counts.replace(/[0-9]/g, "");
  return /[a-z]/.test(letters) && /[^a-z]/.test(letters) ? "mixed" : "";
}

// A giver as a seal writes it: “name”, “name=3 numbers 1-6” or “name=commit FINGERPRINT”.
const FINGERPRINT = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){5}$/;
export const CODE_GIVER = "code";
const [LONGEST, MOST] = [6, 100];
function formOf(text) {
  const found = text.normalize("NFKC").match(/[0-9]+/g) ?? [];
  const [count, low, high] = found.map(Number);
  const sound = found.length === 3 && found.every((one) => one.length <= LONGEST);
  return sound && count >= 1 && count <= MOST && low < high ? { count, low, high } : null;
}
export function giverOf(text) {
  const at = text.search(/[=＝]/);
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  const said = at < 0 ? "" : text.slice(at + 1);
  const commitment = /^\s*(?:commit\s|承诺)(.*)$/i.exec(said)?.[1].trim() ?? "";
  if (commitment) return { name, form: null, commitment, sound: `${name}=commit ${commitment}` === text && FINGERPRINT.test(commitment) };
  const form = at < 0 ? null : formOf(said);
  const written = form ? `${name}=${form.count} numbers ${form.low}-${form.high}` : name;
  return { name, form, commitment, sound: (at < 0 || form !== null) && written === text };
}
// The words as they are written down; null where the giver cannot give them.
export function wordsOf(giver, words) {
  if (giver.name === CODE_GIVER && !giver.form) return counted(words) ? words : null;
  if (unfitWords(words)) return null;
  if (!giver.form) return words;
  const { count, low, high } = giver.form;
  if (/[^0-9]/.test(counted(words))) return null;
  const width = String(high).length;
  let numbers = plain(words).match(/[0-9]+/g) ?? [];
  if (numbers.length === 1 && numbers[0].length === width * count) {
    numbers = numbers[0].match(new RegExp(`.{${width}}`, "g"));
  }
  const fits = (one) => one.length <= LONGEST && Number(one) >= low && Number(one) <= high;
  if (numbers.length !== count || !numbers.every(fits)) return null;
  return numbers.map((one) => String(Number(one)).padStart(width, "0")).join(" ");
}
// How many seeds there can be; null where a giver may say anything.
export function seedsOf(givers) {
  const forms = givers.filter(({ name }) => name !== CODE_GIVER).map(({ form }) => form);
  if (forms.length === 0 || forms.some((form) => form === null)) return null;
  return forms.reduce((all, { count, low, high }) => all * BigInt(high - low + 1) ** BigInt(count), 1n);
}
