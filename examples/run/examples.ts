// pnpm examples
import { findExamples } from "./find-examples.ts";
import { runExample } from "./run-example.ts";

const examples = findExamples();
const failed: string[] = [];
for (const example of examples) {
  console.log(`\n── ${example.name}`);
  if (runExample(example) === "failed") failed.push(example.name);
}

if (examples.length === 0) failed.push("no example was found");
console.log(`\n${examples.length - failed.length} of ${examples.length} examples passed.`);
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
