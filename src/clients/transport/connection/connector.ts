import { buildConnector } from 'undici';
import { withoutInterimAnswers } from './interim-answers.js';

/** undici's connector, for sockets on which it sees no interim answers and no folded fields. */
export function connectorOf(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      withoutInterimAnswers(socket);
      callback(null, socket);
    });
  };
}
