import type { Contracts } from '../../contracts/contracts.js';
import { shapeOf } from '../../contracts/public-path.js';
import { METHODS } from '../../routes/route.js';
import { WRONG_DOORS, type WrongDoor } from './wrong-doors.js';

/** The doors where no imported contract has an operation: what is in Migo's own file is not absent. */
export function doorsBeside({ entries }: Pick<Contracts, 'entries'>): Readonly<Record<string, WrongDoor>> {
  const imported = new Map(
    entries
      .filter(({ routes }) => routes.length === 0)
      .map(({ operation }) => [`${operation.outline.method} ${shapeOf(operation.outline.publicPath)}`, operation]),
  );
  const isTaken = (method: string, path: string): boolean => {
    const operation = imported.get(`${method} ${shapeOf(path)}`);
    return operation !== undefined && operation.unfit === undefined;
  };
  return Object.fromEntries(
    Object.entries(WRONG_DOORS).flatMap(([name, door]): [string, WrongDoor][] => {
      const methods = door.method === 'ALL' ? METHODS : [door.method];
      const left = methods.filter((method) => !isTaken(method, door.path));
      if (left.length === methods.length) return [[name, door]];
      return left.map((method) => [`${name}${method}`, { ...door, method }]);
    }),
  );
}
