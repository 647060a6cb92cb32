// A choice of "all" or "failed" above a list: what did not fail is hidden, and the groups that are empty then.
const status = document.querySelector('#status');

for (const filter of document.querySelectorAll('[data-filter]')) {
  const list = document.getElementById(filter.dataset.filter);
  const items = [...list.querySelectorAll('[data-outcome]')];
  const nothing = list.querySelector('[data-nothing]');
  filter.hidden = false;
  filter.addEventListener('change', ({ target }) => {
    for (const item of items) item.hidden = target.value === 'failed' && item.dataset.outcome !== 'failed';
    for (const group of list.querySelectorAll('[data-group]')) {
      group.hidden = !group.querySelector('[data-outcome]:not([hidden])');
    }
    const shown = items.filter((item) => !item.hidden).length;
    nothing.hidden = shown > 0;
    status.textContent = `${shown} of ${items.length} shown`;
  });
}
