import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import iconsAddress from './icons.svg';

// Both libraries, so that no component of Web Awesome asks an outside server for an icon.
for (const library of ['default', 'system']) {
  registerIconLibrary(library, {
    resolver: (name) => `${iconsAddress}#${name}`,
    spriteSheet: true,
  });
}
