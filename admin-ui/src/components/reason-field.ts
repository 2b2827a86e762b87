import { html, type TemplateResult } from 'lit';
import { typedIn } from '../model/typed-in.ts';

/** Asks in a dialog why something is done; for elements with the styles of controls. */
export const reasonField = (
  value: string,
  change: (reason: string) => void,
): TemplateResult => html`
  <div class="field">
    <label for="reason">Reason <span class="quiet">(optional)</span></label>
    <input id="reason" class="input" autofocus maxlength="500" autocomplete="off" .value=${value}
      @input=${(event: Event) => change(typedIn(event))} />
  </div>
`;
