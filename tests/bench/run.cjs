// Runs one round of the named workloads as WASM and prints what came of each as a line of JSON:
// `node run.cjs MODULE [NAME=SIZE ...]`. `cargo xtask bench` calls it round after round.
const { Bench } = require(require('path').resolve(process.argv[2]));

const prepare = (name, size) => {
  const bench = Bench.prepare(name, size);
  if (!bench) throw new Error(`${name}: no such workload`);
  return bench;
};

// Processor time, as the native program takes it: of this process, whose other threads are idle once
// the code is compiled.
const clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

for (const argument of process.argv.slice(3)) {
  const [name, size] = argument.split('=');
  // Once unmeasured, as natively: the memory is there then, and V8, which begins with quick, slow
  // code, has replaced what turned out to be hot.
  const first = prepare(name, Number(size));
  first.run();
  first.free();
  const bench = prepare(name, Number(size));
  const before = clock();
  bench.run();
  const nanos = clock() - before;
  console.log(`{"name":"${name}","nanos":${nanos},${bench.finish()}}`);
}
