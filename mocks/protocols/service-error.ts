/**
 * An error as AWS puts it on the wire. Every refusal of the mocked AWS is one of these; anything else that is thrown is a
 * defect of the mock and is answered as AWS answers its own defects, with a 500.
 */
export class ServiceError extends Error {
  /** The wire name, as clients match on it: `ResourceNotFoundException`. */
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** A constructor for one modelled error of one service. */
export function serviceError(code: string, status: number): (message: string) => ServiceError {
  return (message) => new ServiceError(code, status, message);
}
