import { type Html, html } from './html.ts';

export interface Product {
  readonly name: string;
  readonly words: string;
  readonly price: number;
  readonly picture: Html;
}

const wheel = (x: number, radius: number) => html`
  <circle cx="${x}" cy="${98 - radius}" r="${radius}" class="dark" />
  <circle cx="${x}" cy="${98 - radius}" r="${radius / 3}" class="brass" />`;
const rail = html`<path d="M8 99.500h144" class="line" />`;

export const products: readonly Product[] = [
  {
    name: 'Shunter No. 4',
    words: 'Small, stubborn, and always first in the yard.',
    price: 89,
    picture: html`${rail}
      <path d="M36 82V50h58v32z" class="main" /><path d="M94 82V30h32v52z" class="dark" />
      <path d="M101 38h18v15h-18z" class="glass" /><path d="M46 50V30h11v20z" class="dark" />
      <path d="M42 27h19v6H42z" class="brass" /><path d="M30 76h102v8H30z" class="accent" />
      ${wheel(52, 13)}${wheel(82, 13)}${wheel(112, 13)}`,
  },
  {
    name: 'Mail coach',
    words: 'Sorts letters while it runs. The lamps light up.',
    price: 64,
    picture: html`${rail}
      <path d="M18 84V40q0-8 8-8h108q8 0 8 8v44z" class="accent" /><path d="M18 60h124v6H18z" class="brass" />
      <path d="M30 42h16v13H30zm24 0h16v13H54zm48 0h28v13h-28z" class="glass" />
      <path d="M78 40h17v44H78z" class="dark" />${wheel(40, 10)}${wheel(60, 10)}${wheel(108, 10)}${wheel(126, 10)}`,
  },
  {
    name: 'Signal box',
    words: 'Twelve levers, three of them working.',
    price: 48,
    picture: html`${rail}
      <path d="M44 99V62h72v37z" class="brick" /><path d="M36 62V40h88v22z" class="dark" />
      <path d="M42 44h14v14H42zm18 0h14v14H60zm18 0h14v14H78zm18 0h22v14H96z" class="glass" />
      <path d="M28 41l20-22h64l20 22z" class="main" /><path d="M74 99V76h15v23z" class="dark" />`,
  },
  {
    name: 'Turnout, left',
    words: 'The part that decides. Moves with a satisfying clack.',
    price: 19,
    picture: html`<path d="M14 84h132M14 96h132" class="line" />
      <path d="M30 84Q84 82 128 40M48 96Q100 92 142 50" class="line thick" />
      <path d="M24 78v24m18-24v24m18-26v26m18-30v30m18-36v36m18-50v50m18-60v60" class="sleeper" />
      <path d="M40 70V48" class="line" /><circle cx="40" cy="44" r="8" class="accent" />`,
  },
  {
    name: 'Water tower',
    words: 'Holds a thimbleful. Steam engines stop by themselves.',
    price: 36,
    picture: html`${rail}
      <path d="M58 99l8-44h28l8 44h-8l-7-37H73l-7 37z" class="dark" /><path d="M48 56V26h64v30z" class="main" />
      <path d="M44 27l36-17 36 17z" class="accent" /><path d="M48 34h64v4H48zm0 12h64v4H48z" class="brass" />
      <path d="M112 50h20v20" class="line" />`,
  },
  {
    name: 'Station clock',
    words: 'Four seconds late on purpose, like the real one.',
    price: 27,
    picture: html`<path d="M76 99V66h8v33z" class="dark" /><path d="M58 95h44v6H58z" class="dark" />
      <circle cx="80" cy="42" r="31" class="main" /><circle cx="80" cy="42" r="25" class="paper" />
      <path d="M80 42V24m0 18l13 8" class="line thick" /><circle cx="80" cy="42" r="3.500" class="accent" />`,
  },
];
