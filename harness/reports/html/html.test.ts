import { describe, expect, test } from '@jest/globals';
import { html, trusted } from './html.ts';

const hostile = `</script><img src=x onerror="alert('1')">&amp;`;

describe('html', () => {
  test('escapes text', () => {
    expect(html`<p>${hostile}</p>`.text).toBe(
      '<p>&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</p>',
    );
  });

  test('escapes each text of a list', () => {
    expect(html`<p>${['<', [html`<b>${'>'}</b>`]]}</p>`.text).toBe('<p>&lt;<b>&gt;</b></p>');
  });

  test('a text cannot leave a quoted attribute', () => {
    expect(html`<a title="${'" onclick="x'}">`.text).toBe('<a title="&quot; onclick=&quot;x">');
  });

  test('takes what is HTML already as it is, once', () => {
    expect(html`${html`<i>${'&'}</i>`}${trusted('<hr>')}`.text).toBe('<i>&amp;</i><hr>');
  });

  test('shows numbers, also 0, and nothing for undefined and false', () => {
    expect(html`${0}|${undefined}|${false}|${''}`.text).toBe('0|||');
  });
});
