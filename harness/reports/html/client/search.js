// Search over all evidence: files without a match are hidden, matches are marked, Enter goes from one to the next.
const box = document.querySelector('[data-search]');
const typingPauseMs = 150;
// More marks than a reader looks at would only make the browser slow.
const mostMarks = 2_000;

if (box) {
  const input = box.querySelector('input');
  const count = box.querySelector('output');
  const files = [...document.querySelectorAll('[data-file]')].map((details) => {
    const pre = details.querySelector('pre');
    const text = pre.textContent;
    return { details, pre, text, wasOpen: details.open };
  });
  let marks = [];
  let current = -1;
  let timer;

  function search() {
    const wanted = input.value;
    marks = [];
    current = -1;
    for (const file of files) show(file, wanted);
    count.textContent = wanted === '' ? '' : describe();
  }

  function show({ details, pre, text, wasOpen }, wanted) {
    const places = wanted === '' ? [] : [...text.matchAll(new RegExp(literally(wanted), 'giu'))];
    details.hidden = wanted !== '' && places.length === 0;
    details.open = places.length > 0 || (wanted === '' && wasOpen);
    if (pre.childElementCount > 0) pre.textContent = text;
    if (places.length === 0) return;
    pre.replaceChildren(...marked(text, places.slice(0, mostMarks - marks.length)));
    const first = pre.querySelector('mark');
    if (!first) return;
    pre.scrollTop = first.offsetTop - pre.offsetTop - pre.clientHeight / 3;
    pre.scrollLeft = first.offsetLeft - pre.offsetLeft - pre.clientWidth / 2;
  }

  /** The text in pieces, with a mark at each place. */
  function marked(text, places) {
    let end = 0;
    const pieces = places.flatMap(({ 0: found, index }) => {
      const mark = document.createElement('mark');
      mark.textContent = found;
      marks.push(mark);
      const before = text.slice(end, index);
      end = index + found.length;
      return [before, mark];
    });
    return [...pieces, text.slice(end)];
  }

  function describe() {
    if (marks.length === 0) return 'Found nowhere';
    const inFiles = files.filter(({ details }) => !details.hidden).length;
    const found = marks.length < mostMarks ? marks.length : `the first ${mostMarks}`;
    const place = current === -1 ? '' : `${current + 1} of `;
    return `${place}${found} ${marks.length === 1 ? 'match' : 'matches'} in ${inFiles} ${inFiles === 1 ? 'file' : 'files'}`;
  }

  function go(by) {
    if (marks.length === 0) return;
    marks[current]?.classList.remove('current');
    current = current === -1 ? (by > 0 ? 0 : marks.length - 1) : (current + by + marks.length) % marks.length;
    marks[current].classList.add('current');
    marks[current].closest('details').open = true;
    marks[current].scrollIntoView({ block: 'center' });
    count.textContent = describe();
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, typingPauseMs);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  for (const button of box.querySelectorAll('button')) {
    button.addEventListener('click', () => go(Number(button.dataset.go)));
  }
  box.hidden = false;
}

/** A text as a regular expression that finds just it. */
function literally(text) {
  return text.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
}
