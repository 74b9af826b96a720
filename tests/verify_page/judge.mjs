// What the page says of folders: each comes as its files by name, each goes as a state and what does not fit.

import { readFileSync } from "node:fs";
import { drawAgain } from "../../balance_classes/verify_page/drawfile.mjs";
import { sorted } from "../../balance_classes/verify_page/files.mjs";
import { judge } from "../../balance_classes/verify_page/verdict.mjs";

function judged({ files, ...said }) {
  const found = sorted(Object.entries(files).map(([name, text]) => ({ name, text })), null);
  const first = judge(found, said);
  const again = first.canDraw && first.state !== "wrong" ? drawAgain(found.record.value, found.drawFile) : null;
  const verdict = again ? judge(found, { ...said, again }) : first;
  const wrong = verdict.checks.filter((one) => one.wrong.length > 0);
  return {
    state: verdict.state,
    checks: verdict.checks.map(({ key }) => key),
    wrong: wrong.map(({ key }) => key),
    told: wrong.flatMap((one) => one.wrong),
    unknown: verdict.unknown.map(([text]) => text),
    seed: verdict.spoken.seed,
  };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(judged)));
