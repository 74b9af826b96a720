// The rules of a school about levels of one attribute, as quotas. A rule is added here: its key in the
// rules, and what it makes. Where it means another thing than a quota, it is added in `problemOf`, `drawCase`
// (drawfile.mjs) and `tierGroups` (rules.mjs), too; docs/procedure.md tells it.

import { bytewise, sum } from "./chance.mjs";
import { findClass, plainName } from "./classnames.mjs";
import { FORMS, LABELS } from "./tables.mjs";

const NOT_APPLYING = ["none", "no", "not_left_behind", "day"];

// The words for the level of one student, in each language, the level itself where it is a word of the roster.
function wordsOf(attribute, level) {
  if (level === "") return ["", ""];
  const bin = /^bin_0*(\d+)_of_(\d+)$/.exec(level);
  if (bin && LABELS[`${attribute} bin`]) return LABELS[`${attribute} bin`].map((text) => text.replace("{number}", bin[1]).replace("{bins}", bin[2]));
  return LABELS[`one ${attribute} ${level}`] ?? LABELS[`${attribute} ${level}`] ?? [level, level];
}
const sameWord = (asked, there, attribute) => {
  const words = wordsOf(attribute, asked);
  return there.find((level) => wordsOf(attribute, level).some((word, i) => word === words[i])) ?? asked;
};

// Kinds of students, each with its number and its levels; what is said of one level counts before what is said of each.
function kinds(limits, levelsOf) {
  const found = new Map();
  const isEach = ([kind]) => kind.endsWith("=*");
  for (const [kind, number] of [...limits.filter(isEach), ...limits.filter((one) => !isEach(one))]) {
    const [attribute, ...rest] = kind.split("=");
    const [asked, there] = [rest.join("="), levelsOf(attribute).filter((level) => level !== "")];
    const put = (name, levels) => levels.length > 0 && found.set(name, { attribute, number, levels });
    if (rest.length === 0) put(kind, there.filter((level) => !NOT_APPLYING.includes(level)));
    else if (asked === "*") for (const level of there) put(`${attribute}=${level}`, [level]);
    else {
      const level = sameWord(asked, there, attribute);
      put(`${attribute}=${level}`, there.filter((one) => one === level));
    }
  }
  return [...found].sort(([x], [y]) => bytewise(x, y));
}
const once = (levels) => new Map(levels.map((level) => [level, 1]));

// Levels that are offered in some classes only: for each the classes open to it, with their numbers.
export function offersOf(fixed, levelsOf) {
  const names = fixed.classes.map(({ name }) => name);
  return (fixed.rules.offered ?? []).map(([attribute, written, listed]) => {
    const means = (level) => [level, ...wordsOf(attribute, level)].some((word) => word !== "" && plainName(word) === plainName(written));
    const level = levelsOf(attribute).find(means) ?? written;
    return { attribute, level, open: new Map(listed.map(([name, number]) => [findClass(name, names), number])) };
  });
}

// The number that each level of an attribute stands for; null where one has none.
function numbersOf(words, levels) {
  const said = new Map(words.map(([word, number]) => [plainName(word), number]));
  const numberOf = (level) => {
    const own = said.get(plainName(level));
    if (own !== undefined || level === "") return own ?? 0;
    const digits = level.match(/[0-9]+/g) ?? [];
    return digits.length === 1 && Number(digits[0]) <= 100 ? Number(digits[0]) : null;
  };
  const found = levels.map((level) => [level, numberOf(level)]);
  return found.every(([, number]) => number !== null) ? new Map(found) : null;
}

// By its key each rule that makes quotas, in the order in which they stand: `group` and `level` as they are listed,
// how often a student of each level counts, and for N of them the band in class c; without one it is the even share.
const MAKES = {
  at_most: (fixed, levelsOf) => kinds(fixed.rules.at_most, levelsOf).map(([level, { attribute, number, levels }]) => ({
    group: "at_most", level, attribute, times: once(levels), band: () => [0, number], number,
  })),
  at_least: (fixed, levelsOf) => kinds(fixed.rules.at_least ?? [], levelsOf).map(([level, { attribute, number, levels }]) => ({
    group: "at_least", level, attribute, times: once(levels), band: (count) => [Math.min(number, count), count], number, orNone: true,
  })),
  offered: (fixed, levelsOf) => offersOf(fixed, levelsOf).filter(({ open }) => sum([...open.values()]) > 0).map(({ attribute, level, open }) => ({
    group: "offered", level: `${attribute}=${level}`, attribute, times: once([level]), band: (count, c) => [open.get(c) || 0, open.get(c) || count],
  })),
  totals: (fixed, levelsOf) => (fixed.rules.totals ?? []).flatMap(([attribute, words]) => {
    const tier = fixed.tiers.findIndex((groups, k) => k > 0 && groups.includes(attribute));
    const times = tier < 0 ? null : numbersOf(words, levelsOf(attribute));
    return times ? [{ group: "total", level: attribute, attribute, times, tier }] : [];
  }),
};

// The quotas of these rules; `levelsOf` gives the levels that there are of an attribute, in their order, none of an unknown one.
export function quotasOfRules(fixed, levelsOf) {
  return Object.values(MAKES).flatMap((make) => make(fixed, levelsOf)).map((one) => ({ tier: 0, ...one }));
}

export const FRIENDS = "friends";
// Groups that are no attributes, and those of them that stand in the hard tier by a rule of their own.
export const HARD_GROUPS = ["at_most", "at_least", "offered"];
export const GROUPS = ["size", "same_name", "same_sound", "same_tone", "apart", "two_way", FRIENDS, ...HARD_GROUPS];

// Rules that this page does not know are told, never guessed.
const KNOWN = ["gone", "scores", "sizes", "at_least", "offered", "totals"];
const RULES = FORMS.record.$defs.Rules;
export function unknownRule({ rules, tiers, attributes }) {
  const key = Object.keys(rules).find((one) => !RULES.required.includes(one) && !KNOWN.includes(one));
  const isKnown = (group) => GROUPS.includes(group) || group.split("*").every((one) => attributes.includes(one));
  return key ?? tiers.flat().find((group) => !isKnown(group));
}
export const hasUnknownRules = (fixed) => unknownRule(fixed) !== undefined;
