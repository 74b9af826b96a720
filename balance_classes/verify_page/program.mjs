// The page, and in its worker the draw: one program, which asks where it runs.

import { drawAgain } from "./drawfile.mjs";
import { startPage } from "./page.mjs";

if (typeof document === "undefined") {
  self.onmessage = ({ data: { record, file } }) => {
    let told = 0;
    const report = (stage, done, all) => {
      const now = Date.now();
      if (now - told < 60) return;
      told = now;
      self.postMessage({ stage, done, all });
    };
    try {
      const first = drawAgain(record, file, report, true);
      self.postMessage({ again: first });
      // Then every step that was left out on the record's word.
      if (first.onWord) self.postMessage({ again: drawAgain(record, file, report) });
    } catch (error) {
      self.postMessage({ failed: String(error?.message ?? error) });
    }
  };
} else startPage(document.getElementById("program").textContent);
