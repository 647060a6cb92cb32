import type { EvidenceFile } from '../evidence-files.ts';
import type { RunReport } from '../run-report.ts';
import { headlineOf } from '../wording.ts';
import { chainSection } from './chain-section.ts';
import { checksSection } from './checks-section.ts';
import { evidenceSection } from './evidence-section.ts';
import { failureSection } from './failure-section.ts';
import { type PageSection, renderPage } from './page.ts';
import { renewalsSection } from './renewals-section.ts';
import { runHeader } from './run-header.ts';
import { timelineSection } from './timeline-section.ts';

/** `report.html`: a run for people, as one file. What did not happen has no section. */
export function runHtml(report: RunReport, evidence: readonly EvidenceFile[]): string {
  return renderPage({
    title: `${headlineOf(report)} · run ${report.runId}`,
    header: runHeader(report),
    sections: sectionsOf(report, evidence),
  });
}

function sectionsOf(report: RunReport, evidence: readonly EvidenceFile[]): readonly PageSection[] {
  const { chain, renewals = [], outcome, startedAt, durationMs } = report;
  const endedAt = new Date(Date.parse(startedAt) + durationMs).toISOString();
  const failed = outcome === 'failed';
  return [
    ...(outcome === 'passed'
      ? []
      : [{ id: 'failure', title: failed ? 'What went wrong' : 'Why it ended', content: failureSection(report) }]),
    ...(chain.length === 0 ? [] : [{ id: 'chain', title: 'Certificate chain', content: chainSection(chain, endedAt) }]),
    { id: 'timeline', title: 'Timeline', content: timelineSection(report) },
    { id: 'checks', title: 'Checks', content: checksSection(report) },
    ...(renewals.length === 0 ? [] : [{ id: 'renewals', title: 'Renewals', content: renewalsSection(renewals) }]),
    ...(evidence.length === 0
      ? []
      : [{ id: 'evidence', title: failed ? 'Evidence' : 'Files', content: evidenceSection(evidence) }]),
  ];
}
