// What evaluation and the stream weigh by themselves, without users, storage and bootstrapping: for `size-limit` only.
export { connect } from './connection.ts';
export { hold, take } from './message.ts';
