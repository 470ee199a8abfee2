// Type arguments, casts, assertions and what follows them.
const cast = <any>/'/.exec(line), twice = <A><B>value / "a" / 1;
const generic = <T>(value: T): T => value, keyed = <T extends keyof U, U = {}>(a: T) => a / "b" / 1;
const sure = value! / "c" / 1, surer = value!.a![0]! / "d" / 1, call = run()! / "e" / 1;
const kept = value as number / "f" / 1;
const map = new Map<string, Array<Set<'a' | "b">>>(), shifted = a >> b / "g" / 1;
type Fn = <T>(value: T) => void; type Text = `a-${string}-${'b' | "c"}`; type Maybe<T> = T extends 'a' ? "b" : T;
let annotated: { a: 'b'; c?: "d" } = { a: 'b' }, other: string
/'/.test(line);
function guard(this: Window, value: unknown): value is { a: 'b' } { return /'/.test(`${value}`) }
function empty(): void {} /'/.test(line)
abstract class Store<T extends { a: 'b' } = any> extends Base<{ c: "d" }> implements E<'f'>, G {
  @Input() declare readonly name?: 'a' | "b";
  private static items: Map<string, () => void> = new Map<string, () => void>();
  constructor(private readonly a: 'b', public c?: "d") { super(a / 2 / "e") }
  get half(): number { return this.items.size / 2 / "f".length }
  method<K extends keyof T>(key: K): T[K] | undefined { return /'/.test(key as string) ? this.x! / 2 : undefined }
  [Symbol.iterator]?(): Iterator<'g'>;
  optional?<T>(a: T): "h"
  #secret = 1 / 2 / "i".length
  static { /'/.test("j") }
  abstract run(): Promise<Array<'k'>>
  @HostListener('a', ["b"]) handle = async <T,>(e: T): Promise<void> => { await /'/.test("c") }
}
interface Call { <T>(a: T): 'a'; new <T>(a: "b"): T; readonly [key: string]: 'c' | any; method?(): void }
enum Kind { A = 'a', B = "b".length / 2 }
declare module 'x' { export const a: 'b' }
declare global { interface Window { a: "b" } }
namespace Inner.Deep { export const a = 1 / 2 / "b".length }
export type { A } from 'a'; import type { B } from "b"; import c = require('c'); export = c;
const satisfied = { a: 'b' } satisfies Record<string, 'b'>, asserted = <const>['a', "b"];
function over(a: string): void
function over(a: any) { return a! as unknown as 'a' }
const tuple: [a: 'a', b?: "b", ...rest: `c`[]] = x, neg: -1 | 1n = -1;
for (const a of <any>list) { a! / 2 / "b" }
let fn: typeof import('a') | (new () => 'b') | ((a: 'c') => asserts a is "d"), unique: unique symbol;
if (a < b || c > /'/.lastIndex) {}
const x1 = y as const, z1 = f<'a'>("b") / 2 / "c", w1 = f<A>`t` / 2 / "d";
type Mapped = { readonly [K in 'a' | "b" as `x${K}`]-?: K }; type Acc = A['b']["c"][0];
const arrowType: (a: 'a') => (b: "b") => void = (a) => (b) => {}
/'/.test(line)
label: for (;;) { break label }
@Component({ selector: 'a', template: `<b>${"c"}</b>` }) export class View { }
