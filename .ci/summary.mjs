// Reads vitest's JSON report and the exit status of `npm test`; prints what was skipped and, last, "N passed, N failed".
// A skipped or unfinished test, an empty run and a failed lint, type check or build count as failures.

import { readFileSync } from 'node:fs';

const [reportPath, statusText] = process.argv.slice(2);
const status = Number(statusText);

function readReport() {
  try {
    return JSON.parse(readFileSync(reportPath, 'utf8'));
  } catch {
    return null; // npm test ended before the tests
  }
}

const report = readReport();
const files = report?.testResults ?? [];
const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ file: file.name, ...test })));
const passed = tests.filter((test) => test.status === 'passed').length;
const failed = tests.filter((test) => test.status === 'failed').length;
const left = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
const brokenFiles = files.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
);

for (const test of left) console.log(`skipped: ${test.fullName} (${test.file})`);
for (const file of brokenFiles) console.log(`did not run: ${file.name}`);
if (tests.length === 0) console.log('no test ran');

let bad = failed + left.length + brokenFiles.length;
if (bad === 0 && (status !== 0 || tests.length === 0)) bad = 1;
console.log(`${passed} passed, ${bad} failed`);
process.exitCode = bad === 0 ? 0 : 1;
