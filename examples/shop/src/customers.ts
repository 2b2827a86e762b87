import { Agent, request } from 'node:http';

/** 5,000 made-up people who come by as long as they are let in. */
export interface Customers {
  readonly count: number;
  readonly perSecond: number;
  readonly areIn: boolean;
  letIn(): void;
  sendHome(): void;
}

const COUNT = 5000;
const PER_SECOND = 50;
/** Of those who come, and then of those who have something in their basket. */
const FILL_A_BASKET = 0.8;
const CHECK_OUT = 0.9;
const MOST_AT_ONCE = 16;

/** They visit over HTTP like everybody else; the shop cannot tell them from others. */
export function createCustomers(address: string, random = Math.random): Customers {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE });
  let timer: NodeJS.Timeout | undefined;
  let visiting = 0;

  async function visit() {
    const visitor = `customer-${1 + Math.floor(random() * COUNT)}`;
    await ask('GET', '/', visitor);
    if (random() >= FILL_A_BASKET) return;
    await ask('POST', '/basket', visitor);
    if (random() >= CHECK_OUT) return;
    await ask('POST', '/checkout', visitor);
  }

  function ask(method: 'GET' | 'POST', path: string, visitor: string) {
    return new Promise<void>((resolve, reject) => {
      const headers = { cookie: `visitor=${visitor}` };
      request(address + path, { agent, method, headers }, (response) => {
        response.resume().on('close', resolve);
      })
        .on('error', reject)
        .end();
    });
  }

  /** Who meets a queue goes away again, and so does who is sent home while at it. */
  function come() {
    if (visiting >= MOST_AT_ONCE) return;
    visiting++;
    visit()
      .catch(() => undefined)
      .finally(() => {
        visiting--;
      });
  }

  return {
    count: COUNT,
    perSecond: PER_SECOND,
    get areIn() {
      return timer !== undefined;
    },
    letIn() {
      timer ??= setInterval(come, 1000 / PER_SECOND).unref();
    },
    sendHome() {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
