/** What an emitted file runs. */
export interface EmitRequest {
  /** Arguments of `pca-e2e matrix` that make the whole matrix: without a shard, and without a folder. */
  readonly matrixArguments: readonly string[];
  readonly shards: number;
  /** Container image with this project and its node_modules, where the engine runs one. */
  readonly image: string;
}
