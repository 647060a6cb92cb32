/** One thing that long work has to say: a unit (a build, a download) began, said a line, or ended. */
export type Progress =
  | { readonly kind: 'started'; readonly unit: string; readonly title: string }
  | { readonly kind: 'line'; readonly unit: string; readonly text: string }
  | {
      readonly kind: 'ended';
      readonly unit: string;
      readonly outcome: 'built' | 'fetched' | 'cached' | 'failed';
      readonly durationMs: number;
      /** Of what was fetched: what came over the network. What it shares with other units counts once, for one of them. */
      readonly receivedBytes?: number;
    };

export type ProgressListener = (progress: Progress) => void;
