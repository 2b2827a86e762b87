import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import iconsAddress from './icons.svg';

// Both libraries, so that no component of Web Awesome asks an outside server for an icon.
for (const library of ['default', 'system']) {
  registerIconLibrary(library, {
    resolver: (name) => `${iconsAddress}#${name}`,
    spriteSheet: true,
    // Without it the drawing is as wide as the browser makes any picture, and hides what is beside it.
    mutator: (svg) => svg.setAttribute('viewBox', '0 0 24 24'),
  });
}
