// Reads every feature file below the given paths with Gherkin's own parser.
//
//   node gherkin.mjs PATH…

import { readFileSync } from "node:fs";
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from "@cucumber/gherkin";
import { IdGenerator } from "@cucumber/messages";
import { files } from "./files.mjs";

const features = files(process.argv.slice(2), [".feature"]);
const count = { rules: 0, scenarios: 0, steps: 0 };
let faults = 0;

function scenarios(children) {
  for (const { rule, scenario } of children) {
    if (rule) {
      count.rules += 1;
      scenarios(rule.children);
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
    scenarios(feature.children);
  } catch (error) {
    faults += 1;
    console.error(`${path}: ${error.message}`);
  }
}

console.log(`${features.length} features, ${count.rules} rules, ${count.scenarios} scenarios, ${count.steps} steps, ${faults} faults`);
process.exit(faults > 0 || features.length === 0 ? 1 : 0);
