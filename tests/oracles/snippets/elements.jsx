// Text that looks like code, and code between the text.
const one = <p>It's "quoted", // no comment, /* nor this */ and a / b isn't /regex/</p>;
const two = <a href="it's" title='say "hi"' data-x="a
b &quot;c&quot;" {...rest} {/* a comment */...more}>&nbsp;{/* ' */}{"'"}&copy; {a / b / `c`}</a>;
const three = <><Item.Sub key='a' /> text {list.map((item) => <li key={item}>{item ? <b>yes!</b> : 'no'}</li>)} it's</>;
const four = cond ? <A b={<C d="e/f" />} g=<H i='j' /> /> : <svg:rect xlink:href="#k" />;
const five = cond && <A onClick={() => { if (a < b) { log(`a ${<B>it's</B>}`); } /'/.test(c); }}>don't</A>;
const six = a < b && c > d / 2 / "e";
function view() {
  return (
    <section
      // a comment's place
      aria-label={`a "b"`} /* another's */
      style={{ width: a / 2 + "px", "height": b }}
    >
      {/* it's */ a}
      {
        // it's
      }
      <input disabled value={value} />{' '}
      <p>
        a &lt; b > c
      </p>
      {a}{b}/{c}
      <style>{`
        .a > .b { color: red } // it's
      `}</style>
    </section>
  )
}
const seven = <div>{}</div>, eight = <div
>'</div >, nine = < div / >;
const ten = [<A />, <B>'</B>, ...c.map(() => <D>"</D>)];
const eleven = <A>{<B>{<C>'</C>}"</B>}`</A>;
const twelve = function () { return <A>'</A> } / "a" / 1;
switch (a) { case 1: return <A>'</A>; case b ? 2 : 3: <B>"</B>; default: <C>`</C> }
const thirteen = { a: <A>'</A>, b() { return <B>"</B> }, c: () => <C>`</C>, ...<D>'</D> };
export default <A>'</A>
