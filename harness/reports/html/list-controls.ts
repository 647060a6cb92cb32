import { type Html, html } from './html.ts';

/**
 * A choice between all items of a list and those that failed; it comes to life with the page's script.
 *
 * @param listId - `id` of the list, whose items carry `data-outcome`.
 */
export function outcomeFilter(listId: string, what: string, items: readonly { readonly outcome: string }[]): Html {
  const failed = items.filter(({ outcome }) => outcome === 'failed').length;
  const choice = (value: string, text: string, count: number, checked: boolean) =>
    html`<label><input type="radio" name="${listId}-filter" value="${value}"${checked && html` checked`}><span>${text} <small>${count}</small></span></label>`;
  return html`<fieldset class="filter" data-filter="${listId}" hidden>
<legend class="unseen">Which ${what} are shown</legend>
${choice('all', 'All', items.length, true)}
${choice('failed', 'Failed', failed, false)}
</fieldset>`;
}

/** Opens everything in a list, and closes it again. */
export function openAll(listId: string): Html {
  return html`<button type="button" data-open-all="${listId}" aria-pressed="false" hidden>Open all</button>`;
}
