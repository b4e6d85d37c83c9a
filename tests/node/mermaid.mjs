// Renders every diagram below the given paths (`.mmd`, and the mermaid blocks of `.md`) in headless Chromium.
//
//   node mermaid.mjs [--picture FILE.png] PATH…
//
// CHROMIUM names the browser, where it is not `chromium`.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { files } from "./files.mjs";

const paths = process.argv.slice(2);
const picture = paths[0] === "--picture" ? paths.splice(0, 2)[1] : undefined;
const browser = process.env.CHROMIUM ?? "chromium";

function diagrams(path) {
  const text = readFileSync(path, "utf8");
  if (path.endsWith(".mmd")) return [{ path, text }];
  return [...text.matchAll(/^```mermaid\n(.*?)^```$/gms)].map((match) => ({ path, text: match[1] }));
}

const all = files(paths, [".md", ".mmd"]).flatMap(diagrams);
const library = join(dirname(fileURLToPath(import.meta.url)), "node_modules/mermaid/dist/mermaid.min.js");
const page = `<!doctype html><meta charset="utf-8"><body>
<script src="${pathToFileURL(library)}"></script>
<script type="module">
  const diagrams = ${JSON.stringify(all.map(({ text }) => text)).replaceAll("<", "\\u003c")};
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict", maxTextSize: 1e7, maxEdges: 1e5 });
  const results = [];
  for (const [at, text] of diagrams.entries()) {
    try {
      const { svg } = await mermaid.render("diagram" + at, text);
      if (at === 0) document.body.insertAdjacentHTML("beforeend", svg);
      results.push({ nodes: (svg.match(/class="node /g) ?? []).length });
    } catch (error) {
      results.push({ error: String(error.message ?? error) });
    }
  }
  const said = document.createElement("pre");
  said.id = "results";
  said.textContent = JSON.stringify(results);
  document.body.append(said);
</script>`;

const folder = mkdtempSync(join(tmpdir(), "mermaid-"));
const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--allow-file-access-from-files", `--user-data-dir=${folder}`];
try {
  const html = join(folder, "page.html");
  writeFileSync(html, page);
  const url = String(pathToFileURL(html));
  const time = "--virtual-time-budget=600000";
  const dom = execFileSync(browser, [...options, time, "--dump-dom", url], { encoding: "utf8", maxBuffer: 1 << 30, timeout: 600_000, stdio: ["ignore", "pipe", "ignore"] });
  if (picture) {
    execFileSync(browser, [...options, time, "--window-size=1600,2400", `--screenshot=${picture}`, url], { stdio: "ignore" });
  }
  const said = dom.match(/<pre id="results">(.*?)<\/pre>/s);
  if (!said) throw new Error("the browser did not come to an end");
  const results = JSON.parse(said[1].replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
  let faults = 0;
  results.forEach((result, at) => {
    if (result.error || !result.nodes) {
      faults += 1;
      console.error(`${all[at].path}: ${result.error ?? "nothing was drawn"}`);
    }
  });
  const nodes = results.reduce((sum, result) => sum + (result.nodes ?? 0), 0);
  console.log(`${results.length} diagrams, ${nodes} nodes, ${faults} faults`);
  process.exitCode = faults > 0 || results.length === 0 || results.length !== all.length ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
