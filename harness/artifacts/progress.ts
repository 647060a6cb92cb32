/** One thing that long work has to say: a unit (a build, a download) began, said a line, or ended. */
export type Progress =
  | { readonly kind: 'started'; readonly unit: string; readonly title: string }
  | { readonly kind: 'line'; readonly unit: string; readonly text: string }
  | {
      readonly kind: 'ended';
      readonly unit: string;
      readonly outcome: 'built' | 'fetched' | 'cached' | 'failed';
      readonly durationMs: number;
    };

export type ProgressListener = (progress: Progress) => void;
