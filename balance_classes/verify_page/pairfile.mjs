// Pairings drawn again, from what the draw file says was asked of each.

import { H, bytewise, range, sum } from "./chance.mjs";
import { canBe, countsIn, excessOf, lettersOf } from "./evidence.mjs";
import { binsOf, paired, postsOf, readyNames } from "./pair.mjs";

const same = (x, y) => H(x) === H(y);

// The rows of teachers, as they are hashed.
function teachersOf([attributes, , , rows]) {
  const names = attributes.filter((name) => name !== "years");
  return rows.map(([key, , subject, classes, levels, years, head, teams]) => {
    const level = (name) => levels[names.indexOf(name)] ?? "";
    return { key, subject, classes, head, teams, years: years === "" ? null : years, title: level("title"), sex: level("sex") };
  });
}

// The staff in teams as its file tells it, but for who says that no teams are more even.
function staffOf([attributes, heads, ready, rows], teachers, outcome, dealt, names) {
  const teams = names.length;
  const levels = { years: binsOf(teachers.map(({ years }) => years)).map((bin) => bin && `bin_${bin}_of_3`), title: teachers.map(({ title }) => title), sex: teachers.map(({ sex }) => sex) };
  const posts = new Map(postsOf(teachers).map((post) => [post.key, post]));
  const inOrder = outcome.posts.map((key) => posts.get(key));
  const gathered = (group, codeOf) => {
    const found = new Map();
    inOrder.forEach((post, p) => {
      const code = codeOf(post);
      if (code !== null) found.set(code, [...(found.get(code) ?? []), p]);
    });
    return [...found].sort(([x], [y]) => bytewise(x, y)).map(([level, members]) => ({ group, level, members }));
  };
  const subjects = [...new Set(teachers.map(({ subject }) => subject))].sort(bytewise);
  const several = (key) => new Set(teachers.filter((one) => one.key === key).map(({ subject }) => subject)).size > 1;
  const same = gathered("same_teacher", ({ row }) => (several(teachers[row].key) ? teachers[row].key : null));
  const hard = [
    { group: "size", level: "", members: range(inOrder.length) },
    ...gathered("subject", ({ row }) => teachers[row].subject),
    ...gathered("head_teacher", ({ row, number }) => (teachers[row].head && number === 1 ? "yes" : null)),
    ...same.map((one, i) => ({ ...one, level: String(i + 1) })),
  ];
  const tiers = [["years", "title"], ["sex"]].map((groups) => groups.filter((group) => attributes.includes(group)));
  const spread = tiers.filter((groups) => groups.length > 0);
  const quotas = [hard, ...spread.map((groups) => groups.flatMap((group) => gathered(group, ({ row }) => levels[group][row])))];
  const counted = quotas.map((some) => some.map(({ group, level, members }) => {
    const even = [Math.floor(members.length / teams), Math.ceil(members.length / teams)];
    const [low, high] = group === "same_teacher" ? [0, 1] : even;
    const lineOf = (at) => {
      const counts = countsIn(members, at, teams);
      return { counts, excess: excessOf(range(teams).map(() => [low, high]), counts) };
    };
    return { line: { group, level, students: members.length, low: Array(teams).fill(low), high: Array(teams).fill(high), ...lineOf(outcome.team_of_post) }, dealt: lineOf(dealt).excess };
  }));
  const excess = (k, of) => sum(counted[k].map(of));
  const tally = (name) => gatheredCounts(levels[name]);
  return {
    staff: {
      teachers: new Set(rows.map(([key]) => key)).size, subjects, heads, ready, attempt: outcome.attempt, settled_at_step: outcome.step ?? 0,
      attributes: attributes.map((name) => ({ name, levels: tally(name) })),
      dealt_excess: counted.map((_, k) => excess(k, (one) => one.dealt)),
      teams: names.map((name, team) => {
        const own = range(inOrder.length).filter((p) => outcome.team_of_post[p] === team);
        const head = own.find((p) => teachers[inOrder[p].row].head && inOrder[p].number === 1);
        return { name, posts: own.map((p) => p + 1), head: head === undefined ? 0 : head + 1 };
      }),
      balance: counted.slice(1).flat().map(({ line }) => line),
    },
    hard: excess(0, ({ line }) => line.excess),
    proofs: spread.map((groups, k) => ({ groups, excess: excess(k + 1, ({ line }) => line.excess) })),
  };
}
function gatheredCounts(levels) {
  return [...new Set(levels)].sort(bytewise).map((level) => [level, levels.filter((one) => one === level).length]);
}

// What does not come of the lot of a pairing, by the group of each student; null where it cannot be drawn again.
export function pairingWrong({ fixed, classes }, value, [, , lettered, , staff, conflicts], problem, groupOf) {
  const { staff: told, pairings, barred } = value;
  if ((told && told.placed !== "draw") || conflicts.some(([student]) => !groupOf.has(student))) return null;
  const groups = classes.length;
  const wrong = [];
  const fail = (where) => wrong.push(where);
  const inOrder = range(groups).map((group) => pairings.find((one) => one.group === lettersOf(group)));
  if (!inOrder.every(Boolean) || lettered !== value.names || Boolean(told) !== staff.length > 0) {
    fail("pairings");
    return wrong;
  }
  const teachers = told && teachersOf(staff);
  const { outcome, barred: bars, dealt } = paired(value.seed.value, {
    steps: fixed.rules.steps, groups, teachers, conflicts: conflicts.map(([student, teacher]) => [groupOf.get(student), teacher]), names: lettered ? problem : null,
  });
  if (lettered && !same(inOrder.map((one) => one.school_class), outcome.class_of_group.map((c) => fixed.classes[c].name))) fail("names");
  if (!told) return wrong;
  if (!outcome.team_of_group || told.teams.length !== groups) fail("teams");
  else {
    const names = staff[2] ? readyNames(teachers) : range(groups).map((team) => String(team + 1));
    const { staff: drawn, hard, proofs } = staffOf(staff, teachers, outcome, dealt ?? outcome.team_of_post, names);
    const asDrawn = { ...told, subjects: [...told.subjects].sort(bytewise) }; // shown as they stand in the table
    for (const [key, own] of Object.entries(drawn)) if (!same(own, asDrawn[key])) fail(key);
    if (hard > 0) fail("teams");
    if (!same(inOrder.map((one) => one.team), outcome.team_of_group.map((team) => names[team]))) fail("pairings");
    if (outcome.rounds !== value.rounds) fail("rounds");
    if (!same(bars.flatMap((some, group) => some.map((team) => ({ group: lettersOf(group), team: names[team] }))), barred)) fail("barred");
    let open = false;
    told.proofs.forEach((proof, k) => {
      if (!proofs[k] || !same([proof.groups, proof.excess], [proofs[k].groups, proofs[k].excess]) || !canBe(proof, open)) fail("proofs");
      open = open || !proof.proven;
    });
    if (told.proofs.length !== proofs.length) fail("proofs");
  }
  return wrong;
}
