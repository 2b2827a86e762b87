import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './say.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The command that starts the same npm that started us, or else the one on the path. */
const npmCommand = process.env.npm_execpath
  ? [process.execPath, process.env.npm_execpath]
  : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];

/** Resolves with what the command answered; a failing one is a Failure that tells all it printed. */
export function run(command, args, { env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command.endsWith('.cmd'),
    });
    let answer = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      answer += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    const failed = (how) =>
      reject(new Failure(`${output.trimEnd()}\n\n${[command, ...args].join(' ')} ${how}`));
    child.on('error', (error) => failed(`could not be started: ${error.message}`));
    child.on('close', (code, signal) =>
      code === 0 ? resolve(answer) : failed(`failed (${signal ?? `exit code ${code}`}).`),
    );
  });
}

export function npm(args, options) {
  const [command, ...before] = npmCommand;
  return run(command, [...before, ...args], options);
}

/** Runs a tool of node_modules by the file that its package names, on any platform. */
export const tool = (file) => join(root, 'node_modules', file);
