// Keeps the open page in step: when the shop says that switches changed, fetches the page again
// and exchanges the parts that look different now.
let wanted = 0;
let shown = 0;

async function refresh() {
  wanted += 1;
  if (wanted - shown > 1) return;
  while (shown < wanted) {
    const now = wanted;
    try {
      const response = await fetch(location.href);
      if (response.ok)
        exchange(new DOMParser().parseFromString(await response.text(), 'text/html'));
    } catch {
      // The shop is not there; the stream below says when it is back.
    }
    shown = now;
  }
}

function exchange(page) {
  for (const next of page.querySelectorAll('[data-live]')) {
    const current = document.getElementById(next.id);
    if (current && !current.isEqualNode(next)) current.replaceWith(next);
  }
}

// What no switch decides is looked at again each second, where the page asks for that.
setInterval(() => document.querySelector('[data-each-second]') && refresh(), 1000);

new EventSource('/live').addEventListener('message', refresh);

for (const field of document.querySelectorAll('[data-submits]')) {
  field.addEventListener('change', () => field.form.submit());
}
