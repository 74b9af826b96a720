// Where a solver placed: it cannot be made to place again here, but what came before it can, and what tickets decide.

import { lettersOf } from "./evidence.mjs";
import { ordered, unitsOf } from "./problem.mjs";

// By the rules a solver never ends with more than the lots before it came to, and places only where a proof knows of less.
export function afterLots(record, outcome) {
  const { fixed: { tiers, rules }, proofs } = record;
  const told = [0, ...proofs.map(({ excess }) => excess)];
  const k = tiers.findIndex((groups, i) => !groups.includes("two_way") && outcome.excess[i] !== told[i]);
  const wrong = k >= 0 && outcome.excess[k] < told[k] ? [["Lots alone are more even than what the solver placed."]] : [];
  const needless = k < 0 && rules.method === "draw";
  const isLessKnown = ({ ground, proven, groups }) => ground === "program" && !proven && !groups.includes("two_way");
  if (needless && !proofs.some(isLessKnown)) wrong.push(["By lots alone the classes are as even: a solver had no reason to place."]);
  return { wrong, needless };
}

// Where it was asked for beforehand and nothing is mixed afterwards: among units that are equal in every respect the first
// by lottery number is in the first group.
export function ticketsDecide(record, problem) {
  if (record.fixed.rules.method !== "program") return [];
  const classes = problem.caps.length;
  const groupOf = [];
  for (const { group, lottery_numbers: own } of record.classes) {
    const at = problem.caps.findIndex((_, g) => lettersOf(g) === group);
    for (const number of own) groupOf[number - 1] = at;
  }
  const { students, quotas, wishes, reach, blocks } = ordered(problem, record.seed.value);
  const last = new Map();
  for (const { kind, members: [first] } of unitsOf({ students, quotas, wishes, reach, blocks }, classes)) {
    if (groupOf[first] < (last.get(kind) ?? 0)) return [["Among equal students tickets did not decide."]];
    last.set(kind, groupOf[first]);
  }
  return [];
}
