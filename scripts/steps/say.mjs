const inColour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (inColour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const green = paint(32);
const red = paint(31);

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Something the person at the terminal can act on: shown as its words, without a stack. */
export class Failure extends Error {}

/** Shows that `work` goes on, at a terminal by a running clock and elsewhere by a line now and then. */
export async function step(label, work) {
  const began = performance.now();
  const clock = process.stdout.isTTY
    ? setInterval(() => process.stdout.write(`\r  ${label} … ${dim(seconds(began))} `), 100)
    : setInterval(() => console.log(`  ${label} … ${seconds(began)}`), 15_000);
  if (!process.stdout.isTTY) console.log(`  ${label} …`);
  const end = (mark) => {
    clearInterval(clock);
    const line = `${mark} ${label} ${dim(seconds(began))}`;
    console.log(process.stdout.isTTY ? `\r\u001b[2K${line}` : line);
  };
  try {
    const result = await work();
    end(green('✓'));
    return result;
  } catch (error) {
    end(red('✗'));
    throw error;
  }
}

/** Runs a script's main function; a failure ends it in words and with exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Failure ? `\n${red(error.message)}` : error);
    process.exitCode = 1;
  }
}
