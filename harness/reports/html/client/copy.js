// Buttons that copy the value before them.
const status = document.querySelector('#status');

async function copy(button) {
  const value = button.previousElementSibling;
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(value.textContent);
    status.textContent = 'Copied';
    button.classList.add('copied');
    setTimeout(() => button.classList.remove('copied'), 1_500);
    return;
  }
  // A page that came over plain HTTP has no clipboard: the reader's own copy command takes the selection.
  getSelection().selectAllChildren(value);
  status.textContent = 'Selected: copy it with the keyboard';
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => copy(button));
}
