// Validates every JSON file of a folder by a JSON Schema, and does nothing else: `node ajv.mjs SCHEMA FOLDER`.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";

const [schema, folder] = process.argv.slice(2);
const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(schema, "utf8")));
let wrong = 0;
for (const name of readdirSync(folder)) {
  if (!validate(JSON.parse(readFileSync(join(folder, name), "utf8")))) {
    wrong += 1;
    console.error(name, validate.errors[0]);
  }
}
process.exitCode = wrong > 0 ? 1 : 0;
