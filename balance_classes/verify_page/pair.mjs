// The pairing draw, from docs/pairing.md ("For whoever writes it anew") and docs/procedure.md alone.

import { H, P, bytewise, lot, range, seedOf, stream } from "./chance.mjs";
import { formed } from "./draw.mjs";
import { name } from "./naming.mjs";
import { ordered } from "./problem.mjs";

const BINS = 3;
const ATTEMPTS = 10;
const partOf = (seed, part) => H([P, "seed", [H([P, part, seed])]]);

// The posts of the teachers' rows, and the problem that stands for them.

function postsOf(teachers) {
  return teachers.flatMap((teacher, row) =>
    range(teacher.classes).map((i) => ({
      row,
      number: i + 1,
      key: JSON.stringify([teacher.key, teacher.subject, i + 1]),
    })),
  );
}

function binsOf(years) {
  const stated = years.filter((one) => one !== null);
  return years.map((one) => {
    if (one === null) return "";
    const smaller = stated.filter((other) => other < one).length;
    const equal = stated.filter((other) => other === one).length;
    return String(Math.floor((BINS * (2 * smaller + equal)) / (2 * stated.length)) + 1);
  });
}

// The positions of posts by a value of their rows; rows without one (undefined) in no set.
function setsBy(posts, valueOf) {
  const sets = new Map();
  posts.forEach((post, place) => {
    const value = valueOf(post);
    if (value !== undefined) sets.set(value, [...(sets.get(value) ?? []), place]);
  });
  return [...sets.values()];
}

function problemOf(teachers, posts, teams) {
  const subjects = setsBy(posts, ({ row }) => teachers[row].subject);
  const heads = range(posts.length).filter((p) => teachers[posts[p].row].head && posts[p].number === 1);
  const rowsOf = (key) => teachers.filter((teacher) => teacher.key === key).length;
  const busy = setsBy(posts, ({ row }) => (rowsOf(teachers[row].key) > 1 ? teachers[row].key : undefined));
  const levels = (values) =>
    values.some((value) => value !== "") ? setsBy(posts, ({ row }) => values[row]) : [];
  const years = levels(binsOf(teachers.map((teacher) => teacher.years)));
  const titles = levels(teachers.map((teacher) => teacher.title));
  const sexes = levels(teachers.map((teacher) => teacher.sex));
  const tiers = [[...years, ...titles], sexes].filter((tier) => tier.length > 0);
  return {
    keys: posts.map((post) => post.key),
    caps: Array(teams).fill(subjects.length),
    tiers: [[range(posts.length), ...subjects, ...(heads.length > 0 ? [heads] : [])], ...tiers],
    two_way: null,
    tolerance: 1,
    min_size: 1,
    limits: busy.map((members) => [members, 1]),
    blocks: [],
    reach: [],
  };
}

// Ready-made teams, in the order of the number that the digits of their names make.
function readyNames(teachers) {
  const digits = (name) => name.replace(/[^0-9]/g, "");
  const number = (name) => (digits(name) === "" ? -1n : BigInt(digits(name)));
  const names = [...new Set(teachers.flatMap((teacher) => teacher.teams))];
  return names.sort((x, y) => {
    if (number(x) !== number(y)) return number(x) < number(y) ? -1 : 1;
    return bytewise(x, y);
  });
}

// Teams for groups

function barredBy(conflicts, teachers, posts, teamOf, teams) {
  const barred = range(teams).map(() => new Set());
  posts.forEach(({ row }, p) => {
    for (const [group, key] of conflicts) if (teachers[row].key === key) barred[group].add(teamOf[p]);
  });
  return barred;
}

function isOpen(barred, taken = new Set(), group = 0) {
  if (group === barred.length) return true;
  return range(barred.length).some(
    (team) => !taken.has(team) && !barred[group].has(team) && isOpen(barred, new Set([...taken, team]), group + 1),
  );
}

function pairing(seed, barred) {
  const below = stream(seed, "team");
  for (let rounds = 1; ; rounds += 1) {
    const left = range(barred.length);
    const teamOfGroup = [];
    for (const bars of barred) {
      const [team] = left.splice(below(left.length), 1);
      if (bars.has(team)) break;
      teamOfGroup.push(team);
    }
    if (teamOfGroup.length === barred.length) return { rounds, teamOfGroup };
  }
}

// Draws teams (or takes ready ones), pairs them and names the groups.
export function pair({ words, rehearsal, steps, groups, teachers, conflicts, names }) {
  const seed = seedOf({ words, rehearsal });
  const outcome = { seed };
  if (teachers !== null) {
    const ready = readyNames(teachers);
    const posts = postsOf(teachers);
    const problem = problemOf(teachers, posts, groups);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const part = partOf(seed, attempt === 1 ? "teams" : `teams ${attempt}`);
      let order;
      let at;
      if (ready.length > 0) {
        order = lot(part, "student", problem.keys);
        at = order.map((p) => ready.indexOf(teachers[posts[p].row].teams[posts[p].number - 1]));
      } else {
        const drawn = formed(part, problem, 0, steps);
        ({ order, groups: at } = drawn);
        Object.assign(outcome, { excess: drawn.excess, step: drawn.step });
      }
      const teamOf = [];
      order.forEach((p, i) => (teamOf[p] = at[i]));
      const barred = barredBy(conflicts, teachers, posts, teamOf, groups);
      if (!isOpen(barred)) continue;
      const { rounds, teamOfGroup } = pairing(partOf(seed, "pair"), barred);
      const keys = order.map((p) => posts[p].key);
      Object.assign(outcome, { posts: keys, team_of_post: at, attempt, rounds, team_of_group: teamOfGroup });
      break;
    }
  }
  if (names !== null) {
    const part = partOf(seed, "pair");
    const { quotas, reach } = ordered(names, part);
    outcome.class_of_group = name(part, names, quotas, reach);
  }
  return outcome;
}
