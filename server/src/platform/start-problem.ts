/** Why the server, or a command on its host, cannot do its work: in words, for whoever started it. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}
