import type { Field, FieldKind } from '@switchyard/core';
import { html, type TemplateResult } from 'lit';
import { parsePercent } from '../model/percent.ts';
import { typedIn } from '../model/typed-in.ts';
import './sy-list-input.ts';

/** What is there to choose from: the editor's suggestions, by what they are. */
export interface Known {
  readonly attributes: readonly string[];
  readonly segments: readonly string[];
  readonly cohorts: readonly string[];
}

interface FieldSlot {
  /** Unique within the element that shows it. */
  readonly id: string;
  readonly label: string;
  readonly field: Field;
  readonly value: unknown;
  readonly known: Known;
  /** Undefined leaves an optional field out. */
  readonly change: (value: unknown) => void;
}

type FieldInput = (slot: FieldSlot) => TemplateResult;

/** One input per kind of field a condition may ask for. */
export const fieldInputs: Record<FieldKind, FieldInput> = {
  choice: (slot) => select(slot, slot.field.options ?? []),
  attribute: (slot) =>
    labelled(
      slot,
      html`
      <input id=${slot.id} class="input attribute" list="${slot.id}-known" autocomplete="off" spellcheck="false"
        placeholder=${slot.field.optional ? 'not given' : 'name'}
        .value=${text(slot.value)} @input=${(event: Event) => slot.change(typed(event) || undefined)} />
      <datalist id="${slot.id}-known">
        ${slot.known.attributes.map((each) => html`<option value=${each}></option>`)}
      </datalist>
    `,
    ),
  texts: (slot) => list(slot, 'add a value'),
  users: (slot) => list(slot, 'add a targeting key'),
  ranges: (slot) => list(slot, '10.0.0.0/8'),
  cohort: (slot) => select(slot, slot.known.cohorts),
  segment: (slot) => select(slot, slot.known.segments),
  percentage: (slot) =>
    labelled(
      slot,
      html`
      <span class="affixed">
        <input id=${slot.id} class="input number" inputmode="decimal" autocomplete="off"
          .value=${typeof slot.value === 'number' ? String(slot.value / 1000) : text(slot.value)}
          @change=${(event: Event) => slot.change(parsePercent(typed(event)) ?? (typed(event) || undefined))} />
        <span aria-hidden="true">%</span>
      </span>
    `,
    ),
  number: (slot) =>
    labelled(
      slot,
      html`<input id=${slot.id} class="input number" type="number" step="any" .value=${text(slot.value)}
      @change=${(event: Event) => slot.change(numberFrom(event))} />`,
    ),
  flag: (slot) => html`
    <label class="check flag">
      <input id=${slot.id} type="checkbox" .checked=${slot.value === true}
        @change=${(event: Event) => slot.change((event.target as HTMLInputElement).checked || undefined)} />
      ${slot.label}
    </label>
  `,
  version: (slot) =>
    labelled(
      slot,
      html`<input id=${slot.id} class="input number" autocomplete="off" placeholder="2.1.0" .value=${text(slot.value)}
      @input=${(event: Event) => slot.change(typed(event) || undefined)} />`,
    ),
  instant: (slot) =>
    labelled(
      slot,
      html`<input id=${slot.id} class="input" type="datetime-local" step="1" .value=${localTime(slot.value)}
      @change=${(event: Event) => slot.change(withOffset(typed(event)))} />`,
    ),
};

/** `ignoreCase` is labelled "ignore case"; what is stored in thousandths is a percentage to people. */
export const labelOf = (name: string, { kind }: Field) =>
  kind === 'percentage'
    ? 'percentage'
    : name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);

function labelled({ id, label, field }: FieldSlot, input: TemplateResult): TemplateResult {
  const hint = field.optional ? html` <span class="quiet">(optional)</span>` : '';
  return html`<div class="field"><label for=${id}>${label}${hint}</label>${input}</div>`;
}

function select(slot: FieldSlot, options: readonly string[]): TemplateResult {
  const isListed = options.includes(text(slot.value));
  return labelled(
    slot,
    html`
      <select id=${slot.id} class="input" @change=${(event: Event) => slot.change(typed(event) || undefined)}>
        ${isListed ? '' : html`<option value=${text(slot.value)} selected>${text(slot.value) || 'choose…'}</option>`}
        ${options.map((each) => html`<option value=${each} ?selected=${each === slot.value}>${each}</option>`)}
      </select>
    `,
  );
}

const list = ({ id, label, value, change }: FieldSlot, placeholder: string) => html`
  <div class="field wide">
    <sy-list-input id=${id} label=${label} placeholder=${placeholder}
      .values=${Array.isArray(value) ? value : []}
      @values-change=${(event: CustomEvent<readonly string[]>) => change(event.detail)}></sy-list-input>
  </div>
`;

const typed = (event: Event) => typedIn(event).trim();
const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));

function numberFrom(event: Event): number | undefined {
  const { valueAsNumber } = event.target as HTMLInputElement;
  return Number.isFinite(valueAsNumber) ? valueAsNumber : undefined;
}

const two = (number: number) => String(Math.trunc(Math.abs(number))).padStart(2, '0');

/** A stored instant as a `datetime-local` input takes it: this browser's time, without offset. */
export function localTime(value: unknown): string {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) return '';
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** And back, with the offset that this browser has then. */
export function withOffset(local: string): string | undefined {
  const date = new Date(local);
  if (Number.isNaN(date.getTime())) return undefined;
  const minutes = -date.getTimezoneOffset();
  const whole = local.length === 16 ? `${local}:00` : local;
  return `${whole}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
