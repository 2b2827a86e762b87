// Switches that are decided in the page itself: what bears `data-switch` is shown while that switch is active, and
// follows at once.
import { createClient } from '/switchyard/index.js';

const settings = JSON.parse(document.getElementById('settings').textContent);
const { url, key, isSignedIn, context } = settings;

const flags = createClient({
  url,
  key,
  context,
  // The shop proves who is signed in; asked again before it expires.
  ...(isSignedIn && { userToken }),
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
