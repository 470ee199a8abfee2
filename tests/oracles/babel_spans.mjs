// Reads file paths, one a line, and writes one line of JSON a file: where @babel/parser sees
// comments, strings, regular expressions, template text and JSX text. Offsets are code points.
//
// {"file", "spans": [[kind, start, end], …], "errors": n} or {"file", "failed": message}

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parse } from "@babel/parser";

const KINDS = { string: "string", regexp: "regex", template: "template", jsxText: "jsx_text" };

const COMMON = {
  allowAwaitOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowNewTargetOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowUndeclaredExports: true,
  errorRecovery: true,
  tokens: true,
};

function attempts(file) {
  const extras = ["decorators-legacy", "exportDefaultFrom", "doExpressions"];
  const flow = ["flow", { all: true }];
  const sets = /\.[cm]?ts$/.test(file)
    ? [["typescript", ...extras]]
    : file.endsWith(".tsx")
      ? [["typescript", "jsx", ...extras]]
      : [["jsx", ...extras], ["jsx", flow, ...extras], ["jsx", "flow", ...extras]];
  return sets.flatMap((plugins) => [
    { ...COMMON, plugins, sourceType: "module" },
    { ...COMMON, plugins, sourceType: "script" },
  ]);
}

function parsed(text, file) {
  let best = null;
  let failure = null;
  for (const options of attempts(file)) {
    try {
      const ast = parse(text, options);
      if (!ast.errors.length) return ast;
      best ??= ast;
    } catch (error) {
      failure ??= error;
    }
  }
  if (!best) throw failure;
  return best;
}

function codePoints(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
  const table = new Uint32Array(text.length + 1);
  let points = 0;
  for (let unit = 0; unit < text.length; ) {
    const width = text.codePointAt(unit) > 0xffff ? 2 : 1;
    for (let i = 0; i < width; i++) table[unit + i] = points;
    unit += width;
    points += 1;
  }
  table[text.length] = points;
  return (offset) => table[offset];
}

function spans(text, ast) {
  const point = codePoints(text);
  const found = ast.comments.map((c) => ["comment", point(c.start), point(c.end)]);
  for (const token of ast.tokens) {
    const kind = KINDS[token.type.label];
    if (kind && token.end > token.start) found.push([kind, point(token.start), point(token.end)]);
  }
  return found.sort((a, b) => a[1] - b[1]);
}

for await (const file of createInterface({ input: process.stdin })) {
  let line;
  try {
    const text = readFileSync(file, "utf8");
    const ast = parsed(text, file);
    line = { file, spans: spans(text, ast), errors: ast.errors.length };
  } catch (error) {
    line = { file, failed: String(error.message) };
  }
  process.stdout.write(JSON.stringify(line) + "\n");
}
