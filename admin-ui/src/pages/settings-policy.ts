import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { environments } from '../api.ts';
import type { Environment, Policy } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-policy-form.ts';
import { Loaded } from '../loaded.ts';
import { problemsAt, problemsOf } from '../model/problems.ts';
import { typedIn } from '../model/typed-in.ts';
import { tell } from '../notices.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sight.ts';

/**
 * The name and the rules of one environment.
 *
 * @fires environments-change
 */
@customElement('sy-settings-policy')
export class SySettingsPolicy extends LitElement {
  @property({ attribute: false }) environment!: Environment;
  /** What is other than saved. */
  @state() private edits: Partial<Policy> = {};
  @state() private name: string | undefined;

  readonly #attempt = new Attempt(this);
  readonly #cohorts = new Loaded(this, {
    args: () => [this.environment.key],
    load: async (key: string) => Object.keys((await environments.state(key)).things.cohorts),
  });

  protected override render() {
    const { environment } = this;
    const problems = problemsOf(this.#attempt.thrown, 'policy');
    const policy = { ...environment.policy, ...this.edits };
    const { plan, guard } = policy;
    const isDirty = this.name !== undefined || Object.keys(this.edits).length > 0;
    return html`
      <div>
        <p class="small"><a href=${addressOf(['settings', 'environments'])}>All environments</a></p>
        <h2 class="title">${environment.name} <code class="quiet">${environment.key}</code></h2>
      </div>
      ${this.#basics()}
      <sy-policy-form .policy=${policy} .cohorts=${this.#cohorts.value ?? []} .problems=${problems}
        @policy-change=${(event: CustomEvent<Partial<Policy>>) => this.#edit(event.detail)}>
        ${guard !== null && plan.length > 0 ? html`<sy-sight-of slot="sight" environment=${environment.key} .other=${{ plan, guard }}></sy-sight-of>` : nothing}
      </sy-policy-form>
      <div class="save ${isDirty ? 'dirty' : ''}" role="region" aria-label="Save">
        ${this.#outcome(problems.length)}
        <button class="button primary" ?disabled=${!isDirty || this.#attempt.isBusy} @click=${this.#save}>Save</button>
        <button class="button" ?disabled=${!isDirty || this.#attempt.isBusy} @click=${this.#discard}>Discard</button>
      </div>
    `;
  }

  #basics() {
    const { name, policy } = this.environment;
    return html`
      <section class="card stack" aria-label="Name">
        <div class="field">
          <label for="name">Name</label>
          <input id="name" class="input" autocomplete="off" maxlength="100" .value=${this.name ?? name}
            @input=${(event: Event) => {
              this.name = typedIn(event);
            }} />
          ${problemsAt(problemsOf(this.#attempt.thrown), 'name').map((each) => html`<p class="problem" role="alert">${each}</p>`)}
        </div>
        <label class="check">
          <input type="checkbox" .checked=${this.edits.confirm ?? policy.confirm}
            @change=${(event: Event) => this.#edit({ confirm: (event.target as HTMLInputElement).checked })} />
          Ask before publishing, and look like production
        </label>
      </section>
    `;
  }

  /** What is wrong in words, or where to look for it. */
  #outcome(problems: number) {
    if (this.#attempt.problem === '') return nothing;
    const words =
      problems === 0
        ? this.#attempt.problem
        : `Not saved: ${problems === 1 ? 'one thing is' : `${problems} things are`} wrong above.`;
    return html`<p class="problem grow" role="alert"><wa-icon name="warning"></wa-icon> ${words}</p>`;
  }

  #edit(changes: Partial<Policy>) {
    this.edits = { ...this.edits, ...changes };
  }

  readonly #save = async () => {
    const { key } = this.environment;
    const isDone = await this.#attempt.run(() =>
      environments.change(key, {
        ...(this.name !== undefined && { name: this.name }),
        policy: this.edits,
      }),
    );
    if (!isDone) {
      await this.updateComplete;
      this.#showFirstProblem();
      return;
    }
    this.dispatchEvent(new CustomEvent('environments-change', { bubbles: true, composed: true }));
    tell('Saved. It holds from now on.');
    this.#discard();
  };

  readonly #discard = () => {
    this.edits = {};
    this.name = undefined;
    this.#attempt.clear();
  };

  #showFirstProblem() {
    const form = this.renderRoot.querySelector('sy-policy-form');
    if (form) firstProblemIn(form.renderRoot)?.scrollIntoView({ block: 'center' });
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
      .title code { font-weight: 400; font-size: var(--sy-text-m); }
      .field .input { max-width: 24rem; }
      .save {
        display: flex; flex-wrap: wrap; gap: var(--sy-space-3); align-items: center; padding: var(--sy-space-3) var(--sy-space-5);
        background: var(--sy-raised); border: 1px solid var(--sy-line); border-radius: var(--sy-radius-l);
      }
      .save.dirty { position: sticky; bottom: var(--sy-space-3); box-shadow: var(--sy-shadow-l); border-color: var(--sy-action); }
      @media (max-width: 860px) { .save.dirty { bottom: 4.5rem; } }
    `,
  ];
}

/** In a form of forms, from the top. */
function firstProblemIn(root: ParentNode): Element | undefined {
  for (const each of root.querySelectorAll('*')) {
    if (each.matches('.problem')) return each;
    const inside = each.shadowRoot && firstProblemIn(each.shadowRoot);
    if (inside) return inside;
  }
  return undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-settings-policy': SySettingsPolicy;
  }
}
