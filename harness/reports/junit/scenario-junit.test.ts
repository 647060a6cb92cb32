import { expect, test } from '@jest/globals';
import { sampleScenarios } from '../testing/sample-scenarios.ts';
import { scenarioJunit } from './scenario-junit.ts';

const xml = scenarioJunit(sampleScenarios);

test('each scenario is a suite, each test a case', () => {
  expect(xml).toContain('<testsuite name="the verified five-certificate chain"');
  expect(xml).toContain(
    '<testcase name="every check holds" classname="scenarios.five-certificate-chain" time="0.012"/>',
  );
  expect(xml).toContain('<property name="set-up folder" value="runs/20261124-120000-ab2c"/>');
});

test('a failed test tells its error', () => {
  expect(xml).toContain(
    '<failure message="expected &lt;new&gt;, saw &lt;old&gt; | 3 times" type="test-failed">expected &lt;new&gt;, saw &lt;old&gt; | 3 times\nat 12:01</failure>',
  );
});

test('a scenario whose set-up failed is a failure of its own, with the folder that tells why', () => {
  expect(xml).toContain('is reported in runs/20261124-120000-zz9z</failure>');
  expect(xml.split('\n')[1]).toContain('tests="4" failures="2" errors="0" skipped="1"');
});
