// Where `<` is an element and where it is a type, in one file.
const arrow = <T,>(value: T) => value / 2 / "a".length;
const bound = <T extends { a: 'b' }, U = "c">(value: T): U => <p>it's {value}</p>;
const constant = <const T extends readonly unknown[]>(value: T) => value;
const typed = <Table<Row | 'a'> rows={rows} render={(row: Row<'b'>) => <td>it's {row.a}</td>} />;
const nested = <List<Map<string, Array<"a">>>>it's</List>;
type Render = <T>(value: T) => 'a'; interface Props { render: <T,>(value: T) => JSX.Element; node?: <T>() => "b" }
const Context = createContext<{ a: 'b'; run: <T>(value: T) => void } | null>(null);
const [state, setState] = useState<Record<string, 'a' | "b">>({}), ref = useRef<HTMLDivElement>(null);
export function Panel<T extends 'a' | "b">({ title, children }: Props<T> & { a?: 'b' }): JSX.Element | null {
  const half = ref.current!.clientWidth / 2 / "a".length;
  const on = useCallback(async <K extends keyof T>(key: K): Promise<void> => { await run(key as 'a') }, []);
  if (state.a < half) return <p>don't</p>;
  const a = b as unknown as <T>(value: T) => void, c = d as 'e' ? <A>'</A> : <B>"</B>;
  const ok = cond ? (value) : <p>it's</p>, ok2 = cond ? (value): string => 'a' : <p>it's</p>;
  switch (state.a) { case 'a': <p>it's</p>; break; default: return <p>it's</p> }
  return (<>
    {items.map((item): JSX.Element => <Item key={item.id!} label={`it's ${item.a! / 2}`}>isn't</Item>)}
    {items.filter((i): i is 'a' => !!i).length > 0 && <p>it's {a < b ? 'x' : "y"}</p>}
    {(value as any)?.a && <Sub.Item<'a'> {...(rest as Props<'b'>)}>it's</Sub.Item>}
  </>)
}
class View extends React.Component<Props<'a'>, { b: "c" }> {
  state: { b: 'c' } = { b: 'c' }; handler = <T,>(value: T): void => { this.x! / 2 / "a".length }
  private renderItem?: (a: 'b') => JSX.Element = (a) => <p>it's</p>
  render(): React.ReactNode { return <p>it's</p> }
}
const memo = React.memo(forwardRef<HTMLDivElement, Props<'a'>>(function Inner({ a }, ref) { return <p ref={ref}>it's</p> }));
const call = fn<Array<'a'>>("b"), made = new Map<string, <T>(value: T) => void>([["a", <T,>(v: T) => v]]);
let late: React.ReactNode
const object = { render<T>(this: T): JSX.Element { return <p>it's</p> }, get a(): Promise<'b'> { return <p>it's</p> as any }, c: <p>it's</p> };
const less = a < (b as number) && c > d, shift = a << b, generic = a<b, c>(d) / 2 / "e";
function gate(this: View, x?: number, y = <p>it's</p>): x is number { return x! < 2 }
export default connect<'a', "b">(map)(Panel);
const picked = cond ? (a) : (b) => { c() }
let after: <T>(value: T) => 'a'
const chain = cond ? (a): A => (b): B => 'c' : <p>it's</p>, next = cond ? (a) : <p>it's</p>;
