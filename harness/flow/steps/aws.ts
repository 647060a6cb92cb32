import { MockAwsEnvironment } from '../../aws/mock-environment.ts';
import { defineStep } from '../step.ts';

/** The AWS account that the guide takes for granted. */
export const awsStep = defineStep({
  id: 'aws',
  title: 'AWS account (mocked)',
  guideStep: 'before',
  needs: ['artifacts', 'network'],
  async run({ run, outputs, signal, waitingFor, observed }) {
    waitingFor('the mocked AWS to serve');
    return new MockAwsEnvironment().open({
      runId: run.id,
      runFolder: run.folder,
      region: run.options.region,
      nodeImage: outputs.artifacts.mockBaseImage,
      dockerNetwork: outputs.network.dockerNetwork,
      signal,
      onLine: observed,
    });
  },
  async undo({ run, signal }) {
    await new MockAwsEnvironment().close(run.id, { signal });
  },
});
