// A button that opens everything in a list, and closes it again.
for (const button of document.querySelectorAll('[data-open-all]')) {
  const list = document.getElementById(button.dataset.openAll);
  button.hidden = false;
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-pressed') === 'false';
    for (const details of list.querySelectorAll('details')) details.open = open;
    button.setAttribute('aria-pressed', String(open));
  });
}
