// pnpm example <name>
import { findExamples } from "./find-examples.ts";
import { runExample } from "./run-example.ts";

const [name] = process.argv.slice(2);
const examples = findExamples();
const example = examples.find((each) => each.name === name);

if (example === undefined) {
  const problem = name === undefined ? "Which example?" : `There is no example ${name}.`;
  console.error(`${problem} Run one of these:\n`);
  for (const each of examples) console.error(`  pnpm example ${each.name}`);
  process.exitCode = 1;
} else if (runExample(example) === "failed") {
  console.error(`\n${example.name} failed.`);
  process.exitCode = 1;
}
