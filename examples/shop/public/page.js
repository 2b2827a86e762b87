// Switches that are decided in the page itself: what bears `data-switch` is shown while that switch is active, and
// follows at once.
import { createClient } from '/switchyard/index.js';

const told = document.getElementById('bootstrap');
const { url, key, signedIn } = told.dataset;

const flags = createClient({
  url,
  key,
  // Who looks at the page, and what the shop decided for them: the page begins with that.
  bootstrap: JSON.parse(told.textContent),
  // The shop proves who is signed in; asked again before it expires.
  ...(signedIn !== undefined && { userToken }),
});

async function userToken() {
  const answer = await fetch('/user-token');
  if (!answer.ok) throw new Error(`The shop gives no user token: ${answer.status}`);
  return answer.text();
}

flags.on('change', ({ keys }) => {
  for (const element of document.querySelectorAll('[data-switch]')) {
    const { switch: asked } = element.dataset;
    if (keys.includes(asked)) element.hidden = !flags.isActive(asked);
  }
});

const optIn = document.querySelector('switchyard-opt-in');
if (optIn) {
  optIn.client = flags;
  import('/switchyard/elements.js');
}
