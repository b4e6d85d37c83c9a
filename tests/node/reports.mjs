// Holds reports of a check to the official readers of their formats: SARIF (`.sarif`) to its schema, our own (`.json`) to the
// schema that we publish, JUnit (`.xml`) to a parser of it.
//
//   node reports.mjs PATH…
//
// The schema of SARIF is the one that comes with its validator; `tests/node/read` runs that, too.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import Draft4 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { parse } from "junit2json";
import { files } from "./files.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const of = (Validator, schema) => {
  const ajv = new Validator({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(schema);
};

const official = ["linux", "darwin", "win32"]
  .map((system) => join(here, `node_modules/@microsoft/sarif-multitool-${system}/sarif-2.1.0.json`))
  .find((path) => existsSync(path));
const schema = official && read(official);
const validator = ({ $schema }) => ($schema.includes("draft-04") ? Draft4 : $schema.includes("2020-12") ? Ajv2020 : Ajv);
const sarif = schema && of(validator(schema), schema);
const report = of(Ajv2020, read(join(here, "../../schema/symphony-report-v1.schema.json")));

const total = { sarif: 0, json: 0, xml: 0 };
let faults = 0;
const fault = (path, said) => {
  faults += 1;
  console.error(`${path}: ${said}`);
};

for (const path of files(process.argv.slice(2), [".sarif", ".json", ".xml"])) {
  const ending = path.split(".").pop();
  total[ending] += 1;
  if (ending === "xml") {
    const suites = await parse(readFileSync(path, "utf8"));
    let [tests, failures] = [0, 0];
    for (const suite of suites.testsuite ?? []) {
      tests += suite.testcase.length;
      failures += suite.testcase.filter((test) => test.failure).length;
      if (suite.tests !== suite.testcase.length) fault(path, `${suite.name}: ${suite.tests} tests said, ${suite.testcase.length} read`);
    }
    if (suites.tests !== tests || suites.failures !== failures) fault(path, `${suites.tests} tests and ${suites.failures} failures said, ${tests} and ${failures} read`);
  } else {
    const validate = ending === "sarif" ? sarif : report;
    if (!validate) fault(path, "the schema of SARIF is not here");
    else if (!validate(read(path))) fault(path, JSON.stringify(validate.errors.slice(0, 5), null, 1));
  }
}

console.log(`${total.sarif} SARIF, ${total.json} JSON, ${total.xml} JUnit, ${faults} faults`);
process.exit(faults > 0 || Object.values(total).includes(0) ? 1 : 0);
