import type { EventFacts } from '../cluster-evidence.ts';
import { type AnyObject, textAt } from './object-facts.ts';

/** An Event of core/v1, whichever of its times it carries. */
export function eventFacts(object: AnyObject): EventFacts {
  const namespace = textAt(object, 'involvedObject', 'namespace');
  const name = textAt(object, 'involvedObject', 'name');
  return {
    subject: `${textAt(object, 'involvedObject', 'kind')} ${namespace === '' ? name : `${namespace}/${name}`}`,
    at:
      textAt(object, 'lastTimestamp') ||
      textAt(object, 'eventTime') ||
      textAt(object, 'firstTimestamp') ||
      textAt(object, 'metadata', 'creationTimestamp'),
    reason: textAt(object, 'reason'),
    message: textAt(object, 'message'),
  };
}
