// On paper nothing can be opened: what is closed is printed open. Evidence stays as the reader left it, for its logs
// would fill hundreds of sheets.
let opened = [];

addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details:not([open], [data-file])')];
  for (const details of opened) details.open = true;
});

addEventListener('afterprint', () => {
  for (const details of opened) details.open = false;
});
