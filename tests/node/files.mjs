// Files by their endings.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file at or below the paths that has one of the endings, in order. */
export function files(paths, endings) {
  const found = [];
  for (const path of paths) {
    if (statSync(path).isDirectory()) {
      found.push(...files(readdirSync(path).map((name) => join(path, name)), endings));
    } else if (endings.some((ending) => path.endsWith(ending))) {
      found.push(path);
    }
  }
  return found.sort();
}
