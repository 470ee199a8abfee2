#!/usr/bin/env node
// Slashes in every role, each beside what could be taken for it.
const half = total / 2 / count;
const pattern = /[/\]"'`{}]+\/(?:a|b)/giu.exec(line) / 2;
if (ready) /go "now"/.test(line);
if (ready) { run(); } /it's/.test(line);
while (more()) /a'b/.exec(line);
const area = (width) / 2, size = [1][0] / 3 / "4";
const done = { text: "a/b" } / 1;
label: { stop(); } /"/.test(line);
switch (kind) {
  case "a/b": { first(); } /'/.test(line);
  case /"/.test(line): second();
  default: { third(); } /`/.test(line);
}
const late = () => {}
/"end"/.test(line);
x++ / y--; x
++/'/.lastIndex;
let count = counter++ / "a".length / 2;
function plain() {} /"/.test(line);
(function named() {} / "2" / 3);
const made = class {} / "x" / 1;
class Base {} /'/.test(line);
for (const item of /"/[Symbol.split](line)) use(item / "2" / 1);
const of = 6, got = of / "2" / of;
function give() { return /'/; }
function* steps() { yield /"/; yield
/'/ }
const chosen = ok ? /'/ : /"/;
const keys = { if: 1, return: /'/, get a() { return 1 } , in: of / 2 / "b" };
value.return / "a" / value.typeof / 'b';
value?.if / "c" / 1;
this / "d" / 1; super_ / "e" / 1;
typeof /'/; void /"/; !/`/; a = b
/hi/g.exec("c" / 1);
const spread = [.../'/.source, ...other / "f" / 1];
do /'/.test(line); while (x) /"/.test(line)
import.meta.url / "g" / 1;
const big = 10n / 3n / "h", hex = 0x1F / "i", dot = 1. / "j" / .5;
if (a) { } else /'/.test(line);
try { /'/.test(line) } catch { /"/.test(line) } finally { } /`/.test(line)
var r = a => /'/, s = a => ({}) / "k" / 1;
async () => { await /'/; for await (const q of /"/) {} }
delete /'/.x, new /"/.constructor;
x = y / /'/.lastIndex / "l";
