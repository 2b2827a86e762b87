import type { Request } from 'express';
import type { Browser } from '../browser.ts';
import { Html, html } from '../html.ts';
import { people } from '../people.ts';
import { pins } from './pins.ts';

const places = [
  { address: '/', name: 'Shop' },
  { address: '/crowd', name: 'Who gets it' },
  { address: '/customers', name: 'Customers' },
  { address: '/account', name: 'Account' },
  { address: '/workshop', name: 'Workshop', behind: 'workshop' },
];

export interface Frame {
  readonly title: string;
  readonly foot: string;
  /** Unless pages shall not ask for themselves. */
  readonly browser: Browser | undefined;
  /** What they begin with, so that they show from the start what they will show in the end. */
  readonly bootstrap: string;
}

/**
 * What bears `data-live` and an id is exchanged in the open page when switches change; what bears `data-switch`, the page
 * shows and hides by itself.
 */
export function layout(
  request: Request,
  body: Html,
  { title, foot, browser, bootstrap }: Frame,
): string {
  const { flags, visit, path } = request;
  const page = html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · Halt & Siding</title>
  <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='8' fill='%23225c4b'/%3E%3C/svg%3E">
  <link rel="stylesheet" href="/shop.css">
  <script type="module" src="/live.js"></script>
  ${
    browser &&
    html`<script type="application/json" id="bootstrap" data-url="${browser.url}" data-key="${browser.key}" ${
      visit.person && html`data-signed-in`
    }>${new Html(bootstrap)}</script>
  <script type="module" src="/page.js"></script>`
  }
</head>
<body>
  <header>
    <a class="name" href="/">Halt <span>&</span> Siding</a>
    <nav id="places" data-live>${places
      .filter(({ behind }) => behind === undefined || flags.isActive(behind))
      .map(
        ({ address, name }) =>
          html`<a href="${address}" ${path === address && html`aria-current="page"`}>${name}</a>`,
      )}</nav>
    <div id="search" data-live>${
      flags.isActive('search-box') &&
      html`<form role="search" action="/"><input type="search" name="q" aria-label="Search the shop" placeholder="Search"></form>`
    }</div>
    <form method="post" action="/visit" class="visit">
      <input type="hidden" name="to" value="${path}">
      <label>Shopping as
        <select name="person" data-submits>
          <option value="">somebody anonymous</option>
          ${people.map(
            ({ id, name }) =>
              html`<option value="${id}" ${id === visit.person?.id && html`selected`}>${name}</option>`,
          )}
        </select>
      </label>
      <noscript><button>Change</button></noscript>
    </form>
  </header>
  <div id="notice" data-live>${
    flags.isActive('free-shipping') &&
    html`<p class="notice">Free shipping today, wherever your railway is.</p>`
  }</div>
  <aside id="night-trains" data-switch="night-trains" class="notice night" ${
    !flags.isActive('night-trains') && html`hidden`
  }>Night trains: 22:10 to the coast, 23:45 over the mountains.</aside>
  <main id="main">${body}</main>
  <footer><p id="foot" data-live>${foot}</p>${
    browser && html`<switchyard-deploys url="${browser.url}"></switchyard-deploys>`
  }</footer>
  ${visit.person?.isStaff && pins(flags.overrides(), path)}
</body>
</html>`;
  return page.text;
}
