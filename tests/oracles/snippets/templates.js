const plain = `no holes, a ' and a " and // no comment`;
const nested = `a ${`b ${`c ${d} ${`${e}`}`} f`} g`;
const object = `x ${{ a: { b: `}` } }.a.b} y`;
const functions = `x ${(() => { return `}${"`"}`; })()} y ${function () { if (a) { /}/.test(b) } }} z`;
const escapes = `\` \${not} $ $$ {} $${price} \\${"\\"} \
${""}`;
const tagged = html`<p class="${`a-${b}`}">${list.map((i) => css`${i} / "${i / 2}"`)}</p>`;
const divided = `a${b}` / 2 / `c`;
const regex = `${/[`}]/.source}` + `${a / b / "c"}`;
const comment = `a ${/* ` } */ b // ` }
} c`;
const lines = `first
second ${
  third
}
`;
const empty = `` + `${a}${b}` + `${``}`;
const json = JSON.stringify({ a: `${a}` }, null, `\t`);
