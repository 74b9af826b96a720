// What follows from the rules of a record: how many classes, their names and caps, and the tiers.

import { H, range, sum } from "./chance.mjs";
import { findClass, plainName } from "./classnames.mjs";
import { FRIENDS, HARD_GROUPS, KEEP, seatsOfAll } from "./quotas.mjs";

const same = (x, y) => H(x) === H(y);
const GRADES = { primary: 1, junior: 7 };
const NUMERALS = "零一二三四五六七八九";
const OF_ROSTER = ["same_name", "same_sound", "same_tone", "apart", "two_way"];
const MOST_TIERS = 6;
const MOST_SEATS = 9;

export function policyCap({ policy, stage }) {
  const { caps } = policy;
  if ("every" in caps || stage) return caps[stage] ?? caps.every ?? null;
  const all = Object.values(caps);
  return all.length > 0 ? Math.max(...all) : null;
}

// Sections 9 of docs/procedure.md and docs/rules.md: null where the rules give no classes.
export function classesOf(fixed, language, lettersOf) {
  const { students, rules } = fixed;
  const taken = seatsOfAll(fixed);
  const allowed = policyCap(rules);
  const cap = rules.cap ?? allowed;
  if (rules.cap !== null && allowed !== null && rules.cap > allowed && !rules.cap_reason) return null;
  const listed = rules.names.length > 1 ? rules.names.length : null;
  if (listed && rules.classes && listed !== rules.classes) return null;
  const count = rules.classes || listed || (cap ? Math.ceil(taken / cap) : null);
  if (!count || count > students) return null;
  const pattern = (text) => range(count).map((i) => text.replace(/\{n\}/g, String(i + 1)));
  const grade = rules.grade || GRADES[rules.stage];
  let names = rules.names;
  if (names.length === 1 && (count > 1 || names[0].includes("{n}"))) names = pattern(names[0]);
  else if (names.length === 0 && !grade) names = pattern(language === "zh" ? "({n})班" : "Class {n}");
  else if (names.length === 0) names = language === "zh" ? pattern(`${NUMERALS[grade]}({n})班`) : range(count).map((i) => `${grade}${lettersOf(i)}`);
  const plain = names.map(plainName);
  if (names.length !== count || new Set(plain).size < count || plain.includes("")) return null;
  const most = cap || taken;
  const caps = names.map(() => most);
  for (const [written, lower] of rules.caps) {
    const at = findClass(written, names);
    if (at < 0 || lower > most || lower < 1) return null;
    caps[at] = lower;
  }
  const sizes = names.map(() => 0);
  for (const [written, size] of rules.sizes ?? []) {
    const at = findClass(written, names);
    if (at < 0 || size < rules.min_size || size > caps[at]) return null;
    sizes[at] = size;
  }
  const seated = sum(caps) >= taken && caps.every((one) => one >= rules.min_size) && rules.min_size * count <= taken;
  const planned = rules.plan === null || students <= rules.plan;
  return seated && planned ? names.map((name, i) => ({ name, cap: caps[i], ...(sizes[i] ? { size: sizes[i] } : {}) })) : null;
}

// Where somebody wishes for friends and no tier names them, they are a tier after the others, the two-way one stays the last.
function withFriends(tiers) {
  if (tiers.some((tier) => tier.includes(FRIENDS))) return tiers;
  const [cells, others] = [true, false].map((is) => tiers.filter((tier) => tier.includes("two_way") === is));
  if (tiers.length < MOST_TIERS || others.length === 0) return [...others, [FRIENDS], ...cells];
  return [...others.slice(0, -1), [...others[others.length - 1], FRIENDS], ...cells];
}

// Where classes stand and no tier names it, who stays comes first.
function withKeep(tiers) {
  if (tiers.some((tier) => tier.includes(KEEP))) return tiers;
  return tiers.length < MOST_TIERS ? [[KEEP], ...tiers] : [[KEEP, ...tiers[0]], ...tiers.slice(1)];
}

// The groups of the tiers after the hard one, by the attributes that the roster has.
function tierGroups({ rules, attributes, tiers }) {
  const wishing = tiers.slice(1).flat().includes(FRIENDS);
  const wished = wishing ? withFriends(rules.tiers) : rules.tiers;
  const asked = rules.keep ? withKeep(wished) : wished;
  const named = new Set(asked.flat());
  const known = new Set([...attributes, ...OF_ROSTER, ...(wishing ? [FRIENDS] : []), ...(rules.keep ? [KEEP] : [])]);
  if (rules.keep) known.delete("two_way"); // nothing is spread
  const rest = attributes.filter((name) => !named.has(name) && name !== rules.keep);
  const taken = new Set();
  const found = [];
  for (const tier of asked) {
    const groups = tier.flatMap((name) => (name === "*" ? rest : [name]));
    const there = [...new Set(groups)].filter((group) => known.has(group) || group.split("*").every((one) => attributes.includes(one)));
    found.push(there.filter((group) => !taken.has(group)));
    groups.forEach((group) => taken.add(group));
  }
  return found.filter((tier) => tier.length > 0);
}

function canBeHard({ rules }, tiers) {
  const inTiers = new Set(tiers.flat());
  return (group, i) => (i === 0 ? group === "size" : HARD_GROUPS.includes(group) || (rules.hard.includes(group) && !inTiers.has(group)));
}

// Whether these are the tiers after a change: of wishes, of who stays and of numbers for single classes only the draw knows,
// and there may be two names alike that were not, or none any more.
export const standingTiers = (fixed) =>
  tierGroups(fixed).map((tier) => tier.filter((group) => ![FRIENDS, KEEP].includes(group))).filter((tier) => tier.length > 0);
export function canStand(fixed, [hard, ...others]) {
  const tiers = standingTiers(fixed);
  const stays = (group) => group === "two_way" || group.split("*").every((one) => fixed.attributes.includes(one));
  let at = 0;
  for (const tier of tiers) {
    if (same(tier, others[at] ?? null)) at += 1;
    else if (tier.some((group) => stays(group) && fixed.tiers.flat().includes(group))) return false;
  }
  return at === others.length && hard.every(canBeHard(fixed, tiers)) && !hard.includes("offered");
}

// Where the rules do not give what is fixed: a key each.
export function rulesWrong({ fixed, source }, lettersOf) {
  const { rules } = fixed;
  const wrong = [];
  const classes = classesOf(fixed, source.language, lettersOf);
  if (fixed.seats !== undefined && fixed.seats <= fixed.students) wrong.push("fixed.seats");
  if (classes === null || !same(classes, fixed.classes)) wrong.push("fixed.classes");
  // A tier without any quota is left out: which these are shows only from the students.
  const tiers = tierGroups(fixed);
  const [hard, ...others] = fixed.tiers;
  let at = 0;
  for (const tier of tiers) if (same(tier, others[at] ?? null)) at += 1;
  if (at !== others.length) wrong.push("fixed.tiers");
  if (!hard.every(canBeHard(fixed, tiers))) wrong.push("fixed.tiers");
  const within = (number, low, high) => number >= low && number <= high;
  const ranges = [
    [[1, 2].includes(rules.tolerance), "tolerance"], [within(rules.min_size, 1, 1_000), "min_size"],
    [within(rules.steps, 0, 10_000_000), "steps"], [within(rules.depth, 0, 100_000), "depth"], [within(rules.nodes, 1, 10_000_000), "nodes"],
    [rules.tiers.length <= MOST_TIERS, "tiers"], [["", ...Object.keys(GRADES)].includes(rules.stage) || rules.stage in rules.policy.caps, "stage"],
    [rules.numbers.every(([name, bins]) => ["age_months", "distance"].includes(name) && bins >= 2), "numbers"],
    [rules.at_most.every(([, most]) => most >= 0), "at_most"], [["", "leave-out", "keep"].includes(rules.gone ?? ""), "gone"],
    [(rules.seats ?? []).every(([, seats]) => within(seats, 1, MOST_SEATS)), "seats"],
  ];
  for (const [holds, key] of ranges) if (!holds) wrong.push(`fixed.rules.${key}`);
  return wrong;
}
