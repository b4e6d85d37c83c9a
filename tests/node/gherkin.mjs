// Reads every feature file below the given paths with Gherkin's own parser. With `--alike` all of them must have as many
// rules, scenarios and steps, whatever is said in them.
//
//   node gherkin.mjs [--alike] PATH…

import { readFileSync } from "node:fs";
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from "@cucumber/gherkin";
import { IdGenerator } from "@cucumber/messages";
import { files } from "./files.mjs";

const paths = process.argv.slice(2);
const alike = paths[0] === "--alike" && paths.shift();
const features = files(paths, [".feature"]);
const total = { rules: 0, scenarios: 0, steps: 0 };
let faults = 0;
let first;

function scenarios(children, count) {
  for (const { rule, scenario } of children) {
    if (rule) {
      count.rules += 1;
      scenarios(rule.children, count);
    } else if (scenario) {
      count.scenarios += 1;
      count.steps += scenario.steps.length;
    }
  }
}

for (const path of features) {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher());
  try {
    const { feature } = parser.parse(readFileSync(path, "utf8"));
    if (!feature) throw new Error("no feature in it");
    const count = { rules: 0, scenarios: 0, steps: 0 };
    scenarios(feature.children, count);
    for (const key in total) total[key] += count[key];
    first ??= JSON.stringify(count);
    if (alike && JSON.stringify(count) !== first) throw new Error(`${JSON.stringify(count)}, and the first has ${first}`);
  } catch (error) {
    faults += 1;
    console.error(`${path}: ${error.message}`);
  }
}

console.log(`${features.length} features, ${total.rules} rules, ${total.scenarios} scenarios, ${total.steps} steps, ${faults} faults`);
process.exit(faults > 0 || features.length === 0 ? 1 : 0);
