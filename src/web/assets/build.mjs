// Makes the files that a browser gets, from our sources beside this script and the npm packages.
//
//   node build.mjs PACKAGES OUT
//
// PACKAGES is the node_modules folder that `npm ci --ignore-scripts` filled, OUT the folder to
// fill. build.rs runs it during a cargo build; a packager may run it and point
// REGIOVRAAG_ASSETS_DIR at the result. Each file gets a twin packed by gzip and one by
// brotli.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const [packages, out] = process.argv.slice(2).map((path) => resolve(path));
if (!packages || !out) {
  console.error("usage: node build.mjs PACKAGES OUT");
  process.exit(2);
}

const require = createRequire(join(packages, "/"));
const sass = require("sass");
const { optimize } = require("svgo");
const { minify } = require("terser");
const design = join(packages, "@appuniversum/ember-appuniversum");
const idiomorph = join(packages, "idiomorph");

function styleSheet(name) {
  return sass.compile(join(here, "scss", `${name}.scss`), {
    style: "compressed",
    loadPaths: [packages],
    quietDeps: true,
    silenceDeprecations: ["import"],
  }).css;
}

// One sheet with only the icons that the pages name, in the order of the list.
function icons() {
  const sheet = readFileSync(join(design, "public/appuniversum-symbolset.svg"), "utf8");
  const symbols = new Map(
    [...sheet.matchAll(/<symbol\b[^>]*\bid="([^"]+)"[^>]*>[\s\S]*?<\/symbol>/g)].map((found) => [
      found[1],
      found[0],
    ]),
  );
  const wanted = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
  const missing = wanted.filter((name) => !symbols.has(name));
  if (missing.length > 0) {
    throw new Error(`icons.txt names icons that the package does not have: ${missing.join(", ")}`);
  }
  return light(`<svg xmlns="http://www.w3.org/2000/svg">${wanted.map((name) => symbols.get(name)).join("")}</svg>`);
}

// The package draws to a billionth of a pixel: a hundredth looks the same and weighs a third.
function light(sheet) {
  // What stands in a symbol is used from elsewhere, by its id.
  const overrides = { cleanupIds: false, removeHiddenElems: false, removeUselessDefs: false };
  const plugins = [{ name: "preset-default", params: { overrides } }];
  return optimize(sheet, { multipass: true, floatPrecision: 2, plugins }).data;
}

// The licences ask that their text goes where the code goes.
function licences() {
  const texts = [
    ["Appuniversum (appuniversum.css, icons.svg)", join(design, "LICENSE.md")],
    ["idiomorph (idiomorph.js)", join(idiomorph, "LICENSE")],
  ];
  return texts.map(([what, path]) => `${what}\n\n${readFileSync(path, "utf8").trim()}\n`).join("\n\n");
}

const own = (name) => readFileSync(join(here, name), "utf8");
// Without comments and long names: a first visit is as light as can be.
const script = async (name, module = false) => (await minify(own(name), { module })).code;
const files = {
  "actions.js": await script("actions.js", true),
  "appuniversum.css": styleSheet("appuniversum"),
  "desk.css": styleSheet("desk"),
  "desk.js": await script("desk.js"),
  "editor.js": await script("editor.js"),
  "icons.svg": icons(),
  "idiomorph.js": readFileSync(join(idiomorph, "dist/idiomorph.min.js"), "utf8"),
  "licences.txt": licences(),
  "live.js": await script("live.js"),
  "mark.svg": own("mark.svg"),
  "portal.css": styleSheet("portal"),
  "portal.js": await script("portal.js"),
};

mkdirSync(out, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const bytes = Buffer.from(text, "utf8");
  writeFileSync(join(out, name), bytes);
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(bytes));
}
