// The rules of a school about levels of one attribute, as quotas. A rule is added here: its key in the
// rules, and what it makes. Where it means another thing than a quota, it is added in `problemOf`, `drawCase`
// (drawfile.mjs) and `tierGroups` (rules.mjs), too; docs/procedure.md tells it.

import { bytewise, sum } from "./chance.mjs";
import { findClass, plainName } from "./classnames.mjs";
import { FORMS, LABELS } from "./tables.mjs";

const MOST_OF_A_LEVEL = 100;
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
// How many seats all students take, and each of them by its levels: of several kinds it is of the most.
export const seatsOfAll = (fixed) => fixed.seats ?? fixed.students;
export function seatsTaken(fixed, levelsOf, students) {
  const own = kinds(fixed.rules.seats ?? [], levelsOf).map(([, kind]) => ({ ...kind, at: fixed.attributes.indexOf(kind.attribute) }));
  return students.map(({ levels }) => Math.max(1, ...own.filter((kind) => kind.levels.includes(levels[kind.at])).map(({ number }) => number)));
}
// Whether so many seats can be, by how many students each level has; of one kind it is just one number.
export function seatsCanBe(fixed, countsOf) {
  const more = kinds(fixed.rules.seats ?? [], (attribute) => [...(countsOf.get(attribute)?.keys() ?? [])])
    .map(([, { attribute, number, levels }]) => Math.max(0, number - 1) * sum(levels.map((level) => countsOf.get(attribute).get(level))));
  const found = seatsOfAll(fixed) - fixed.students;
  return found >= Math.max(0, ...more) && found <= sum(more);
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
    return digits.length === 1 && Number(digits[0]) <= MOST_OF_A_LEVEL ? Number(digits[0]) : null;
  };
  const found = levels.map((level) => [level, numberOf(level)]);
  return found.every(([, number]) => number !== null && number >= 0 && number <= MOST_OF_A_LEVEL) ? new Map(found) : null;
}

export const KEEP = "keep";
// By its key each rule that makes quotas, in the order in which they stand: `group` and `level` as they are listed,
// how often a student of each level counts, whether for each of its seats, and for N of them the band in class c; without one it is the even share.
const MAKES = {
  at_most: (fixed, levelsOf) => kinds(fixed.rules.at_most, levelsOf).map(([level, { attribute, number, levels }]) => ({
    group: "at_most", level, attribute, times: once(levels), band: () => [0, number], number,
  })),
  at_least: (fixed, levelsOf) => kinds(fixed.rules.at_least ?? [], levelsOf).map(([level, { attribute, number, levels }]) => ({
    group: "at_least", level, attribute, times: once(levels), band: (count) => [Math.min(number, count), count], number, orNone: true,
  })),
  offered: (fixed, levelsOf) => offersOf(fixed, levelsOf).filter(({ open }) => sum([...open.values()]) > 0).map(({ attribute, level, open }) => ({
    group: "offered", level: `${attribute}=${level}`, attribute, times: once([level]), bySeats: true, band: (count, c) => [open.get(c) || 0, open.get(c) || count],
  })),
  totals: (fixed, levelsOf) => (fixed.rules.totals ?? []).flatMap(([attribute, words]) => {
    const tier = fixed.tiers.findIndex((groups, k) => k > 0 && groups.includes(attribute));
    const times = tier < 0 ? null : numbersOf(words, levelsOf(attribute));
    return times ? [{ group: "total", level: attribute, attribute, times, tier }] : [];
  }),
  keep: (fixed, levelsOf) => {
    const attribute = fixed.rules.keep;
    const names = fixed.classes.map(({ name }) => name);
    const sitting = new Map();
    for (const level of attribute ? levelsOf(attribute) : []) {
      const own = level === "" ? -1 : findClass(level, names);
      sitting.set(own, [...(sitting.get(own) ?? []), level]);
    }
    const tier = fixed.tiers.findIndex((groups) => groups.includes(KEEP));
    return [...sitting].map(([own, levels]) => ({
      group: KEEP, level: names[own] ?? "", attribute, times: once(levels), tier, own: own < 0 ? null : own, band: (count, c) => [c === own ? count : 0, count],
    }));
  },
};

// The quotas of these rules; `levelsOf` gives the levels that there are of an attribute, in their order, none of an unknown one.
export function quotasOfRules(fixed, levelsOf) {
  return Object.values(MAKES).flatMap((make) => make(fixed, levelsOf)).map((one) => ({ tier: 0, ...one }));
}

export const FRIENDS = "friends";
// Groups that stand in the hard tier by a rule of their own, and all whose quotas rules make.
export const HARD_GROUPS = ["at_most", "at_least", "offered"];
export const MADE_GROUPS = [...HARD_GROUPS, "total", KEEP];

// Rules that this page does not know are told, never guessed.
const KNOWN = ["gone", "scores", "sizes", "at_least", "offered", "totals", "seats", "keep"];
const { required } = FORMS.record.$defs.Rules;
export const hasUnknownRules = ({ rules }) => Object.keys(rules).some((key) => !required.includes(key) && !KNOWN.includes(key));
