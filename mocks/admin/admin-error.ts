/** A request to the admin port that cannot be carried out; the message says what is expected. */
export class AdminError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
