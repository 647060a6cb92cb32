// Light or dark by choice, where the system's own preference does not suit the reader.
const toggle = document.querySelector('[data-theme-toggle]');
const label = toggle.querySelector('span');
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

const isDark = () => (document.documentElement.dataset.theme ?? (prefersDark.matches ? 'dark' : 'light')) === 'dark';

function tell() {
  label.textContent = isDark() ? 'Light' : 'Dark';
}

toggle.addEventListener('click', () => {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
  tell();
});
prefersDark.addEventListener('change', tell);
tell();
toggle.hidden = false;
