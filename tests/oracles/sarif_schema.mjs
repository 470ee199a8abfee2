// Prints the published SARIF 2.1.0 schema as JSON, as a SARIF uploader bundles it.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const bundle = readFileSync(
  new URL('./node_modules/@datadog/datadog-ci-plugin-sarif/dist/bundle.js', import.meta.url),
  'utf8',
);
const region = bundle.slice(bundle.indexOf('//#region src/json-schema/sarif-schema-2.1.0.json'));
const name = 'sarif_schema_2_1_0_default';
const literal = region.slice(region.indexOf(`${name} = `) + name.length + 3, region.indexOf('\n};') + 2);
console.log(JSON.stringify(vm.runInNewContext(`(${literal})`)));
